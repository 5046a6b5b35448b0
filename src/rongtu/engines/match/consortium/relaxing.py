"""Ways out where no consortium keeps the rules: which to relax, by how much, cheapest first, each proved to be needed.

For a set of rules the elastic programme finds the least price at which, those relaxed and all others kept, there is a
consortium. Prices are positive, so in such a way out nothing is relaxed that could be kept. Rules are tried one at a
time; pairs where neither is enough alone; and all together, where that is cheaper than any of those, or nothing else
is enough. A cell that nobody covers is given up in every one of them.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from rongtu.engines.match.consortium.inputs import Candidate, Cell, Conflict, Prices, Rules
from rongtu.engines.match.consortium.programme import PRICES, Programme, Slack
from rongtu.engines.match.consortium.results import Relaxation, Relaxed, Rule
from rongtu.engines.match.consortium.searching import Search
from rongtu.engines.match.solver import HALF

MOST_SHOWN = 8
"""Ways out told at most."""

NUMBERS = {Rule.RESEARCH: "research_least", Rule.REGIONS: "regions_least", Rule.MEMBERS: "most_members"}
"""The rules that are a number, and its name."""

CHEAPER = 1e-6
"""By more than this share a price is lower than another."""


def uncovered(candidates: Sequence[Candidate], rules: Rules) -> tuple[Cell, ...]:
    """Required cells that no candidate covers, whether he could be in or not."""
    covered: frozenset[Cell] = frozenset().union(*(one.cells for one in candidates))
    return tuple(cell for cell in rules.cells if cell not in covered)


def relaxed_rules(rules: Rules, relaxed: Iterable[Relaxed]) -> Rules:
    """The rules with these relaxed."""
    for one in relaxed:
        rules = _relax(rules, one)
    return rules


def ways_out(search: Search, prices: Prices) -> tuple[Relaxation, ...]:
    """What to relax, cheapest first."""
    rules = search.rules
    given_up = tuple(Relaxed(Rule.COVER, cell=cell) for cell in uncovered(search.candidates, rules))
    rest = replace(search, rules=relaxed_rules(rules, given_up))
    if not rest.rules.cells:
        return ()
    found: dict[frozenset[Rule], tuple[Relaxed, ...]] = {}
    if given_up and _least(rest, prices, ()) is not None:
        found[frozenset()] = ()
    else:
        programme = Programme(rest.candidates, rest.rules)
        open_to = sorted({slack.rule for slack in programme.slacks})
        for size in (1, 2):
            for kinds in map(frozenset, combinations(open_to, size)):
                if not any(smaller <= kinds for smaller in found):
                    way = _least(rest, prices, kinds)
                    if way is not None:
                        found[kinds] = way
        everything = _least(rest, prices, open_to)
        dearest = min((_price(rules, way, prices) for way in found.values()), default=math.inf)
        if everything is not None and _price(rules, everything, prices) < dearest * (1 - CHEAPER):
            found[frozenset(open_to)] = everything
    ways = (_way_out(search, (*given_up, *way), prices) for way in found.values())
    told = [way for way in ways if way is not None]
    return tuple(sorted(told, key=lambda way: (way.price, len(way.relaxed), way.consortium.coordination)))[:MOST_SHOWN]


def _least(search: Search, prices: Prices, kinds: Collection[Rule]) -> tuple[Relaxed, ...] | None:
    """What is relaxed at the least price, these rules being open to it; None where that is not enough."""
    programme = Programme(search.candidates, search.rules)
    programme.open(kinds)
    costs = programme.priced(prices)
    solution = programme.model.minimise(costs / max(1.0, float(costs.max(initial=1.0)) / 1e3), search.nodes)
    if solution is None:
        return None
    members = frozenset(programme.taken(solution))
    open_slacks = [(slack, float(solution.values[slack.column])) for slack in programme.slacks]
    return tuple(_told(programme, slack, value, members) for slack, value in open_slacks if value > _nothing(slack))


def _nothing(slack: Slack) -> float:
    """What a slack is at most where its rule is kept."""
    return CHEAPER if slack.rule is Rule.BUDGET else HALF


def _told(programme: Programme, slack: Slack, value: float, members: frozenset[str]) -> Relaxed:
    rules, rule = programme.rules, slack.rule
    if rule is Rule.COVER:
        return Relaxed(rule, cell=rules.cells[slack.number])
    if rule is Rule.CONFLICT:
        pair = rules.conflicts[slack.number]
        return Relaxed(rule, keys=(pair.one, pair.other))
    if rule in (Rule.BAR, Rule.MUST, Rule.MUST_NOT):
        return Relaxed(rule, keys=(programme.candidates[slack.number].key,))
    if rule is Rule.BUDGET:
        assert rules.budget is not None
        return Relaxed(rule, rules.budget, programme.counted(members))
    asked = getattr(rules, NUMBERS[rule]) if rule in NUMBERS else 1
    by = round(value)
    return Relaxed(rule, float(asked), float(asked + by if rule is Rule.MEMBERS else asked - by))


def _relax(rules: Rules, one: Relaxed) -> Rules:
    keys = frozenset(one.keys)
    if one.rule in NUMBERS:
        number: dict[str, Any] = {NUMBERS[one.rule]: round(one.now or 0)}
        return replace(rules, **number)
    if one.rule is Rule.BUDGET:
        return replace(rules, budget=one.now)
    if one.rule is Rule.FIRM:
        return replace(rules, firm_led=False)
    leader = None if one.rule is Rule.MUST and rules.leader in keys else rules.leader
    return replace(
        rules,
        leader=leader,
        cells=tuple(cell for cell in rules.cells if cell != one.cell),
        conflicts=tuple(pair for pair in rules.conflicts if one.rule is not Rule.CONFLICT or _names(pair) != keys),
        bars=tuple(bar for bar in rules.bars if one.rule is not Rule.BAR or bar.key not in keys),
        must=rules.must - keys if one.rule is Rule.MUST else rules.must,
        must_not=rules.must_not - keys if one.rule is Rule.MUST_NOT else rules.must_not,
    )


def _names(pair: Conflict) -> frozenset[str]:
    return frozenset({pair.one, pair.other})


def _price(rules: Rules, relaxed: Iterable[Relaxed], prices: Prices) -> float:
    return math.fsum(PRICES[one.rule](prices) * _amount(one) for one in relaxed)


def _amount(one: Relaxed) -> float:
    if one.asked is None or one.now is None:
        return 1.0
    return abs(one.now - one.asked)


def _way_out(search: Search, relaxed: tuple[Relaxed, ...], prices: Prices) -> Relaxation | None:
    rules = relaxed_rules(search.rules, relaxed)
    made = replace(search, rules=rules)
    found = made.find()
    if found is None:
        return None
    return Relaxation(relaxed, _price(search.rules, relaxed, prices), made.consortium(found.members))
