"""Named arrays in a file: read as they were written, mapped, and refused where one byte of the head is another."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from rongtu.facts.search.array_files import BrokenFileError, is_whole, open_arrays, write_arrays

ARRAYS = {
    "keys.blob": np.frombuffer("质子交换膜".encode(), np.uint8),
    "vectors": np.arange(12, dtype=np.float32).reshape(3, 4),
    "ids": np.array([b"0123456789abcde\x00", b"x" * 16], dtype="S16"),
    "none": np.zeros((0, 7), dtype=np.int64),
    "flag": np.array([True, False]),
}
DTYPES = st.sampled_from(["<i8", "<u2", "<f4", "<f8", "|b1", "|i1", "|S16"])


@pytest.fixture
def path(tmp_path):
    return tmp_path / "0123456789abcdef.segment"


def test_arrays_are_read_as_they_were_written(path):
    size = write_arrays(path, ARRAYS)
    assert (path.stat().st_size, path.stat().st_mode & 0o777) == (size, 0o600)
    read = open_arrays(path)
    assert list(read) == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert read[name].dtype == array.dtype
        assert np.array_equal(read[name], array)
        assert not read[name].flags.writeable
    assert is_whole(path)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@settings(max_examples=60, deadline=None)
@given(
    given_arrays=st.dictionaries(
        st.text(max_size=9), arrays_of.arrays(DTYPES, arrays_of.array_shapes(min_side=0)), max_size=4
    )
)
def test_any_arrays_come_back(tmp_path_factory, given_arrays):
    path = tmp_path_factory.mktemp("any") / "0.rows"
    write_arrays(path, given_arrays)
    read = open_arrays(path)
    assert {name: array.tobytes() for name, array in read.items()} == {
        name: array.tobytes() for name, array in given_arrays.items()
    }
    assert all(read[name].shape == array.shape for name, array in given_arrays.items())


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 10_000), cut=st.booleans())
def test_a_file_that_is_cut_or_another_at_one_byte_is_not_whole(tmp_path_factory, place, cut):
    path = tmp_path_factory.mktemp("cut") / "0.rows"
    size = write_arrays(path, {"a": np.arange(64, dtype=np.int64)})
    content = bytearray(path.read_bytes())
    if cut:
        content = content[: place % size]
    else:
        content[place % size] ^= 1
    path.write_bytes(content)
    is_padding = not cut and not is_told(path, place % size)
    assert is_whole(path) is is_padding


def is_told(path, place):
    """Whether a byte is of the head or of the array, and not between them."""
    length = int.from_bytes(path.read_bytes()[8:12], "little")
    begins = -(-(16 + length) // 64) * 64
    return place < 16 + length or place >= begins or place in range(8, 12)


@pytest.mark.parametrize("content", [b"", b"RTARR", b"RTARR\x00\x01\n" + b"\xff" * 8, b"#!/bin/sh\n" * 20])
def test_what_is_no_file_of_ours_is_refused(path, content):
    path.write_bytes(content)
    with pytest.raises(BrokenFileError):
        open_arrays(path)


def test_a_link_is_not_followed(path, tmp_path):
    write_arrays(tmp_path / "other", ARRAYS)
    path.symlink_to(tmp_path / "other")
    with pytest.raises(BrokenFileError):
        open_arrays(path)


def test_who_holds_arrays_reads_on_when_their_file_is_replaced_and_removed(path):
    write_arrays(path, ARRAYS)
    held = open_arrays(path)
    write_arrays(path, {"vectors": np.zeros(1)})
    path.unlink()
    assert np.array_equal(held["vectors"], ARRAYS["vectors"])


def test_objects_are_no_plain_numbers(path):
    with pytest.raises(TypeError, match="plain numbers"):
        write_arrays(path, {"a": np.array([None])})
    assert not path.exists()
