"""Needs, results and pilot months: as of the newest date in the facts, what is outside the scope left out."""

from datetime import date
from decimal import Decimal

import pytest
from small_chain import BARE, changed, identity, row

from rongtu.desks.cluster.value.facts import value_facts
from rongtu.desks.cluster.value.needs import ages, as_of, cohorts, need_notes, open_needs
from rongtu.desks.cluster.value.pilots import months_ahead, pilots
from rongtu.vocab.dates import PartialDate
from rongtu.vocab.means import BookingState, DealStage, Lack, NeedState

A = identity("chain_node", "C-A")
TODAY = date(2026, 11, 30)


def need(code, **said):
    values = {"node": A, "state": NeedState.OPEN, "posted_on": "2026-01", "lacks": Lack.TALENT}
    return row("need", code, code=code, **{**values, **said})


def told(rows):
    """What is counted of open needs."""
    return tuple(ages(rows, open_needs(rows, TODAY), TODAY).values())


def months(rows):
    """The pilot months of every node."""
    return [one for own in pilots(rows, open_needs(rows, TODAY), TODAY).values() for one in own]


def deal(technology=None, stage=DealStage.MET, on="2026"):
    return row(
        "deal",
        f"{technology}{stage}{on}",
        stage=stage,
        stage_on=on,
        technology=technology and identity("technology", technology),
    )


def test_as_of_is_the_last_day_of_the_newest_date_said():
    rows = changed(needs=[need("N", posted_on="2026-02", confirmed_on="2026-11-20")], deals=[deal(on="2026-11")])
    assert as_of(rows) == TODAY
    assert as_of(BARE) is None


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ({}, True),
        ({"state": NeedState.MET}, False),
        ({"state": None}, False),
        ({"expires_on": "2026-10"}, False),
        ({"expires_on": "2026-11"}, True),
        ({"region": identity("region", "south")}, False),
        ({"region": identity("region", "north-east")}, True),
        ({"organisation": identity("organisation", "far")}, False),
    ],
)
def test_a_need_is_open_here_until_it_is_met_or_expires(said, counts):
    assert (A in open_needs(changed(needs=[need("N", **said)]), TODAY)) == counts


@pytest.mark.parametrize(("posted", "old"), [("2026-06-02", 1), ("2026-06-03", 0), ("2026-06", 0), (None, 0)])
def test_a_need_is_old_after_more_than_180_days(posted, old):
    rows = changed(needs=[need("N", posted_on=posted)])
    (found,) = told(rows)
    assert (found.open, found.old) == (1, (("talent", 1),) * old)


def test_a_lack_of_technology_or_of_a_facility_is_no_factor():
    rows = changed(needs=[need("N", lacks=Lack.TECHNOLOGY), need("M", lacks=Lack.FACILITY), need("O", lacks=None)])
    (found,) = told(rows)
    assert (found.open, found.old) == (3, ())


def remarks(rows):
    return list(need_notes(rows, open_needs(rows, TODAY), TODAY))


def test_where_nobody_says_of_a_need_whether_it_is_open_the_share_of_old_ones_is_unknown():
    rows = changed(needs=[need("N"), need("M", state=None)])
    assert told(rows) == ()
    (note,) = remarks(rows)
    assert "“物A”有 1 条需求没有写明状态" in note
    assert told(changed(needs=[need("N"), need("M", state=None, expires_on="2026-10")])), "that one is over"


def test_a_need_without_a_date_makes_the_share_of_old_ones_a_lower_bound():
    rows = changed(needs=[need("N"), need("M", posted_on=None), need("O", posted_on=None, lacks=Lack.TECHNOLOGY)])
    (found,) = told(rows)
    assert (found.open, found.old) == (3, (("talent", 1),))
    (note,) = remarks(rows)
    assert "“物A”有 1 条缺要素的需求没有写明发布时间" in note
    assert "下限" in note


# results


def technology(code, **said):
    values = {"item": identity("item", "A"), "trl": 7, "trl_on": "2023-11"}
    return row("technology", code, code=code, **{**values, **said})


@pytest.mark.parametrize(
    ("said", "ripe"),
    [
        ({}, True),
        ({"trl_on": "2023-12"}, False),
        ({"trl": 6}, False),
        ({"trl_on": None}, False),
        ({"holder": identity("organisation", "far")}, False),
        ({"holder": identity("organisation", "near")}, True),
    ],
)
def test_a_result_is_ripe_three_years_after_trl_7(said, ripe):
    assert (A in cohorts(changed(technologies=[technology("T", **said)]), TODAY)) == ripe


