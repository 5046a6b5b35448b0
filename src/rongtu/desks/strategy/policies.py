"""Policies: rules of policy documents and where they apply, in words and pseudo-code."""

from __future__ import annotations

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.acts.paging import PageRequest
from rongtu.facts.places import place_names
from rongtu.facts.reading import rows
from rongtu.facts.records.means import Policy
from rongtu.facts.schema import table
from rongtu.vocab.money import in_wan


class PolicyState(Model):
    """One rule of a policy document; an empty date was not visible in the source."""

    code: str
    title: str
    jurisdiction: str | None
    instrument: str
    effective_from: str | None
    effective_to: str | None
    benefit: str | None
    cap_wan: str | None
    ref: str


class PolicyPage(Model):
    """A page of policies by code."""

    policies: tuple[PolicyState, ...]


@operation("policy.list", kind=OperationKind.QUERY, right=Right.READ_PUBLIC, zh="列出政策", en="List policies")
def list_policies(context: Context, request: PageRequest) -> PolicyPage:
    """Policies by code."""
    places = place_names(context.connection)
    page = rows(context.connection, Policy, table(Policy).c.code > request.after, most=request.most)
    return PolicyPage(
        policies=tuple(
            PolicyState(
                code=row.row.code,
                title=row.row.title,
                jurisdiction=next((places[at] for at in (row.row.region, row.row.zone) if at), None),
                instrument=row.row.instrument,
                effective_from=row.row.effective_from,
                effective_to=row.row.effective_to,
                benefit=row.row.benefit,
                cap_wan=in_wan(row.row.cap) if row.row.cap is not None else None,
                ref=row.ref,
            )
            for row in page
        )
    )
