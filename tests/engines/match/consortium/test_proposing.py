"""Consortia against trying all sets; alternatives, members explained, and ways out that are proved."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.match.consortium.builders import COORDINATION, PRICES, best, candidate, cases, cost, lack, rules
from rongtu.engines.match.consortium import (
    Bar,
    Candidate,
    Cell,
    Conflict,
    Coordination,
    MemberKind,
    Rule,
    Rules,
    Stage,
    keeps,
    propose,
    relaxed_rules,
    searching,
)
from rongtu.vocab.problems import InputError

FIRM = candidate("firm", cells="de", fit=0.9)
UNIVERSITY = candidate("university", "university", "B", "ba", fit=0.8)
INSTITUTE = candidate("institute", "institute", "A", "ba", fit=0.7)


def proposed(candidates, kept, **given):
    return propose(candidates, kept, coordination=COORDINATION, prices=PRICES, **given)


def who(candidates, keys):
    return [one for one in candidates if one.key in keys]


@given(cases())
@settings(deadline=None, max_examples=40)
def test_nothing_better_is_found_by_trying_all(case):
    candidates, kept = case
    found = proposed(candidates, kept)
    expected = best(candidates, kept)
    assert (found.best is None) is (expected is None)
    if found.best is not None:
        members = who(candidates, found.best.members)
        assert keeps(members, kept)
        assert found.gap == 0.0
        assert found.best.coordination == pytest.approx(cost(members))
        assert (pytest.approx(found.best.coordination), lack(members)) == expected
        if found.best.leader is not None:
            assert {one.key: one.kind for one in members}[found.best.leader] is MemberKind.FIRM
            assert found.best.members[0] == found.best.leader


@given(cases(most=7))
@settings(deadline=None, max_examples=30)
def test_alternatives_are_the_next_best_that_hold_no_better_one_whole(case):
    candidates, kept = case
    found = proposed(candidates, kept)
    earlier = [found.best] if found.best else []
    for other in found.alternatives:
        members = who(candidates, other.members)
        assert keeps(members, kept)
        expected = best(candidates, kept, [one.members for one in earlier])
        assert (pytest.approx(other.coordination), lack(members)) == expected
        earlier.append(other)
    if earlier and len(earlier) < 3:
        assert best(candidates, kept, [one.members for one in earlier]) is None


@given(cases(most=7))
@settings(deadline=None, max_examples=30)
def test_a_member_is_worth_what_the_best_without_it_costs_more(case):
    candidates, kept = case
    found = proposed(candidates, kept)
    for member in found.members:
        others = [one for one in candidates if one.key != member.key]
        expected = None if member.key in kept.needed else best(others, kept)
        if expected is None:
            assert member.without is None
        else:
            assert member.without == pytest.approx(expected[0] - found.best.coordination)
        beside = who(candidates, set(found.best.members) - {member.key})
        assert all(cell not in one.cells for one in beside for cell in member.only)


@given(cases())
@settings(deadline=None, max_examples=40)
def test_a_way_out_is_enough_and_nothing_in_it_can_be_kept(case):
    candidates, kept = case
    found = proposed(candidates, kept)
    for way in found.relaxations:
        eased = relaxed_rules(kept, way.relaxed)
        assert keeps(who(candidates, way.consortium.members), eased)
        for spared in way.relaxed:
            without = relaxed_rules(kept, [one for one in way.relaxed if one != spared])
            assert best(candidates, without) is None


@given(cases())
@settings(deadline=None, max_examples=30)
def test_where_there_is_none_a_way_out_is_told_and_the_cheapest_first(case):
    candidates, kept = case
    found = proposed(candidates, kept)
    assert bool(found.best) is not bool(found.relaxations or set(found.uncovered) >= set(kept.cells))
    prices = [way.price for way in found.relaxations]
    assert prices == sorted(prices)


@given(cases())
@settings(deadline=None, max_examples=20)
def test_those_who_fit_best_come_first_and_change_nothing(case):
    candidates, kept = case
    whole = proposed(candidates, kept)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searching, "MANY", 2)
        patch.setattr(searching, "FIRST", 2)
        found = proposed(candidates, kept)
    assert (found.best, found.alternatives) == (whole.best, whole.alternatives)


@given(cases(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=15)
def test_the_order_of_candidates_changes_nothing(case, shuffler):
    candidates, kept = case
    turned = list(candidates)
    shuffler.shuffle(turned)
    assert proposed(turned, kept) == proposed(candidates, kept)


@given(cases(most=5), st.integers(2, 4))
@settings(deadline=None, max_examples=20)
def test_copies_that_fit_worse_change_nothing(case, copies):
    candidates, kept = case
    worse = [
        replace(one, key=f"{one.key}-{number}", fit=max(0.0, one.fit - 0.01 * number))
        for one in candidates
        for number in range(1, copies)
        if one.kind not in (MemberKind.UNIVERSITY, MemberKind.INSTITUTE)
        and not any(one.key in (pair.one, pair.other) for pair in kept.conflicts)
        and one.key not in kept.needed | kept.must_not | {bar.key for bar in kept.bars}
    ]
    found, alone = proposed([*candidates, *worse], kept), best(candidates, kept)
    if alone is not None:
        assert (pytest.approx(found.best.coordination), lack(who(candidates, found.best.members))) == alone


def test_a_firm_leads_and_research_comes_from_another_region():
    found = proposed([FIRM, UNIVERSITY, INSTITUTE], rules())
    assert found.best.members == ("firm", "university")
    assert found.best.regions == ("A", "B")
    assert found.best.coordination == 2 * 5.0 + 2.0
    (lead, other) = found.members
    assert lead.leads
    assert lead.only == (Cell("n", Stage.DEVELOPMENT), Cell("n", Stage.ENGINEERING))
    assert lead.without is None
    assert (other.without, other.instead) == (None, ())


def test_of_equals_in_cost_the_better_fit_is_taken_and_then_the_first_key():
    twins = [candidate(key, "university", "B", "ba", fit=0.8) for key in ("z", "y")]
    assert proposed([FIRM, *twins], rules()).best.members == ("firm", "y")
    better = candidate("zz", "university", "B", "ba", fit=0.81)
    found = proposed([FIRM, *twins, better], rules())
    assert found.best.members == ("firm", "zz")
    assert [one.members for one in found.alternatives] == [("firm", "y"), ("firm", "z")]


def test_one_more_member_is_taken_where_that_saves_pairs_across_regions():
    spread = [candidate(key, "university", key, cells) for key, cells in (("B", "b"), ("C", "a"), ("D", "d"))]
    near = [candidate(f"near-{cell}", "institute", "A", cell) for cell in "bade"]
    dear = Coordination(1.0, 10.0)
    kept = rules(regions_least=1)
    found = propose([candidate("A", cells="e"), *spread, *near], kept, coordination=dear, prices=PRICES)
    assert found.best.cross_pairs == 0


def test_a_cell_nobody_covers_is_named_and_given_up():
    found = proposed([FIRM, candidate("university", "university", "B", "a")], rules())
    assert found.best is None
    assert found.uncovered == (Cell("n", Stage.BASIC),)
    (way,) = found.relaxations
    assert [one.cell for one in way.relaxed] == [Cell("n", Stage.BASIC)]
    assert way.consortium.members == ("firm", "university")


def test_the_cheapest_rule_to_relax_comes_first_with_what_it_makes_possible():
    dear = [replace(FIRM, cost=8.0), replace(INSTITUTE, cost=3.0)]
    found = proposed(dear, rules(budget=10.0, regions_least=2))
    (way,) = found.relaxations
    assert [(one.rule, one.asked, one.now) for one in way.relaxed] == [
        (Rule.REGIONS, 2.0, 1.0),
        (Rule.BUDGET, 10.0, 11.0),
    ]
    found = proposed([*dear, replace(UNIVERSITY, cost=4.0)], rules(budget=10.0))
    assert [one.rule for one in found.relaxations[0].relaxed] == [Rule.BUDGET]
    assert found.relaxations[0].relaxed[0].now == 12.0
    assert found.relaxations[0].consortium.members == ("firm", "university")


def test_who_is_barred_or_at_odds_is_named_in_the_way_out():
    found = proposed([FIRM, UNIVERSITY], rules(bars=(Bar("university", "dealt and ended"),)))
    assert [(one.rule, one.keys) for one in found.relaxations[0].relaxed] == [(Rule.BAR, ("university",))]
    found = proposed([FIRM, UNIVERSITY], rules(conflicts=(Conflict("firm", "university"),)))
    assert [(one.rule, one.keys) for one in found.relaxations[0].relaxed] == [(Rule.CONFLICT, ("firm", "university"))]
    found = proposed([FIRM, UNIVERSITY], rules(must=frozenset({"firm"}), must_not=frozenset({"firm"})))
    assert {way.relaxed[0].rule for way in found.relaxations} >= {Rule.MUST_NOT}


def test_an_unknown_cost_is_told_and_counts_as_the_caller_says():
    kept = rules(budget=5.0)
    found = proposed([FIRM, UNIVERSITY], kept)
    assert (found.best.cost, found.best.unknown_costs) == (0.0, ("firm", "university"))
    assert proposed([FIRM, UNIVERSITY], replace(kept, unknown_cost=3.0)).best is None


def test_what_cannot_be_meant_is_refused_all_at_once():
    twice = [Candidate("a", MemberKind.OTHER, None, fit=2.0), Candidate("a", MemberKind.OTHER, None, cost=-1.0)]
    kept = Rules((), leader="a", budget=-1.0, bars=(Bar("b"),), conflicts=(Conflict("a", "a"),))
    with pytest.raises(InputError) as told:
        propose(twice, kept, coordination=Coordination(0.0, -1.0), prices=replace(PRICES, cover=0.0))
    assert len(told.value.problems) == 10
