"""Withholding: what each role is told of rows it may not see, of totals they went into, of the list of choke points."""

import contextlib
import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from desks.cluster.levels import Row, capability, levelled
from rongtu.acts.authority import SEES, Principal, PrincipalRole
from rongtu.desks.cluster.disclosing.cutting import Sight, cut
from rongtu.facts.store.roles import Role
from rongtu.vocab.disclosure import ORDER, above, highest, rows_withheld, up_to
from rongtu.vocab.evidence import Nature, Visibility
from rongtu.vocab.problems import InputError, RefusedError

PUBLIC, MEMBERS, RESTRICTED, PRIVATE = ORDER
ZONE = "示例区"


def principal(role):
    return Principal(f"test:{role}", frozenset({PrincipalRole(role)}))


@pytest.fixture(scope="module")
def ask(both):
    """Asks an operation about 示例区 in a role."""

    def run(name, role="broker", **payload):
        return both.run(name, payload, principal(role), nature=Nature.FICTIONAL)

    return run


@pytest.fixture
def valued(ask):
    """示例区 valued for a role."""
    return lambda role="broker": ask("chain.value", role, zone=ZONE, draws=2)


@pytest.fixture
def released(both, administrator):
    """Releases the list of 示例区, and withdraws it afterwards."""

    def decide(**more):
        asked = {"zone": ZONE, "decided_by": "示例区链办", "reason": "测试", **more}
        return both.run("chain.release", asked, administrator, nature=Nature.FICTIONAL)

    yield decide
    with contextlib.suppress(RefusedError):
        both.run("chain.withdraw", {"zone": ZONE}, administrator, nature=Nature.FICTIONAL)


def at(value, code):
    return next(node for node in value.nodes if node.node == code)


def told(answer):
    return json.dumps(answer.model_dump(mode="json"), ensure_ascii=False)


# who sees what


def test_who_sees_a_level_sees_every_one_for_more_people():
    for seen in SEES.values():
        assert seen == frozenset(up_to(highest(seen)))
        assert PUBLIC in seen


# the list of choke points


def test_the_list_of_chokes_is_shown_to_administrator_and_chain_office_and_marked(valued):
    for role in ("administrator", "chain_office"):
        value = valued(role)
        assert value.level is RESTRICTED
        assert value.rankings.chokes
        assert {one.severity.level for one in value.rankings.chokes} == {RESTRICTED}
        node = at(value, "EXES-MCU")
        assert node.choke.point
        assert {one.impact.level for one in node.controls} == {RESTRICTED}
        assert node.stake.level is PUBLIC


@pytest.mark.parametrize("role", ["broker", "auditor", "visitor"])
def test_the_list_of_chokes_is_withheld_from_others_and_nothing_else_is(valued, role):
    value, whole = valued(role), valued("administrator")
    assert value.level is PUBLIC
    assert value.rankings.chokes == ()
    assert all(node.controls == () for node in value.nodes)
    assert all(node.choke.withheld and node.choke.point is None and node.choke.missing == () for node in value.nodes)
    assert "示例境外" not in told(value.model_copy(update={"notes": (), "assumptions": ()}))
    assert (value.value, value.plans, value.rankings.breaks) == (whole.value, whole.plans, whole.rankings.breaks)
    assert [node.stake for node in value.nodes] == [node.stake for node in whole.nodes]
    assert "未公开" in value.notes[-1]


def test_a_diagnosis_and_its_headline_withhold_the_list_too(ask):
    asked = {"chain": "EXES", "zone": ZONE, "draws": 2}
    for role, shown in (("chain_office", True), ("broker", False)):
        answer = ask("chain.diagnose", role, **asked)
        assert bool(answer.rankings.chokes) is shown
        assert ("示例境外芯片一公司" in told(answer.model_copy(update={"assumptions": ()}))) is shown


def test_the_list_is_shown_when_released_and_hidden_when_withdrawn(ask, valued, released, administrator, both):
    decided = released()
    assert decided.in_force
    value = valued()
    assert (value.level, bool(value.rankings.chokes)) == (PUBLIC, True)
    assert at(value, "EXES-MCU").controls
    both.run("chain.withdraw", {"zone": ZONE}, administrator, nature=Nature.FICTIONAL)
    assert valued().rankings.chokes == ()
    listed = ask("chain.releases").releases
    assert [one.in_force for one in listed if one.ref == decided.ref] == [False]
    with pytest.raises(RefusedError, match="Nothing of 示例区 is released"):
        both.run("chain.withdraw", {"zone": ZONE}, administrator, nature=Nature.FICTIONAL)


