"""Estimated figures in spans and cells: the point, its range where it has one, or that it is unknown and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from rongtu.desks.cluster.value_models import Estimated, NodeWorth, ScopeValue
from rongtu.flows.brief import words
from rongtu.flows.brief.document import Cell, Line, Span
from rongtu.flows.brief.footnotes import Footnotes, joined, line
from rongtu.flows.brief.numbers import UNKNOWN, Form, between, money, ranged

T = TypeVar("T")


def figures_of(notes: Footnotes) -> ScopeValue | None:
    """What the scope's chains were valued at, where at least one has its inputs."""
    value = notes.result.value
    return value if value is not None and value.value is not None else None


def figure(notes: Footnotes, estimated: Estimated, form: Form, *refs: str) -> Span:
    """The figure with its range; it rests on its own ref, else on `refs`."""
    if estimated.point is None:
        return Span(text=UNKNOWN)
    low, high = _ends(estimated)
    return notes.estimate(ranged(estimated.point, low, high, form), estimated, *refs)


def money_figure(notes: Footnotes, estimated: Estimated, *refs: str) -> Span:
    """Yuan a year for running text, with the unit."""
    if estimated.point is None:
        return Span(text=UNKNOWN)
    return notes.estimate(money(estimated.point, *_ends(estimated)), estimated, *refs)


def figure_cell(notes: Footnotes, estimated: Estimated, form: Form, *refs: str) -> Cell:
    """For a column of numbers: the point, and under it the range where there is one."""
    if estimated.point is None:
        return Cell(lines=(line(UNKNOWN, tone="note"),))
    low, high = (form(end) for end in _ends(estimated))
    told = form(estimated.point)
    lines = [line(notes.estimate(told, estimated, *refs))]
    if (low, high) != (told, told):
        lines.append(line(notes.estimate(between(low, high), estimated, *refs), tone="note"))
    return Cell(lines=tuple(lines))


def _ends(estimated: Estimated) -> tuple[float, float]:
    point = estimated.point or 0.0
    low = point if estimated.low is None else estimated.low
    return low, point if estimated.high is None else estimated.high


def lacking(estimated: Estimated, ref: str) -> tuple[Span | str, ...]:
    """What an unknown figure lacks, in words."""
    return ("缺：", Span(text="、".join(estimated.missing), refs=(ref,))) if estimated.missing else ("未知",)


def width(estimated: Estimated) -> float:
    """How wide the range is; nothing where there is none."""
    low, high = _ends(estimated)
    return high - low if estimated.point is not None else 0.0


def ends(notes: Footnotes) -> tuple[Span, ...]:
    """The two ends of every range, as the method sets them."""
    return line(notes.setting("brief.low"), "–", notes.setting("brief.high")).spans


@dataclass(frozen=True, slots=True)
class Ranked(Generic[T]):
    """A thing with its place by the 5 % end (proved) and by the 95 % end (possible), counted from 1."""

    item: T
    estimated: Estimated
    proved: int
    possible: int


def ranked_twice(items: Iterable[tuple[T, Estimated, str]]) -> tuple[Ranked[T], ...]:
    """Known figures above nothing, proved order first; `str` decides between equals."""
    known = [item for item in items if item[1].point is not None and _ends(item[1])[1] > 0]
    by_low = sorted(known, key=lambda item: (-_ends(item[1])[0], -_ends(item[1])[1], item[2]))
    by_high = sorted(known, key=lambda item: (-_ends(item[1])[1], -_ends(item[1])[0], item[2]))
    possible = {item[2]: place for place, item in enumerate(by_high, start=1)}
    return tuple(
        Ranked(item, estimated, place, possible[key]) for place, (item, estimated, key) in enumerate(by_low, start=1)
    )


def leading(ranked: tuple[Ranked[T], ...], most: int) -> tuple[Ranked[T], ...]:
    """Those among the first `most` in either order, in proved order."""
    return tuple(one for one in ranked if min(one.proved, one.possible) <= most)


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
    """Which nodes have no such figure, with what each lacks."""
    found = [node for node in nodes if of(node).point is None]
    if not found:
        return ()
    parts = [line(node_name(notes, node), "（", *lacking(of(node), node.ref), "）").spans for node in found]
    return (line(f"{what}算不出的：", joined(parts, "；"), "。", tone="note"),)
