"""What a plan can be expected to add when each of its interventions works or fails on its own.

    E = Σ_{S ⊆ plan} Π_{i∈S} p_i Π_{i∉S} (1 − p_i) × (V(S) − V)

Exact up to EXACT interventions that may go either way; beyond, the mean over TRIES keyed draws.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product

from rongtu.engines.chain.value.draws import uniforms

EXACT = 12
TRIES = 1000

Chosen = frozenset[str]


def expected(plan: Chosen, chance: Mapping[str, float], gain: Callable[[Chosen], float], seed: int) -> float:
    """The expectation of `gain` over the interventions of the plan that work."""
    sure = frozenset(code for code in plan if chance[code] >= 1.0)
    either = sorted(code for code in plan if 0.0 < chance[code] < 1.0)
    if len(either) > EXACT:
        return _drawn(sure, either, chance, gain, seed)
    mean = 0.0
    for works in product((False, True), repeat=len(either)):
        weight = 1.0
        for code, worked in zip(either, works, strict=True):
            weight *= chance[code] if worked else 1.0 - chance[code]
        mean += weight * gain(sure | {code for code, worked in zip(either, works, strict=True) if worked})
    return mean


def _drawn(
    sure: Chosen, either: list[str], chance: Mapping[str, float], gain: Callable[[Chosen], float], seed: int
) -> float:
    works = {code: uniforms(seed, f"success:{code}", TRIES) < chance[code] for code in either}
    return sum(gain(sure | {code for code in either if works[code][tried]}) for tried in range(TRIES)) / TRIES
