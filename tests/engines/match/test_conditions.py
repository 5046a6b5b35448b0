"""Conditions remove whom they say, under the first that fails; two that contradict each other are told."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.match.builders import need, offer
from rongtu.engines.match import Conditions, build_index, contradictions, rank
from rongtu.engines.match.conditions import admit
from rongtu.engines.match.inputs import Facet, Slot
from rongtu.engines.match.results import Condition

PLACES, KINDS = ["北京", "天津", "石家庄"], ["technology", "facility"]
DAYS = ["2026-01-01", "2026-02-01", "2026-03-01"]
subset = st.frozensets(st.sampled_from("abc"))
slot = st.builds(
    Slot, st.integers(1, 9), st.sampled_from(["h", "kg"]), st.sampled_from(DAYS), st.sampled_from([None, *DAYS])
)


def perhaps(values):
    return st.one_of(st.none(), values)


offers = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(KINDS),
            "region": perhaps(st.sampled_from(PLACES)),
            "holder": perhaps(st.sampled_from(["甲", "乙"])),
            "as_of_year": perhaps(st.integers(2018, 2024)),
            "trl": perhaps(st.integers(1, 9)),
            "price": perhaps(st.integers(0, 9)),
            "offered_until": perhaps(st.sampled_from(DAYS)),
            "facets": st.dictionaries(st.sampled_from(Facet), subset, max_size=3),
            "slots": st.lists(slot, max_size=3).map(tuple),
        }
    ),
    max_size=8,
)
asked = st.builds(
    Conditions,
    regions=perhaps(st.frozensets(st.sampled_from(PLACES))),
    kinds=perhaps(st.frozensets(st.sampled_from(KINDS))),
    earliest_year=perhaps(st.integers(2018, 2024)),
    latest_year=perhaps(st.integers(2018, 2024)),
    not_held_by=st.frozensets(st.sampled_from(["甲", "丙"])),
    least_trl=perhaps(st.integers(1, 9)),
    most_trl=perhaps(st.integers(1, 9)),
    budget=perhaps(st.integers(0, 9)),
    still_on_offer=perhaps(st.sampled_from(DAYS)),
    facets=st.lists(st.tuples(st.sampled_from(Facet), subset), max_size=2).map(tuple),
    slot=perhaps(slot),
    excepted=st.frozensets(st.sampled_from(["k0", "k1", "k9"])),
)


def free(one, wanted):
    met = [
        held.amount
        for held in one.slots
        if held.unit == wanted.unit
        and (wanted.ends is None or held.begins <= wanted.ends)
        and (held.ends is None or held.ends >= wanted.begins)
    ]
    return sum(met) >= wanted.amount


def failing(one, conditions):
    """Every condition the offer fails, in the order they are asked, offer by offer."""
    c = conditions
    if one.holder in c.not_held_by:
        yield Condition.OWN
    if one.key in c.excepted:
        return
    if c.kinds is not None and one.kind not in c.kinds:
        yield Condition.KIND
    if c.regions is not None and one.region not in c.regions:
        yield Condition.REGION_UNKNOWN if one.region is None else Condition.REGION
    if c.earliest_year is not None or c.latest_year is not None:
        if one.as_of_year is None:
            yield Condition.YEAR_UNKNOWN
        elif not (c.earliest_year or -math.inf) <= one.as_of_year <= (c.latest_year or math.inf):
            yield Condition.YEAR
    if c.least_trl is not None and one.trl is not None and one.trl < c.least_trl:
        yield Condition.TRL
    if c.most_trl is not None and one.trl is not None and one.trl > c.most_trl:
        yield Condition.TRL_HIGH
    if c.budget is not None and one.price is not None and one.price > c.budget:
        yield Condition.BUDGET
    if c.still_on_offer is not None and one.offered_until is not None and one.offered_until < c.still_on_offer:
        yield Condition.ENDED
    for facet in Facet:
        for labels in (labels for of, labels in c.facets if of is facet):
            if facet not in one.facets:
                yield Condition(f"{facet}_unknown")
            elif not one.facets[facet] & labels:
                yield Condition(facet.value)
    if c.slot is not None and one.slots and not free(one, c.slot):
        yield Condition.SLOT


@settings(max_examples=100, deadline=None)
@given(offers, asked)
def test_every_offer_counts_under_the_first_condition_it_fails(rows, conditions):
    given_offers = [offer(f"k{i}", **row) for i, row in enumerate(rows)]
    first = {one.key: next(failing(one, conditions), None) for one in given_offers}
    found = admit(build_index(given_offers), conditions)
    removed = {key: removal.condition for removal in found.removals for key in removal.offers}
    assert removed == {key: condition for key, condition in first.items() if condition}
    assert found.admitted.tolist() == [condition is None for condition in first.values()]
    assert all(removal.count == len(list(removal.offers)) for removal in found.removals)


def test_half_a_slot_in_the_period_may_be_free_and_removes_nobody():
    offers = [
        offer("fits", slots=(Slot(40, "h", "2026-07-01", "2026-07-31"), Slot(40, "h", "2026-08-01"))),
        offer("short", slots=(Slot(40, "h", "2026-07-01", "2026-07-31"),)),
        offer("late", slots=(Slot(99, "h", "2026-10-01", None),)),
        offer("unlike", slots=(Slot(99, "kg", "2026-07-01", None),)),
        offer("no facility"),
    ]
    wanted = Conditions(slot=Slot(60, "h", "2026-07-15", "2026-08-15"))
    (removal,) = admit(build_index(offers), wanted).removals
    assert (removal.condition, removal.offers) == (Condition.SLOT, ("late", "short", "unlike"))


def test_removed_keys_are_read_when_they_are_asked_for():
    index = build_index([offer("a", "电解槽", trl=1), offer("b", "电解槽", trl=2), offer("c", "电解槽")])
    (found,) = rank(index, [need("电解槽", conditions=Conditions(least_trl=5))])
    (removal,) = found.removals
    assert (len(removal.offers), removal.offers[0], removal.offers[1:], "b" in removal.offers) == (2, "a", ("b",), True)
    assert removal.offers == ("a", "b")
    assert hash(removal.offers) == hash(("a", "b"))


@pytest.mark.parametrize(
    ("conditions", "told"),
    [
        (Conditions(), []),
        (Conditions(least_trl=4, most_trl=4, budget=0, regions=frozenset({"北京"})), []),
        (Conditions(least_trl=7, most_trl=4), ["least_trl and most_trl"]),
        (Conditions(earliest_year=2024, latest_year=2020), ["earliest_year and latest_year"]),
        (Conditions(regions=frozenset(), kinds=frozenset()), ["regions", "kinds"]),
        (Conditions(facets=((Facet.RIGHTS, frozenset()),)), ["facet rights"]),
        (Conditions(budget=-1), ["budget"]),
        (Conditions(budget=math.nan), ["budget"]),
        (Conditions(slot=Slot(5, "h", "2026-02-01", "2026-01-01")), ["slot begins and ends"]),
        (Conditions(slot=Slot(0, "h", "2026-02-01")), ["slot"]),
    ],
)
def test_conditions_nothing_can_meet_say_which_two_contradict(conditions, told):
    found = contradictions(conditions)
    assert len(found) == len(told)
    for problem, words in zip(found, told, strict=True):
        assert words in problem.where
