"""SVG written by hand: few shapes, every text escaped, the same bytes for the same drawing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from rongtu.flows.brief.document import Span

INK, GREY, PALE, PAPER = "#1a1a1a", "#5c5c5c", "#b8b8b8", "#ffffff"
FAMILY = "Noto Sans SC"
Link = Callable[[Span], str]
"""Wraps a drawn span: given the span, the opening tag of an anchor (or nothing)."""


def clean(text: str) -> str:
    """`text` without the control characters no document may hold."""
    return "".join(char for char in text if char in "\t\n" or (ord(char) >= 32 and not 0xFFFE <= ord(char) <= 0xFFFF))


def em_width(text: str) -> float:
    """Width of `text` in em: full width for Chinese, a bit over half for the rest."""
    return sum(1.0 if ord(char) > 0x2E7F or char in "“”—…●○" else 0.58 for char in text)


def wrap(text: str, width: float, lines: int) -> list[str]:
    """`text` broken into at most `lines` lines of `width` em, Latin words whole; an ellipsis shows what is left out."""
    found: list[str] = []
    rest = clean(text)
    while rest and len(found) < lines:
        cut = next((i for i in range(1, len(rest) + 1) if em_width(rest[:i]) > width), len(rest) + 1) - 1
        inside = cut < len(rest) and all(char.isascii() for char in rest[max(cut - 1, 0) : cut + 1])
        if inside and (space := rest.rfind(" ", 0, cut + 1)) > 0:
            cut = space
        found.append(rest[: max(cut, 1)].rstrip())
        rest = rest[max(cut, 1) :].lstrip()
    if rest:
        found[-1] = found[-1][:-1] + "…"
    return found


def n(value: float) -> str:
    """A coordinate with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def rect(x: float, y: float, width: float, height: float, **style: str) -> str:
    """A box."""
    return f'<rect x="{n(x)}" y="{n(y)}" width="{n(width)}" height="{n(height)}"{_style(style)}/>'


def path(points: Iterable[tuple[float, float]], **style: str) -> str:
    """An open line through the points."""
    steps = " L".join(f"{n(x)} {n(y)}" for x, y in points)
    return f'<path d="M{steps}" fill="none"{_style(style)}/>'


def circle(x: float, y: float, radius: float, **style: str) -> str:
    """A dot."""
    return f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(radius)}"{_style(style)}/>'


def text(x: float, y: float, words: str, size: float, **style: str) -> str:
    """Plain words without a number or a name."""
    return f'<text x="{n(x)}" y="{n(y)}" font-size="{n(size)}"{_style(style)}>{escape(clean(words))}</text>'


def span_text(
    x: float, y: float, span: Span, size: float, link: Link, *, words: str | None = None, **style: str
) -> str:
    """A span (or `words`, a part of it) as text, inside its anchor."""
    drawn = text(x, y, span.text if words is None else words, size, **style)
    opening = link(span)
    return f"{opening}{drawn}</a>" if opening else drawn


def title(words: str) -> str:
    """A hidden name for a shape, read out and shown on hovering."""
    return f"<title>{escape(clean(words))}</title>"


def drawing(width: float, height: float, name: str, body: Iterable[str]) -> str:
    """A whole picture; `name` says what it shows to those who do not see it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {n(width)} {n(height)}" role="img" '
        f'aria-label="{escape(clean(name))}" font-family="{FAMILY}">{"".join(body)}</svg>'
    )


def no_link(span: Span) -> str:
    """For print: no anchors."""
    return ""


def _style(style: dict[str, str]) -> str:
    return "".join(f' {name.replace("_", "-")}="{escape(value)}"' for name, value in style.items())
