"""Fields of rows as figures of the value model: observed where filled in, else assumed where stated, else missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rongtu.engines.chain.value.inputs import Figure, assumed, missing, observed
from rongtu.facts.assumed import Assumptions
from rongtu.facts.fields import KINDS
from rongtu.facts.reading import Stored
from rongtu.vocab.money import Fen

FEN_PER_YUAN = 100


@dataclass(frozen=True, slots=True)
class Figures:
    """Reads fields of rows as figures; money comes in yuan."""

    assumptions: Assumptions

    def of(self, row: Stored[Any], field: str) -> Figure:
        """The figure a field holds: observed, assumed or missing."""
        value = getattr(row.row, field)
        if value is None:
            return self.stated(row, field)
        money = KINDS[row.kind].column(field).type is Fen
        return observed(float(value) / FEN_PER_YUAN if money else float(value), row.ref)

    def stated(self, row: Stored[Any], field: str) -> Figure:
        """What is assumed for a field of a row, whatever it holds; missing where nothing is."""
        found = self.assumptions.ranges.get((row.id, field))
        if found is None:
            return missing(row.ref)
        return assumed(
            found.low,
            found.high,
            found.stated.ref,
            row.ref,
            likely=found.likely,
            distribution=found.distribution,
        )
