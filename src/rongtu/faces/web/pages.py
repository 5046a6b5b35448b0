"""The pages besides that of a node: what each asks and hands to its template."""

from __future__ import annotations

import re
from typing import Any

from starlette.responses import Response

from rongtu.desks.cluster.models import ChainDiagnosis, ChainList
from rongtu.desks.govern.provenance import Sourced
from rongtu.desks.govern.regions import RegionList
from rongtu.faces.web.brief_page import brief_parts, rank_chart
from rongtu.faces.web.evaluation_page import evaluation_parts, ranks_moved
from rongtu.faces.web.maps import chain_picture
from rongtu.faces.web.rendering import page
from rongtu.faces.web.stuck_lists import chain_lists
from rongtu.faces.web.tongue import Tongue
from rongtu.faces.web.visit import Visit
from rongtu.flows.brief.stuck import heaviest_first
from rongtu.vocab.chains import Tier
from rongtu.vocab.places import ZoneKind
from rongtu.vocab.problems import RefusedError

ROW = re.compile(r"[a-z_]{1,40}:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""How a row is named: KIND:UUID."""

TIERS = tuple(Tier)

ASKED = 10
"""Questions listed on a chain's page."""


def home(visit: Visit) -> Response:
    """The first page: what there is, and where to go."""
    places = visit.ask("region.list", RegionList)
    chains = visit.ask("chain.list", ChainList).chains
    return page(
        visit,
        "home",
        visit.tongue.t("menu_home"),
        zones=[zone for zone in places.zones if zone.kind is ZoneKind.GROUP],
        chains=chains,
        **_run(visit),
    )


def regions(visit: Visit) -> Response:
    """Zones with their members, and the provinces."""
    places = visit.ask("region.list", RegionList)
    return page(visit, "regions", visit.tongue.t("menu_regions"), zones=places.zones, provinces=places.provinces)


def chains(visit: Visit) -> Response:
    """Every chain."""
    found = visit.ask("chain.list", ChainList).chains
    return page(visit, "chains", visit.tongue.t("menu_chains"), chains=found)


def chain(visit: Visit) -> Response:
    """A chain: its map, where it is stuck, its nodes, what to ask first, what cannot be computed."""
    found = visit.diagnosis(visit.given["chain"])
    asked = {question.node: question for question in found.questions}
    return page(
        visit,
        "chain",
        found.name,
        chain=found,
        picture=chain_picture(visit.tongue, found),
        nodes=sorted(found.nodes, key=lambda node: (TIERS.index(node.tier), not node.claims, node.column, node.row)),
        asked=sorted(asked.values(), key=lambda question: question.position)[:ASKED],
        names={node.code: node for node in found.nodes},
        **_worth(visit, found),
    )


def _worth(visit: Visit, chain: ChainDiagnosis) -> dict[str, Any]:
    """What the newest run says the chain's stuck points are worth, or what that lacks."""
    kept = visit.newest()
    value = kept.result.value if kept else None
    valued = value is not None and any(one.chain == chain.code for one in value.nodes)
    left_out = next((one for one in value.left_out if one.chain == chain.code), None) if value else None
    return {
        "kept": kept,
        "valued": valued,
        "lists": chain_lists(value, chain.code) if value and valued else (),
        "bought": {one.node: one for one in value.dependence} if value else {},
        "left_out": left_out,
        "heaviest_first": heaviest_first,
    }


def evaluation(visit: Visit) -> Response:
    """The integration evaluation of the newest run."""
    kept = visit.newest()
    parts = {}
    if kept:
        since = visit.site.since(kept)
        chart = rank_chart(visit.tongue, kept.brief(visit.site.head(), since))
        parts = evaluation_parts(kept.result.evaluation) | {"chart": chart, "moved": ranks_moved(since)}
    return page(visit, "evaluation", visit.tongue.t("menu_evaluation"), kept=kept, **parts)


def brief(visit: Visit) -> Response:
    """The brief of a run: the one named, else the newest."""
    named = visit.given.get("run")
    kept = visit.site.kept(named, visit.nature) if named else visit.newest()
    doc = brief_parts(kept.brief(visit.site.head(), visit.site.since(kept))) if kept else {}
    title, runs = visit.tongue.t("menu_brief"), visit.site.runs(visit.nature)
    return page(visit, "brief", title, kept=kept, runs=runs, doc=doc, zh=Tongue("zh").t)


def fact(visit: Visit) -> Response:
    """A row of facts with its document; a figure with all the others of its point."""
    ref = visit.given["ref"]
    if not ROW.fullmatch(ref):
        raise RefusedError(f"There is no fact {ref}: a fact is named KIND:UUID.")
    found = visit.ask("fact.source", Sourced, words=(ref,))
    title = visit.tongue.t("fact")
    return page(visit, "fact", title, ref=ref, points=found.points, row=found.row, row_ref=ROW.fullmatch)


def _run(visit: Visit) -> dict[str, Any]:
    kept = visit.newest()
    listed = next((run for run in visit.site.runs(visit.nature) if kept and run.run == kept.run), None)
    return {"kept": kept, "latest": listed}