@pytest.mark.parametrize(("granted", "ripe"), [("2023-11-30", True), ("2023-12-01", False), (None, False)])
def test_or_after_its_patent_was_granted(granted, ripe):
    patent = row("patent", "p", technology=identity("technology", "T"), granted_on=granted)
    rows = changed(technologies=[technology("T", trl=5)], patents=[patent])
    assert (A in cohorts(rows, TODAY)) == ripe


def test_a_result_is_idle_unless_a_deal_was_signed_or_implemented():
    rows = changed(
        technologies=[technology(code) for code in "TUVW"],
        deals=[
            deal("T", DealStage.SIGNED),
            deal("U", DealStage.IMPLEMENTED),
            deal("V", DealStage.ENDED),
            deal("V", DealStage.NDA),
        ],
    )
    found = cohorts(rows, TODAY)[A]
    assert (found.results, found.idle) == (4, 2)


# pilot months


def capacity(code="CP", begins="2026-12", ends="2027-11", **said):
    values = {"facility": identity("facility", "F"), "node": A, "amount": Decimal(12), "unit": "线·月"}
    return row("capacity", code, code=code, begins=begins, ends=ends, **{**values, **said})


def booking(code, amount, state=BookingState.ASKED, begins="2026-12", ends="2027-11", of="CP"):
    values = {"capacity": identity("capacity", of), "amount": Decimal(amount), "state": state}
    return row("booking", code, code=code, begins=begins, ends=ends, **values)


def offered(rows):
    return {(one.unit, one.available.point, one.asked.point) for one in months(rows)}


def test_the_twelve_months_begin_with_the_next():
    ahead = months_ahead(TODAY)
    assert ahead.share(PartialDate("2026-12"), PartialDate("2027-11")) == 1
    assert ahead.share(PartialDate("2025-12"), PartialDate("2026-11")) == 0
    assert ahead.share(PartialDate("2027-06"), PartialDate("2028-05")) == 0.5
    assert ahead.share(PartialDate("2026-01"), None) == 1
    assert ahead.share(PartialDate("2028-01"), None) == 0


def test_asked_and_confirmed_bookings_stand_against_what_is_on_offer():
    bookings = [
        booking("B1", 10),
        booking("B2", 8, BookingState.CONFIRMED),
        booking("B3", 5, BookingState.CANCELLED),
        booking("B4", 4, begins="2025-12", ends="2026-11"),
        booking("B5", 6, begins="2027-09", ends="2028-02"),
    ]
    assert offered(changed(capacities=[capacity()], bookings=bookings)) == {("线·月", 12.0, 21.0)}


def test_unlike_units_are_kept_apart_and_card_hours_are_no_pilot_months():
    kinds = [capacity("1"), capacity("2", unit="台·月", amount=Decimal(3)), capacity("3", unit="卡时")]
    assert offered(changed(capacities=kinds)) == {("线·月", 12.0, 0.0), ("台·月", 3.0, 0.0)}


def test_a_facility_elsewhere_does_not_serve():
    rows = changed(capacities=[capacity()], facilities=[row("facility", "F", region=identity("region", "south"))])
    assert offered(rows) == set()


def test_a_need_for_a_facility_that_is_not_there_waits():
    rows = changed(needs=[need("N", lacks=Lack.FACILITY)], capacities=[capacity(begins="2025-01", ends="2025-12")])
    (found,) = months(rows)
    assert (found.facilities, found.waiting, found.facts) == (0, 1, (rows.needs[0].ref,))


def test_a_capacity_that_has_ended_offers_nothing_but_what_is_asked_of_it_is_asked():
    rows = changed(capacities=[capacity(begins="2025-01", ends="2026-11")], bookings=[booking("B", 5)])
    assert offered(rows) == {("线·月", 0.0, 5.0)}
    (found,) = months(rows)
    assert (found.facilities, found.facts) == (0, (rows.bookings[0].ref,))
    assert offered(changed(capacities=[capacity(begins="2025-01", ends="2026-11")])) == set()


def test_what_is_asked_of_one_that_ended_stands_against_what_others_offer():
    both = [capacity("CP"), capacity("OLD", begins="2025-01", ends="2026-11")]
    rows = changed(capacities=both, bookings=[booking("B1", 3), booking("B2", 5, of="OLD")])
    assert offered(rows) == {("线·月", 12.0, 8.0)}


def test_very_many_needs_are_named_by_one_derivation():
    facts = value_facts(changed(needs=[need(f"N{number}") for number in range(51)], deals=[deal()]))
    (found,) = facts.pieces[0].needs
    assert (found.open, found.facts) == (51, ("derived:value/needs/C-A",))
    made_of = facts.gathered["value/needs/C-A"]
    assert (len(made_of.inputs), made_of.rule) == (51, "未解决的需求，共 51 条")
