"""Chains for tests, written as text: `chain("A B C", "A>B B>C")`."""

from __future__ import annotations

from rongtu.engines.chain import Chain, Claim, Link, Node, Placement
from rongtu.vocab.chains import BasisGrade, CapabilityRole, Completeness, NodeKind, Relation, Tier


def node(code, tier=Tier.UPSTREAM, survey=Completeness.NONE):
    return Node(code, code.lower(), code, tier, NodeKind.PART, survey, fact=f"node:{code}")


def links(text, relation=Relation.SUPPLIES):
    pairs = (pair.split(">") for pair in text.split())
    return tuple(Link(source, target, relation, fact=f"link:{source}>{target}") for source, target in pairs)


def chain(nodes, supplies="", *, stages="", types="", complements="", products=""):
    relations = {
        Relation.SUPPLIES: supplies,
        Relation.STAGE_FLOW: stages,
        Relation.IS_TYPE_OF: types,
        Relation.COMPLEMENTS: complements,
    }
    drawn = tuple(link for relation, text in relations.items() for link in links(text, relation))
    members = nodes if isinstance(nodes, tuple) else tuple(node(code) for code in nodes.split())
    return Chain("T", "试验链", members, drawn, tuple(products.split()))


def claim(code, year=2023, fact="claim:1"):
    return Claim(code, f"{code} 受制于人", year, fact)


def placed(code, body, role=CapabilityRole.PRODUCES, grade=BasisGrade.NAMED, fact="placement:1"):
    return Placement(code, body, role, grade, fact)
