"""Runs have levels: who may not see what went into one does not see the run, and a public one withholds the rest."""

import contextlib

import pytest
from sqlalchemy import text

from desks.cluster.levels import Row, capability, levelled
from rongtu.acts.authority import Principal, PrincipalRole
from rongtu.acts.openings import tell
from rongtu.facts.store.roles import Role
from rongtu.flows.brief import compose
from rongtu.flows.brief.document import walk
from rongtu.vocab.disclosure import ORDER
from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import RefusedError

PUBLIC, MEMBERS, RESTRICTED, PRIVATE = ORDER
ZONE = "示例区"
SECRET = "机密措施机密"
BROKER = Principal("test:broker", frozenset({PrincipalRole.BROKER}))
OFFICE = Principal("test:office", frozenset({PrincipalRole.CHAIN_OFFICE}))


@pytest.fixture(scope="module")
def example(loaded, administrator):
    loaded.run("sample.load", {"which": "example"}, administrator)
    return loaded


@pytest.fixture(scope="module")
def looped(example):
    """Runs the loop over 示例区; the id of the run."""

    def run(who, seed=1, **payload):
        asked = {"zone": ZONE, "draws": 2, "runs": 5, "seed": seed, **payload}
        return example.run("run.loop", asked, who, nature=Nature.FICTIONAL).run

    return run


@pytest.fixture(scope="module")
def shown(example):
    return lambda run, who: example.run("run.show", {"run": run}, who)


@pytest.fixture(scope="module")
def whole(looped, administrator):
    return looped(administrator)


@pytest.fixture(scope="module")
def public(looped, administrator):
    return looped(administrator, level="public")


def seen_at(store, levels, run):
    """How many rows of a run and of its inputs the program's role is shown at these levels."""
    with store.engine(Role.APP).begin() as connection:
        tell(connection, {"levels": levels, "natures": "real", "principal": "x"})
        return [
            connection.execute(text(f"SELECT count(*) FROM {kind} WHERE {column} = :run"), {"run": run}).scalar_one()
            for kind, column in (("run", "id"), ("run_inputs", "run"))
        ]


def test_a_run_with_the_list_of_chokes_is_restricted(whole, shown, example, administrator):
    result = shown(whole, administrator)
    assert result.level is RESTRICTED
    assert result.value.rankings.chokes
    assert shown(whole, OFFICE) == result
    listed = {one.run: one.level for one in example.run("run.list", {"most": 200}, administrator).runs}
    assert listed[whole] is RESTRICTED


def test_who_may_not_see_a_run_is_told_there_is_none(whole, shown, example, store):
    with pytest.raises(RefusedError, match="There is no run"):
        shown(whole, BROKER)
    assert whole not in {one.run for one in example.run("run.list", {"most": 200}, BROKER).runs}
    assert seen_at(store, "public,members", whole)[0] == 0
    assert seen_at(store, "public,members,restricted", whole)[0] == 1


def test_a_public_run_is_seen_by_all_and_withholds_the_list(public, shown, whole, administrator):
    result = shown(public, BROKER)
    assert result.level is PUBLIC
    assert result.value.rankings.chokes == ()
    assert {node.choke.withheld for node in result.value.nodes} == {True}
    assert result.value.value == shown(whole, administrator).value.value
    assert result == shown(public, administrator)


def test_the_brief_of_a_public_run_is_whole_and_names_no_controller(public, shown):
    brief = compose(shown(public, BROKER))
    stuck = next(section for section in brief.sections if section.anchor == "stuck")
    said = "".join(span.text for span in walk(brief))
    assert stuck.blocks
    assert "未公开" in said
    keys = "".join(brief.trace)
    assert "示例境外芯片" not in keys


def test_nobody_runs_it_for_more_than_he_sees(looped):
    with pytest.raises(RefusedError, match="does not see what is private"):
        looped(OFFICE, level="private")


def test_a_public_run_shows_the_list_while_it_is_released(looped, shown, example, administrator):
    decided = {"zone": ZONE, "decided_by": "示例区链办", "reason": "测试"}
    example.run("chain.release", decided, administrator, nature=Nature.FICTIONAL)
    try:
        run = looped(administrator, seed=2, level="public")
        released = shown(run, BROKER)
    finally:
        example.run("chain.withdraw", {"zone": ZONE}, administrator, nature=Nature.FICTIONAL)
    assert released.value.rankings.chokes
    assert released.level is PUBLIC
    assert shown(run, BROKER).value.rankings.chokes == ()
    assert shown(run, administrator).level is RESTRICTED


@pytest.fixture(scope="module")
def private(looped, store, administrator):
    """Runs over a private intervention and a private capacity that is all there is of a node: whole, and public."""
    rows = (
        Row("intervention", "code = 'EX-IV-01'", "private", {"title": SECRET}),
        capability("示例乙功率半导体有限公司", "EXES-IGBT", PRIVATE, capacity=12345678901),
    )
    with contextlib.ExitStack() as stack:
        stack.enter_context(levelled(store, *rows))
        yield {level: looped(administrator, seed=3, level=level) for level in ("private", "restricted", "public")}


def test_a_run_over_private_rows_is_for_those_who_see_them(private, shown, administrator):
    result = shown(private["private"], administrator)
    assert result.level is PRIVATE
    assert SECRET in result.model_dump_json()
    for who in (OFFICE, BROKER):
        with pytest.raises(RefusedError, match="There is no run"):
            shown(private["private"], who)


@pytest.mark.parametrize(("level", "who"), [("restricted", OFFICE), ("public", BROKER)])
def test_a_run_for_others_has_nothing_of_private_rows(private, shown, store, level, who):
    result = shown(private[level], who)
    assert result.level.value == level
    for told in (result.model_dump_json(), "".join(span.text for span in walk(compose(result)))):
        assert SECRET not in told
        assert "123456789" not in told
    assert result.value.value.withheld
    # what it was computed from is kept for those who may see it
    assert seen_at(store, "public,members,restricted", private[level]) == [int(level in ("restricted", "public")), 0]
    assert seen_at(store, "public,members,restricted,private", private[level]) == [1, 1]


def test_what_moved_between_runs_is_explained_to_those_who_see_the_inputs(private, example, administrator):
    asked = {"before": private["public"], "after": private["restricted"]}
    compared = example.run("run.compare", asked, OFFICE)
    assert compared.explained is None or compared.explained.unknown
    assert "123456789" not in compared.model_dump_json()
