"""Leads for a chain node: up to a few bodies worth a call, each with role, date, grade and reason.

Named bodies come first: those in scope, then quoted before re-told, then newest. Leads (of the trade by industry
class, or by words alone, only from within scope) fill what is left, best grade first, then by score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from rongtu.acts.authority import Right
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.transfer.candidates import read_candidates
from rongtu.desks.transfer.encoding import encode
from rongtu.desks.transfer.models import Lead, LeadsAnswer, LeadsRequest, NodeLeads, Removal
from rongtu.desks.transfer.scope import zone_scope
from rongtu.desks.transfer.wording import CONDITION_ZH, View, named_lead, preference, text_lead
from rongtu.engines.match.indexing import build_index
from rongtu.engines.match.inputs import Conditions, Evidence
from rongtu.engines.match.ranking import rank
from rongtu.engines.match.results import NeedMatches
from rongtu.facts.provenance import source_codes
from rongtu.vocab.problems import RefusedError


@operation(
    "match.nodes",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="为环节找值得联系的单位",
    en="Find bodies worth a call for chain nodes",
)
def find_leads(context: Context, request: LeadsRequest) -> LeadsAnswer:
    """Leads for each node asked for; RefusedError for a node or a zone that is not there."""
    candidates = read_candidates(context.connection)
    scope = zone_scope(context.connection, candidates.places, request.zone)
    unknown = sorted(set(request.nodes) - candidates.needs.keys())
    if unknown:
        raise RefusedError(f"There is no chain node {', '.join(unknown)}.")
    sources = source_codes(context.connection)
    view = View(candidates, scope, sources, candidates.newest_year())
    inside = Conditions(regions=candidates.places.within(scope))
    needs = [replace(candidates.needs[code], conditions=inside) for code in request.nodes or sorted(candidates.needs)]
    by_node: defaultdict[str, list[Evidence]] = defaultdict(list)
    for row in candidates.evidence:
        by_node[row.need].append(row)
    encoding = encode(candidates.offers, needs, context.progress, context)
    index = build_index(candidates.offers, candidates.user_words, encoding.offers)
    return LeadsAnswer(
        leads={
            answer.need: _node_leads(view, answer, by_node[answer.need], request.most)
            for answer in rank(index, needs, vectors=encoding.needs, top=request.most, per_holder=1)
        },
        reference_year=view.reference_year,
        encoder=encoding.encoder,
        remark=encoding.remark,
    )


def _node_leads(view: View, answer: NeedMatches, evidence: Sequence[Evidence], most: int) -> NodeLeads:
    matches = {match.offer: match for match in answer.matches}
    placed: defaultdict[str, list[Evidence]] = defaultdict(list)
    for row in evidence:
        placed[row.offer].append(row)
    leads = [named_lead(view, offer, rows_, matches.get(offer)) for offer, rows_ in placed.items()]
    leads += [text_lead(view, match) for offer, match in matches.items() if offer not in placed]
    return NodeLeads(
        node=answer.need,
        considered=len(view.candidates.offers),
        removals=tuple(
            Removal(condition=CONDITION_ZH[removal.condition], removed=removal.count) for removal in answer.removals
        ),
        leads=_distinct(sorted(leads, key=lambda lead: preference(view, lead)))[:most],
    )


def _distinct(leads: list[Lead]) -> tuple[Lead, ...]:
    """One lead for each name: a body may stand as an organisation and as the performer of a project."""
    first: dict[str, Lead] = {}
    for lead in leads:
        first.setdefault(lead.name, lead)
    return tuple(first.values())
