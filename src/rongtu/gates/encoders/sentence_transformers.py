"""Any model that the package sentence-transformers loads, in this process; the package is not installed with ours.

Reimers, Gurevych, *Sentence-BERT: sentence embeddings using siamese BERT-networks*, EMNLP 2019. A model is named as on
its hub, NAME or NAME@REVISION, or is a folder; of a folder the identity names what its files are, so that another model
put there is another encoder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import import_module, metadata
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rongtu.gates.encoders.protocol import Encoder, EncoderError, unit_vectors
from rongtu.vocab.encoders import LEAD_RULE, EncoderSetting

PACKAGE = "sentence-transformers"
BATCH = 32
SMALL = 1 << 20
"""Bytes up to which a file of a model counts by its content; a larger one, its weights, by name and size."""

LOADING = Lock()


class SentenceTransformers:
    """The encoder over one model; it is loaded with the first text, once for the process."""

    def __init__(self, setting: EncoderSetting, version: str) -> None:
        self._setting = setting
        self._model, _, self._revision = (setting.model or "").partition("@")
        told = [f"{PACKAGE} {version}", setting.model or "", f"before a text: {setting.before(query=False)!r}"]
        if (folder := Path(self._model)).is_dir():
            self._model, self._revision = str(folder), ""
            told.append(f"files {_files_digest(folder)}")
        self.identity = "; ".join((*told, LEAD_RULE))
        self.dimension: int | None = None
        self.public_only = False

    def encode(self, texts: Sequence[str], *, query: bool) -> NDArray[np.float32]:
        """Unit vectors (n_texts, dimension)."""
        if not texts:
            return np.zeros((0, self.dimension or 0), dtype=np.float32)
        model = _load(self._model, self._revision or None)
        try:
            with LOADING:
                # told even where it is empty: a model may have a prompt of its own, which then stands back
                before = self._setting.before(query=query)
                given = model.encode(list(texts), prompt=before, batch_size=BATCH, show_progress_bar=False)
        # whatever a model's own code raises
        except Exception as error:
            raise EncoderError(f"The model {self._model} failed: {type(error).__name__}.") from error
        vectors = unit_vectors(np.asarray(given, dtype=np.float64), len(texts), self.dimension)
        self.dimension = vectors.shape[1]
        return vectors


def open_sentence_transformers(setting: EncoderSetting) -> Encoder:
    """The encoder, its model not loaded yet; EncoderError where the package is not installed."""
    try:
        version = metadata.version(PACKAGE)
    except metadata.PackageNotFoundError as error:
        raise EncoderError(
            f"The package {PACKAGE} is not installed: install it beside rongtu, or choose another encoder."
        ) from error
    return SentenceTransformers(setting, version)


@cache
def _load(name: str, revision: str | None) -> Any:
    """The model, from the machine's cache of models or from its hub."""
    try:
        return import_module("sentence_transformers").SentenceTransformer(name, revision=revision)
    # a missing file, no network, a model of another sort: the package raises what its parts raise
    except Exception as error:
        raise EncoderError(f"The model {name} cannot be loaded: {type(error).__name__}.") from error


def _files_digest(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        size = path.stat().st_size
        content = hashlib.sha256(path.read_bytes()).hexdigest() if size <= SMALL else ""
        found.update(f"{path.relative_to(folder).as_posix()} {size} {content}\n".encode())
    return found.hexdigest()[:16]
