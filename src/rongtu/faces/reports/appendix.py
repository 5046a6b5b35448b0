"""数字由来: where each number of a brief leads to, and its derivations by rule with what went in."""

from __future__ import annotations

from dataclasses import dataclass

from rongtu.flows.brief.document import Brief, Cell, Span, Table, walk


@dataclass(frozen=True, slots=True)
class Entry:
    """One derivation as listed: its anchor, key, the value printed (if any) and what went in."""

    anchor: str
    ref: str
    key: str
    value: str
    sources: tuple[int, ...]
    derived: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with every derivation made by it."""

    words: str
    entries: tuple[Entry, ...]


class Anchors:
    """Where a ref leads inside the document: a source, a derivation, a kind of rows or a parameter."""

    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        self._derived = {f"derived:{key}": f"d-{i}" for i, key in enumerate(brief.trace, start=1)}
        self._kinds = {f"rows:{kind}": f"k-{i}" for i, kind in enumerate(sorted(brief.rows), start=1)}
        self._parameters = {f"parameter:{name}": f"p-{i}" for i, name in enumerate(sorted(brief.parameters), start=1)}

    def of(self, ref: str) -> str | None:
        """The anchor of one ref, if it leads anywhere in this document."""
        number = self._brief.row_sources.get(ref)
        if number is not None:
            return f"s-{number}"
        return self._derived.get(ref) or self._kinds.get(ref) or self._parameters.get(ref)

    def target(self, span: Span) -> str | None:
        """The anchor of the first ref of a span that has one."""
        return next((anchor for ref in span.refs if (anchor := self.of(ref))), None)


def mark_of(brief: Brief, spans: tuple[Span, ...]) -> str | None:
    """推定 or 虚构, where one of the spans rests on an assumption or a fictional row."""
    found = {mark for span in spans for ref in span.refs for mark in brief.marks.get(ref, "").split("、") if mark}
    return "、".join(sorted(found, reverse=True)) or None


def row_marks(brief: Brief, table: Table, row: tuple[Cell, ...]) -> tuple[str, ...]:
    """What each cell of a row is marked with: the whole row's mark once, where its name stands."""
    mark = mark_of(brief, tuple(walk(row))) or ""
    at = next((index for index, column in enumerate(table.columns) if not column.numeric), 0)
    return tuple(mark if index == at else "" for index in range(len(row)))


def rules(brief: Brief, anchors: Anchors) -> tuple[Rule, ...]:
    """Every derivation of the brief, under its rule, in order of first use."""
    printed: dict[str, str] = {}
    for span in walk(brief):
        for ref in span.refs:
            printed.setdefault(ref, span.text)
    grouped: dict[str, list[Entry]] = {}
    order = {ref: index for index, ref in enumerate(printed)}
    for key in sorted(brief.trace, key=lambda key: (order.get(f"derived:{key}", len(order)), key)):
        step = brief.trace[key]
        grouped.setdefault(step.rule, []).append(_entry(brief, anchors, key, printed.get(f"derived:{key}", "")))
    return tuple(Rule(words, tuple(entries)) for words, entries in grouped.items())


def _entry(brief: Brief, anchors: Anchors, key: str, value: str) -> Entry:
    inputs = brief.trace[key].inputs
    sources = sorted({brief.row_sources[ref] for ref in inputs if ref in brief.row_sources})
    derived = tuple(
        (anchor, ref.removeprefix("derived:"))
        for ref in inputs
        if ref.startswith("derived:") and (anchor := anchors.of(ref))
    )
    kinds = tuple(ref for ref in inputs if ref.startswith("rows:"))
    others = sum(1 for ref in inputs if ref not in brief.row_sources and not anchors.of(ref))
    ref = f"derived:{key}"
    return Entry(anchors.of(ref) or "", ref, key, value, tuple(sources), derived, kinds, others)
