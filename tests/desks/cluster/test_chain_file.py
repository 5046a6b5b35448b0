"""A chain of the store as a file: its structure whole, its figures as they are chosen for a scope, its lacks told."""

import tomllib

import pytest
from sqlalchemy import text

from rongtu.desks.cluster.value.facts import read_value_facts
from rongtu.engines.chain.document import check, differences, network_of
from rongtu.engines.chain.document.valuing import value_of
from rongtu.engines.chain.value.asking import ask, case
from rongtu.engines.chain.value.draws import Sampler
from rongtu.facts.places import find_zone
from rongtu.facts.reading import rows
from rongtu.facts.records import industry
from rongtu.facts.schema import table
from rongtu.facts.store.roles import Role
from rongtu.vocab.chain_document_form import read_document
from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import RefusedError

pytestmark = pytest.mark.xdist_group("example")

CHAINS = ("EXES", "EXMI", "EXRJ")


@pytest.fixture(scope="module")
def exported(both, administrator):
    """The file of a chain of 示例区 as it is answered."""

    def export(chain, zone="", nature=Nature.FICTIONAL):
        return both.run("chain.document", {"chain": chain, "zone": zone}, administrator, nature=nature)

    return export


def read(told):
    return read_document(tomllib.loads(told.text), "chain.toml")


@pytest.mark.parametrize("code", CHAINS)
def test_a_file_has_every_node_group_and_link_of_its_chain(exported, seen, code):
    document = read(exported(code))
    with seen() as connection:
        (chain,) = rows(connection, industry.Chain, table(industry.Chain).c.code == code)
        nodes = rows(connection, industry.ChainNode, table(industry.ChainNode).c.chain == chain.id)
        own = {node.id: node.row.code for node in nodes}
        groups = [group.row for group in rows(connection, industry.InputGroup) if group.row.node in own]
        links = [
            link.row for link in rows(connection, industry.Link) if {link.row.from_node, link.row.to_node} <= own.keys()
        ]
    assert [node.code for node in document.nodes] == [node.row.code for node in nodes]
    assert {node.code for node in document.nodes if node.final} == {node.row.code for node in nodes if node.row.final}
    assert {group.code: group.share for group in document.groups} == {
        group.code: None if group.share is None else float(group.share) for group in groups
    }
    supplies = {(own[link.from_node], own[link.to_node]) for link in links if link.relation == "supplies"}
    assert set(document.supplies) == supplies
    others = {(own[one.from_node], own[one.to_node], one.relation) for one in links if one.relation != "supplies"}
    assert {(one.source, one.target, one.relation) for one in document.links} == others


@pytest.mark.parametrize("code", CHAINS)
@pytest.mark.parametrize("zone", ["", "示例区"])
def test_a_file_of_the_store_has_no_error_and_reads_the_same_again(exported, code, zone):
    told = exported(code, zone)
    found = check(read(told))
    assert found.errors == ()
    structure = read(exported(code))
    figured = {(one.table, one.field) for one in differences(structure, read(told)) if one.table in ("node", "group")}
    assert figured <= {("node", name) for name in ("supply", "demand", "weight")} | {("group", "share")}


@pytest.mark.parametrize("code", CHAINS)
def test_the_file_is_worth_what_the_chain_is_in_the_store(exported, seen, code):
    with seen() as connection:
        zone = find_zone(connection, "示例区")
        (chain,) = rows(connection, industry.Chain, table(industry.Chain).c.code == code)
        facts = read_value_facts(connection, zone, chain)
    document = read(exported(code, "示例区"))
    of_file, of_store = network_of(document), facts.network
    assert {(one.node, one.members, one.share.point) for one in of_file.groups} == {
        (one.node, tuple(sorted(one.members)), one.share.point) for one in of_store.groups
    }
    (in_store,) = [ask(case(of_store, Sampler(1, 1)), {}, ()).value.point]
    assert value_of(document).point == pytest.approx(in_store)


def test_what_is_not_known_is_left_out_and_told(exported):
    told = exported("EXMI", "示例区")
    assert "EX-IV-03 缺费用 cost" in told.lacks
    assert '\n# 缺费用 cost\n[[intervention]]\ncode = "EX-IV-03"\n' in told.text
    assert "cost" not in told.text.split('code = "EX-IV-03"')[1].split("[[")[0]
    assert "【虚构 fictional】" in told.text
    assert told.level == "public"
    assert told.headline() == told.text.rstrip("\n")


def test_a_range_of_the_store_is_a_range_of_the_file(exported):
    document = read(exported("EXMI", "示例区"))
    (group,) = [one for one in document.groups if one.code == "EXMI-DET-2"]
    assert (group.share.low, group.share.high) == (0.1, 0.18)


def test_a_public_chain_is_its_structure_alone(exported):
    told = exported("H2", "京津冀", Nature.REAL)
    document = read(told)
    assert len(document.nodes) == 41
    assert check(document).errors == ()
    assert all(node.supply is None for node in document.nodes)
    assert any(line.startswith("H2-PEM 缺供给") for line in told.lacks)


def test_a_file_says_who_may_see_what_is_in_it(exported, store):
    def shown(level):
        with store.engine(Role.OWNER).begin() as connection:
            connection.execute(
                text("UPDATE input_group SET visibility = :level WHERE code = 'EXMI-DET-1'"), {"level": level}
            )

    shown("members")
    try:
        told = exported("EXMI")
    finally:
        shown("public")
    assert told.level == "members"
    assert "\n# 密级 成员 MEMBERS\n" in told.text
    assert exported("EXMI").level == "public"


def test_a_chain_or_zone_that_is_not_there_is_refused(exported):
    with pytest.raises(RefusedError, match="There is no chain NOSUCH"):
        exported("NOSUCH")
    with pytest.raises(RefusedError, match="There is no zone 火星"):
        exported("EXES", "火星")
