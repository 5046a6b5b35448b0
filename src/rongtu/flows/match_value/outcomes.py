"""What came of matches that were tried: each deal beside the place its offer has if nothing is known of any deal.

A deal names its offer in the ranking, and who judged a pair may have known of the deal; so both are kept out of it
here. What else was confirmed since stays in: it is a look back, not a forecast.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rongtu.acts.operation import Context
from rongtu.desks.transfer.need_hindsight import Standing, places_without_deals
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.deals import Deal
from rongtu.facts.records.knowledge import Need
from rongtu.facts.records.organisations import Organisation
from rongtu.facts.schema import table
from rongtu.flows.match_value.models import Hits, Outcome
from rongtu.vocab.means import DealStage

LISTED = 50
"""Offers of a need among which a deal's is looked for."""

THREE = 3

TAKEN = frozenset({DealStage.SIGNED, DealStage.IMPLEMENTED})


def look_back(context: Context) -> Hits | None:
    """The visible deals with the places of their offers; None where there is none."""
    connection = context.connection
    deals = rows(connection, Deal)
    if not deals:
        return None
    wanted = sorted({deal.row.need for deal in deals})
    needs = {need.id: need for need in rows(connection, Need, table(Need).c.id.in_(wanted))}
    partners = sorted({deal.row.partner for deal in deals})
    names = {body.id: body.row.name for body in rows(connection, Organisation, table(Organisation).c.id.in_(partners))}
    codes = tuple(sorted(need.row.code for need in needs.values()))
    ranked = places_without_deals(context, codes, LISTED)
    told = [
        _outcome(deal, needs[deal.row.need], names.get(deal.row.partner), ranked)
        for deal in deals
        if deal.row.need in needs
    ]
    return hits_of(told)


def hits_of(outcomes: Sequence[Outcome]) -> Hits:
    """The hits among outcomes."""
    first = {one.need for one in outcomes if one.place == 1}
    taken = [one for one in outcomes if one.stage in TAKEN]
    return Hits(
        needs=len({one.need for one in outcomes if one.listed}),
        first_dealt=len(first),
        first_signed=len({one.need for one in taken if one.place == 1}),
        signed=len(taken),
        signed_first=sum(one.place == 1 for one in taken),
        signed_three=sum(one.place is not None and one.place <= THREE for one in taken),
        outcomes=tuple(outcomes),
    )


def _outcome(
    deal: Stored[Deal], need: Stored[Need], partner: str | None, ranked: Mapping[str, Sequence[Standing]]
) -> Outcome:
    """A deal with the better of the places of its result and of the body behind it: they answer one telephone."""
    offers = ranked[need.row.code]
    means = {f"organisation:{deal.row.partner}"}
    if deal.row.technology:
        means.add(f"technology:{deal.row.technology}")
    places = [place for place, offer in enumerate(offers, start=1) if offer.offer in means]
    titles = [offer.name for offer in offers if offer.offer == f"technology:{deal.row.technology}"]
    return Outcome(
        deal=deal.row.code,
        need=need.row.code,
        title=need.row.title,
        partner=partner or deal.row.code,
        offer=titles[0] if titles else None,
        stage=deal.row.stage,
        stage_on=deal.row.stage_on,
        outcome=deal.row.outcome,
        place=min(places, default=None),
        listed=len(offers),
        ref=deal.ref,
    )
