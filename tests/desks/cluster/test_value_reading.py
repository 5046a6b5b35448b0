"""Reading by columns finds what reading by rows does: who is placed where, who is counted, what a glance shows."""

from collections import defaultdict

import pytest
from small_chain import as_placed

from rongtu.desks.cluster import chain_presence
from rongtu.desks.cluster.chain_presence import read_presence
from rongtu.desks.cluster.value import placed as value_placed
from rongtu.desks.cluster.value.choice import choose
from rongtu.desks.cluster.value.glances import NeedSeen
from rongtu.desks.cluster.value.placed import PROVEN, nobody, read_placed
from rongtu.desks.cluster.value.rows import dates_said
from rongtu.facts import reading
from rongtu.facts.places import find_zone
from rongtu.facts.reading import glances, rows
from rongtu.facts.records.deals import Deal
from rongtu.facts.records.industry import Capability, Chain, ChainNode
from rongtu.facts.records.knowledge import Need
from rongtu.facts.records.organisations import Organisation
from rongtu.facts.schema import table
from rongtu.facts.scope import read_scope
from rongtu.vocab.evidence import Nature

ZONES = {Nature.REAL: "京津冀", Nature.FICTIONAL: "示例区"}


def by_rows(connection, scope):
    """Who may supply what, one row object after the other."""
    found = [one for one in rows(connection, Capability) if one.row.grade in PROVEN or one.row.capacity is not None]
    return as_placed(found, rows(connection, Organisation), scope)


@pytest.mark.parametrize("nature", ZONES)
def test_columns_hold_what_the_rows_do(seen, nature):
    with seen(nature) as connection:
        scope = read_scope(connection, find_zone(connection, ZONES[nature]))
        found, expected = read_placed(connection, scope, (), None), by_rows(connection, scope)
    assert found.height > 0
    assert found.rows() == expected.rows()
    assert found.columns == expected.columns == nobody().columns


def test_of_some_nodes_only_theirs_are_read(seen):
    with seen() as connection:
        nodes = [node.id for node in rows(connection, ChainNode)][:3]
        scope = read_scope(connection, None)
        found = read_placed(connection, scope, (), nodes)
        everything = read_placed(connection, scope, (), None)
    assert 0 < found.height < everything.height
    assert set(found["node"]) <= {str(node) for node in nodes}


@pytest.fixture
def merging(monkeypatch):
    """Makes the second of the placed bodies count as the first."""

    def merge(connection):
        first, second = sorted({one.row.organisation for one in rows(connection, Capability)})[:2]
        for module in (value_placed, chain_presence, reading):
            monkeypatch.setattr(module, "merged", lambda _: {second: first})
        return first, second

    return merge


def test_what_a_merged_body_can_do_the_other_can(seen, merging):
    with seen() as connection:
        scope = read_scope(connection, find_zone(connection, "示例区"))
        first, second = merging(connection)
        found, expected = read_placed(connection, scope, (), None), by_rows(connection, scope)
    assert found.rows() == expected.rows()
    assert str(second) not in set(found["body"])
    assert str(first) in set(found["body"])


@pytest.mark.parametrize("merges", [False, True])
@pytest.mark.parametrize("nature", ZONES)
def test_bodies_are_counted_as_their_rows_say(seen, merging, nature, merges):
    with seen(nature) as connection:
        if merges:
            merging(connection)
        placed = rows(connection, Capability)
        for chain in rows(connection, Chain):
            nodes = rows(connection, ChainNode, table(ChainNode).c.chain == chain.id)
            codes = {node.id: node.row.code for node in nodes}
            found = read_presence(connection, chain.id, codes)
            told = {
                (code, kind): {count.role: (count.bodies, set(count.refs)) for count in counts}
                for kind, by_node in (("named", found.named), ("class", found.by_class))
                for code, counts in by_node.items()
            }
            assert told == _counted(placed, codes)
            whole = {one.row.organisation for one in placed if one.row.chain == chain.id}
            assert sum(count.bodies for count in found.whole) >= len(whole)


def _counted(placed, codes):
    """By code of the node and kind of grade: for each role the number of bodies, and the rows."""
    grouped = defaultdict(lambda: defaultdict(list))
    for one in placed:
        if one.row.node in codes:
            kind = "named" if one.row.grade in PROVEN else "class"
            grouped[codes[one.row.node], kind][one.row.role].append(one)
    counted = {(code, kind): {} for code in codes.values() for kind in ("named", "class")}
    for key, by_role in grouped.items():
        counted[key] = {
            role: (len({one.row.organisation for one in own}), {one.ref for one in own})
            for role, own in by_role.items()
        }
    return counted


def test_a_glance_has_the_columns_of_the_row(seen):
    with seen() as connection:
        whole, glanced = rows(connection, Need), glances(connection, Need, NeedSeen)
    assert [one.id for one in glanced] == [one.id for one in whole]
    for one, full in zip(glanced, whole, strict=True):
        assert one.row == tuple(getattr(full.row, name) for name in NeedSeen._fields)
        assert type(one.row.state) is type(full.row.state)


def test_the_dates_said_are_those_of_needs_and_deals(seen):
    with seen() as connection:
        said = [one.row.stage_on for one in rows(connection, Deal)]
        for need in rows(connection, Need):
            said += [day for day in (need.row.posted_on, need.row.confirmed_on) if day]
        assert dates_said(connection) == sorted(set(said))


def test_nobody_chosen_is_nobody():
    choice = choose(nobody(), ())
    assert choice.suppliers.capable.height == choice.suppliers.others.height == choice.suppliers.lost.height == 0
    assert choice.elsewhere == {}
    assert choice.figured == frozenset()
