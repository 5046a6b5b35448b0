"""Vectors of texts, kept in append-only files below the data folder; a cache, nothing is lost with it.

There is a file for each nature, level and encoder: `vectors/NATURE/LEVEL/ENCODER`. A vector tells much of its text, so
it lies where the text may lie, and goes from there when the text does (`drop`).

A file is a head (mark, dimension, SHA-256 of the encoder's identity) and records of one size: SHA-256 of the text as
encoded, the vector in float32, CRC-32 of both. Writers append under a lock, which the kernel releases when its holder
dies. A record half written by a killed one is cut off by the next, passed over by readers; one whose checksum does not
hold counts as absent, and is written anew behind. File and folder are their owner's alone.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rongtu.vocab.evidence import Nature, Visibility
from rongtu.vocab.problems import DependencyError, InputError

MARK = b"RTVEC\x00\x01\n"
HEAD = struct.Struct("<8sI32s4x")
FOLDER, FILE, WHOSE = "vectors", "vectors.bin", "encoder.txt"


def text_key(text: str, *, query: bool) -> bytes:
    """What the vector of a text is kept under; a text sought for has another vector than the same text found."""
    return hashlib.sha256(f"{'query' if query else 'passage'}: {text}".encode()).digest()


class VectorCache:
    """The vectors one encoder made; `path` is their file, which is there once something was added."""

    def __init__(self, path: Path, identity: str, dimension: int) -> None:
        self.path = path
        self.dimension = dimension
        self._identity = identity
        self._head = HEAD.pack(MARK, dimension, hashlib.sha256(identity.encode()).digest())
        self._record = np.dtype([("key", "u1", 32), ("vector", "<f4", dimension), ("check", "<u4")])

    def get(self, keys: Sequence[bytes]) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
        """Which of the texts are there (n_keys,), and their vectors (n_keys, dimension), 0 where not.

        O(vectors kept) in keys; only the vectors asked for are read.
        """
        found = np.zeros(len(keys), dtype=np.bool_)
        vectors = np.zeros((len(keys), self.dimension), dtype=np.float32)
        records = self._records()
        wanted = set(keys)
        # the last record of a key counts: an earlier one may be broken
        number = {key: i for i, key in enumerate(map(bytes, records["key"])) if key in wanted}
        for place, key in enumerate(keys):
            if key in number:
                record = records[number[key]]
                found[place] = record["check"] == _check(record["key"].tobytes(), record["vector"].tobytes())
                if found[place]:
                    vectors[place] = record["vector"]
        return found, vectors

    def add(self, keys: Sequence[bytes], vectors: NDArray[np.float32]) -> None:
        """Append vectors (n_keys, dimension); safe in any number of processes at once.

        Raises InputError where the vectors have not this encoder's shape, DependencyError where nothing can be
        written.
        """
        if vectors.shape != (len(keys), self.dimension):
            rule = f"{len(keys)} vectors of {self.dimension} numbers"
            raise InputError.single("vectors", rule, vectors.shape, "Give one vector of this encoder for each key.")
        records = np.zeros(len(keys), dtype=self._record)
        records["key"] = np.frombuffer(b"".join(keys), dtype="u1").reshape(len(keys), 32)
        records["vector"] = vectors
        records["check"] = [_check(key, vector.tobytes()) for key, vector in zip(keys, records["vector"], strict=True)]
        with self._written(), self._locked() as file:
            whole = self._whole(os.fstat(file).st_size)
            os.ftruncate(file, HEAD.size + whole * self._record.itemsize if whole is not None else 0)
            content = (b"" if whole is not None else self._head) + records.tobytes()
            while content:
                content = content[os.write(file, content) :]

    def drop(self, gone: Callable[[bytes], bool]) -> int:
        """Remove the vectors of texts that are gone for good; how many there were. The file is written anew then.

        Raises DependencyError where nothing can be written.
        """
        if not self.path.exists():
            return 0
        with self._written(), self._locked():
            records = self._records()
            left = np.array([not gone(bytes(key)) for key in records["key"]], dtype=np.bool_)
            dropped = len(records) - int(np.count_nonzero(left))
            if dropped:
                half = self.path.with_suffix(".half")
                handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
                with os.fdopen(handle, "wb") as anew:
                    anew.write(self._head)
                    anew.write(records[left].tobytes())
                half.replace(self.path)
        return dropped

    def _records(self) -> NDArray[np.void]:
        """The whole records there are, mapped into memory."""
        try:
            with self.path.open("rb") as file:
                head, whole = file.read(HEAD.size), self._whole(os.fstat(file.fileno()).st_size)
                if not whole:
                    return np.zeros(0, dtype=self._record)
                self._check_head(head)
                return np.memmap(file, dtype=self._record, mode="r", offset=HEAD.size, shape=(whole,))
        except FileNotFoundError:
            return np.zeros(0, dtype=self._record)
        except OSError as error:
            raise _unusable(self.path, error) from error

    def _whole(self, size: int) -> int | None:
        """How many whole records a file of that many bytes holds; None where not even its head is whole."""
        return (size - HEAD.size) // self._record.itemsize if size >= HEAD.size else None

    def _check_head(self, head: bytes) -> None:
        if head != self._head:
            raise DependencyError(f"{self.path} holds vectors of another encoder or version: move it away.")

    @contextmanager
    def _written(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise _unusable(self.path, error) from error

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """The file, open to append, with its folder and a note of whose vectors it holds, under its lock."""
        _make_private(self.path.parent)
        file = self._opened()
        try:
            head = os.pread(file, HEAD.size, 0)
            if len(head) == HEAD.size:
                self._check_head(head)
            else:
                (self.path.parent / WHOSE).write_text(f"{self._identity}\n", encoding="utf-8")
            yield file
        finally:
            os.close(file)

    def _opened(self) -> int:
        """The file under its lock: the one that has its name now, which another may have got while we waited."""
        while True:
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            fcntl.flock(file, fcntl.LOCK_EX)
            with suppress(FileNotFoundError):
                if os.fstat(file).st_ino == self.path.stat().st_ino:
                    return file
            os.close(file)


def open_cache(
    data_dir: Path,
    identity: str,
    dimension: int | None,
    *,
    nature: Nature = Nature.REAL,
    level: Visibility = Visibility.PRIVATE,
) -> VectorCache:
    """The vectors below `data_dir` that the encoder of this identity made of texts of a nature and level.

    Whoever does not say of which level his texts are keeps them where fewest look. `dimension` None: what the file
    says. Nothing is read else or made yet. Raises ValueError where nobody says a dimension.
    """
    path = data_dir / FOLDER / nature.value / level.value / hashlib.sha256(identity.encode()).hexdigest()[:16] / FILE
    dimension = dimension or kept_dimension(path)
    if dimension is None:
        raise ValueError("no vector of this encoder is kept yet: its dimension is not known")
    return VectorCache(path, identity, dimension)


def kept_dimension(path: Path) -> int | None:
    """How many numbers each vector of a file has; None where there is no such file."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD.size)
    except OSError:
        return None
    if len(head) != HEAD.size or not head.startswith(MARK):
        return None
    return int(HEAD.unpack(head)[1])


def _make_private(folder: Path) -> None:
    """The folder, its owner's alone; the data folder above it stays passable for the database server's account."""
    level, nature, vectors = folder.parents[:3]
    vectors.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    for part in (vectors, nature, level, folder):
        part.mkdir(mode=0o700, exist_ok=True)


def _check(key: bytes, vector: bytes) -> int:
    return zlib.crc32(vector, zlib.crc32(key))


def _unusable(path: Path, error: OSError) -> DependencyError:
    return DependencyError(
        f"The vectors in {path} cannot be read or written ({error.strerror}). Set RONGTU_DATA_DIR to a folder of your "
        f"own, or RONGTU_ENCODER=none to match by words alone."
    )