def test_the_list_is_hidden_when_the_decision_is_over(store, valued, released):
    released(until="2999")
    assert valued().rankings.chokes
    with store.engine(Role.OWNER).begin() as connection:
        connection.execute(text("UPDATE release SET decided_on = '2001', until = '2001-02' WHERE withdrawn_on IS NULL"))
    assert valued().rankings.chokes == ()


def test_a_decision_about_another_nature_or_zone_changes_nothing(both, valued, administrator, loaded):
    real = {"zone": "京津冀", "decided_by": "测试", "reason": "测试"}
    both.run("chain.release", real, administrator)
    try:
        assert valued().rankings.chokes == ()
    finally:
        both.run("chain.withdraw", {"zone": "京津冀"}, administrator)


@pytest.mark.parametrize("role", [role for role in PrincipalRole if role is not PrincipalRole.ADMINISTRATOR])
def test_only_the_administrator_decides(ask, role):
    with pytest.raises(RefusedError, match="may not"):
        ask("chain.release", role, zone=ZONE, decided_by="x", reason="y")
    with pytest.raises(RefusedError, match="may not"):
        ask("chain.withdraw", role, zone=ZONE)


@pytest.mark.parametrize("until", ["2001-01-01", "2026-02-30", "soon"])
def test_a_last_day_that_has_gone_by_or_is_none_is_refused(released, until):
    with pytest.raises(InputError):
        released(until=until)


def test_a_decision_is_audited(released, both, administrator, store):
    with store.engine(Role.OWNER).connect() as connection:
        count = text("SELECT count(*) FROM audit_entry WHERE operation = 'chain.release'")
        before = connection.execute(count).scalar_one()
    released()
    with store.engine(Role.OWNER).connect() as connection:
        assert connection.execute(count).scalar_one() == before + 1


# totals of others' figures

THREE = (
    ("示例甲正极材料有限公司", "EXES-LFP"),
    ("示例乙铁锂科技有限公司", "EXES-LFP"),
    ("示例丙磷铁材料有限公司", "EXES-LFP"),
)


def test_a_total_of_three_is_shown_without_their_figures(store, valued):
    rows = [capability(*one, PRIVATE) for one in THREE]
    with levelled(store, *rows) as refs:
        value, whole = valued("broker"), valued("administrator")
    supply = at(value, "EXES-LFP").supply
    assert (supply.point, supply.level, supply.withheld) == (at(whole, "EXES-LFP").supply.point, PUBLIC, False)
    inputs = value.trace[supply.ref.removeprefix("derived:")].inputs
    assert not set(refs) & set(inputs)
    assert [rows_withheld(one) for one in inputs if rows_withheld(one)] == [(PRIVATE, 3)]
    assert not [ref for ref in refs if ref in told(value)]
    assert value.value == whole.value
    assert whole.level is PRIVATE


@pytest.mark.parametrize("change", [0, 1, 2])
def test_a_total_of_two_or_with_one_above_seventy_percent_is_withheld(store, valued, change):
    rows = [capability(*one, PRIVATE) for one in THREE]
    if change == 0:
        rows[2] = capability(*THREE[2], PUBLIC)
    else:
        rows[change] = capability(*THREE[change], PRIVATE, capacity=10**14)
    with levelled(store, *rows):
        value, office, whole = valued("broker"), valued("chain_office"), valued("administrator")
    for told_ in (value, office):
        node = at(told_, "EXES-LFP")
        assert (node.supply.point, node.supply.withheld, node.supply.level) == (None, True, PRIVATE)
        assert (node.cover.withheld, node.breaks.kind) == (True, "withheld")
        assert (told_.value.withheld, told_.plans, told_.parts) == (True, (), ())
        # what does not rest on it is told as before
        assert at(told_, "EXMI-DET").supply == at(whole, "EXMI-DET").supply
    assert at(whole, "EXES-LFP").supply.point
    assert office.level is RESTRICTED


# any rows at any level

