"""Why V moved since an earlier run, in words: the parts of the change by facts, which add up, and what was answered."""

from __future__ import annotations

from rongtu.flows.answered_since import AnsweredSince
from rongtu.flows.brief.document import Line, Span
from rongtu.flows.brief.footnotes import Footnotes, joined, line
from rongtu.flows.brief.numbers import apportioned, count, money
from rongtu.flows.explained import Explained
from rongtu.vocab.money import WAN, YI

PARTS = 5
"""Contributions told one by one; the others are added up."""

ANSWERED = 3
"""Answers told."""

RULE = "两期之间总价值的变动，按有变动的各组事实分解（夏普利值）"


def explained_lines(notes: Footnotes, found: Explained) -> tuple[Line, ...]:
    """V before and after, the parts of the change in words, what was answered since."""
    what = _told(notes, "what", found.what)
    if found.unknown is not None or found.before is None or found.after is None:
        return (line(what, "的变动不能分解：", _told(notes, "unknown", found.unknown or "未知"), "。"),)
    if not found.contributions:
        return (line(what, "没有变：影响它的事实没有变动。"), *_answers(notes, found))
    noted = [_told(notes, f"note.{place}", note) for place, note in enumerate(found.notes)]
    more: tuple[Span | str, ...] = ("（", *joined(noted, "；"), "）") if noted else ()
    return (line(what, " ", *_parts(notes, found, found.before, found.after), *more, "。"), *_answers(notes, found))


def _told(notes: Footnotes, key: str, text: str) -> Span:
    """Words that rest on the facts of both runs."""
    kinds = [f"rows:{kind}" for kind in sorted(notes.result.snapshot.rows)]
    return notes.derive(f"explained.{key}", text, RULE, kinds)


def _parts(notes: Footnotes, found: Explained, before: float, after: float) -> tuple[Span, ...]:
    """The change, and the parts of it in one unit: the largest one by one, the others as one."""
    ordered = sorted(found.contributions, key=lambda one: (-abs(one.amount), one.name))
    parts = [(one.name, one.amount) for one in ordered[:PARTS]]
    if len(ordered) > PARTS:
        parts.append(("其余各组", sum(one.amount for one in ordered[PARTS:])))
    change = after - before
    size = max(abs(change), *(abs(amount) for _, amount in parts))
    unit, name, digits = (YI, "亿元", 2) if size >= YI else (WAN, "万元", 0 if size >= 100 * WAN else 1)
    whole, *told = in_unit(change, [amount for _, amount in parts], unit, digits)
    named = [
        _told(notes, f"part.{place}", f"{called} {amount}")
        for place, ((called, _), amount) in enumerate(zip(parts, told, strict=True))
    ]
    ends = _told(notes, "before", money(before)), " → ", _told(notes, "after", money(after))
    moved = "每年增加 " if change > 0 else "每年减少 " if change < 0 else "每年变动 "
    total = _told(notes, "change", f"{whole.lstrip('+-')}{name}")
    return line(moved, total, "（", *ends, "）：其中", joined(named, "，")).spans


def in_unit(change: float, parts: list[float], unit: float, digits: int) -> list[str]:
    """The change and its parts as printed, signed, so that the parts add up to the change as it is printed."""
    step = unit / 10**digits
    whole = round(change / step)
    told = apportioned([part / step for part in parts], whole)
    return [f"{'-' if one < 0 else '+'}{abs(one) / 10**digits:,.{digits}f}" for one in (whole, *told)]


def _answers(notes: Footnotes, found: Explained) -> tuple[Line, ...]:
    """Assumptions of the earlier run that were found out since, and how much narrower V's range is for it."""
    if not found.answered:
        return ()
    parts = [_answer(notes, place, one) for place, one in enumerate(found.answered[:ANSWERED])]
    left = len(found.answered) - len(parts)
    rest = ("；另 ", _told(notes, "answers", count(left)), " 条") if left > 0 else ()
    return (line("已查实：", joined(parts, "；"), *rest, "。"),)


def _answer(notes: Footnotes, place: int, one: AnsweredSince) -> tuple[Span, ...]:
    """What was found out, and the width of V's range before and after."""
    told = one.about
    if one.value is not None:
        told += f" 为 {money(one.value) if one.unit else f'{one.value:.6g}'}"
    told += "，在推定范围之外" if one.outside else ""
    if one.before is not None and one.after is not None:
        told += f"，总价值的范围宽 {money(one.before)} → {money(one.after)}"
    return (_told(notes, f"answer.{place}", told),)
