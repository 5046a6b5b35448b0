"""Checks of chain documents: what cannot be used is an error, what is worth a look a finding; each with its place."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given

from engines.chain.document.builders import CHAIN, FEW, FIVE, document, documents, faults, findings
from rongtu.engines.chain.document import chain_of, check, has_figures, network_of
from rongtu.facts import records
from rongtu.facts.fields import KINDS
from rongtu.vocab.chain_document import CHAIN_CODE, NODE_CODE, ChainDocument, GroupEntry, NodeEntry
from rongtu.vocab.chains import NodeKind, Tier
from rongtu.vocab.problems import InputError

assert records


def node(code, rest=""):
    return f'[[node]]\ncode = "{code}"\nname = "{code}"\ntier = "upstream"\nkind = "part"\n{rest}\n'


def group(buyer, *members, share=0.1, rest=""):
    named = ", ".join(f'"{member}"' for member in members)
    return f'[[group]]\nnode = "{buyer}"\nmembers = [{named}]\nshare = {share}\n{rest}\n'


def link(source, target, relation="supplies"):
    return f'[[link]]\nfrom = "{source}"\nto = "{target}"\nrelation = "{relation}"\n'


def test_what_is_right_has_neither_errors_nor_findings():
    for text in (CHAIN, FIVE):
        found = check(document(text))
        assert (found.errors, found.findings) == ((), ())


@pytest.mark.parametrize(
    ("added", "where", "rule"),
    [
        (node("EX-A"), "node 3 (EX-A)", "a node code is given once"),
        (group("EX-P", "EX-A", share=0.7), "node 2 (EX-P)", "the shares of a node's groups add up to at most 1"),
        (group("EX-P", "EX-A", share=1.5), "group 2 (EX-P: EX-A), share", "a share lies from 0 to 1"),
        (group("EX-P", "EX-A", share=-0.1), "group 2 (EX-P: EX-A), share", "a share lies from 0 to 1"),
        (group("EX-P", "EX-A", share="nan"), "group 2 (EX-P), share", "a figure is a finite number"),
        (node("EX-B", "supply = -1"), "node 3 (EX-B), supply", "money and months are not negative"),
        (node("EX-B", "supply = inf"), "node 3 (EX-B), supply", "a figure is a finite number"),
        (
            node("EX-B", "buy = { low = 2, high = 1 }"),
            "node 3 (EX-B), buy",
            "the low end of a range is not above its high end",
        ),
        (
            node("EX-B", "buy = { low = 1, high = 2, likely = 3 }"),
            "node 3 (EX-B), buy",
            "the likely value lies in the range",
        ),
        (group("EX-P", "EX-X"), "group 2 (EX-P: EX-X), members", "every node named is a node of the file"),
        (link("EX-A", "EX-X"), "link 1 (EX-A → EX-X), to", "every node named is a node of the file"),
        (link("EX-A", "EX-A"), "link 1 (EX-A → EX-A)", "a link joins two different nodes"),
        (group("EX-P", "EX-P"), "group 2 (EX-P: EX-P), members", "no node supplies itself"),
        (group("EX-P", "EX-A", "EX-A"), "group 2 (EX-P: EX-A/EX-A)", "a member is named once"),
        (link("EX-A", "EX-P") * 2, "link 2 (EX-A → EX-P)", "a link is given once"),
        (
            link("EX-A", "EX-P", "is_type_of") + link("EX-P", "EX-A", "is_type_of"),
            "node 1 (EX-A)",
            "no node is a type of itself, by way of others neither",
        ),
        (
            '[[purchase]]\nnode = "EX-A"\norigin = "abroad"\navailable = 1\n',
            "purchase 1 (EX-A abroad)",
            "what can be bought is said at the node or as [[purchase]]",
        ),
        (
            '[[intervention]]\ncode = "I"\nnode = "EX-X"\nsuccess = 2\n',
            "intervention 1 (I), success",
            "a share lies from 0 to 1",
        ),
        (
            '[[controller]]\nnode = "EX-X"\nname = "某国"\nkind = "supplier"\ncountry = "XAA"\n',
            "controller 1 (某国, EX-X), node",
            "every node named is a node of the file",
        ),
        (
            node("EX-T", "supply = 1") + node("EX-L", "final = true") + link("EX-T", "EX-L", "is_type_of"),
            "node 4 (EX-L), final",
            "a general name delivers nothing itself: its types do",
        ),
    ],
)
def test_an_error_is_told_with_its_place(added, where, rule):
    assert (where, rule) in faults(CHAIN + added)


def test_errors_of_form_and_of_structure_are_told_together():
    found = faults(CHAIN + node("EX-B", "sply = 3") + group("EX-P", "EX-X", share=2))
    assert [place for place, _ in found] == [
        "node 3 (EX-B), sply",
        "group 2 (EX-P: EX-X), members",
        "node 2 (EX-P)",
        "group 2 (EX-P: EX-X), share",
    ]


@pytest.mark.parametrize(
    ("text", "where", "rule"),
    [
        (CHAIN.replace("final = true\n", "").replace("demand = 30\n", ""), "the nodes", "a chain names its final"),
        (CHAIN + node("EX-B", "supply = 1"), "node 3 (EX-B)", "from every node a final product is reached"),
        (CHAIN + group("EX-P"), "group 2 (EX-P: ), members", "a group has members"),
        (CHAIN + node("EX-B", "demand = 1"), "node 3 (EX-B), demand", "a demand is that for a final product"),
        (
            CHAIN + node("EX-B", "supply = 0\nbuy = 0") + group("EX-P", "EX-B"),
            "node 3 (EX-B)",
            "somebody supplies a node that a final product is made from",
        ),
        (
            CHAIN.replace("supply = 10\n", "").replace("supply = 40\n", ""),
            "the nodes",
            "somebody supplies something",
        ),
        (
            CHAIN
            + node("EX-B", "supply = 1")
            + node("EX-C", "supply = 1")
            + link("EX-B", "EX-C")
            + link("EX-C", "EX-B"),
            "node 3 (EX-B)",
            "a circle of supplies feeds a final product or is one",
        ),
        (
            CHAIN + node("EX-B", "supply = 1") + link("EX-B", "EX-P"),
            "link 1 (EX-B → EX-P)",
            "a supply stands in a group of its buyer, which has its share",
        ),
        (
            CHAIN + node("EX-T", "supply = 1") + link("EX-T", "EX-A", "is_type_of") + group("EX-P", "EX-A", "EX-T"),
            "group 2 (EX-P: EX-A/EX-T), members",
            "a type supplies through its label or by itself",
        ),
        (
            CHAIN + node("EX-T", "supply = 1") + link("EX-T", "EX-A", "is_type_of") + link("EX-T", "EX-P"),
            "link 2 (EX-T → EX-P)",
            "a type supplies through its label or by itself",
        ),
        (CHAIN + group("EX-P", "EX-A"), "group 2 (EX-P: EX-A), members", "a supplier stands in one group of its buyer"),
        (
            CHAIN.replace("share = 0.5", "share = { low = 0.5, high = 0.9 }") + group("EX-P", "EX-A", share=0.2),
            "node 2 (EX-P)",
            "the high ends of a node's shares add up to at most 1",
        ),
        (CHAIN.replace('name = "示例链"\n', ""), "key name", "a chain of the store has a name"),
        (CHAIN.replace('tier = "upstream"\n', ""), "node 1 (EX-A)", "a node of the store has a tier and a kind"),
        (CHAIN.replace("EX-A", "a"), "node 1 (a)", "the code of a node of the store"),
        (CHAIN.replace('code = "EX"', 'code = "ex"'), "key code", "the code of a chain of the store"),
    ],
)
def test_a_finding_is_told_with_its_place_and_is_no_error(text, where, rule):
    assert faults(text) == []
    assert [place for place, found in findings(text) if found.startswith(rule)] == [where]


def test_a_sketch_is_not_asked_for_what_the_store_wants():
    assert findings(FIVE) == []


def test_codes_are_of_the_form_that_records_have():
    assert KINDS["chain"].column("code").field.pattern == f"^{CHAIN_CODE}$"
    assert KINDS["chain_node"].column("code").field.pattern == f"^{NODE_CODE}$"


def test_types_nested_without_end_are_an_error_and_not_a_long_wait():
    names = [f"EX-T{number}" for number in range(80)]
    nested = "".join(link(one, other, "is_type_of") for one, other in pairwise(names))
    text = CHAIN + "".join(node(name) for name in names) + nested
    assert ("the links", "general names are nested at most 50 deep") in faults(text)


@pytest.mark.slow
def test_a_chain_of_a_hundred_thousand_nodes_is_checked_whole():
    codes = [f"EX-{number}" for number in range(100_000)]
    nodes = tuple(NodeEntry(code, code, Tier.MIDSTREAM, NodeKind.PART, supply=1.0, buy=0.0) for code in codes)
    made = ChainDocument(
        code="EX",
        name="长链",
        nodes=(replace(nodes[0], final=True, demand=1.0), *nodes[1:]),
        groups=tuple(GroupEntry(buyer, (seller,), share=0.5) for buyer, seller in pairwise(codes)),
    )
    cut = check(replace(made, groups=made.groups[:50_000]))
    assert (len(cut.errors), len(cut.findings)) == (0, 49_999)


@FEW
@given(documents())
def test_what_has_no_error_can_be_read_and_valued(made):
    found = check(made)
    if found.errors:
        with pytest.raises(InputError):
            chain_of(made)
            network_of(made)
            raise InputError(found.errors)
        return
    chain_of(made)
    if any(one.final for one in made.nodes):
        network_of(made)
        assert isinstance(has_figures(made), bool)
