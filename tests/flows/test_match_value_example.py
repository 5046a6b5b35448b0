"""The matches of 示例区 end to end, at each level; the public sample, of which nothing is known."""

import pytest

from desks.cluster.levels import Row, capability, levelled
from rongtu.acts.authority import Principal, PrincipalRole
from rongtu.flows.match_value import worth
from rongtu.flows.match_value.ranking import order_of
from rongtu.vocab.disclosure import ORDER
from rongtu.vocab.evidence import Nature

PUBLIC, MEMBERS, RESTRICTED, PRIVATE = ORDER
ZONE = "示例区"
BROKER = Principal("test:broker", frozenset({PrincipalRole.BROKER}))

assert worth


@pytest.fixture(scope="module")
def ask(loaded, administrator):
    loaded.run("sample.load", {"which": "example"}, administrator)

    def asked(who=administrator, **payload):
        told = {"zone": ZONE, "draws": 2, **payload}
        return loaded.run("match.value", told, who, nature=Nature.FICTIONAL)

    return asked


@pytest.fixture(scope="module")
def found(ask):
    return ask()


def test_every_open_need_has_its_offers_ranked_both_ways(found):
    assert len(found.needs) == 16
    for need in found.needs.values():
        assert [one.by_fit for one in need.offers] == list(range(1, len(need.offers) + 1))
        known = [one for one in need.offers if order_of(one.worth) is not None]
        assert sorted(one.by_value for one in known)[:1] == [1] * bool(known)
        assert any(one.front for one in known) == bool(known)
        assert all(one.worth.assumed for one in known), "every one used an assumption"


def test_the_calls_are_of_matches_not_settled_and_in_their_order(found):
    assert 0 < len(found.calls) <= 10 <= found.open_calls
    assert [one.proved for one in found.calls] == sorted(one.proved for one in found.calls)
    assert not [one for one in found.calls if one.match.settled]
    assert all(one.match.worth.high > 0 for one in found.calls)
    assert not [one for one in found.calls if "境外" in one.match.name], "who controls a node is no way out"


def test_every_figure_is_traced_to_rows_and_assumptions(found):
    trace = found.trace
    for one in found.calls:
        for figure in (one.match.worth, one.match.gain, one.match.success, one.match.reply, one.match.net):
            assert trace[figure.ref.removeprefix("derived:")].inputs
        gain = trace[one.match.gain.ref.removeprefix("derived:")].inputs[0].removeprefix("derived:")
        assert gain in trace, "the gain of the chain is explained too"
    used = {ref for step in trace.values() for ref in step.inputs}
    assert {one.ref for one in found.assumptions} <= used
    assert {one.author for one in found.assumptions} == {"示例区链办"}


def test_outcomes_stand_beside_places_and_count_up(found):
    hits = found.hits

    assert len(hits.outcomes) == 12
    assert hits.signed == sum(one.stage in ("signed", "implemented") for one in hits.outcomes) == 4
    assert hits.signed_first <= hits.signed_three <= hits.signed
    assert hits.first_signed <= hits.first_dealt <= hits.needs <= 12


def test_the_same_facts_give_the_same_answer(ask, found):
    assert ask() == found


def test_a_zone_without_figures_has_no_worth_and_says_so(loaded, administrator):
    found = loaded.run("match.value", {"draws": 2}, administrator)

    assert found.calls == ()
    assert found.assumptions == ()
    assert "未知" in found.headline()


def test_the_loop_keeps_the_same_values(loaded, administrator, ask):
    asked = {"zone": ZONE, "draws": 2, "runs": 5}
    run = loaded.run("run.loop", asked, administrator, nature=Nature.FICTIONAL).run
    kept, alone = loaded.run("run.show", {"run": run}, administrator).matches, ask()

    assert [one.match.offer for one in kept.calls] == [one.match.offer for one in alone.calls]
    assert kept.hits == alone.hits
    assert kept.unknown == alone.unknown


def test_what_rests_on_hidden_figures_is_withheld_and_in_no_place(ask, store, administrator):
    rows = (
        capability("示例甲芯片设计有限公司", "EXES-MCU", PRIVATE, capacity=12345678901),
        Row("intervention", "code = 'EX-IV-04'", PRIVATE),
    )
    with levelled(store, *rows):
        seen = ask(BROKER)
    offers = [one for need in (*seen.needs.values(), *seen.nodes.values()) for one in need.offers]
    hidden = [one for one in offers if one.worth.withheld]
    assert hidden
    assert all((one.by_value, one.front, one.gain) == (None, None, None) for one in hidden)
    assert not [one for one in seen.calls if one.match.worth.withheld]
    assert "EX-IV-04" not in seen.model_dump_json()
    assert seen.level is not PRIVATE


def test_deals_that_are_not_seen_are_in_no_record_and_no_hit(ask, store):
    with levelled(store, Row("deal", "code = 'EX-D-01'", PRIVATE)) as (ref,):
        seen = ask(BROKER)
    assert ref not in seen.model_dump_json()
    assert "EX-D-01" not in {one.deal for one in seen.hits.outcomes}
