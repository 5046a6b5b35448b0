"""先查实什么: the facts whose knowing would narrow a result's range most, with what each is expected to narrow."""

from __future__ import annotations

from rongtu.desks.cluster.ask_models import AskedFact, Narrows, Questionnaire, Target
from rongtu.flows.brief.assumed import span_text
from rongtu.flows.brief.document import Cell, Column, Line, Span, Table
from rongtu.flows.brief.estimates import money_figure, node_by_code
from rongtu.flows.brief.footnotes import Footnotes, joined, line
from rongtu.flows.brief.numbers import money, percent, wan
from rongtu.flows.brief.tables import columns

PLAN = "plan"
"""What the code of a plan's target begins with."""


def asked_of(notes: Footnotes) -> Questionnaire | None:
    """The questions by expected narrowing; None where no range could be computed."""
    found = notes.result.asked
    return found if found is not None and found.facts and found.targets else None


def main_target(found: Questionnaire) -> Target:
    """What is to be narrowed first: what the plan adds, else the first result asked about."""
    return next((one for one in found.targets if one.code.startswith(PLAN)), found.targets[0])


def target_name(target: Target) -> str:
    """What a target is called in short: without the interventions of a plan."""
    return target.name.partition("：")[0]


def narrowing(fact: AskedFact, target: str) -> Narrows | None:
    """By how much knowing the fact is expected to narrow a target's range."""
    return next((one for one in fact.narrows if one.target == target), None)


def leading_facts(found: Questionnaire, most: int) -> tuple[AskedFact, ...]:
    """The facts that narrow the main target most; those that narrow nothing are left out."""
    code = main_target(found).code
    told = [(one, narrowing(one, code)) for one in found.facts]
    useful = [(narrows.expected, one) for one, narrows in told if narrows is not None and narrows.expected > 0]
    return tuple(one for _, one in sorted(useful, key=lambda item: (-item[0], item[1].position))[:most])


def asked_lines(notes: Footnotes, found: Questionnaire) -> tuple[Line, ...]:
    """The first few in a sentence each."""
    target = main_target(found)
    return tuple(_sentence(notes, one, target) for one in leading_facts(found, notes.limit("findings")))


def _sentence(notes: Footnotes, fact: AskedFact, target: Target) -> Line:
    narrows = narrowing(fact, target.code)
    assert narrows is not None
    return line(
        "查实：", Span(text=fact.about, refs=(fact.ref,)), "（现为推定 ", _range(fact), *_author(notes, fact),
        "）。", Span(text=target_name(target), refs=_refs(target, fact)), "的范围预期收窄 ", _yuan(fact, narrows),
        "，即 ", Span(text=percent(narrows.share), refs=(fact.ref,)), "。",
    )  # fmt: skip


def asked_table(notes: Footnotes, found: Questionnaire) -> Table:
    """A row a fact: what to find out, its range now, who assumed it, what knowing it narrows of each target."""
    shown = found.facts[: notes.limit("questions")]
    width = 28 / len(found.targets)
    heads = [
        *columns(("次序", 5, True), ("要查实的", 35, False), ("现有范围", 18, False), ("谁推定的", 14, False)),
        *(_target_column(one, width) for one in found.targets),
    ]
    return Table(
        title="先查实哪些推定（按预期收窄）",
        columns=tuple(heads),
        rows=tuple(_row(notes, found, one) for one in shown),
        notes=(_targets(notes, found),),
    )


def ordered_lines(notes: Footnotes, found: Questionnaire) -> tuple[Line, ...]:
    """The nodes of which something cannot be computed at all, in the order they are to be looked at, and why so."""
    refs = tuple(one.ref for one in found.ordered) or tuple(one.ref for one in found.facts)
    remarks = tuple(line(Span(text=note, refs=refs), tone="note") for note in found.notes)
    if not found.ordered:
        return remarks
    shown = found.ordered[: notes.limit("questions")]
    total = notes.derive(
        "asked.ordered", len(found.ordered), "有得分算不出的环节数", [one.ref for one in found.ordered]
    )
    parts = [
        line(
            node_by_code(notes, one.node, one.name, one.ref),
            "（缺",
            Span(text="、".join(one.missing), refs=(one.ref,)),
            "）",
        ).spans
        for one in shown
    ]
    rest = "等" if len(found.ordered) > len(shown) else ""
    return (
        line("另有 ", total, " 个环节有得分算不出，没有范围可收窄，按先后问：", joined(parts), rest, "。"),
        *remarks,
    )


def _target_column(target: Target, width: float) -> Column:
    name = Span(text=target_name(target), refs=_refs(target))
    return Column(heading=line(name, "的范围收窄"), unit="万元", width=width, numeric=True)


def _row(notes: Footnotes, found: Questionnaire, fact: AskedFact) -> tuple[Cell, ...]:
    refs = (fact.ref,)
    place = notes.derive(f"asked.{fact.code}", fact.position, "按预期收窄由大到小", refs)
    node = (line(node_by_code(notes, fact.node), tone="note"),) if fact.node else ()
    return (
        Cell(lines=(line(place),)),
        Cell(lines=(line(Span(text=fact.about, refs=refs), tone="strong"), *node)),
        Cell(lines=(line(_range(fact)),)),
        Cell(lines=(line(*_author(notes, fact, alone=True)),)),
        *(_narrows(fact, narrowing(fact, target.code)) for target in found.targets),
    )


def _narrows(fact: AskedFact, narrows: Narrows | None) -> Cell:
    if narrows is None:
        return Cell(lines=(line("—"),))
    share = line(Span(text=percent(narrows.share), refs=(fact.ref,)), tone="note")
    return Cell(lines=(line(Span(text=wan(narrows.expected), refs=(fact.ref,))), share))


def _yuan(fact: AskedFact, narrows: Narrows) -> Span:
    return Span(text=money(narrows.expected), refs=(fact.ref,))


def _range(fact: AskedFact) -> Span:
    return Span(text=span_text(fact.low, fact.high, fact.unit), refs=(fact.ref,))


def _author(notes: Footnotes, fact: AskedFact, *, alone: bool = False) -> tuple[Span | str, ...]:
    """Who assumed it and when, where the assumption is on the list."""
    value = notes.result.value
    known = (
        next((one for one in value.assumptions if fact.ref == one.ref or fact.code == one.code), None)
        if value
        else None
    )
    if known is None:
        return ("未注明",) if alone else ()
    told = Span(text=f"{known.author}，{known.stated_on}", refs=(known.ref,))
    return (told,) if alone else ("，", told)


def _targets(notes: Footnotes, found: Questionnaire) -> Line:
    """How wide each range is now, and what expected narrowing means."""
    told = [
        line(Span(text=one.name, refs=_refs(one)), "每年 ", money_figure(notes, one.range, *_refs(one))).spans
        for one in found.targets
    ]
    return line("现在的范围：", joined(told, "；"), "。下面的百分数是占该范围宽度的比例。", tone="note")


def _refs(target: Target, fact: AskedFact | None = None) -> tuple[str, ...]:
    return (target.range.ref,) if target.range.ref else ((fact.ref,) if fact else ("rows:assumption",))
