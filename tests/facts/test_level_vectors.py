"""Vectors by level: read from the levels one sees, kept where the text is, and gone from there with it."""

import subprocess
import sys

import numpy as np
import pytest

from rongtu.facts.level_vectors import LevelVectors, forget
from rongtu.facts.vectors import open_cache, text_key
from rongtu.vocab.disclosure import ORDER
from rongtu.vocab.evidence import Nature

PUBLIC, MEMBERS, RESTRICTED, PRIVATE = ORDER
KEYS = [text_key(f"text {i}", query=False) for i in range(4)]
VECTORS = np.arange(16, dtype=np.float32).reshape(4, 4)

WRITER = """
import sys
from pathlib import Path
import numpy as np
from rongtu.facts.vectors import open_cache, text_key
cache = open_cache(Path(sys.argv[1]), "encoder", 4)
for i in range(60):
    cache.add([text_key(f"new {i}", query=False)], np.full((1, 4), i, dtype=np.float32))
"""


@pytest.fixture
def store(tmp_path):
    made = LevelVectors(tmp_path, Nature.REAL, "encoder", None)
    made.add(PUBLIC, KEYS[:2], VECTORS[:2])
    made.add(PRIVATE, KEYS[2:], VECTORS[2:])
    return made


def found(store, *levels):
    return store.get(KEYS, levels)[0].tolist()


def test_vectors_are_read_at_the_levels_one_sees(store):
    assert found(store, PUBLIC) == [True, True, False, False]
    assert found(store, *ORDER) == [True] * 4
    assert np.array_equal(store.get(KEYS, ORDER)[1], VECTORS)
    assert found(store) == [False] * 4


def test_each_level_has_a_file_of_its_own_with_its_vectors_alone(store, tmp_path):
    public, private = (tmp_path / "vectors" / "real" / level for level in (PUBLIC, PRIVATE))
    assert all(VECTORS[2].tobytes() not in file.read_bytes() for file in public.rglob("*.bin"))
    assert any(VECTORS[2].tobytes() in file.read_bytes() for file in private.rglob("*.bin"))
    for path in (tmp_path / "vectors").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0 or path.name == "encoder.txt"


def test_the_dimension_is_learned_from_what_is_kept(store, tmp_path):
    assert store.dimension == 4
    assert LevelVectors(tmp_path, Nature.REAL, "encoder", None).dimension == 4
    assert LevelVectors(tmp_path, Nature.REAL, "other", None).dimension is None
    assert LevelVectors(tmp_path, Nature.SYNTHETIC, "encoder", None).dimension is None


def test_before_there_is_any_vector_nothing_is_found(tmp_path):
    there, vectors = LevelVectors(tmp_path, Nature.REAL, "encoder", None).get(KEYS, ORDER)
    assert not there.any()
    assert vectors.shape == (4, 0)


def test_what_is_forgotten_is_gone_of_every_encoder_and_of_that_level_alone(store, tmp_path):
    other = LevelVectors(tmp_path, Nature.REAL, "other", None)
    other.add(PUBLIC, KEYS[:1], np.full((1, 7), 5, dtype=np.float32))
    assert forget(tmp_path, Nature.REAL, PUBLIC, {KEYS[0], KEYS[2]}.__contains__) == 2
    assert found(store, *ORDER) == [False, True, True, True]
    assert not other.get(KEYS, ORDER)[0].any()
    assert all(VECTORS[0].tobytes() not in file.read_bytes() for file in tmp_path.rglob("*.bin"))
    store.add(PUBLIC, KEYS[:1], VECTORS[:1])
    assert found(store, *ORDER) == [True] * 4


def test_a_writer_loses_nothing_while_another_forgets(tmp_path):
    cache = open_cache(tmp_path, "encoder", 4)
    cache.add(KEYS, VECTORS)
    environment = {"PYTHONPATH": ":".join(filter(None, sys.path))}
    with subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], env=environment) as writer:
        number = 0
        while writer.poll() is None:
            key = text_key(f"passing {number}", query=False)
            cache.add([key], VECTORS[:1])
            assert cache.drop({key}.__contains__) == 1
            number += 1
    assert writer.returncode == 0
    assert cache.get([text_key(f"new {i}", query=False) for i in range(60)])[0].all()
    assert cache.get(KEYS)[0].all()
