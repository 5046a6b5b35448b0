"""Showing any row of facts: its fields in words, and the document it was taken from."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, select

from rongtu.acts.models import Model
from rongtu.desks.govern.figures import DocumentState
from rongtu.facts.fields import KINDS, Column, Kind, Sensitivity
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.evidence import Source
from rongtu.facts.schema import METADATA, table
from rongtu.vocab.problems import RefusedError

NOT_SHOWN = "个人信息，此处不显示 (personal, not shown here)"


class FieldState(Model):
    """One field of a row: both names, and its value, or the name of the row it refers to."""

    zh: str
    en: str
    value: str


class RowState(Model):
    """A row with its document; rows of a kind that is not taken from documents have none."""

    kind: str
    fields: tuple[FieldState, ...]
    source: DocumentState | None


def show_row(connection: Connection, name: str, identity: UUID) -> RowState:
    """The row of the kind called `name` and its document; RefusedError where there is no such row to be seen."""
    kind = KINDS.get(name)
    if kind is None or kind.section == "trace":
        raise RefusedError(f"There is no kind of fact {name}.")
    columns = METADATA.tables[name]
    found = connection.execute(select(columns).where(columns.c.id == identity)).mappings().one_or_none()
    if found is None:
        raise RefusedError(f"There is no {name}:{identity}.")
    source = _source(kind, found["id"], found.get("source"))
    return RowState(
        kind=f"{kind.zh} {kind.en}",
        fields=tuple(
            FieldState(zh=column.field.zh, en=column.field.en, value=_told(column, found[column.name]))
            for column in kind.columns
            if column.name != "source" and found[column.name] not in (None, [])
        ),
        source=document_state(*rows(connection, Source, table(Source).c.id == source)) if source else None,
    )


def document_state(document: Stored[Source]) -> DocumentState:
    """A source as it is told."""
    row = document.row
    return DocumentState(
        code=row.code,
        text=row.text,
        terms=row.terms,
        notice=row.notice,
        published=row.published,
        file_hash=row.file_hash,
        ref=document.ref,
    )


def _source(kind: Kind, identity: UUID, source: UUID | None) -> UUID | None:
    """The id of the source of a row; a source is its own."""
    return identity if kind.record is Source else source


def _told(column: Column, value: object) -> str:
    if column.field.sensitivity is Sensitivity.PERSONAL:
        return NOT_SHOWN
    if column.field.refers:
        return f"{column.field.refers}:{value}"
    return "、".join(value) if isinstance(value, list) else str(value)
