"""What is told of a figure: the point it belongs to, the document it stands in, the other figures of that point.

A point is a subject, an indicator and a period. It may have several figures, of several vintages and sources: all are
kept, none is chosen.
"""

from __future__ import annotations

from decimal import Decimal

from rongtu.acts.models import Model
from rongtu.desks.govern.comparing import Agreement, Relation
from rongtu.vocab.evidence import Confidence, Direction, PeriodType, Side

AGREEMENT_ZH = {
    Agreement.EQUAL: "相同",
    Agreement.ROUNDED: "四舍五入内一致",
    Agreement.APART: "差别超出四舍五入",
    Agreement.UNCOMPARED: "单位不同，不作比较",
}

BETWEEN_ZH = {
    (Relation.SOURCE,): "多个来源",
    (Relation.VINTAGE,): "多个批次",
    (Relation.SOURCE, Relation.VINTAGE): "多个来源、多个批次",
}


class DocumentState(Model):
    """A document or data set a figure stands in."""

    code: str
    text: str
    terms: str
    notice: str | None
    published: str | None
    file_hash: str | None
    ref: str


class IndicatorState(Model):
    """What a figure measures, as defined by its publisher; `source` is the code of where the definition stands."""

    code: str
    name: str
    name_en: str
    definition: str
    unit: str
    side: Side
    direction: Direction
    family: str
    vintage_note: str | None
    source: str
    ref: str


class SubjectState(Model):
    """What a figure speaks of: a region, zone, item or organisation."""

    kind: str
    name: str
    key: str
    ref: str


class PartState(Model):
    """A figure that a derived one names as what it was computed from."""

    indicator: str
    name: str
    value: Decimal
    unit: str
    vintage: str
    source: DocumentState
    ref: str


class Comparison(Model):
    """How a figure stands to the one its point's figures are compared with: their relation, and the difference."""

    relation: Relation
    absolute: Decimal | None
    relative: float | None
    agreement: Agreement


class FigureState(Model):
    """One figure as published, with its document; a derived one with the figures its source names as its parts."""

    value: Decimal
    unit: str
    period_type: PeriodType
    vintage: str
    confidence: Confidence
    remark: str | None
    source: DocumentState
    derived_from: tuple[PartState, ...]
    comparison: Comparison | None
    ref: str


class MarkState(Model):
    """A jump that stands in the source data at a year and was not verified."""

    year: int
    remark: str
    source: str
    ref: str


class Spread(Model):
    """How far the figures of a point lie apart; numbers only where all have one unit.

    `relative` is a share of the least. `between` tells whether vintages differ, sources of one vintage, or both.
    """

    least: Decimal | None
    most: Decimal | None
    absolute: Decimal | None
    relative: float | None
    agreement: Agreement
    between: tuple[Relation, ...]

    def words(self) -> str:
        """The spread in words."""
        told = f"{BETWEEN_ZH[self.between]}：{AGREEMENT_ZH[self.agreement]}"
        if self.absolute:
            told += f"，相差 {number(self.absolute)}{percent(self.relative)}"
        return told


class PointState(Model):
    """A point with all its figures, in the order of their vintages, those nobody can date first.

    `base` names the figure the others are compared with: the one asked for, else the first. `newest` is the vintage
    that is newer than all the others, None where nobody can say.
    """

    key: str
    subject: SubjectState
    to: SubjectState | None
    country: str | None
    indicator: IndicatorState
    period: str
    figures: tuple[FigureState, ...]
    base: str
    newest: str | None
    spread: Spread | None
    marks: tuple[MarkState, ...]

    def name(self) -> str:
        """What is measured, in words: subject, indicator, period."""
        subject = f"{self.subject.name} → {self.to.name}" if self.to else self.subject.name
        country = f" · {self.country}" if self.country else ""
        return f"{subject}{country} · {self.indicator.name} {self.indicator.code} · {self.period}"

    def headline(self) -> str:
        """The point in a line: its name, its figures, how far they lie apart."""
        told = " / ".join(f"{number(figure.value)} {figure.unit}" for figure in self.figures)
        spread = f"  {self.spread.words()}" if self.spread else ""
        return f"{self.name()}  {told}{spread}"


def number(value: Decimal) -> str:
    """A number with its thousands set apart, as many decimals as are stored."""
    return f"{value:,f}"


def percent(share: float | None) -> str:
    """A share in brackets, to three digits; nothing where there is none."""
    return "" if share is None else f"（{share * 100:.3g}%）"
