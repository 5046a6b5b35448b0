"""Organisations: who is in the store, found by a part of the name."""

from __future__ import annotations

from pydantic import Field

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.acts.paging import PageRequest
from rongtu.facts.places import place_names
from rongtu.facts.reading import rows
from rongtu.facts.records.organisations import Organisation
from rongtu.facts.schema import table
from rongtu.vocab.organisations import BodyKind, SizeClass
from rongtu.vocab.text import normalised_name

BODIES = table(Organisation)


class OrganisationsRequest(PageRequest):
    """A page of the organisations whose name has this part."""

    name: str = Field(default="", max_length=200, description="名称中的一部分 (part of the name)")


class OrganisationState(Model):
    """One organisation as the store knows it."""

    code: str
    name: str
    uscc: str | None
    kind: BodyKind
    region: str | None
    size: SizeClass | None
    ref: str


class OrganisationPage(Model):
    """A page of organisations by key."""

    organisations: tuple[OrganisationState, ...]


@operation(
    "organisation.list", kind=OperationKind.QUERY, right=Right.READ_PUBLIC, zh="列出组织", en="List organisations"
)
def list_organisations(context: Context, request: OrganisationsRequest) -> OrganisationPage:
    """Organisations by key; those merged into another are left out."""
    names = place_names(context.connection)
    part = BODIES.c.name_key.contains(normalised_name(request.name), autoescape=True)
    found = rows(context.connection, Organisation, BODIES.c.code > request.after, part, most=request.most)
    return OrganisationPage(
        organisations=tuple(
            OrganisationState(
                code=body.row.code,
                name=body.row.name,
                uscc=body.row.uscc,
                kind=body.row.kind,
                region=names[body.row.region] if body.row.region else None,
                size=body.row.size,
                ref=body.ref,
            )
            for body in found
        )
    )
