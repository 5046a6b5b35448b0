"""Runs kept: listed newest first, opened again whatever version kept them, and compared with each other."""

import itertools
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from builders import chain, claim, evaluation, lead, leads, node, result
from sqlalchemy import insert, text

from flows.value_builders import scope_value
from rongtu.facts.records.acts import Run
from rongtu.facts.schema import table
from rongtu.facts.store.roles import Role
from rongtu.flows.moved import facts_moved, moved
from rongtu.flows.result import Snapshot
from rongtu.vocab.canonical import canonical_bytes
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.problems import RefusedError

BEGUN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def keep(store):
    """Keeps a result as a run of a time, as the owner; the run's id."""
    minutes = itertools.count()
    with store.engine(Role.OWNER).begin() as connection:
        connection.execute(text("TRUNCATE run CASCADE"))

    def kept(told, *, kept_at=True, version="0.1.0", zone="试区"):
        identity = uuid.uuid4()
        row = Run(
            operation="run.loop",
            snapshot="s",
            parameters=canonical_bytes({"most": 3, "zone": zone}).decode(),
            version=version,
            result_hash=identity.hex,
            result=told if isinstance(told, str) else canonical_bytes(told.model_dump(mode="json")).decode(),
            visibility=Visibility.PUBLIC,
            kept_at=BEGUN + timedelta(minutes=next(minutes)) if kept_at else None,
        )
        with store.engine(Role.OWNER).begin() as connection:
            connection.execute(insert(table(Run)).values(id=identity, **vars(row)))
        return str(identity)

    yield kept
    with store.engine(Role.OWNER).begin() as connection:
        connection.execute(text("TRUNCATE run CASCADE"))


def test_runs_are_listed_newest_first_and_page_by_page(dispatcher, administrator, keep):
    early = [keep(result(), kept_at=False) for _ in range(2)]
    first, second = keep(result()), keep(result(chains=()))
    expected = [second, first, *sorted(early)]
    listed = dispatcher.run("run.list", {}, administrator).runs
    assert [one.run for one in listed] == expected
    assert [(one.chains, one.zone) for one in listed[:2]] == [(0, "试区"), (1, "试区")]
    assert (listed[0].kept_at, listed[-1].kept_at) == ("2026-01-01T00:01:00+00:00", None)
    paged, after = [], None
    while page := dispatcher.run("run.list", {"after": after, "most": 1}, administrator).runs:
        paged += [one.run for one in page]
        after = page[-1].run
    assert paged == expected


def test_a_run_kept_before_there_was_more_to_tell_is_opened(dispatcher, administrator, keep):
    told = result().model_dump(mode="json")
    for later in ("value", "needs", "encoder", "funding", "nature"):
        told.pop(later, None)
    told["snapshot"].pop("digests")
    run = keep(canonical_bytes(told).decode())
    assert dispatcher.run("run.show", {"run": run}, administrator) == result()


def test_a_run_this_version_cannot_read_says_so(dispatcher, administrator, keep):
    run = keep('{"chains":[],"forgotten":1}', version="9.9")
    for name, payload in (("run.show", {"run": run}), ("run.compare", {"before": run, "after": run})):
        with pytest.raises(RefusedError, match=r"kept by version 9\.9, whose result this version cannot read"):
            dispatcher.run(name, payload, administrator)
    assert dispatcher.run("run.list", {}, administrator).runs[0].run == run


def test_a_run_that_is_not_there_is_refused(dispatcher, administrator, keep):
    nothing = str(uuid.uuid4())
    requests = {"run.show": {"run": nothing}, "run.compare": {"before": nothing, "after": nothing}}
    for name, payload in (*requests.items(), ("run.list", {"after": nothing})):
        with pytest.raises(RefusedError, match="no run"):
            dispatcher.run(name, payload, administrator)


def test_nothing_moved_between_a_run_and_itself(dispatcher, administrator, keep):
    run = keep(result())
    told = dispatcher.run("run.compare", {"before": run, "after": run}, administrator)
    assert (told.moved, told.facts) == ((), ())


