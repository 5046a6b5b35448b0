"""Figures of a chain document: their bounds, and the shares of a node's groups, which leave room for value added."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

from rongtu.engines.chain.document.places import place
from rongtu.vocab.chain_document import Amount, ChainDocument, GroupEntry, Span
from rongtu.vocab.problems import Problem

ROUNDING = 1e-9

MONEY = "money and months are not negative"
PART = "a share lies from 0 to 1"


def figures_of(document: ChainDocument) -> Iterator[tuple[object, str, Amount, bool]]:
    """Every figure: the row it stands in, its key, the figure, and whether it is a part of one."""
    for node in document.nodes:
        yield from ((node, name, getattr(node, name), False) for name in ("supply", "buy", "demand", "weight"))
    for group in document.groups:
        yield group, "share", group.share, True
        yield group, "loss", group.loss, False
    for one in document.purchases:
        yield one, "bought", one.bought, False
        yield one, "available", one.available, False
    for step in document.interventions:
        yield from ((step, name, getattr(step, name), False) for name in ("adds", "cost", "lead_months"))
        yield step, "success", step.success, True
    for held in document.controllers:
        yield held, "share", held.share, True
        yield held, "replaceable", held.replaceable, True


def figure_problems(document: ChainDocument) -> Iterator[Problem]:
    """Figures that are none: negative, not finite, out of their bounds, ranges from high to low."""
    for row, name, amount, part in figures_of(document):
        if amount is not None and (fault := _fault(amount, part=part)):
            yield Problem(f"{place(row)}, {name}", fault, told(amount), "Correct it.")


def _fault(amount: float | Span, *, part: bool) -> str | None:
    low, high, point = _ends(amount)
    if not all(math.isfinite(end) for end in (low, high, point)):
        return "a figure is a finite number"
    if not low <= high:
        return "the low end of a range is not above its high end"
    if not low <= point <= high:
        return "the likely value lies in the range"
    if part:
        return PART if low < 0 or high > 1 else None
    return MONEY if low < 0 else None


def _ends(amount: float | Span) -> tuple[float, float, float]:
    return (amount.low, amount.high, amount.point) if isinstance(amount, Span) else (amount, amount, amount)


def share_problems(document: ChainDocument) -> Iterator[Problem]:
    """Nodes whose groups take more than all of a yuan, at the points of their shares."""
    for node, groups, _, total in _totals(document):
        if total > 1 + ROUNDING:
            yield Problem(
                node,
                "the shares of a node's groups add up to at most 1",
                f"{total:.10g} of {', '.join(group.called for group in groups)}",
                "Correct the shares: the rest of a yuan is value added.",
            )


def wide_shares(document: ChainDocument) -> Iterator[Problem]:
    """Nodes whose shares may be more than a yuan within their ranges."""
    for node, _, high, total in _totals(document):
        if total <= 1 + ROUNDING < high:
            rule = "the high ends of a node's shares add up to at most 1"
            yield Problem(node, rule, f"{high:.10g}", "Narrow the ranges: not all of them can be at their high end.")


def _totals(document: ChainDocument) -> Iterator[tuple[str, list[GroupEntry], float, float]]:
    """For each node with known shares: its place, their groups, their sums at the high ends and at the points."""
    known: defaultdict[str, list[GroupEntry]] = defaultdict(list)
    for group in document.groups:
        if group.share is not None:
            known[group.node].append(group)
    for node in document.nodes:
        if groups := known.get(node.code):
            ends = [_ends(group.share) for group in groups if group.share is not None]
            yield place(node), groups, math.fsum(end[1] for end in ends), math.fsum(end[2] for end in ends)


def told(amount: Amount) -> str:
    """A figure as reports write it."""
    if amount is None:
        return "none"
    if isinstance(amount, Span):
        likely = "" if amount.likely is None else f" ({amount.likely:.10g})"
        return f"{amount.low:.10g} to {amount.high:.10g}{likely}"
    return f"{amount:.10g}"
