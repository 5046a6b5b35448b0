"""The encoder in use, as the settings choose it, with the vectors kept of it; or words that say why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rongtu.desks.transfer.searching.segments import Vectors
from rongtu.facts.level_vectors import LevelVectors
from rongtu.gates.encoders import Encoder, EncoderError, open_encoder
from rongtu.settings import Settings
from rongtu.vocab.evidence import Nature
from rongtu.vocab.text_model import compared_by

WORDS_CHOSEN = "按设置只用文字匹配 words alone, as set (RONGTU_ENCODER=none)"
NO_ENCODER = "编码器不可用，只用文字匹配 words alone, no encoder"


@dataclass(frozen=True, slots=True)
class InUse:
    """The encoder and its vectors; neither where words alone rank, and `remark` says why."""

    data_dir: Path
    encoder: Encoder | None = None
    vectors: Vectors | None = None
    remark: str | None = None


def encoder_in_use(settings: Settings, nature: Nature) -> InUse:
    """The encoder that is set, nothing asked of it yet, and the vectors it made of texts of this nature."""
    try:
        encoder = open_encoder(settings.encoder)
    except EncoderError as error:
        return InUse(settings.data_dir, remark=f"{NO_ENCODER}: {error}")
    if encoder is None:
        return InUse(settings.data_dir, remark=WORDS_CHOSEN)
    store = LevelVectors(settings.data_dir, nature, encoder.identity, encoder.dimension)
    return InUse(settings.data_dir, encoder, Vectors(store, compared_by(encoder.identity)))
