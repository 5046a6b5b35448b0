"""Named arrays in one file that is written once, and mapped into memory by whoever reads it.

A file is a mark, the length and CRC-32 of its head, the head (JSON: the file's size; name, type, shape, place and
CRC-32 of each array), and the arrays, each beginning at a multiple of 64 bytes. Head and size are checked whenever a
file is opened, the arrays when it was written and by `is_whole`; what does not hold is no file of ours.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MARK = b"RTARR\x00\x01\n"
HEAD = struct.Struct("<8sII")
ALIGNED = 64
PLAIN = "biufS"
"""Kinds of types that are numbers or bytes of a fixed size, and so mean the same wherever they are read."""

Arrays = Mapping[str, NDArray[Any]]


class BrokenFileError(Exception):
    """A file is not there, is half written, or is none of ours; never the user's fault: it is made anew."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where an array stands in a file, and what it is."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    begins: int
    check: int

    def size(self) -> int:
        """How many bytes it takes."""
        return np.dtype(self.dtype).itemsize * prod(self.shape)

    def read(self, content: mmap.mmap) -> NDArray[Any]:
        """The array, mapped."""
        flat = np.frombuffer(content, dtype=self.dtype, count=prod(self.shape), offset=self.begins)
        return flat.reshape(self.shape)


def write_arrays(path: Path, arrays: Arrays) -> int:
    """Write a new file, its owner's alone, and see that it reads as it was meant; its size in bytes.

    It is there under its name only when it is whole. Raises OSError where it cannot be written, BrokenFileError where
    it reads otherwise.
    """
    given = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    if odd := [name for name, array in given.items() if array.dtype.kind not in PLAIN]:
        raise TypeError(f"arrays of plain numbers are kept, not {', '.join(odd)}")
    half = path.with_suffix(".half")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        head, entries = _head(given)
        file.write(head)
        for entry in entries:
            file.write(bytes(entry.begins - file.tell()))
            file.write(given[entry.name].data if given[entry.name].size else b"")
        file.write(bytes(_aligned(file.tell()) - file.tell()))
        file.flush()
        os.fsync(file.fileno())
    if not is_whole(half):
        raise BrokenFileError(f"{half} does not read as it was written")
    half.rename(path)
    return path.stat().st_size


def open_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays of a file, mapped: they stay readable for whoever holds them when the file is replaced or removed.

    Raises BrokenFileError where there is no whole file of ours.
    """
    content, entries = _opened(path)
    return {entry.name: entry.read(content) for entry in entries}


def is_whole(path: Path) -> bool:
    """Whether every byte of a file is as it was written; O(bytes)."""
    try:
        content, entries = _opened(path)
    except BrokenFileError:
        return False
    return all(zlib.crc32(content[entry.begins : entry.begins + entry.size()]) == entry.check for entry in entries)


def _head(arrays: Arrays) -> tuple[bytes, list[_Entry]]:
    """The head of a file for these arrays, filled up to where the first of them begins, and what will stand where."""
    told, place = [], 0
    for name, array in arrays.items():
        told.append([name, array.dtype.str, array.shape, place, zlib.crc32(array.data if array.size else b"")])
        place = _aligned(place + array.nbytes)
    words = json.dumps({"size": place, "arrays": told}, ensure_ascii=False).encode()
    head = HEAD.pack(MARK, len(words), zlib.crc32(words)) + words
    return head.ljust(_aligned(len(head)), b"\0"), _entries(told, _aligned(len(head)))


def _entries(told: Iterable[Any], begins: int) -> list[_Entry]:
    """What a head tells of its arrays, the first of which begins there."""
    return [_Entry(name, dtype, tuple(shape), begins + place, check) for name, dtype, shape, place, check in told]


def _aligned(place: int) -> int:
    return -(-place // ALIGNED) * ALIGNED


def _opened(path: Path) -> tuple[mmap.mmap, list[_Entry]]:
    """The content of a file, mapped, and what stands where in it."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise BrokenFileError(f"{path}: {error.strerror}") from error
    try:
        size = os.fstat(handle).st_size
        if size < HEAD.size:
            raise BrokenFileError(f"{path} is no whole file of arrays")
        content = mmap.mmap(handle, size, access=mmap.ACCESS_READ)
    except OSError as error:
        raise BrokenFileError(f"{path}: {error.strerror}") from error
    finally:
        os.close(handle)
    mark, length, check = HEAD.unpack_from(content)
    words = content[HEAD.size : HEAD.size + length]
    if mark != MARK or len(words) != length or zlib.crc32(words) != check:
        raise BrokenFileError(f"{path} is no file of arrays of this form")
    told, begins = json.loads(words), _aligned(HEAD.size + length)
    if begins + told["size"] != size:
        raise BrokenFileError(f"{path} is half written")
    return content, _entries(told["arrays"], begins)
