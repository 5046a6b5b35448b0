"""比上一期变了什么: why V moved and by which facts, then what else did, the weightiest first."""

from __future__ import annotations

from rongtu.flows.brief import terms
from rongtu.flows.brief.document import Line, Listing, Span
from rongtu.flows.brief.explaining import explained_lines
from rongtu.flows.brief.footnotes import Footnotes, joined, line
from rongtu.flows.brief.numbers import money
from rongtu.flows.moved import FactsMoved, Moved, Value
from rongtu.flows.runs import Comparison
from rongtu.vocab.aspects import MONEY, Aspect
from rongtu.vocab.chains import BasisGrade
from rongtu.vocab.labels import label

ORDER = tuple(Aspect)

SHOWN = 4
"""Results that moved which are listed."""


def changes(notes: Footnotes, since: Comparison) -> Listing:
    """Why V moved, what else did between the two runs, the facts that changed, and what to bear in mind."""
    why = explained_lines(notes, since.explained) if since.explained is not None else ()
    told = sorted(_besides(since, known=bool(why)), key=_weight)[:SHOWN]
    items = [_moved(notes, place, one) for place, one in enumerate(told)]
    return Listing(
        title="比上一期变了什么", numbered=False, items=(_between(notes, since), *why, *items, *_facts(since))
    )


def _besides(since: Comparison, *, known: bool) -> list[Moved]:
    """What moved besides V, where it is told why V did."""
    return [one for one in since.moved if not known or one.aspect is not Aspect.VALUE]


def _weight(one: Moved) -> tuple[int, float, str]:
    """By kind, then by how much it moved, then by name."""
    before, after = one.before, one.after
    moved = abs(after - before) if isinstance(before, int | float) and isinstance(after, int | float) else 0.0
    return ORDER.index(one.aspect), -moved, one.what


def _between(notes: Footnotes, since: Comparison) -> Line:
    """Which runs, how much moved, and what keeps the two from being compared plainly."""
    kinds = [f"rows:{kind}" for kind in sorted(notes.result.snapshot.rows)]
    count = notes.derive("moved", len(since.moved), "与上一期结果不同的项数", kinds)
    kept = since.before.kept_at
    earlier = f"{kept[:16].replace('T', ' ')} UTC" if kept else since.before.run
    when = notes.derive("moved.before", earlier, "上一期运行保存的时间，没有时间的为其编号", kinds)
    remarks = [notes.derive(f"moved.note.{i}", note, "两期之间的不同", kinds) for i, note in enumerate(since.notes)]
    more: tuple[Span | str, ...] = ("；须注意：", *joined(remarks, "；")) if remarks else ()
    moved: tuple[Span | str, ...] = ("共 ", count, " 项不同，列出居前的") if since.moved else ("没有不同",)
    return line("上一期（", when, "）以来", *moved, *more, "。", tone="note")


def _moved(notes: Footnotes, place: int, one: Moved) -> Line:
    told = f"{label(one.aspect).zh} {one.what}：{_text(one, one.before)} → {_text(one, one.after)}"
    known = one.ref in notes.result.row_sources or (one.ref or "").removeprefix("derived:") in notes.result.trace
    inputs = [one.ref] if one.ref and known else ["rows:chain_node"]
    return line(notes.derive(f"moved.{place}", told, "本期结果与上一期结果之差", inputs), "。")


def _text(one: Moved, value: Value) -> str:
    if value is None:
        return "无或未知"
    if isinstance(value, str):
        return _in_words(one, value)
    return money(value) if one.aspect in MONEY else f"{value:.6g}"


def _in_words(one: Moved, value: str) -> str:
    """A code in words: the kind and place of a break, the grade of a body's evidence."""
    if one.aspect is Aspect.BREAK:
        kind, _, place = value.partition(" ")
        return f"{terms.BREAKS.get(kind, kind)}，{terms.PLACES.get(place, place)}"
    return label(BasisGrade(value)).zh if one.aspect is Aspect.LEAD else value


def _facts(since: Comparison) -> tuple[Line, ...]:
    """Which kinds of facts are others now, in how many rows."""
    if not since.facts:
        return ()
    parts = [Span(text=_rows(one), refs=(f"rows:{one.kind}",)) for one in since.facts]
    return (line("事实有变动的：", joined(parts, "；"), "。", tone="note"),)


def _rows(one: FactsMoved) -> str:
    was, now = (str(count) if count is not None else "无" for count in (one.before, one.after))
    return f"{one.kind} {was} 行，内容有改" if was == now else f"{one.kind} {was} → {now} 行"
