"""Which encoder a setting names."""

from __future__ import annotations

from rongtu.gates.encoders.protocol import Encoder
from rongtu.vocab.encoders import EncoderChoice


def open_encoder(choice: EncoderChoice) -> Encoder | None:
    """The encoder of that name, its model not loaded yet; None for `none`.

    Raises EncoderError where it is not installed or this machine cannot run it.
    """
    if choice is EncoderChoice.NONE:
        return None
    # here, because a command that matches nothing should not wait for it
    from rongtu.gates.encoders.nano_e5 import open_nano_e5

    return open_nano_e5()
