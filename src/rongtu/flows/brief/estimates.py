"""Estimated figures in spans and cells: the point, its range, or that it is unknown and why, or not shown to all."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rongtu.desks.cluster.value.models import Estimated, NodeWorth, ScopeValue
from rongtu.flows.brief import words
from rongtu.flows.brief.document import Cell, Line, Span
from rongtu.flows.brief.footnotes import Footnotes, joined, line
from rongtu.flows.brief.numbers import UNKNOWN, Form, between, money, percent, ranged
from rongtu.flows.brief.placed import ends_of
from rongtu.vocab.disclosure import withheld_words
from rongtu.vocab.evidence import Visibility


def figures_of(notes: Footnotes) -> ScopeValue | None:
    """What the scope's chains were valued at, where at least one has its inputs."""
    value = notes.result.value
    return value if value is not None and value.value is not None else None


def figure(notes: Footnotes, estimated: Estimated, form: Form, *refs: str) -> Span:
    """The figure with its range; it rests on its own ref, else on `refs`."""
    if estimated.point is None:
        return Span(text=no_figure(estimated))
    low, high = ends_of(estimated)
    return notes.estimate(ranged(estimated.point, low, high, form), estimated, *refs)


def money_figure(notes: Footnotes, estimated: Estimated, *refs: str) -> Span:
    """Yuan a year for running text, with the unit."""
    if estimated.point is None:
        return Span(text=no_figure(estimated))
    return notes.estimate(money(estimated.point, *ends_of(estimated)), estimated, *refs)


def figure_cell(notes: Footnotes, estimated: Estimated, form: Form, *refs: str) -> Cell:
    """For a column of numbers: the point, and under it the range where there is one."""
    if estimated.point is None:
        return Cell(lines=(line(no_figure(estimated), tone="note"),))
    low, high = (form(end) for end in ends_of(estimated))
    told = form(estimated.point)
    lines = [line(notes.estimate(told, estimated, *refs))]
    if (low, high) != (told, told):
        lines.append(line(notes.estimate(between(low, high), estimated, *refs), tone="note"))
    return Cell(lines=tuple(lines))


def evidence_cell(notes: Footnotes, estimated: Estimated, *refs: str) -> Cell:
    """The share of a figure's required inputs that were observed."""
    if estimated.withheld:
        return Cell(lines=(line("—"),))
    return Cell(lines=(line(evidence(notes, estimated, *refs)),))


def evidence(notes: Footnotes, estimated: Estimated, *refs: str) -> Span:
    """The same in running text."""
    return Span(text=percent(estimated.evidence), refs=(estimated.ref,) if estimated.ref else refs)


def no_figure(estimated: Estimated) -> str:
    """What stands where a figure is not known, or is not shown at this level."""
    return withheld_words(estimated.level) if estimated.withheld else UNKNOWN


def lacking(estimated: Estimated, ref: str) -> tuple[Span | str, ...]:
    """What an unknown figure lacks, in words; of one not shown, that it is not."""
    if estimated.withheld:
        return (withheld_words(estimated.level),)
    return ("缺：", Span(text="、".join(estimated.missing), refs=(ref,))) if estimated.missing else ("未知",)


def width(estimated: Estimated) -> float:
    """How wide the range is; nothing where there is none."""
    low, high = ends_of(estimated)
    return high - low if estimated.point is not None else 0.0


def ends(notes: Footnotes) -> tuple[Span, ...]:
    """The two ends of every range, as the method sets them."""
    return line(notes.setting("brief.low"), "–", notes.setting("brief.high")).spans


def node_name(notes: Footnotes, worth: NodeWorth) -> Span:
    """A valued node by name, resting on its row where the diagnosis names it."""
    return node_by_code(notes, worth.node, worth.name, worth.ref)


def node_by_code(notes: Footnotes, code: str, name: str | None = None, ref: str | None = None) -> Span:
    """A node by name; by what it is called elsewhere (else its code) where no chain of the result has it."""
    state = next((node for chain in notes.result.chains for node in chain.nodes if node.code == code), None)
    if state is not None:
        return words.node_name(state)
    return Span(text=name or code, refs=(ref or "rows:chain_node",))


def chain_by_code(notes: Footnotes, code: str, name: str, ref: str) -> Span:
    """A chain by name."""
    state = next((chain for chain in notes.result.chains if chain.code == code), None)
    return words.chain_name(state) if state is not None else Span(text=name, refs=(ref,))


def unknown_line(
    notes: Footnotes, what: str, nodes: Iterable[NodeWorth], of: Callable[[NodeWorth], Estimated]
) -> tuple[Line, ...]:
    """Which nodes have no such figure, with what each lacks; and that those are not shown which are not."""
    found = [node for node in nodes if of(node).point is None]
    unknown = [node for node in found if not of(node).withheld]
    lines = [line(f"{what}{withheld_words(level)}。", tone="note") for level in _levels(map(of, found))]
    if unknown:
        parts = [line(node_name(notes, node), "（", *lacking(of(node), node.ref), "）").spans for node in unknown]
        lines.insert(0, line(f"{what}算不出的：", joined(parts, "；"), "。", tone="note"))
    return tuple(lines)


def _levels(figures: Iterable[Estimated]) -> tuple[Visibility, ...]:
    """The levels of the figures that are not shown, each once."""
    return tuple(dict.fromkeys(figure.level for figure in figures if figure.withheld))
