"""Provenance: any row a result names, in words, with the source it was taken from."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field
from sqlalchemy import select

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.facts.fields import KINDS, Column
from rongtu.facts.provenance import ROW_REF, sources_of
from rongtu.facts.records.evidence import Source
from rongtu.facts.schema import METADATA, table
from rongtu.vocab.problems import RefusedError


class RefRequest(Model):
    """Which row, as results name it."""

    ref: str = Field(pattern=f"^{ROW_REF.pattern}$", description="KIND:UUID, as results name a row")


class FieldState(Model):
    """One field of a row: both names, and its value, or the name of the row it refers to."""

    zh: str
    en: str
    value: str


class RowState(Model):
    """A row with its source."""

    kind: str
    fields: tuple[FieldState, ...]
    source_code: str
    source_text: str
    source_terms: str


@operation(
    "fact.show",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="查看一条事实及其来源",
    en="Show a fact and its source",
)
def show_fact(context: Context, request: RefRequest) -> RowState:
    """The row and its source; RefusedError where there is no such row to be seen."""
    name, _, identity = request.ref.partition(":")
    kind = KINDS.get(name)
    if kind is None or kind.section == "trace":
        raise RefusedError(f"There is no kind of fact {name}.")
    rows = METADATA.tables[name]
    found = context.connection.execute(select(rows).where(rows.c.id == UUID(identity))).mappings().one_or_none()
    if found is None:
        raise RefusedError(f"There is no {request.ref}.")
    code = sources_of(context.connection, [request.ref])[request.ref]
    source = context.connection.execute(select(table(Source)).where(table(Source).c.code == code)).one()
    return RowState(
        kind=f"{kind.zh} {kind.en}",
        fields=tuple(
            FieldState(
                zh=column.field.zh,
                en=column.field.en,
                value=_told(column, found[column.name]),
            )
            for column in kind.columns
            if found[column.name] not in (None, [])
        ),
        source_code=source.code,
        source_text=source.text,
        source_terms=source.terms,
    )


def _told(column: Column, value: object) -> str:
    if column.field.refers:
        return f"{column.field.refers}:{value}"
    return "、".join(value) if isinstance(value, list) else str(value)
