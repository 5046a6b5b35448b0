"""Grounds: the rows that connect a need with an offer, each in a sentence and with the source it was taken from."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select

from rongtu.desks.transfer.need_answers import Ground
from rongtu.engines.match.results import Match
from rongtu.facts.provenance import sources_of
from rongtu.facts.records.evidence import Source
from rongtu.facts.schema import table
from rongtu.vocab.labels import label

SAID_BY_SOURCES = "capability"
"""The kind of rows whose grade says how a source speaks of a body; the others stand in somebody's books."""


def grounds(connection: Connection, says: Mapping[str, str], match: Match) -> tuple[Ground, ...]:
    """The rows that connect the two, newest first, then the offer's own row."""
    rows = {row.fact: row for row in match.evidence}
    refs = list(dict.fromkeys([*rows, match.offer]))
    codes = sources_of(connection, refs)
    texts = _texts(connection, set(codes.values()))
    return tuple(
        Ground(
            says=says.get(ref, "登记的名称和简介"),
            grade=label(rows[ref].grade).zh if ref.startswith(f"{SAID_BY_SOURCES}:") else "台账",
            as_of=rows[ref].as_of if ref in rows else None,
            source=codes[ref],
            source_text=texts[codes[ref]],
            ref=ref,
        )
        for ref in refs
    )


def _texts(connection: Connection, codes: set[str]) -> dict[str, str]:
    sources = table(Source).c
    found = connection.execute(select(sources.code, sources.text).where(sources.code.in_(codes)))
    return {row.code: row.text for row in found}
