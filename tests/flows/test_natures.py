"""Real, fictional and synthetic facts in one store: they never meet, and whatever is not real says so."""

import json

import pytest
from sqlalchemy import text

from rongtu.acts.authority import Principal, PrincipalRole
from rongtu.acts.uploads import upload
from rongtu.facts.fields import KINDS
from rongtu.facts.schema import METADATA
from rongtu.facts.store.roles import Role
from rongtu.flows.brief.compose import compose
from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import RefusedError

STRANGE = ("nature = 'real' AND name LIKE '示例%'", "nature = 'synthetic' AND name NOT LIKE '合成%'")
SYNTHETIC = {"organisations": 300, "seed": 7, "mean_degree": 2.0}


@pytest.fixture(scope="module")
def three(loaded, administrator):
    """A store with the public sample, 示例区 and a synthetic set."""
    loaded.run("sample.load", {"which": "example"}, administrator)
    loaded.run("load.synthetic", SYNTHETIC, administrator)
    return loaded


@pytest.fixture
def ask(three, administrator):
    """Asks a query or command over facts of a nature; the answer."""

    def run(operation, nature=Nature.REAL, **payload):
        return three.run(operation, payload, administrator, nature=nature)

    return run


def test_each_nature_has_its_own_chains(ask):
    codes = {nature: {chain.code for chain in ask("chain.list", nature).chains} for nature in Nature}
    assert len(codes[Nature.REAL]) == 6
    assert codes[Nature.FICTIONAL] == {"EXES", "EXMI", "EXRJ"}
    assert len(codes[Nature.SYNTHETIC]) == 6
    assert not codes[Nature.REAL] & (codes[Nature.FICTIONAL] | codes[Nature.SYNTHETIC])


def test_the_loop_over_fictional_facts_names_no_real_row_but_definitions(ask, store):
    run = ask("run.loop", Nature.FICTIONAL, zone="示例区")
    result = ask("run.show", Nature.FICTIONAL, run=run.run)
    assert result.nature is Nature.FICTIONAL
    definitions = {kind.name for kind in KINDS.values() if kind.definition}
    with store.engine(Role.OWNER).connect() as connection:
        for ref in result.row_sources:
            kind, _, identity = ref.partition(":")
            found = connection.execute(text(f"SELECT nature FROM {kind} WHERE id = :id"), {"id": identity}).scalar_one()
            assert found == "fictional" or kind in definitions, ref
    brief = compose(result)
    assert "虚构" in brief.banner
    assert brief.marks


def test_the_real_loop_does_not_know_of_the_others(ask):
    with_all = ask("run.loop")
    result = ask("run.show", run=with_all.run)
    told = json.dumps(result.model_dump(mode="json"), ensure_ascii=False)
    assert "示例" not in told
    assert "合成企业" not in told
    assert {source.nature for source in result.sources} == {Nature.REAL}
    assert compose(result).banner == ""
    assert result.snapshot.rows["supply"] == result.snapshot.rows["person"] == 0


def test_every_row_of_each_built_in_set_says_what_it_is(three, store):
    with store.engine(Role.OWNER).connect() as connection:
        for table in (METADATA.tables[kind.name] for kind in KINDS.values() if kind.section != "trace"):
            if "nature" in table.c and "name" in table.c:
                for strange in STRANGE:
                    query = f"SELECT count(*) FROM {table.name} WHERE {strange}"
                    assert connection.execute(text(query)).scalar_one() == 0, (table.name, strange)


def test_loading_any_built_in_set_again_changes_nothing(three, administrator):
    for name, payload in (("sample.load", {"which": "example"}), ("load.synthetic", SYNTHETIC)):
        landed = three.run(name, payload, administrator).landed
        assert sum(kind.added + kind.changed for kind in landed) == 0, name


