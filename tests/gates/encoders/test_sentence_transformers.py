"""A model of sentence-transformers: asked as that package is asked; a stand-in with its names stands in the path."""

import sys

import numpy as np
import pytest

from rongtu.gates.encoders import EncoderError, open_encoder, sentence_transformers
from rongtu.vocab.encoders import EncoderChoice, EncoderSetting

STAND_IN = """
import numpy as np

ASKED = []


class SentenceTransformer:
    def __init__(self, model_name_or_path=None, *, revision=None, device=None):
        ASKED.append(("load", model_name_or_path, revision))
        if model_name_or_path == "missing":
            raise OSError("secret path")

    def encode(self, sentences, prompt_name=None, prompt=None, batch_size=32, show_progress_bar=None,
               output_value="sentence_embedding", precision="float32", convert_to_numpy=True,
               convert_to_tensor=False, device=None, normalize_embeddings=False):
        ASKED.append(("encode", tuple(sentences), prompt, show_progress_bar))
        return np.array([[len(text), 1, 2] for text in sentences], dtype=np.float32)
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    folder = tmp_path / "site"
    (folder / "sentence_transformers").mkdir(parents=True)
    (folder / "sentence_transformers" / "__init__.py").write_text(STAND_IN)
    about = folder / "sentence_transformers-5.1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: sentence-transformers\nVersion: 5.1.0\n")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "sentence_transformers", raising=False)
    sentence_transformers._load.cache_clear()
    yield
    sys.modules.pop("sentence_transformers", None)
    sentence_transformers._load.cache_clear()


def opened(model):
    return open_encoder(EncoderSetting(EncoderChoice.SENTENCE_TRANSFORMERS, model=model))


def asked():
    return sys.modules["sentence_transformers"].ASKED


@pytest.mark.usefixtures("package")
def test_the_model_is_loaded_with_the_first_text_and_asked_with_its_prompt():
    encoder = opened("intfloat/multilingual-e5-base@abc")
    assert "sentence_transformers" not in sys.modules
    assert (encoder.dimension, encoder.public_only) == (None, False)
    vectors = encoder.encode(["轴承", "密封件"], query=True)
    assert vectors == pytest.approx(np.array([[2, 1, 2], [3, 1, 2]]) / np.sqrt([[9], [14]]), abs=1e-6)
    assert encoder.dimension == 3
    opened("intfloat/multilingual-e5-base@abc").encode(["轴承"], query=False)
    assert asked() == [
        ("load", "intfloat/multilingual-e5-base", "abc"),
        ("encode", ("轴承", "密封件"), "query: ", False),
        ("encode", ("轴承",), "passage: ", False),
    ]


@pytest.mark.usefixtures("package")
def test_other_models_are_asked_without_a_prompt_of_theirs():
    opened("BAAI/bge-small-zh").encode(["轴承"], query=True)
    assert asked()[-1] == ("encode", ("轴承",), "", False)


@pytest.mark.usefixtures("package")
def test_another_model_in_the_same_folder_is_another_encoder(tmp_path):
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text("1")
    before = opened(str(tmp_path / "model")).identity
    assert before == opened(str(tmp_path / "model")).identity
    (tmp_path / "model" / "config.json").write_text("2")
    assert before != opened(str(tmp_path / "model")).identity


@pytest.mark.usefixtures("package")
def test_a_model_that_cannot_be_loaded_is_told_of():
    with pytest.raises(EncoderError, match="missing cannot be loaded: OSError") as failed:
        opened("missing").encode(["轴承"], query=True)
    assert "secret" not in str(failed.value)


def test_the_package_may_be_missing(monkeypatch):
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(EncoderError, match="not installed"):
        opened("BAAI/bge-m3")
