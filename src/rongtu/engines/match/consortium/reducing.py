"""Who can be left out beforehand: candidates for whom enough others stand in at least as well.

A candidate j stands behind i where both are of one region and one side (firm, research, neither), i covers all that j
covers, costs no more where a budget counts, fits no worse, conflicts with nobody j does not, and nothing keeps i out
that does not keep j out; of equals the first key stands before. With m = max(1, research_least) for the research side
and 1 for the others, and k consortia asked for (each not containing an earlier one whole), j with k + m − 1 before it
is in none of them: fewer than m of them are beside j in a best one, or j could be dropped, and each of the k others put
in its place gives a better one, of which each earlier answer forbids one at most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rongtu.engines.match.consortium.inputs import RESEARCH, Candidate, MemberKind, Rules

FIT_GRID = 1_000
"""Fits are told apart to a thousandth."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a candidate counts for the rules."""

    cells: int
    cost: float
    lack: int
    partners: frozenset[str]
    shut: int


def lack_of(candidate: Candidate) -> int:
    """How far the fit is from 1, in thousandths."""
    return FIT_GRID - round(candidate.fit * FIT_GRID)


def counted_cost(candidate: Candidate, rules: Rules) -> float:
    """What a candidate counts for in the budget."""
    if candidate.cost is not None:
        return candidate.cost
    return rules.unknown_cost or 0.0


def reduced(candidates: Sequence[Candidate], rules: Rules, answers: int) -> tuple[Candidate, ...]:
    """The candidates, by key, of whom any of the `answers` best consortia can be made, also with one of them absent."""
    standings = _standings(candidates, rules)
    groups: defaultdict[tuple[object, str], list[Candidate]] = defaultdict(list)
    for one in sorted(candidates, key=lambda one: (standings[one.key].lack, one.key)):
        groups[one.region, _side(one)].append(one)
    kept = []
    for (_, side), group in groups.items():
        enough = answers + (max(1, rules.research_least) if side == "research" else 1) - 1
        kept += _undominated(group, standings, rules, enough)
    return tuple(sorted(kept, key=lambda one: one.key))


def _side(candidate: Candidate) -> str:
    if candidate.kind in RESEARCH:
        return "research"
    return "firm" if candidate.kind is MemberKind.FIRM else "other"


def _standings(candidates: Sequence[Candidate], rules: Rules) -> dict[str, Standing]:
    bit = {cell: 1 << number for number, cell in enumerate(rules.cells)}
    partners: defaultdict[str, set[str]] = defaultdict(set)
    for pair in rules.conflicts:
        partners[pair.one].add(pair.other)
        partners[pair.other].add(pair.one)
    barred = {bar.key for bar in rules.bars}
    return {
        one.key: Standing(
            cells=sum(bit[cell] for cell in one.cells if cell in bit),
            cost=0.0 if rules.budget is None else counted_cost(one, rules),
            lack=lack_of(one),
            partners=frozenset(partners[one.key]),
            shut=(one.key in barred) + 2 * (one.key in rules.must_not),
        )
        for one in candidates
    }


def _undominated(
    group: Sequence[Candidate], standings: dict[str, Standing], rules: Rules, enough: int
) -> list[Candidate]:
    """Of candidates by fit, those before whom fewer than `enough` of those kept stand."""
    kept: list[Candidate] = []
    for one in group:
        own, before = standings[one.key], 0
        if one.key not in rules.needed:
            for other in kept:
                before += _stands_before(standings[other.key], own)
                if before >= enough:
                    break
        if before < enough:
            kept.append(one)
    return kept


def _stands_before(one: Standing, other: Standing) -> bool:
    return (
        one.cells & other.cells == other.cells
        and one.cost <= other.cost
        and one.partners <= other.partners
        and one.shut & other.shut == one.shut
    )
