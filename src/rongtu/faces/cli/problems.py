"""Problems for a person to read: each in a line; where there are many, those that are mended alike together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from rongtu.vocab.problems import Problem

EACH = 40
"""Problems told one by one; more are told by what they have in common."""

PLACE = re.compile(r"^(?P<file>.*) (?P<word>row|entry) (?P<number>\d+)(?P<column>(, column .*)?)$", re.DOTALL)


def in_words(problems: Sequence[Problem]) -> list[str]:
    """A line for each problem, or for each rule and column of a file with the rows that break it."""
    if len(problems) <= EACH:
        return [str(problem) for problem in problems]
    alike: defaultdict[tuple[str, ...], list[tuple[int, Problem]]] = defaultdict(list)
    lines: list[str] = []
    for problem in problems:
        place = PLACE.match(problem.where)
        if place is None:
            lines.append(str(problem))
        else:
            key = (place["file"], place["word"], place["column"], problem.rule, problem.mend)
            alike[key].append((int(place["number"]), problem))
    return [_together(key, found) for key, found in alike.items()] + lines


def _together(key: tuple[str, ...], found: list[tuple[int, Problem]]) -> str:
    if len(found) == 1:
        return str(found[0][1])
    file, word, column, rule, mend = key
    rows = _ranges([number for number, _ in found])
    return f"{file} {word}s {rows}{column}: {rule}; found {found[0][1].found} and the like. {mend}"


def _ranges(numbers: Sequence[int]) -> str:
    """1–3, 7, 9–10."""
    spans: list[list[int]] = []
    for number in sorted(set(numbers)):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(low) if low == high else f"{low}–{high}" for low, high in spans)
