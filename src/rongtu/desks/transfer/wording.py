"""One candidate as a lead: its name, place, role, date, grade, and the reason in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from rongtu.desks.transfer.candidates import Candidates
from rongtu.desks.transfer.models import Contribution, Lead
from rongtu.desks.transfer.scope import in_scope
from rongtu.engines.match.inputs import Evidence
from rongtu.engines.match.results import Condition, Match
from rongtu.facts.scope import Scope
from rongtu.vocab.chains import BasisGrade, CapabilityRole
from rongtu.vocab.dates import PartialDate, year_of
from rongtu.vocab.evidence import Confidence

CONDITION_ZH: Mapping[Condition, str] = {
    Condition.OWN: "本单位自有",
    Condition.KIND: "类别不符",
    Condition.REGION: "在范围之外",
    Condition.REGION_UNKNOWN: "所在地不明",
    Condition.YEAR: "时间不符",
    Condition.YEAR_UNKNOWN: "时间不明",
    Condition.TRL: "就绪度过低",
    Condition.TRL_HIGH: "就绪度过高",
    Condition.BUDGET: "报价超出预算",
    Condition.ENDED: "已过有效期",
    Condition.RIGHTS: "合作方式不符",
    Condition.RIGHTS_UNKNOWN: "合作方式不明",
    Condition.CERTIFICATE: "资质不符",
    Condition.CERTIFICATE_UNKNOWN: "资质不明",
    Condition.SIZE: "企业规模不符",
    Condition.SIZE_UNKNOWN: "企业规模要求不明",
    Condition.STAGE: "成长阶段不符",
    Condition.STAGE_UNKNOWN: "成长阶段不明",
    Condition.JURISDICTION: "不适用于所在地",
    Condition.JURISDICTION_UNKNOWN: "适用地区不明",
    Condition.SLOT: "没有足够空档",
}
"""What people call the failing of each condition."""

STALE_AFTER = 5
"""Years after which a statement is shown grey."""

GRADES = tuple(BasisGrade)
"""Best grade first."""

CONFIDENCES = tuple(Confidence)
"""Surest first."""


@dataclass(frozen=True, slots=True)
class View:
    """What every lead of one answer is described against."""

    candidates: Candidates
    scope: Scope
    sources: dict[UUID, str]
    reference_year: int | None


def named_lead(view: View, offer: str, evidence: Sequence[Evidence], match: Match | None) -> Lead:
    """A body with rows of evidence for the node; the best row gives role, date and reason."""
    best = min(evidence, key=lambda row: _standing(view, row))
    capability = view.candidates.capabilities[best.fact].row
    body = view.candidates.organisations[offer].row
    return Lead(
        name=body.name,
        kind=body.kind,
        region=view.candidates.place(body.region, body.zone),
        city=view.candidates.place(body.city),
        role=best.role,
        also=tuple(role for role in CapabilityRole if role in {row.role for row in evidence} - {best.role}),
        grade=best.grade,
        as_of=capability.as_of or capability.as_of_note,
        stale=_stale(view, capability.as_of),
        confidence=capability.confidence,
        why=capability.basis,
        score=match.score if match else 0.0,
        contributions=contributions_of(match),
        matched=match.matched_words if match else (),
        in_scope=in_scope(view.scope, body.zone, body.city, body.region),
        refs=(offer, best.fact),
        source=view.sources[capability.source],
    )


def text_lead(view: View, match: Match) -> Lead:
    """A candidate whose words agree with the node's; nobody says that it can do the thing."""
    kind, source, name, place, city, fact = _subject(view, match.offer)
    words = "、".join(match.matched_words)
    return Lead(
        name=name,
        kind=kind,
        region=view.candidates.place(place),
        city=view.candidates.place(city),
        role=CapabilityRole.UNSTATED,
        also=(),
        grade=BasisGrade.TEXT,
        as_of=None,
        stale=False,
        confidence=None,
        why=f"{fact}同现词：{words}",
        score=match.score,
        contributions=contributions_of(match),
        matched=match.matched_words,
        in_scope=True,
        refs=match.facts,
        source=view.sources[source],
    )


def preference(view: View, lead: Lead) -> tuple[bool, int, int, int, float, str]:
    """Order of leads: named ones, those in scope, quoted, newest first; then by grade and score; ties by name."""
    proven = lead.grade in (BasisGrade.NAMED, BasisGrade.REGISTRY)
    confidence = CONFIDENCES.index(Confidence(lead.confidence)) if lead.confidence else len(CONFIDENCES)
    if proven:
        return False, lead.remoteness(), confidence, -_year(lead.as_of), -lead.score, lead.name
    return True, lead.remoteness(), GRADES.index(lead.grade), 0, -lead.score, lead.name


def _standing(view: View, row: Evidence) -> tuple[int, int, int, str]:
    capability = view.candidates.capabilities[row.fact].row
    return GRADES.index(row.grade), CONFIDENCES.index(capability.confidence), -(row.as_of or 0), row.fact


def _year(as_of: str | None) -> int:
    return int(as_of[:4]) if as_of and as_of[:4].isdecimal() else 0


def _stale(view: View, as_of: PartialDate | None) -> bool:
    return bool(as_of and view.reference_year and view.reference_year - year_of(as_of) > STALE_AFTER)


def contributions_of(match: Match | None) -> tuple[Contribution, ...]:
    """The parts of a score as an answer shows them; none where nothing matched."""
    return tuple(Contribution(feature=feature, value=value) for feature, value in match.contributions) if match else ()


def _subject(view: View, offer: str) -> tuple[str, UUID, str, UUID | None, UUID | None, str]:
    """Kind, source, name, province, city and what it is, of an organisation, a platform or a project."""
    if offer in view.candidates.organisations:
        body = view.candidates.organisations[offer].row
        return body.kind, body.source, body.name, body.region or body.zone, body.city, "名称或业务描述"
    if offer in view.candidates.facilities:
        facility = view.candidates.facilities[offer].row
        host = f"（依托：{facility.host}）" if facility.host else ""
        place = facility.region or facility.zone
        return "platform", facility.source, facility.name + host, place, facility.city, "平台名称或领域"
    project = view.candidates.projects[offer].row
    performer = view.candidates.organisations.get(f"organisation:{project.organisation}")
    return (
        "project",
        project.source,
        project.performer or project.title,
        # matching places a project without a place of its own where its performer is
        project.region or ((performer.row.region or performer.row.zone) if performer else None),
        None,
        f"研发项目《{project.title}》",
    )
