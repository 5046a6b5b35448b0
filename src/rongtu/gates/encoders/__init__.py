"""Encoders: what makes vectors of texts, behind one protocol; the default one works in this process."""

from rongtu.gates.encoders.choosing import open_encoder
from rongtu.gates.encoders.protocol import Encoder, EncoderError

__all__ = ["Encoder", "EncoderError", "open_encoder"]