def test_other_versions_and_parameters_are_noted(dispatcher, administrator, keep):
    before = keep(result(parameters={"most": 3}), version="0.1.0")
    after = keep(result(parameters={"most": 5}), version="0.2.0")
    notes = dispatcher.run("run.compare", {"before": before, "after": after}, administrator).notes
    assert any("0.1.0 → 0.2.0" in note for note in notes)
    assert any("most 3 → 5" in note for note in notes)
    assert any("逐类摘要" in note for note in notes)


def test_a_score_that_changes_within_the_rounding_did_not_move():
    told = evaluation()
    scored = tuple(
        one.model_copy(update={"scores": {name: score + 1e-13 for name, score in one.scores.items()}})
        for one in told.scored
    )
    assert moved(result(), result(evaluation=told.model_copy(update={"scored": scored}))) == ()


def test_scores_and_ranks_of_the_regions_in_focus_move():
    told = evaluation()
    focus, method = told.focus[0], next(iter(told.methods))

    def changed(one):
        if (one.region, one.year) not in ((focus, told.year), ("310000", told.year)):
            return one
        return one.model_copy(update={"ranks": {**one.ranks, method: 4}})

    scored = tuple(map(changed, told.scored))
    found = moved(result(), result(evaluation=told.model_copy(update={"scored": scored})))
    name = f"{told.region_names[focus]} {told.year} {told.methods[method]}"
    assert [(one.aspect, one.what) for one in found] == [("rank", name)]
    assert found[0].after == 4


def test_claims_and_leads_come_and_go():
    def told(claims, *names):
        nodes = (node("T-A", "试用膜材", claims=claims), node("T-B", "试用电堆"))
        return result(chains=(chain("T", nodes),), leads={"T-A": leads("T-A", *map(lead, names))})

    old, new = claim("T-A", 0, text="旧的说法"), claim("T-A", 1, text="新的说法")
    found = moved(told((old,), "甲公司", "乙公司"), told((new,), "乙公司", "丙公司"))
    shape = {(one.what.split("：")[1].split("（")[0], one.before is None, one.after is None) for one in found}
    assert shape == {
        ("旧的说法", False, True),
        ("新的说法", True, False),
        ("甲公司", False, True),
        ("丙公司", True, False),
    }
    assert {one.ref for one in found} >= {old.ref, new.ref}


def test_facts_that_changed_are_told_by_kind():
    before = Snapshot(id="a", rows={"chain": 1, "item": 2, "need": 3}, digests={"chain": "x", "item": "y", "need": "z"})
    after = Snapshot(id="b", rows={"chain": 1, "item": 2, "deal": 1}, digests={"chain": "x", "item": "Y", "deal": "w"})
    assert [(one.kind, one.before, one.after) for one in facts_moved(before, after)] == [
        ("deal", None, 1),
        ("item", 2, 2),
        ("need", 3, None),
    ]


def test_without_digests_facts_are_told_by_their_number():
    before = Snapshot(id="a", rows={"chain": 1, "item": 2})
    after = Snapshot(id="b", rows={"chain": 1, "item": 3}, digests={"chain": "x", "item": "y"})
    assert [one.kind for one in facts_moved(before, after)] == ["item"]


def test_value_stakes_breaks_and_plans_move():
    scope = scope_value()
    assert scope.value is not None
    first = scope.nodes[0]
    dearer = first.stake.model_copy(update={"point": (first.stake.point or 0) + 1e4})
    nodes = (first.model_copy(update={"stake": dearer, "breaks": None}), *scope.nodes[1:])
    plan = scope.plans[0]
    plans = (plan.model_copy(update={"steps": plan.steps[1:]}), *scope.plans[1:])
    total = scope.value.model_copy(update={"point": 1.0})
    changed = scope.model_copy(update={"value": total, "nodes": nodes, "plans": plans})
    found = {
        (one.aspect, one.what): (one.before, one.after) for one in moved(result(value=scope), result(value=changed))
    }
    name = f"{first.chain} {first.name}"
    assert found["value", f"V {scope.zone}"] == (scope.value.point, 1.0)
    assert found["stake", name] == (first.stake.point, dearer.point)
    step = plan.steps[0]
    assert found["plan", f"预算 900万元：{step.title}（{step.code}）"] == (step.within, None)
    expected = 3 if first.breaks is None else 5
    assert len(found) == expected


def test_a_scope_valued_for_the_first_time_moved_from_nothing():
    found = moved(result(), result(value=scope_value()))
    assert found
    assert {one.before for one in found} == {None}
