"""Fields of rows as figures of the value model: observed where filled in, else assumed where stated, else missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from rongtu.engines.chain.value.inputs import Figure, assumed, missing, observed
from rongtu.facts.assumed import Assumptions
from rongtu.facts.fields import KINDS
from rongtu.facts.reading import Stored
from rongtu.vocab.disclosure import Contribution, highest, level_of_total
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.money import Fen

FEN_PER_YUAN = 100

CAPABILITY = "capability"


@dataclass(frozen=True, slots=True)
class Figures:
    """Reads fields of rows as figures; money comes in yuan. A figure has the level of its row and whose it is."""

    assumptions: Assumptions

    def of(self, row: Stored[Any], field: str) -> Figure:
        """The figure a field holds: observed, assumed or missing."""
        value = getattr(row.row, field)
        if value is None:
            return self.stated(row, field)
        money = KINDS[row.kind].column(field).type is Fen
        found = observed(float(value) / FEN_PER_YUAN if money else float(value), row.ref)
        return _owned(found, row.row.visibility, _contributor(row))

    def stated(self, row: Stored[Any], field: str) -> Figure:
        """What is assumed for a field of a row, whatever it holds; missing where nothing is."""
        return self._stated(row.id, field, row.ref, row.row.visibility, _contributor(row))

    def capacity(self, identity: str, fen: int, level: str, body: str) -> Figure:
        """The capacity of a capability that is at hand as columns."""
        return _owned(observed(fen / FEN_PER_YUAN, capability_ref(identity)), Visibility(level), body)

    def stated_capacity(self, identity: str, level: str, body: str) -> Figure:
        """What is assumed for the capacity of such a capability; missing where nothing is."""
        return self._stated(UUID(identity), "capacity", capability_ref(identity), Visibility(level), body)

    def assumed_ids(self, field: str) -> list[str]:
        """The ids of the rows for whose field a range is stated."""
        return [str(identity) for identity, name in self.assumptions.ranges if name == field]

    def _stated(self, identity: UUID, field: str, ref: str, level: Visibility, whose: str) -> Figure:
        found = self.assumptions.ranges.get((identity, field))
        if found is None:
            return _owned(missing(ref), level, whose)
        stated = assumed(
            found.low,
            found.high,
            found.stated.ref,
            ref,
            likely=found.likely,
            distribution=found.distribution,
        )
        return _owned(stated, highest((level, found.stated.row.visibility)), whose)


def lacking(*rows: Stored[Any]) -> Figure:
    """A figure that rows ought to have and do not."""
    level = highest(row.row.visibility for row in rows)
    return _owned(missing(*(row.ref for row in rows)), level, _contributor(rows[0]) if rows else "")


def lacking_capacity(ids: Iterable[str], levels: Iterable[str], body: str) -> Figure:
    """The capacity that capabilities of a body ought to have and do not."""
    level = highest(map(Visibility, levels))
    return _owned(missing(*map(capability_ref, ids)), level, body)


def level_in_all(given: Iterable[tuple[Stored[Any], UUID | None, float]]) -> Visibility:
    """The level of the sum of these: of each the row it is from, whose it is, and how much."""
    return level_of_total(Contribution(str(whose or ""), amount, row.row.visibility) for row, whose, amount in given)


def capability_ref(identity: str) -> str:
    """The ref of a capability by the text of its id."""
    return f"{CAPABILITY}:{identity}"


def _owned(figure: Figure, level: Visibility, whose: str) -> Figure:
    if level is Visibility.PUBLIC and not whose:
        return figure
    return replace(figure, level=level, contributor=whose)


def _contributor(row: Stored[Any]) -> str:
    """Whose figure it is, where a row says so."""
    return str(getattr(row.row, "organisation", None) or "")
