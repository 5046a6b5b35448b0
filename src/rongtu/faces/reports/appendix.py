"""数字由来: where each number of a brief leads to, its derivations by rule with what went in, sources told shortly."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from rongtu.flows.brief.document import Brief, Cell, NumberedSource, Span, Table, walk
from rongtu.vocab.disclosure import rows_withheld, withheld_rows_words

PARTS = " ; "
"""What stands between the documents one source names."""

PLACE = re.compile(r"(?P<document>.*?)(?P<place> \[[^\]]*\])?", re.DOTALL)
"""A document and where in it."""

OFTEN = 3
"""Sources that name a document before it gets a letter."""

LONG = 12
"""Characters from which a letter is shorter."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One derivation as listed: its anchor, key, the value printed (if any) and what went in; of rows that are not
    shown, in words how many.
    """

    anchor: str
    ref: str
    key: str
    value: str
    sources: tuple[int, ...]
    derived: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...]
    withheld: tuple[str, ...]
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
    hidden = tuple(told for ref in inputs if (told := rows_withheld(ref)))
    others = sum(1 for ref in inputs if ref not in brief.row_sources and not anchors.of(ref)) - len(hidden)
    ref, withheld = f"derived:{key}", tuple(withheld_rows_words(level, count) for level, count in hidden)
    return Entry(anchors.of(ref) or "", ref, key, value, tuple(sources), derived, kinds, withheld, others)


def lettered(brief: Brief) -> dict[str, str]:
    """The documents that several sources name, each with the letters that stand for it on paper."""
    counted: Counter[str] = Counter()
    for source in brief.sources:
        counted.update({_document(part)[0] for part in _whole(source).split(PARTS)})
    often = [document for document, count in counted.most_common() if count >= OFTEN and len(document) >= LONG]
    return {document: _letters(place) for place, document in enumerate(often)}


def shortened(source: NumberedSource, letters: dict[str, str]) -> str:
    """The words of a source with letters for the documents that have some."""
    parts = [_document(part) for part in _whole(source).split(PARTS)]
    return PARTS.join(f"{letters.get(document, document)}{place}" for document, place in parts)


def _whole(source: NumberedSource) -> str:
    return "".join(span.text for span in source.text.spans)


def _document(part: str) -> tuple[str, str]:
    found = PLACE.fullmatch(part)
    return (found["document"], found["place"] or "") if found else (part, "")


def _letters(place: int) -> str:
    """A, B, …, Z, AA, AB, …"""
    head, last = divmod(place, 26)
    return f"{_letters(head - 1) if head else ''}{chr(ord('A') + last)}"
