"""Assumptions as questions are about them: by the key of their draws, in their own unit; answers read and checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rongtu.desks.cluster.value.rows import ValueRows
from rongtu.facts.assumed import PERCENT, Range
from rongtu.facts.reading import Stored
from rongtu.vocab.money import FEN_PER_UNIT, parse_amount
from rongtu.vocab.problems import InputError, Problem
from rongtu.vocab.text import half_width

ANSWER = re.compile(r"\s*([^=\s][^=]*?)\s*=\s*([^=]+?)\s*")
"""CODE=VALUE."""

NUMBER = re.compile(r"[+-]?\d+(\.\d*)?([eE][+-]?\d+)?")

FEN_PER_YUAN = 100


@dataclass(frozen=True, slots=True)
class Stated:
    """An assumption that counts: its range and the row it speaks of."""

    row: UUID
    range: Range

    @property
    def code(self) -> str:
        """Its code in the list of assumptions."""
        return self.range.stated.row.code

    @property
    def unit(self) -> str | None:
        """The unit its numbers are in."""
        return self.range.stated.row.unit

    @property
    def factor(self) -> float:
        """What a number in its unit is multiplied by to be computed with: yuan, or a fraction."""
        if self.unit in FEN_PER_UNIT:
            return FEN_PER_UNIT[self.unit] / FEN_PER_YUAN
        return 0.01 if self.unit == PERCENT else 1.0


def stated_by_key(rows: ValueRows) -> dict[str, Stated]:
    """Every assumption that counts, by the key of its draws (the ref of its row)."""
    return {found.stated.ref: Stated(row, found) for (row, _), found in rows.assumptions.ranges.items()}


def in_unit(stated: Stated, value: float) -> float:
    """A number that was computed with, in the assumption's unit again."""
    return float(f"{value / stated.factor:.12g}")


def answers_of(rows: ValueRows, given: Iterable[str]) -> dict[str, float]:
    """Answers by key, as they are computed with, in the order given; InputError with everything wrong with them."""
    by_code = {one.code: (key, one) for key, one in stated_by_key(rows).items()}
    found: dict[str, float] = {}
    problems: list[Problem] = []
    for told in given:
        try:
            key, value = _answer(told, by_code)
            if key in found:
                raise InputError.single(f"answer {told}", "an assumption is answered once", told, "Keep one answer.")
            found[key] = value
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return found


def _answer(told: str, by_code: Mapping[str, tuple[str, Stated]]) -> tuple[str, float]:
    where = f"answer {told}"
    parts = ANSWER.fullmatch(half_width(told))
    if not parts:
        raise InputError.single(where, "an answer is CODE=VALUE", told, "Write it like EX-A-03=4000.")
    code, text = parts[1], parts[2]
    if code not in by_code:
        known = "、".join(sorted(by_code)) or "none"
        raise InputError.single(where, "an answer names an assumption that counts", code, f"There are: {known}.")
    key, stated = by_code[code]
    return key, _number(text, stated, where)


def _number(text: str, stated: Stated, where: str) -> float:
    """A number in the assumption's unit, which may stand behind it."""
    if stated.unit in FEN_PER_UNIT:
        return parse_amount(text, where, stated.unit) / FEN_PER_YUAN
    bare = text.removesuffix(stated.unit or "").strip()
    if not NUMBER.fullmatch(bare):
        rule = f"the answer is a number{f' in {stated.unit}' if stated.unit else ''}"
        raise InputError.single(where, rule, text, "Write a plain number.")
    return float(bare) * stated.factor


def node_of(rows: ValueRows, stated: Stated) -> str | None:
    """The code of the node an assumption is about; of an item on several nodes the first, by code."""
    kind = stated.range.stated.row.kind
    found = next((row.row for row in NODED[kind](rows) if row.id == stated.row), None) if kind in NODED else None
    if found is None:
        return None
    if kind == "trade":
        return min((node.row.code for node in rows.nodes if node.row.item == found.item), default=None)
    return rows.node_codes.get(found.node)


NODED: Mapping[str, Callable[[ValueRows], Iterator[Stored[Any]]]] = {
    "input_group": lambda rows: iter(rows.groups),
    "capability": lambda rows: iter(rows.capabilities),
    "trade": lambda rows: iter(rows.trades),
    "controller": lambda rows: iter(rows.controllers),
    "intervention": lambda rows: iter(rows.interventions),
    "survey": lambda rows: iter(rows.surveys),
    "demand": lambda rows: iter(rows.demands),
}
"""The rows an assumption may speak of that are about a node or an item, by kind."""
