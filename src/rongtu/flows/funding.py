"""Funding: the policies in force and the finance products on record for a zone, and for each intervention's place.

Records only: whether a body is eligible, and for how much, is not computed here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from rongtu.acts.authority import Right
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.cluster.value.rows import dates_said
from rongtu.facts.places import find_zone, place_names
from rongtu.facts.provenance import source_codes
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.industry import Intervention
from rongtu.facts.records.means import FinanceProduct, Policy
from rongtu.facts.records.organisations import Organisation
from rongtu.facts.records.places import Region
from rongtu.facts.schema import table
from rongtu.facts.scope import Scope, Whereabouts, read_scope
from rongtu.flows.funding_models import Funding, FundingPolicy, FundingProduct, FundingRequest, FundingStep
from rongtu.vocab.dates import interval, newest_day
from rongtu.vocab.money import FEN_PER_UNIT, Fen

YUAN = FEN_PER_UNIT["元"]


@operation(
    "funding.records",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="列出范围内的政策与金融产品",
    en="List the policies and finance products of a zone",
)
def funding_records(context: Context, request: FundingRequest) -> Funding:
    """What applies in the zone or in part of it; what is known to apply elsewhere only is left out."""
    connection = context.connection
    scope = read_scope(connection, find_zone(connection, request.zone))
    names, sources = place_names(connection), source_codes(connection)
    today = newest_day(dates_said(connection))
    policies = [row for row in rows(connection, Policy) if _applies(scope, row.row.region, row.row.zone)]
    products = [row for row in rows(connection, FinanceProduct) if _applies(scope, row.row.region, row.row.zone)]
    return Funding(
        as_of=today.isoformat() if today else None,
        policies=tuple(_policy(row, names, sources, today) for row in policies),
        products=tuple(_product(row, names, sources) for row in products),
        steps=tuple(_steps(connection, scope, names, policies, products)),
    )


def _applies(scope: Scope, region: UUID | None, zone: UUID | None) -> bool:
    """Whether a jurisdiction is not known to lie outside the scope: one above it (the nation) holds in it too."""
    return scope.whereabouts(zone, region) is not Whereabouts.ELSEWHERE


def _in_force(row: Policy, today: date | None) -> bool | None:
    if today is None or (row.effective_from is None and row.effective_to is None):
        return None
    if row.effective_from is not None and interval(row.effective_from)[0] > today:
        return False
    return interval(row.effective_to)[1] >= today if row.effective_to else None


def _policy(
    stored: Stored[Policy], names: dict[UUID, str], sources: dict[UUID, str], today: date | None
) -> FundingPolicy:
    row = stored.row
    return FundingPolicy(
        code=row.code,
        title=row.title,
        issuer=row.issuer,
        jurisdiction=_place(names, row.zone, row.region),
        instrument=row.instrument,
        beneficiary=row.beneficiary,
        rate=float(row.rate) if row.rate is not None else None,
        cap=_yuan(row.cap),
        cap_basis=row.cap_basis,
        begins=row.effective_from,
        ends=row.effective_to,
        in_force=_in_force(row, today),
        stacking=row.stacking,
        note=row.note or row.dates_note,
        ref=stored.ref,
        source=sources[row.source],
    )


def _product(stored: Stored[FinanceProduct], names: dict[UUID, str], sources: dict[UUID, str]) -> FundingProduct:
    row = stored.row
    return FundingProduct(
        code=row.code,
        name=row.name,
        kind=row.kind,
        provider=row.provider,
        place=_place(names, row.zone, row.region),
        stages=row.stages,
        limit=_yuan(row.limit),
        limit_note=row.limit_note,
        rate=row.rate,
        term=row.term,
        conditions=row.conditions,
        ref=stored.ref,
        source=sources[row.source],
    )


def _yuan(fen: Fen | None) -> float | None:
    return fen / YUAN if fen is not None else None


def _place(names: dict[UUID, str], *places: UUID | None) -> str | None:
    return next((names[place] for place in places if place), None)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where jurisdictions reach: what each place lies in, and the zone in scope with what lies above it."""

    above: dict[UUID, UUID | None]
    everywhere: frozenset[UUID]

    def reach(self, row: Policy | FinanceProduct, own: Iterable[UUID | None]) -> bool:
        """Whether a jurisdiction holds at a body that stands at these places; one that names no place may."""
        where = {place for place in (row.region, row.zone) if place}
        if not where or where & self.everywhere:
            return True
        found: set[UUID] = set()
        for place in own:
            at = place
            while at is not None and at not in found:
                found.add(at)
                at = self.above.get(at)
        return bool(where & found)


def _steps(
    connection: Connection, scope: Scope, names: dict[UUID, str],
    policies: list[Stored[Policy]], products: list[Stored[FinanceProduct]],
) -> Iterable[FundingStep]:  # fmt: skip
    """Each intervention with what applies where its body stands; all of the zone's where nobody is named for it."""
    regions = rows(connection, Region)
    above = {region.id: region.row.parent for region in regions}
    named = {row.row.region for row in policies} | {row.row.region for row in products}
    zone = {scope.zone.id} if scope.zone else set()
    places = _Places(above, frozenset(zone | {place for place in named if place and place not in scope.inside}))
    measures = rows(connection, Intervention)
    wanted = {row.row.organisation for row in measures if row.row.organisation}
    bodies = {row.id: row for row in rows(connection, Organisation, table(Organisation).c.id.in_(wanted))}
    for measure in measures:
        body = bodies.get(measure.row.organisation) if measure.row.organisation else None
        own = (body.row.zone, body.row.city, body.row.region) if body else ()
        yield FundingStep(
            intervention=measure.row.code,
            organisation=body.row.name if body else None,
            place=_place(names, *own),
            policies=tuple(row.row.code for row in policies if not body or places.reach(row.row, own)),
            products=tuple(row.row.code for row in products if not body or places.reach(row.row, own)),
            refs=(measure.ref, *((body.ref,) if body else ())),
        )
