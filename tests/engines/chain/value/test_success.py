"""What a plan can be expected to add: exactly for a few, by keyed draws for many."""

import pytest

from rongtu.engines.chain.value.success import EXACT, TRIES, expected


def additive(works):
    return float(len(works))


def test_it_is_exact_for_a_few():
    chance = {"a": 0.5, "b": 0.25, "sure": 1.0, "never": 0.0}
    assert expected(frozenset(chance), chance, additive, seed=1) == pytest.approx(1.75)


def test_complements_count_only_together():
    chance = {"a": 0.5, "b": 0.25}
    assert expected(frozenset(chance), chance, lambda works: 8.0 * (len(works) == 2), seed=1) == pytest.approx(1.0)


def test_it_is_drawn_for_many_and_the_same_each_time():
    chance = {f"i{number:02d}": 0.5 for number in range(EXACT + 4)}
    asked = []
    first = expected(frozenset(chance), chance, lambda works: asked.append(works) or float(len(works)), seed=1)
    assert first == pytest.approx(8, abs=0.3)
    assert len(asked) == TRIES
    assert first == expected(frozenset(chance), chance, additive, seed=1)
    assert first != expected(frozenset(chance), chance, additive, seed=2)
