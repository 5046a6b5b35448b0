"""Names, places, leads and questions in words, each with the refs it rests on."""

from __future__ import annotations

from collections.abc import Iterable

from rongtu.desks.cluster.models import ChainDiagnosis, ClaimState, NodeState, RoleCount
from rongtu.desks.transfer.models import Lead
from rongtu.flows.brief.document import Line, Span
from rongtu.flows.brief.footnotes import Footnotes, joined, line
from rongtu.vocab.chains import BasisGrade, CapabilityRole
from rongtu.vocab.labels import label

NOT_FOUND = "未见公开资料"
MAKERS = {CapabilityRole.PRODUCES, CapabilityRole.INTEGRATES}


def chain_name(chain: ChainDiagnosis) -> Span:
    """The chain by name."""
    return Span(text=chain.name, refs=(chain.ref,))


def node_name(node: NodeState) -> Span:
    """The node by name."""
    return Span(text=node.name, refs=(node.ref,))


def region_name(notes: Footnotes, region: str) -> Span:
    """A province by name."""
    evaluation = notes.result.evaluation
    return Span(text=evaluation.region_names.get(region, region), refs=(evaluation.region_refs[region],))


def group_name(notes: Footnotes) -> Span:
    """The regions in focus together, by the name the evaluation gives them."""
    evaluation = notes.result.evaluation
    name = evaluation.group[-1].name if evaluation.group else _names(notes)
    members = tuple(evaluation.region_refs[region] for region in evaluation.focus)
    return Span(text=name, refs=(evaluation.region_refs[name],) if name in evaluation.region_refs else members)


def _names(notes: Footnotes) -> str:
    evaluation = notes.result.evaluation
    return "、".join(evaluation.region_names.get(region, region) for region in evaluation.focus)


def dated(claims: Iterable[ClaimState]) -> tuple[ClaimState, ...]:
    """The claims that say when they hold, newest first."""
    return tuple(sorted((claim for claim in claims if claim.as_of), key=lambda claim: claim.as_of or "", reverse=True))


def claim_line(notes: Footnotes, claim: ClaimState) -> Line:
    """What is claimed, when, by whom."""
    when: Span | str = Span(text=claim.as_of, refs=(claim.ref,)) if claim.as_of else "未注明时间"
    return line(Span(text=claim.text, refs=(claim.ref,)), "（", when, "）", notes.mark(claim.source))


def lead_order(leads: Iterable[Lead]) -> tuple[Lead, ...]:
    """Leads in scope before those elsewhere, otherwise as ranked."""
    return tuple(sorted(leads, key=Lead.remoteness))


def lead_short(notes: Footnotes, lead: Lead) -> tuple[Span, ...]:
    """A body worth a call: role, name, place, date, grade, source number."""
    place = " ".join(dict.fromkeys(part for part in (lead.region, lead.city) if part))
    details = [
        Span(text=place, refs=lead.refs) if place else "地点未注明",
        Span(text=lead.as_of, refs=lead.refs) if lead.as_of else "时间未注明",
        *(["较早"] if lead.stale else []),
        *(["区外"] if lead.in_scope is False else []),
        label(lead.grade).zh,
    ]
    name = Span(text=lead.name, refs=lead.refs)
    roles = "、".join(label(role).zh for role in (lead.role, *lead.also))
    return line(roles, " ", name, "（", joined(details, "，"), "）", notes.mark(lead.source)).spans


def lead_line(notes: Footnotes, lead: Lead) -> Line:
    """A body worth a call, grey if its date is old; the reason of one that is near and not old. The sheet has all."""
    told = lead.why and not lead.stale and lead.in_scope is not False
    why: tuple[str | Span, ...] = ("：", Span(text=lead.why, refs=lead.refs)) if told else ()
    return line(lead_short(notes, lead), *why, tone="muted" if lead.stale else "body")


def leads_of(notes: Footnotes, node: str) -> tuple[Lead, ...]:
    """The leads known for a node, in the order they are printed."""
    found = notes.result.leads.get(node)
    return lead_order(found.leads) if found else ()


def roles_in_words(notes: Footnotes, key: str, counts: Iterable[RoleCount], rule: str) -> tuple[Span, ...]:
    """Bodies by role, the roles kept apart."""
    return joined(
        [
            line(label(count.role).zh, " ", notes.derive(f"{key}.{count.role}", count.bodies, rule, count.refs)).spans
            for count in counts
        ]
    )


def first_question(notes: Footnotes, node: NodeState) -> Line:
    """What to ask first: whether an old claim holds, else who can make it, else how far the bodies named are."""
    leads = [lead for lead in leads_of(notes, node.code) if lead.in_scope and lead.grade is BasisGrade.NAMED]
    newest = dated(node.claims)[:1]
    if newest:
        when = Span(text=(newest[0].as_of or "")[:4], refs=(newest[0].ref,))
        asked: tuple[str | Span, ...] = (when, "年的说法现在是否成立？")
    elif node.claims:
        asked = ("说法指哪一年？现在是否成立？",)
    else:
        asked = ("主要用户向谁采购？",)
    if not leads:
        return line(*asked, "区域内谁能造、谁在研？")
    if not any(lead.role in MAKERS for lead in leads):
        return line(*asked, "已知单位之外，区域内谁能造？")
    return line(*asked, "已知单位是否量产、供给谁？")
