"""Vectors kept in a file: found again, whole under kill -9 and two writers, never another encoder's."""

import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongtu.facts.vectors import HEAD, open_cache, text_key
from rongtu.vocab.problems import DependencyError, InputError

DIMENSION = 16
RECORD = 32 + 4 * DIMENSION + 4

WRITER = """
import sys
from pathlib import Path
import numpy as np
from rongtu.facts.vectors import open_cache, text_key
folder, name, rounds, size = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
cache = open_cache(folder, "encoder 1", 16)
for i in range(rounds):
    keys = [text_key(f"{name}-{i}-{k}", query=False) for k in range(size)]
    cache.add(keys, np.full((size, 16), i, dtype=np.float32))
"""


def key(text):
    return text_key(str(text), query=False)


def keys(count):
    return [key(i) for i in range(count)]


def vectors(count):
    return np.arange(count * DIMENSION, dtype=np.float32).reshape(count, DIMENSION)


@pytest.fixture
def cache(tmp_path):
    return open_cache(tmp_path, "encoder 1", DIMENSION)


def writer(folder, name, rounds, size):
    command = [sys.executable, "-c", WRITER, str(folder), name, str(rounds), str(size)]
    return subprocess.Popen(command, env={"PYTHONPATH": ":".join(filter(None, sys.path))})


def test_nothing_is_found_or_made_before_something_was_added(cache):
    found, _ = cache.get(keys(3))
    assert not found.any()
    assert not cache.path.exists()


def test_what_was_added_is_found_in_any_order_by_whoever_opens_it(cache, tmp_path):
    cache.add(keys(3), vectors(3))
    found, read = open_cache(tmp_path, "encoder 1", DIMENSION).get([key(2), key("other"), key(0), key(2)])
    assert found.tolist() == [True, False, True, True]
    assert np.array_equal(read, vectors(3)[[2, 0, 0, 2]] * found[:, None])


def test_a_text_sought_is_not_the_same_text_found():
    assert text_key("电解槽", query=True) != text_key("电解槽", query=False)


def test_another_encoders_vectors_are_never_found(cache, tmp_path):
    cache.add(keys(3), vectors(3))
    found, _ = open_cache(tmp_path, "encoder 2", DIMENSION).get(keys(3))
    assert not found.any()


def test_a_file_moved_from_another_encoders_place_is_refused(cache, tmp_path):
    cache.add(keys(1), vectors(1))
    other = open_cache(tmp_path, "encoder 2", DIMENSION)
    other.path.parent.mkdir()
    cache.path.rename(other.path)
    for use in (lambda: other.get(keys(1)), lambda: other.add(keys(1), vectors(1))):
        with pytest.raises(DependencyError, match="another encoder"):
            use()


def test_vectors_of_another_shape_are_refused(cache):
    with pytest.raises(InputError, match="vectors of 16 numbers"):
        cache.add(keys(2), vectors(1))


@settings(max_examples=40, deadline=None)
@given(kept=st.integers(0, 4), torn=st.integers(0, 4 * RECORD + HEAD.size))
def test_a_file_cut_anywhere_keeps_its_whole_records_and_takes_new_ones(tmp_path_factory, kept, torn):
    cache = open_cache(tmp_path_factory.mktemp("cut"), "encoder 1", DIMENSION)
    cache.add(keys(kept), vectors(kept))
    size = max(0, cache.path.stat().st_size - torn)
    with cache.path.open("r+b") as file:
        file.truncate(size)
    whole = max(0, size - HEAD.size) // RECORD
    found, read = cache.get(keys(kept))
    assert found.tolist() == [i < whole for i in range(kept)]
    assert np.array_equal(read[:whole], vectors(kept)[:whole])

    cache.add([key("new")], vectors(1))
    assert cache.get([key("new")])[0].all()
    assert cache.get(keys(kept))[0].tolist() == [i < whole for i in range(kept)]


def test_a_broken_record_counts_as_absent_and_is_written_anew(cache):
    cache.add(keys(3), vectors(3))
    with cache.path.open("r+b") as file:
        file.seek(HEAD.size + RECORD + 40)
        file.write(b"\xff")
    assert cache.get(keys(3))[0].tolist() == [True, False, True]
    cache.add([key(1)], vectors(3)[1:2])
    found, read = cache.get(keys(3))
    assert found.all()
    assert np.array_equal(read, vectors(3))


def test_two_writers_at_once_lose_nothing(cache, tmp_path):
    writers = [writer(tmp_path, name, 40, 5) for name in ("a", "b")]
    assert [process.wait() for process in writers] == [0, 0]
    for name in ("a", "b"):
        found, read = cache.get([key(f"{name}-{i}-{k}") for i in range(40) for k in range(5)])
        assert found.all()
        assert np.array_equal(read[:, 0], np.repeat(np.arange(40, dtype=np.float32), 5))


def test_a_writer_killed_in_the_midst_leaves_whole_records_only(cache, tmp_path):
    process = writer(tmp_path, "a", 1_000_000, 200)
    while not cache.path.exists() or cache.path.stat().st_size < 50 * RECORD:
        time.sleep(0.005)
    process.kill()
    process.wait()
    whole = (cache.path.stat().st_size - HEAD.size) // RECORD
    asked = [key(f"a-{i // 200}-{i % 200}") for i in range(whole)]
    assert cache.get(asked)[0].all()
    cache.add(keys(1), vectors(1))
    assert cache.get(keys(1))[0].all()


def test_file_and_folder_are_their_owners_alone(cache, tmp_path):
    cache.add(keys(1), vectors(1))
    assert cache.path.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "vectors").stat().st_mode & 0o777 == 0o700
    assert (cache.path.parent / "encoder.txt").read_text(encoding="utf-8") == "encoder 1\n"


def test_a_place_that_cannot_be_written_is_told_of_with_the_way_out(tmp_path):
    (tmp_path / "vectors").write_text("in the way")
    with pytest.raises(DependencyError, match="RONGTU_ENCODER=none"):
        open_cache(tmp_path, "encoder 1", DIMENSION).add(keys(1), vectors(1))
