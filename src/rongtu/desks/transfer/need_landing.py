"""Landing one need: the row and its source go through intake as a file's rows do, and meet the same checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import text

from rongtu.acts.operation import Context
from rongtu.desks.transfer.need_drafting import where
from rongtu.facts.fields import KINDS
from rongtu.facts.intake.landing import LANDED, land
from rongtu.facts.intake.sheets import Sheet
from rongtu.facts.intake.sources import source_code
from rongtu.facts.intake.staged import Staged
from rongtu.facts.intake.staging import stage
from rongtu.vocab.dates import PartialDate
from rongtu.vocab.problems import InputError, Problem

OWN_WORDS = "提出单位自述，供对接使用 own words of who posted it, for matching"
"""Terms of use of what is posted."""

COLUMN = ", column "


@dataclass(frozen=True, slots=True)
class Landing:
    """Whether the need is new, and whether it says something new."""

    added: bool
    changed: bool


def land_need(context: Context, cells: Mapping[str, str], posted: PartialDate) -> Landing:
    """Land a need of these cells in the caller's transaction; InputError names each field that is wrong.

    Its source says which need it is and since when, not by whom: the audit knows, and forgets when a person is erased.
    """
    told = f"用户自述：需求 {cells['code']}，{posted} 发布 (posted in its owner's own words)"
    level = cells["visibility"]
    source = {"code": source_code(told), "text": told, "terms": OWN_WORDS, "visibility": level}
    staged = Staged()
    try:
        for kind, row in (("source", source), ("need", {**cells, "source": source["code"]})):
            stage(context.connection, _sheet(kind, row, context.nature.value), staged, lambda _rows: None)
        landed, _ = land(context.connection, staged, partial=False, progress=lambda _step: None)
    except InputError as error:
        raise InputError([_named(problem) for problem in error.problems]) from error
    context.connection.execute(text("DISCARD TEMPORARY"))
    need = next(kind for kind in landed if kind.kind == "need")
    if need.added or need.changed:
        context.emit(LANDED, {"kinds": {kind.kind: kind.read for kind in landed}})
    return Landing(bool(need.added), bool(need.changed))


def _sheet(kind: str, row: Mapping[str, str], nature: str) -> Sheet:
    cells = tuple(row.values())
    return Sheet(f"your {kind}", KINDS[kind], tuple(row), lambda: iter([(2, cells)]), nature, row.get("source", ""))


def _named(problem: Problem) -> Problem:
    """A problem of the row as whoever posts it knows the field: by its option."""
    _, found, column = problem.where.rpartition(COLUMN)
    return Problem(where(column), problem.rule, problem.found, problem.mend) if found else problem
