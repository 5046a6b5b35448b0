"""A node's page: what it is, where it stands, what is said, who and what is on it, what is unknown, all sources."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from rongtu.desks.cluster.node_models import Document, NodeFacts
from rongtu.desks.cluster.value.models import LeftOut, NodeWorth, ScopeValue
from rongtu.desks.transfer.models import Lead
from rongtu.faces.web.maps import chain_picture
from rongtu.faces.web.rendering import page
from rongtu.faces.web.stuck_lists import node_parts
from rongtu.faces.web.visit import Visit
from rongtu.flows.result import LoopResult
from rongtu.vocab.chains import BasisGrade

MEANS = ("facilities", "technologies", "needs", "interventions")

PROVEN = (BasisGrade.NAMED, BasisGrade.REGISTRY)


class Cited:
    """Numbers the documents of a page in the order a reader meets them."""

    def __init__(self, documents: tuple[Document, ...]) -> None:
        self._known = {document.code: document for document in documents}
        self._numbers: dict[str, int] = {}

    def number(self, code: str) -> int:
        """The number of a document, given when it is first named."""
        return self._numbers.setdefault(code, len(self._numbers) + 1)

    def listed(self) -> list[tuple[int, Document]]:
        """The documents named so far, by number."""
        return [(number, self._known[code]) for code, number in self._numbers.items() if code in self._known]


def node(visit: Visit) -> Response:
    """Everything known of one node, in the order people ask."""
    asked = {"after": visit.query["after"]} if "after" in visit.query else {}
    found = visit.ask("chain.node", NodeFacts, node=visit.given["node"], **asked)
    chains = {one.chain: one.node for one in found.standings}
    diagnoses = [visit.diagnosis(chain) for chain in chains]
    own = next(one for one in diagnoses if one.code == found.chain)
    return page(
        visit,
        "node",
        visit.tongue.name(found.name, found.name_en),
        node=found,
        maps=[(one, chain_picture(visit.tongue, one, chains[one.code])) for one in diagnoses],
        named=[body for body in found.bodies if body.grade in PROVEN],
        by_class=[body for body in found.bodies if body.grade not in PROVEN],
        by_class_count=sum(count.placements for count in found.counts if count.grade not in PROVEN),
        question=next((one for one in own.questions if one.node == found.code), None),
        unknown=own.unknown,
        absent=[kind for kind in MEANS if not getattr(found, kind)],
        cited=Cited(found.documents),
        paged="after" in visit.query,
        **_kept(visit, found),
    )


def _kept(visit: Visit, found: NodeFacts) -> dict[str, Any]:
    """What the newest run says of the node: its worth, or what that lacks, and whom to call by text alone."""
    kept = visit.newest()
    value = kept.result.value if kept else None
    parts = node_parts(kept.result, found.code) if kept else {"places": {}, "dependence": None, "asked_facts": []}
    return {
        **parts,
        "kept": kept,
        "worth": _worth(value, found.code),
        "left_out": _left_out(value, found.chain),
        "leads": _leads(kept.result, found) if kept else [],
    }


def _worth(value: ScopeValue | None, code: str) -> NodeWorth | None:
    return next((one for one in value.nodes if one.node == code), None) if value else None


def _left_out(value: ScopeValue | None, chain: str) -> LeftOut | None:
    return next((one for one in value.left_out if one.chain == chain), None) if value else None


def _leads(result: LoopResult, found: NodeFacts) -> list[tuple[Lead, str]]:
    """Leads the facts do not place on the node, with the address of the row each was met in."""
    leads = result.leads.get(found.code)
    placed = {body.name for body in found.bodies}
    return [(lead, lead.refs[0]) for lead in (leads.leads if leads else ()) if lead.name not in placed and lead.refs]
