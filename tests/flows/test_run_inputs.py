"""Runs with what they were computed from: kept beside it, and enough to compute V again and explain a change."""

from uuid import UUID

import pytest
from sqlalchemy import text

from rongtu.acts.authority import Principal, PrincipalRole
from rongtu.facts.store.roles import Role
from rongtu.flows.inputs_kept import from_json
from rongtu.vocab.evidence import Nature, Visibility

ASKED = {"zone": "示例区", "runs": 1, "draws": 20}


@pytest.fixture(scope="module")
def example(dispatcher, administrator):
    """A dispatcher over a store that holds 示例区."""
    dispatcher.run("sample.load", {"which": "example"}, administrator)
    return dispatcher


@pytest.fixture(scope="module")
def owner(store):
    """Runs a statement as the owner."""

    def run(statement, **values):
        with store.engine(Role.OWNER).begin() as connection:
            found = connection.execute(text(statement), values)
            return found.all() if found.returns_rows else None

    return run


@pytest.fixture(scope="module")
def first(example, administrator):
    """A loop over 示例区."""
    return example.run("run.loop", ASKED, administrator, nature=Nature.FICTIONAL)


@pytest.fixture(scope="module")
def second(example, administrator, owner, first):
    """Another one, with half the demand."""
    assert first
    owner("UPDATE demand SET amount = amount / 2 WHERE nature = 'fictional'")
    try:
        return example.run("run.loop", ASKED, administrator, nature=Nature.FICTIONAL)
    finally:
        owner("UPDATE demand SET amount = amount * 2 WHERE nature = 'fictional'")


@pytest.fixture(scope="module")
def visitor():
    """Somebody who sees what is public."""
    return Principal("test:visitor", frozenset({PrincipalRole.VISITOR}))


def inputs_of(owner, run):
    return owner("SELECT inputs, visibility FROM run_inputs WHERE run = :run", run=UUID(run))


def test_the_inputs_are_kept_beside_the_run_and_not_in_it(example, administrator, owner, first):
    ((told, level),) = inputs_of(owner, first.run)
    inputs = from_json(told)
    result = example.run("run.show", {"run": first.run}, administrator)
    assert (inputs.parameters.draws, level) == (ASKED["draws"], result.level)
    assert {node.code for node in inputs.network.nodes} >= {node.node for node in result.value.nodes}
    assert '"network"' not in result.model_dump_json()


def test_v_of_a_run_is_computed_again_from_its_inputs(example, administrator, owner, first):
    from rongtu.engines.chain.value.assessment import assess

    ((told, _),) = inputs_of(owner, first.run)
    inputs = from_json(told)
    again = assess(inputs.network, draws=inputs.parameters.draws, seed=inputs.parameters.seed).value
    kept = example.run("run.show", {"run": first.run}, administrator).value.value
    assert (again.point, again.low, again.high) == pytest.approx((kept.point, kept.low, kept.high), rel=1e-9)


def test_a_run_that_had_no_inputs_has_them_once_it_is_computed_again(example, administrator, owner, first):
    before = inputs_of(owner, first.run)
    owner("DELETE FROM run_inputs WHERE run = :run", run=UUID(first.run))
    again = example.run("run.loop", ASKED, administrator, nature=Nature.FICTIONAL)
    assert (again.run, again.known) == (first.run, True)
    assert inputs_of(owner, first.run) == before


def test_comparing_two_runs_says_by_what_v_moved(example, administrator, first, second):
    told = example.run("run.compare", {"before": first.run, "after": second.run}, administrator)
    values = [example.run("run.show", {"run": one.run}, administrator).value.value.point for one in (first, second)]
    found = told.explained
    assert [found.before, found.after] == pytest.approx(values, rel=1e-9)
    assert {one.group for one in found.contributions} == {"demand"}
    assert sum(one.amount for one in found.contributions) == pytest.approx(values[1] - values[0], rel=1e-6)
    assert (found.unknown, found.notes, found.level) == (None, (), Visibility.PUBLIC)
    assert told.headline().startswith("V 示例区  ")


def test_inputs_are_not_seen_below_their_level(example, owner, first, second, visitor):
    seen = {name: owner(f"SELECT id, visibility FROM {name}") for name in ("run", "run_inputs")}
    owner("UPDATE run SET visibility = 'public'")
    owner(
        "UPDATE run_inputs SET visibility = CASE run WHEN :run THEN 'restricted' ELSE 'public' END", run=UUID(first.run)
    )
    try:
        told = example.run("run.compare", {"before": first.run, "after": second.run}, visitor).explained
    finally:
        for name, rows in seen.items():
            for identity, level in rows:
                owner(f"UPDATE {name} SET visibility = :level WHERE id = :id", level=level, id=identity)
    assert told.contributions == ()
    assert "可见范围高于所见" in told.unknown
