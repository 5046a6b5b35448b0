"""Where a scope buys what a node is, beside its severity: shares by origin, and how concentrated they are."""

from __future__ import annotations

from rongtu.desks.cluster.value.models import Dependence, OriginShare
from rongtu.flows.brief.document import Line, Span
from rongtu.flows.brief.estimates import figure
from rongtu.flows.brief.footnotes import Footnotes, joined, line
from rongtu.flows.brief.numbers import count, degree, percent
from rongtu.vocab.geography import Origin

ORIGINS = {Origin.SCOPE: "区内", Origin.ELSEWHERE: "区外", Origin.ABROAD: "境外未注明国别"}

READING = (
    "购自：范围内采购额按来源地的份额；集中度：各来源地份额的平方和，全部来自一处即为一。两者并列在旁，没有乘进严重度。"
)


def dependence_of(notes: Footnotes, node: str) -> Dependence | None:
    """Where the scope buys what the node is; None where nothing is known to be bought."""
    value = notes.result.value
    return next((one for one in value.dependence if one.node == node), None) if value is not None else None


def origin_name(share: OriginShare) -> str:
    """The country where one is named, else whose side it lies on."""
    return share.country or ORIGINS[share.origin]


def dependence_lines(notes: Footnotes, node: str, ref: str) -> tuple[Line, ...]:
    """The largest shares and the concentration, in one line; none where nothing is known to be bought."""
    found = dependence_of(notes, node)
    if found is None or not found.shares:
        return ()
    known = [one for one in found.shares if one.share.point is not None]
    if not known:
        return (line("购自：", figure(notes, found.concentration, degree, ref), tone="note"),)
    most = notes.limit("origins")
    largest = sorted(known, key=lambda one: (-(one.share.point or 0.0), one.origin, one.country or ""))
    parts = [_share(notes, one, ref) for one in largest[:most] if one.share.point]
    left = len(found.shares) - len(parts)
    rest: tuple[Span | str, ...] = ()
    if left > 0 and len(largest) > most:
        number = notes.derive(f"origins.{node}", count(left), "没有列出的来源地数", [found.concentration.ref or ref])
        rest = ("，另 ", number, " 处")
    concentration = ("；集中度 ", figure(notes, found.concentration, degree, ref))
    return (line("购自 ", joined(parts), *rest, *concentration, tone="note"),)


def _share(notes: Footnotes, one: OriginShare, ref: str) -> tuple[Span, ...]:
    name = Span(text=origin_name(one), refs=(one.share.ref or ref,))
    return line(name, " ", figure(notes, one.share, percent, ref)).spans
