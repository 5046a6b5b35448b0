"""Small consortium cases: builders with good defaults, Hypothesis strategies, and the best found by trying all."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import strategies as st

from rongtu.engines.match.consortium import (
    Bar,
    Candidate,
    Cell,
    Conflict,
    Coordination,
    MemberKind,
    Prices,
    Rules,
    Stage,
    keeps,
)
from rongtu.engines.match.consortium.searching import cross_pairs

COORDINATION = Coordination(member=5.0, pair=2.0)

PRICES = Prices(
    cover=100.0, firm=120.0, research=40.0, region=30.0, member=7.0, conflict=50.0, bar=45.0, must=35.0, must_not=33.0
)

CELLS = tuple(Cell("n", stage) for stage in Stage)


def candidate(key, kind="firm", region="A", cells="", cost=None, fit=0.5):
    """A candidate; `cells` by the first letters of the stages: b, a, d, e."""
    covered = frozenset(Cell("n", stage) for stage in Stage if stage.value[0] in cells)
    return Candidate(key, MemberKind(kind), region, covered, cost, fit)


def rules(**given):
    """Rules over the four cells."""
    return replace(Rules(CELLS), **given)


def cost(members, coordination=COORDINATION):
    """What members cost to coordinate."""
    return coordination.member * len(members) + coordination.pair * cross_pairs(members)


def every(candidates, kept, forbidden=()):
    """Every set that keeps the rules and holds none of `forbidden` whole, with its cost."""
    for size in range(1, len(candidates) + 1):
        for members in combinations(candidates, size):
            keys = {one.key for one in members}
            if keeps(members, kept) and not any(keys >= set(gone) for gone in forbidden):
                yield members, cost(members)


def lack(members):
    """How far the fits are from 1, in thousandths."""
    return sum(1000 - round(one.fit * 1000) for one in members)


def best(candidates, kept, forbidden=()):
    """The least cost, then the least lack of fit among those of that cost; None where nothing keeps the rules."""
    found = list(every(candidates, kept, forbidden))
    if not found:
        return None
    least = min(found, key=lambda one: one[1])[1]
    return least, min(lack(members) for members, priced in found if priced < least + 1e-9)


@st.composite
def cases(draw, most=8):
    """Candidates and rules, half of them too strict."""
    number = draw(st.integers(2, most))
    keys = [f"c{place}" for place in range(number)]
    candidates = [
        candidate(
            key,
            draw(st.sampled_from([kind.value for kind in MemberKind])),
            draw(st.sampled_from(["A", "B", "C", None])),
            "".join(sorted(draw(st.sets(st.sampled_from("bade"), max_size=3)))),
            draw(st.sampled_from([None, 1.0, 2.0, 3.5])),
            draw(st.sampled_from([0.0, 0.25, 0.5, 0.9])),
        )
        for key in keys
    ]
    pairs = draw(st.lists(st.tuples(st.sampled_from(keys), st.sampled_from(keys)), max_size=3))
    firms = [one.key for one in candidates if one.kind is MemberKind.FIRM]
    kept = Rules(
        cells=tuple(draw(st.lists(st.sampled_from(CELLS), min_size=1, max_size=4, unique=True))),
        leader=draw(st.sampled_from([None, *firms[:1]])),
        firm_led=draw(st.booleans()),
        research_least=draw(st.integers(0, 2)),
        regions_least=draw(st.integers(0, 3)),
        budget=draw(st.sampled_from([None, 2.0, 6.0])),
        most_members=draw(st.sampled_from([None, 2, 4])),
        conflicts=tuple(Conflict(one, other) for one, other in dict.fromkeys(pairs) if one < other),
        bars=tuple(Bar(key) for key in sorted(draw(st.sets(st.sampled_from(keys), max_size=2)))),
        must=frozenset(draw(st.sets(st.sampled_from(keys), max_size=1))),
        must_not=frozenset(draw(st.sets(st.sampled_from(keys), max_size=1))),
        unknown_cost=draw(st.sampled_from([None, 2.5])),
    )
    return candidates, kept
