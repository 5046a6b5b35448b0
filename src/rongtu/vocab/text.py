"""Text of cells as it is compared: white space stripped, codes in half width, names of bodies in one spelling."""

from __future__ import annotations

import unicodedata

INVISIBLE = frozenset(
    "\u00ad"  # soft hyphen
    "\u180e\u200b\u200c\u200d\u2060\ufeff"  # of no width; the last one also as byte order mark
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # direction
)
"""Characters that print nothing and that Python does not count as white space; sheets and web pages carry them in."""

MIDDLE_DOTS = dict.fromkeys(map(ord, "•‧∙⋅・⸱ᐧ"), "·")
"""Dots that stand between the parts of a foreign name, to U+00B7; NFKC has done the others."""


def is_blank(character: str) -> bool:
    """Whether `character` prints nothing: white space of any width (also U+3000, no-break) or no width at all."""
    return character.isspace() or character in INVISIBLE


def tidy(text: str) -> str:
    """`text` without white space and invisible characters at both ends; what stands inside is kept."""
    first, last = 0, len(text)
    while first < last and is_blank(text[first]):
        first += 1
    while last > first and is_blank(text[last - 1]):
        last -= 1
    return text[first:last]


def without_blanks(text: str) -> str:
    """`text` without any white space or invisible character, inside neither."""
    return "".join(character for character in text if not is_blank(character))


def half_width(text: str) -> str:
    """`text` of a code-like cell, tidy and in half width (Unicode NFKC): ＡＢ１２ becomes AB12."""
    return tidy(unicodedata.normalize("NFKC", text))


def normalised_name(name: str) -> str:
    """The spelling by which names of bodies are compared: half width, one case, no white space, one kind of brackets.

    Round brackets come out as ( ), dots in the middle as ·. No word is dropped: 有限公司 tells two bodies apart.
    """
    # Removing a blank may bring a letter and its accent together, and folding case may open a new form: until it rests.
    while (plainer := _plainer(name)) != name:
        name = plainer
    return name


def _plainer(name: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return without_blanks(folded).translate(MIDDLE_DOTS)
