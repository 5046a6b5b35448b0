"""What a match is worth: by hand on the worked example of the chain engine, unknown where an input is, ranked twice."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.chain.value.worked import five_nodes
from flows import value_builders as build
from rongtu.desks.cluster.disclosing.cutting import Sight, cut, withheld
from rongtu.desks.transfer.need_models import DealSoFar
from rongtu.engines.chain.value.assessment import assess
from rongtu.facts.assumed import Range
from rongtu.facts.prospects import ALL, NAMED, OTHER, SORTS, TEXT, Prospects, band_of
from rongtu.facts.reading import Stored
from rongtu.facts.records.assumptions import Assumption
from rongtu.facts.records.deals import Deal
from rongtu.flows.match_value.intervals import Interval, discounted, exactly, shrunk
from rongtu.flows.match_value.models import Call, Matched, MatchValues
from rongtu.flows.match_value.offerings import Offering, Subject
from rongtu.flows.match_value.outcomes import hits_of
from rongtu.flows.match_value.ranking import called, placed
from rongtu.flows.match_value.records import Dealings, Price
from rongtu.flows.match_value.valuing import Valuer
from rongtu.flows.match_value.working import Working
from rongtu.vocab.disclosure import up_to
from rongtu.vocab.evidence import Distribution, Nature, Visibility
from rongtu.vocab.means import DealStage

SPACE = UUID(int=0)
HOLDER, OTHERS = uuid5(SPACE, "holder"), uuid5(SPACE, "needs of others")

STATED = {
    ("success", "trl:4-6"): (0.2, 0.4),
    ("success", OTHER): (0.2, 0.6),
    ("years", "trl:4-6"): (2.0, 4.0),
    ("years", OTHER): (1.0, 3.0),
    ("reply", NAMED): (0.4, 0.8),
    ("reply", TEXT): (0.1, 0.3),
    ("weight", ALL): (4.0, 8.0),
    ("closes", ALL): (0.2, 0.6),
}


def ident(name: str) -> UUID:
    return uuid5(SPACE, name)


def stated(field: str, sort: str, low: float, high: float) -> Range:
    row = Assumption(
        code=f"A-{field}-{sort}", kind="deal", key=sort, field=field, low=Decimal(str(low)), high=Decimal(str(high)),
        likely=None, unit=None, distribution=Distribution.UNIFORM, author="试办", stated_on="2026-09", reason="试",
        source=SPACE, nature=Nature.REAL, visibility=Visibility.PUBLIC,
    )  # fmt: skip
    return Range(low, high, None, Distribution.UNIFORM, Stored(ident(row.code), row, "assumption"))


def prospects(without: str = "") -> Prospects:
    return Prospects({place: stated(*place, *ends) for place, ends in STATED.items() if place[0] != without})


def deal(code: str, stage: DealStage, **changes) -> Stored[Deal]:
    values = {
        "code": code, "need": OTHERS, "technology": None, "partner": HOLDER, "stage": stage, "stage_on": "2026-01",
        "amount": None, "outcome": None, "source": SPACE, "nature": Nature.REAL, "visibility": Visibility.PUBLIC,
        **changes,
    }  # fmt: skip
    return Stored(ident(code), Deal(**values), "deal")


RECORD = (
    deal("D-1", DealStage.CONTACTED),
    deal("D-2", DealStage.ENDED),
    deal("D-3", DealStage.IMPLEMENTED),
    deal("D-4", DealStage.MET),
)
"""Asked 3 times (nobody says whether the one that ended was answered), answered 2; decided 2, implemented 1."""


def value_of_example(**changes):
    """The worked example of the chain engine as it is answered, with a step that adds 5 yuan of B."""
    nodes = {one.node: one for one in assess(five_nodes()).nodes}
    room = nodes["B"].room
    told = build.known(0).model_copy(update={"point": room.point, "low": room.low, "high": room.high, "evidence": 1.0})
    measure = build.intervention(
        "IV-B", "B", "扩产 B", technology="TE-2", lead_months=12, success=build.share(0.7),
        gain=told, cost=told.model_copy(update={"point": 4.0, "low": 4.0, "high": 4.0}),
    )  # fmt: skip
    node = build.worth("B", "B", room=told.model_copy(update={"ref": "derived:value/room/B"}))
    return build.scope_value(**{"nodes": (node,), "interventions": (measure,), "plans": (), **changes})


def valuer(*, value=None, given_prospects=None, lacking: Mapping[str, tuple[str, ...]] | None = None, deals=RECORD):
    found = value_of_example() if value is None else value
    offers = [f"technology:{ident('TE-1')}", f"technology:{ident('TE-2')}"]
    return Valuer(
        value=found,
        nodes={node.node: node for node in found.nodes},
        lacking=lacking or {},
        prospects=prospects() if given_prospects is None else given_prospects,
        dealings=Dealings(
            bodies=dict.fromkeys(offers, HOLDER),
            prices={offers[0]: Price(1.2, Visibility.PUBLIC)},
            deals={HOLDER: tuple(deals)},
            needs={"N-1": ident("N-1")},
        ),
        discount=0.05,
        work=Working(),
    )


NEED = Subject("N-1", "B", "要 B", 3.0, (f"need:{ident('N-1')}",))


def offering(code: str = "TE-1", **changes) -> Offering:
    ref = f"technology:{ident(code)}"
    values = {
        "offer": ref, "kind": "technology", "code": code, "name": f"成果 {code}", "holder": "试用大学", "fit": 0.9,
        "place": 1, "named": True, "trl": 6, "deal": None, "refs": (ref,), **changes,
    }  # fmt: skip
    return Offering(**values)


def ends(told):
    return told.low, told.point, told.high


def test_a_match_without_a_measure_by_hand():
    """`Chain value of a match` in docs/reference/match-method.md works these numbers out."""
    found = valuer().valued(NEED, offering())

    assert found.basis == "room"
    assert ends(found.gain) == pytest.approx((1.0, 2.0, 3.0))
    assert ends(found.success) == pytest.approx((0.26, 0.35, 0.4333333))
    assert ends(found.reply) == pytest.approx((0.4727273, 0.6222222, 0.7636364))
    assert ends(found.years) == (2.0, 3.0, 4.0)
    assert ends(found.worth) == pytest.approx((0.1011178, 0.3762494, 0.9004332), rel=1e-5)
    assert ends(found.cost) == (1.2, 1.2, 1.2)
    assert ends(found.net) == pytest.approx((-1.0988822, -0.8237506, -0.2995668), rel=1e-5)
    assert ends(found.per_yuan) == pytest.approx((0.0842648, 0.3135412, 0.7503610), rel=1e-5)
    assert found.worth.assumed
    assert found.worth.evidence == pytest.approx((0.5 + 1 / 3 + 1 / 3 + 0) / 4)


def test_a_match_that_a_measure_rests_on_by_hand():
    """Its own gain, rate, time and cost; who has answered already is certain to."""
    talked = DealSoFar(stage="met", stage_on="2026-09", outcome=None, ref=f"deal:{ident('D-5')}")

    found = valuer().valued(NEED, offering("TE-2", deal=talked))

    assert (found.basis, found.measure) == ("measure", "IV-B")
    assert ends(found.reply) == (1.0, 1.0, 1.0)
    assert found.worth.point == pytest.approx(5 * 0.7 / 1.05)
    assert found.net.point == pytest.approx(5 * 0.7 / 1.05 - 4)
    assert found.per_yuan.point == pytest.approx(5 * 0.7 / 1.05 / 4)
    assert not found.worth.assumed


def test_every_figure_says_how_it_came_about():
    asked = valuer()
    found = asked.valued(NEED, offering())
    trace = asked.work.trace

    worth = trace[found.worth.ref.removeprefix("derived:")]
    assert worth.inputs == tuple(part.ref for part in (found.gain, found.success, found.reply, found.years))
    gain = trace[found.gain.ref.removeprefix("derived:")]
    assert gain.inputs == ("derived:value/room/B", f"assumption:{ident('A-closes-all')}")
    success = trace[found.success.ref.removeprefix("derived:")]
    assert "+ 1）÷（先验次数 + 2）" in success.rule
    assert {f"deal:{one.id}" for one in RECORD} < set(success.inputs)


def test_an_own_deal_is_no_record_of_the_holder():
    own = deal("D-9", DealStage.CONTACTED, need=ident("N-1"))

    found = valuer(deals=(own,)).valued(NEED, offering())

    assert ends(found.reply) == pytest.approx((0.4, 0.6, 0.8))


def test_a_deal_that_ended_after_a_contract_was_answered():
    found = valuer(deals=(deal("D-8", DealStage.ENDED, amount=100),)).valued(NEED, offering())

    assert found.reply.point == pytest.approx((6 * 0.6 + 1) / 7)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"subject": Subject("N-1", None, "要", None, ())}, "对应环节"),
        ({"offer": {"trl": None}}, "就绪度"),
        ({"lacking": {"B": ("投入占比", "产能")}}, "投入占比、产能"),
        ({"without": "reply"}, "推定的接通的概率（有来源点名或登记在册的对象）"),
        ({"without": "closes"}, "推定的补上缺口的份额（各类匹配）"),
    ],
)
def test_what_lacks_an_input_is_unknown_and_says_which(changes, missing):
    asked = valuer(given_prospects=prospects(changes.get("without", "")), lacking=changes.get("lacking"))

    found = asked.valued(changes.get("subject", NEED), offering(**changes.get("offer", {})))

    assert found.worth.point is None
    assert "、".join(found.worth.missing) == missing
    (only,) = placed([found])
    assert (only.by_value, only.front) == (None, None)
    assert called([call("N-1", only)]) == ()


def test_an_unknown_cost_leaves_the_worth_and_no_net():
    subject = Subject("N-1", "B", "要 B", None, ())
    asked = valuer()

    found = asked.valued(subject, offering("TE-3", offer=f"organisation:{ident('X')}", kind="organisation", trl=None))

    assert found.worth.point > 0
    assert found.cost.point is None
    assert found.net.point is None
    assert found.per_yuan.missing == ("费用",)


def test_a_budget_stands_in_for_a_price_nobody_states():
    found = valuer().valued(NEED, offering("TE-3", offer=f"organisation:{ident('X')}", kind="organisation", trl=None))

    assert ends(found.cost) == (3.0, 3.0, 3.0)


def test_the_same_facts_give_the_same_digits_in_any_order():
    one, two = valuer(), valuer(deals=tuple(reversed(RECORD)))

    assert one.valued(NEED, offering()) == two.valued(NEED, offering())
    assert one.valued(NEED, offering()).model_dump_json() == one.valued(NEED, offering()).model_dump_json()


def worth(fit: float, point: float | None, low: float | None = None, high: float | None = None, **changes):
    offer = build.offered("organisation", f"O-{fit}-{point}", f"单位 {fit}", score=fit)
    told = build.unknown("费用") if point is None else build.known(point, low, high)
    return build.matched(offer, 1, worth=told, **changes)


def call(need: str, match) -> Call:
    return Call(need=need, node="B", title=need, match=match, proved=1, possible=1, refs=())


def test_offers_are_ranked_by_fit_by_value_and_by_both():
    found = placed([worth(0.9, 3), worth(0.8, 2), worth(0.7, 9), worth(0.6, None), worth(0.5, 9)])

    assert [one.by_value for one in found] == [3, 4, 1, None, 1]
    assert [one.front for one in found] == [True, False, True, None, False]


def test_calls_have_two_places():
    calls = called([call("a", worth(0.9, 5, 1, 9)), call("b", worth(0.8, 4, 3, 5)), call("c", worth(0.7, 5, 1, 9))])

    assert [(one.need, one.proved, one.possible) for one in calls] == [("b", 1, 3), ("a", 2, 1), ("c", 2, 1)]


def values_of(*matches) -> MatchValues:
    found = Matched(need="N", node="B", title="要", offers=placed(matches), refs=())
    calls = called([call(f"{place}", one) for place, one in enumerate(found.offers)])
    return MatchValues(
        zone="试区", needs={"N": found}, nodes={}, calls=calls, open_calls=len(calls), unknown={}, hits=None,
        assumptions=(), notes=(),
    )  # fmt: skip


def test_who_may_not_see_a_worth_does_not_see_it_in_places_either():
    hidden = worth(0.9, 9)
    hidden = hidden.model_copy(update={"worth": hidden.worth.model_copy(update={"level": Visibility.PRIVATE})})
    answer = values_of(hidden, worth(0.8, 2), worth(0.7, 1))

    seen = cut(answer, Sight(frozenset(up_to(Visibility.MEMBERS)), {}))

    first, second, third = seen.needs["N"].offers
    assert first.worth.withheld
    assert (first.by_value, first.front) == (None, None)
    assert [(one.by_value, one.front) for one in (second, third)] == [(1, True), (2, False)]
    assert [(one.need, one.proved) for one in seen.calls] == [("1", 1), ("2", 2)]


def test_a_withheld_gain_withholds_the_worth():
    told = value_of_example()
    node = told.nodes[0].model_copy(update={"room": withheld(Visibility.PRIVATE, "derived:value/room/B")})

    found = valuer(value=told.model_copy(update={"nodes": (node,)})).valued(NEED, offering())

    assert found.worth.withheld
    assert found.worth.level is Visibility.PRIVATE
    assert found.gain is None


def test_no_deal_is_no_hit():
    hits = hits_of([])

    assert (hits.needs, hits.first_dealt, hits.signed, hits.signed_first) == (0, 0, 0, 0)


def test_every_sort_that_a_trl_can_have_is_one_that_is_assumed():
    assert {band_of(trl) for trl in range(1, 10)} | {OTHER} == set(SORTS["success"]) == set(SORTS["years"])


shares = st.floats(0, 1, allow_nan=False)


@given(shares, shares, st.integers(0, 30), st.integers(0, 30), st.floats(0.5, 50))
def test_shrinking_stays_between_what_is_assumed_and_what_was_seen(low, high, kept, more, weight):
    prior = Interval(min(low, high), (low + high) / 2, max(low, high))
    found = shrunk(prior, Interval(weight, weight * 1.5, weight * 2), kept, kept + more)
    seen = [kept / (kept + more)] if kept + more else []

    assert found.low <= found.point + 1e-12
    assert found.point <= found.high + 1e-12
    assert min([prior.low, *seen]) - 1e-12 <= found.low
    assert found.high <= max([prior.high, *seen]) + 1e-12


@given(st.floats(0, 30), st.floats(0, 30), st.floats(0, 0.5))
def test_later_is_worth_less(soon, late, rate):
    years = Interval(min(soon, late), (soon + late) / 2, max(soon, late))
    found = discounted(years, rate)

    assert 0 < found.low <= found.point <= found.high <= 1
    assert exactly(1.0).times(found) == found