SECRETS = {
    "controller": (
        "name",
        "name = '示例境外芯片三公司' AND node = (SELECT id FROM chain_node WHERE code = 'EXES-MCU')",
    ),
    "intervention": ("title", "code = 'EX-IV-01'"),
    "technology": ("title", "code = (SELECT min(code) FROM technology WHERE nature = 'fictional')"),
    "assumption": ("reason", "code = (SELECT min(code) FROM assumption WHERE nature = 'fictional')"),
    "need": ("title", "code = (SELECT min(code) FROM need WHERE nature = 'fictional')"),
    "trade": (None, "id = (SELECT min(id::text)::uuid FROM trade WHERE nature = 'fictional' AND origin = 'abroad')"),
}
AMOUNT = 123_456_789_01
"""Fen of capacities and purchases that nobody else has; in yuan it is written 123456789.01 or rounded."""

levels = st.sampled_from(ORDER)


@settings(
    max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@example(given_=dict.fromkeys(SECRETS, PRIVATE), capacity=PRIVATE)
@example(given_=dict.fromkeys(SECRETS, MEMBERS), capacity=RESTRICTED)
@given(given_=st.fixed_dictionaries(dict.fromkeys(SECRETS, levels)), capacity=levels)
def test_what_a_role_may_not_see_is_in_no_answer(store, ask, given_, capacity):
    rows, words = [], {}
    for kind, (column, where) in SECRETS.items():
        words[kind] = f"机密{kind}机密"
        values = {column: words[kind]} if column else {"amount": AMOUNT + 2}
        rows.append(Row(kind, f"{where} AND nature = 'fictional'", given_[kind].value, values))
    rows.append(capability("示例乙功率半导体有限公司", "EXES-IGBT", capacity, capacity=AMOUNT))
    with levelled(store, *rows) as refs:
        for role in ("chain_office", "broker"):
            seen = SEES[PrincipalRole(role)]
            answers = [
                ask("chain.value", role, zone=ZONE, draws=2),
                ask("chain.plan", role, zone=ZONE, draws=2),
                ask("chain.diagnose", role, chain="EXES", zone=ZONE, draws=2),
            ]
            for answer in answers:
                said = told(answer)
                for kind, ref in zip((*SECRETS, "capability"), refs, strict=True):
                    level = given_.get(kind, capacity)
                    if level not in seen:
                        assert ref not in said
                        assert words.get(kind, "机密机密") not in said
                if capacity not in seen:
                    assert "123456789" not in said
                if given_["trade"] not in seen:
                    assert "12345678903" not in said.replace(".", "")
                assert not above(getattr(answer, "level", PUBLIC), highest(seen))


# what is cut away


def test_nothing_is_cut_from_who_sees_all(valued):
    value = valued("administrator")
    assert cut(value, Sight(frozenset(Visibility), {})) == value


def test_places_are_counted_anew_among_what_is_left(valued):
    value = valued("administrator")
    first = value.rankings.breaks[0]
    hidden = {at(value, first.node).ref: PRIVATE}
    left = cut(value, Sight(frozenset({PUBLIC, RESTRICTED}), hidden, frozenset({first.node})))
    assert [one.node for one in left.rankings.breaks] == [one.node for one in value.rankings.breaks[1:]]
    assert left.rankings.breaks[0].proved == 1
    assert first.node not in {node.node for node in left.nodes}
    assert first.node not in {one.node for one in left.dependence}


def test_what_a_controller_holds_is_not_told_by_stopping_him_either(ask, released):
    asked = {"zone": ZONE, "body": "示例境外芯片二公司"}
    assert ask("chain.shock", "administrator", **asked).impact.point is not None
    assert (stopped := ask("chain.shock", "visitor", **asked)).impact.withheld
    assert stopped.impact.point is None
    released()
    assert ask("chain.shock", "visitor", **asked).impact.point is not None


@pytest.mark.parametrize(
    "hidden",
    [
        Row("chain_node", "code = 'EXES-BMS' AND nature = 'fictional'", MEMBERS),
        Row("chain", "code = 'EXES' AND nature = 'fictional'", MEMBERS),
    ],
    ids=["node", "chain"],
)
def test_what_is_hidden_refuses_no_answer_and_is_in_none(store, ask, hidden):
    with levelled(store, hidden) as (ref,):
        answers = [
            ask("chain.ask", zone=ZONE, draws=100),
            ask("chain.systemic", zone=ZONE),
            ask("chain.systemic", zone=ZONE, level="node"),
            ask("chain.shock", zone=ZONE, body="示例甲电池管理技术有限公司"),
        ]
    assert not [answer for answer in answers if ref in told(answer)]
