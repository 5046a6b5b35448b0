"""Structure for the value model: groups by links, labels stand for their types, nothing counted twice."""

from dataclasses import replace

from small_chain import BARE, assumed, capability, changed, group, identity, link, more, node

from rongtu.desks.cluster.value.figures import Figures
from rongtu.desks.cluster.value.structure import structure
from rongtu.vocab.chains import CapabilityRole, Relation

TYPE = Relation.IS_TYPE_OF


def read(rows):
    return structure(rows, rows.chains[0], Figures(rows.assumptions))


def members(rows, code="G"):
    return {one.code: set(one.members) for one in read(rows).groups}[code]


def labelled(*capabilities):
    """L is the general name of Q and R, and is bought through the group that Q names too."""
    return more(
        nodes=[node("C-L"), node("C-Q"), node("C-R")],
        links=[
            link("C-L", "C-P", through="G"),
            link("C-Q", "C-P", through="G"),
            link("C-Q", "C-L", TYPE),
            link("C-R", "C-L", TYPE),
        ],
        capabilities=capabilities,
    )


def test_a_group_has_the_nodes_whose_links_name_it():
    assert members(BARE) == {"C-A"}
    assert read(BARE).ungrouped == ()


def test_a_type_s_own_link_is_dropped_beside_its_label_with_a_note():
    found = read(labelled())
    assert found.labels == {"C-L"}
    assert members(labelled()) == {"C-A", "C-L"}
    assert set(found.types) == {("C-Q", "C-L"), ("C-R", "C-L")}
    assert [note for note in found.notes if "物Q" in note and "并入其类别“物L”" in note]


def test_a_type_keeps_its_link_through_another_group():
    rows = replace(labelled(), groups=[*BARE.groups, group("G2")])
    rows.links[2] = link("C-Q", "C-P", through="G2")
    assert members(rows, "G2") == {"C-Q"}


def test_a_general_name_with_a_capacity_is_a_member_beside_its_types():
    rows = labelled(capability("C-L", body="far"))
    assert read(rows).labels == frozenset()
    assert members(rows) == {"C-A", "C-L", "C-Q", "C-R"}


def test_who_only_tests_a_thing_does_not_make_its_name_a_node_of_supply():
    assert read(labelled(capability("C-L", amount=None, role=CapabilityRole.TESTS))).labels == {"C-L"}


def test_a_link_that_names_no_group_of_its_buyer_is_told_apart():
    loose = [link("C-Q", "C-P"), link("C-A", "C-Q", through="G")]
    assert len(read(more(nodes=[node("C-Q")], links=loose)).ungrouped) == 2


def test_a_missing_share_is_missing_or_assumed():
    blank = group(share=None)
    rows = changed(groups=[blank])
    assert read(rows).groups[0].share.is_missing
    rows = changed(groups=[blank], assumptions=assumed(blank, "share", 0.1, 0.2))
    assert read(rows).groups[0].share.high == 0.2


def test_a_loss_not_given_is_one_for_one_by_convention_and_told():
    rows = changed(groups=[group(essential=False)])
    (found,) = read(rows).groups
    assert (found.essential, found.loss.point, found.loss.facts) == (False, 1.0, ())
    assert [note for note in read(rows).notes if "一元缺口损失一元" in note]


def test_a_supply_across_chains_is_left_out_with_a_note():
    rows = more(nodes=[node("D-Q", chain="D")], links=[link("D-Q", "C-P", through="G")])
    assert members(rows) == {"C-A"}
    assert [note for note in read(rows).notes if "跨两条链" in note]
    assert identity("chain", "D") != rows.chains[0].id
