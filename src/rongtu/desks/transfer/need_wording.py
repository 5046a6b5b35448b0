"""One offer for a posted need as an answer tells it: what it is and whose, and how far the two have come."""

from __future__ import annotations

from uuid import UUID

from rongtu.desks.transfer.need_models import DealSoFar, Offered
from rongtu.desks.transfer.need_reasons import NeedView, Pair, Subject, cautions, reasons
from rongtu.desks.transfer.posted import offer_of
from rongtu.desks.transfer.scope import in_scope
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
        in_scope=in_scope(view.scope, *subject.places),
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
        name, at = _seat(view, result.holder)
        return Subject("technology", result.code, result.title, name, *_told(view, at), result.source, result)
    if offer in view.posted.datasets:
        data = view.posted.datasets[offer].row
        name, at = _seat(view, data.holder)
        return Subject("dataset", data.code, data.title, name, *_told(view, at), data.source)
    if offer in candidates.organisations:
        body = candidates.organisations[offer].row
        at = (body.zone, body.city, body.region)
        return Subject("organisation", body.code, body.name, None, *_told(view, at), body.source)
    if offer in candidates.facilities:
        facility = candidates.facilities[offer].row
        host = _seat(view, facility.host_organisation)[0] or facility.host
        at = (facility.zone, facility.city, facility.region)
        return Subject("facility", facility.code, facility.name, host, *_told(view, at), facility.source)
    project = candidates.projects[offer].row
    performer = _seat(view, project.organisation)[0] or project.performer
    at = (project.region,)
    return Subject("project", project.code, project.title, performer, *_told(view, at), project.source)


def _told(view: NeedView, places: tuple[UUID | None, ...]) -> tuple[str | None, tuple[UUID | None, ...]]:
    """The name of the widest of the places that is known, and the places."""
    return view.posted.candidates.place(*reversed(places)), places


def _seat(view: NeedView, body: UUID | None) -> tuple[str | None, tuple[UUID | None, ...]]:
    """The name of a body and its places."""
    found = view.posted.candidates.organisations.get(f"organisation:{body}")
    return (found.row.name, (found.row.zone, found.row.city, found.row.region)) if found else (None, ())


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