def test_firms_are_placed_by_their_class_with_its_grade_and_never_twice(three, administrator):
    first = three.run("load.placements", {"nature": "fictional"}, administrator).landed[0]
    assert first.read > 0
    again = three.run("load.placements", {"nature": "fictional"}, administrator).landed[0]
    assert (again.added, again.changed) == (0, 0)


def test_a_public_list_adds_what_is_unknown_and_overwrites_nothing(three, administrator, store, tmp_path):
    listed = tmp_path / "stock_basic.csv"
    listed.write_text(
        "ts_code,symbol,name,area,industry,list_date\n000158.SZ,000158,改名了,河北,软件服务,19990116\n",
        encoding="utf-8",
    )

    def known():
        with store.engine(Role.OWNER).connect() as connection:
            query = "SELECT name, industry_sw, listed_on FROM organisation WHERE listed_code = '000158.SZ'"
            return connection.execute(text(query)).one()

    before = known()
    answer = three.run("load.foreign", {"format": "listed"}, administrator, files=[upload(listed)])
    assert answer.landed[-1].read == 1
    assert known().name == before.name == "石家庄常山北明科技股份有限公司"
    assert known().industry_sw == before.industry_sw


def test_what_names_a_person_is_erased_and_the_rest_stays(ask, store):
    with store.engine(Role.OWNER).connect() as connection:
        code = connection.execute(text("SELECT min(code) FROM person WHERE nature = 'fictional'")).scalar_one()
    with pytest.raises(RefusedError, match="no person"):
        ask("person.erase", code=code)
    assert ask("person.erase", Nature.FICTIONAL, code=code).fields == ("name", "title", "contact")
    with store.engine(Role.OWNER).connect() as connection:
        query = text("SELECT name, title, contact, cardinality(fields) FROM person WHERE code = :code")
        assert tuple(connection.execute(query, {"code": code}).one())[:3] == (None, None, None)


def test_duplicates_are_proposed_decided_and_undone(ask):
    pair = ask("duplicate.propose", Nature.FICTIONAL, first="示例理工大学", second="示例丙医学影像研究所", reason="试")
    assert pair.state == "open"
    assert pair.pair in {one.pair for one in ask("duplicate.list", Nature.FICTIONAL).pairs}
    assert ask("duplicate.decide", Nature.FICTIONAL, pair=pair.pair, state="merged").state == "merged"
    back = ask(
        "duplicate.propose", Nature.FICTIONAL, first="示例丙医学影像研究所", second="示例理工大学", reason="反过来"
    )
    with pytest.raises(RefusedError, match="undo that first"):
        ask("duplicate.decide", Nature.FICTIONAL, pair=back.pair, state="merged")
    assert ask("duplicate.decide", Nature.FICTIONAL, pair=pair.pair, state="open").state == "open"
    for one in (pair, back):
        ask("duplicate.decide", Nature.FICTIONAL, pair=one.pair, state="distinct")
    with pytest.raises(RefusedError, match="There is no pair"):
        ask("duplicate.decide", pair=pair.pair, state="merged")
    with pytest.raises(RefusedError, match="refers to a 组织"):
        ask("duplicate.propose", first="示例理工大学", second="无此单位", reason="试")


def test_organisations_are_found_by_a_part_of_their_name_in_their_own_world(ask):
    found = ask("organisation.list", Nature.FICTIONAL, name="理工").organisations
    assert [body.name for body in found] == ["示例理工大学"]
    assert all("示例" not in body.name for body in ask("organisation.list", name="理工").organisations)
    assert ask("organisation.list", name="%").organisations == ()
    first = ask("organisation.list", most=2).organisations
    after = ask("organisation.list", most=1, after=first[0].code).organisations
    assert after[0] == first[1]


def test_who_may_not_load_may_not_decide_either(three):
    visitor = Principal("test:visitor", frozenset({PrincipalRole.VISITOR}))
    for name in ("load.records", "load.foreign", "load.synthetic", "duplicate.decide", "person.erase"):
        with pytest.raises(RefusedError, match="may not"):
            three.run(name, {}, visitor)
