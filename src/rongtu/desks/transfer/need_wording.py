"""One offer for a posted need as an answer tells it: what it is and whose, and how far the two have come."""

from __future__ import annotations

from uuid import UUID

from rongtu.desks.transfer.need_models import DealSoFar, Offered
from rongtu.desks.transfer.need_reasons import NeedView, Pair, Subject, cautions, reasons
from rongtu.desks.transfer.posted import offer_of
from rongtu.desks.transfer.wording import contributions_of
from rongtu.engines.match.results import Match
from rongtu.facts.reading import Stored
from rongtu.facts.records.deals import Deal
from rongtu.facts.records.knowledge import Need
from rongtu.vocab.dates import interval


def offered(view: NeedView, need: Stored[Need], match: Match) -> Offered:
    """A match in words."""
    subject, deal = _subject(view, match.offer), _deal(view, need, match.offer)
    judged = tuple(
        row for row in view.posted.judgements.get(need.id, ()) if f"technology:{row.row.technology}" == match.offer
    )
    pair = Pair(view, need.row, subject, match, judged, deal)
    grounds = [row.fact for row in match.evidence]
    refs = (match.offer, *grounds, *(row.ref for row in judged), *((deal.ref,) if deal else ()))
    return Offered(
        kind=subject.kind,
        code=subject.code,
        name=subject.name,
        holder=subject.holder,
        region=subject.region,
        trl=subject.technology.trl if subject.technology else None,
        in_scope=None if subject.region is None else subject.region in view.scope,
        score=match.score,
        contributions=contributions_of(match),
        matched=match.matched_words,
        why="；".join(reasons(pair)),
        cautions=tuple(cautions(pair)),
        deal=_so_far(deal),
        refs=tuple(dict.fromkeys(refs)),
        source=view.sources[subject.source],
    )


def _subject(view: NeedView, offer: str) -> Subject:
    candidates = view.posted.candidates
    if offer in view.posted.technologies:
        result = view.posted.technologies[offer].row
        place, name = _seat(view, result.holder), view.posted.body(result.holder)
        return Subject("technology", result.code, result.title, name, place, result.source, technology=result)
    if offer in view.posted.datasets:
        data = view.posted.datasets[offer].row
        place, name = _seat(view, data.holder), view.posted.body(data.holder)
        return Subject("dataset", data.code, data.title, name, place, data.source)
    if offer in candidates.organisations:
        body = candidates.organisations[offer].row
        place = candidates.place(body.region or body.zone)
        return Subject("organisation", body.code, body.name, None, place, body.source)
    if offer in candidates.facilities:
        facility = candidates.facilities[offer].row
        host = view.posted.body(facility.host_organisation) or facility.host
        place = candidates.place(facility.region or facility.zone)
        return Subject("facility", facility.code, facility.name, host, place, facility.source)
    project = candidates.projects[offer].row
    performer = view.posted.body(project.organisation) or project.performer
    return Subject("project", project.code, project.title, performer, candidates.place(project.region), project.source)


def _seat(view: NeedView, body: UUID | None) -> str | None:
    """The place of a body."""
    found = view.posted.candidates.organisations.get(f"organisation:{body}")
    return view.posted.candidates.place(found.row.region or found.row.zone) if found else None


def _deal(view: NeedView, need: Stored[Need], offer: str) -> Stored[Deal] | None:
    """The latest dealing of the need with this offer, or with the body that is offered."""
    mine = [
        deal
        for deal in view.posted.deals.get(need.id, ())
        if offer in (offer_of(deal.row), f"organisation:{deal.row.partner}")
    ]
    return max(mine, key=lambda deal: (interval(deal.row.stage_on), deal.row.code), default=None)


def _so_far(deal: Stored[Deal] | None) -> DealSoFar | None:
    if deal is None:
        return None
    return DealSoFar(stage=deal.row.stage, stage_on=deal.row.stage_on, outcome=deal.row.outcome, ref=deal.ref)
