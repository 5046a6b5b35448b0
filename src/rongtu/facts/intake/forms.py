"""Forms of codes that no pattern can say: each with its check over a column, its rule in words, and its mend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from rongtu.facts.fields import KINDS
from rongtu.vocab import uscc
from rongtu.vocab.industries import parse_industry_code
from rongtu.vocab.periods import parse_period
from rongtu.vocab.problems import InputError
from rongtu.vocab.vintages import parse_vintage


@dataclass(frozen=True, slots=True)
class Form:
    """A check of codes: true where a cell is not of the form; the rule; how to mend one cell."""

    broken: Callable[[pl.Expr], pl.Expr]
    words: str
    mend: Callable[[str], str]


def _each(faults: Callable[[list[str]], list[str | None]]) -> Callable[[pl.Expr], pl.Expr]:
    """A check over a column from one over a list of codes; unknown cells are not asked."""

    def broken(cells: pl.Series) -> pl.Series:
        known = cells.drop_nulls().unique().to_list()
        wrong = {code for code, fault in zip(known, faults(known), strict=True) if fault is not None}
        return cells.is_in(list(wrong)) if wrong else pl.Series([False]).new_from_index(0, len(cells))

    return lambda cell: cell.map_batches(broken, return_dtype=pl.Boolean)


def _parsed(parse: Callable[[str, str], object]) -> Callable[[list[str]], list[str | None]]:
    """What is wrong with each code, as a reader of one says it."""

    def fault(code: str) -> str | None:
        try:
            parse(code, "")
        except InputError as error:
            return f"{error.problems[0].rule}. {error.problems[0].mend}"
        return None

    return lambda codes: [fault(code) for code in codes]


def _form(faults: Callable[[list[str]], list[str | None]], words: str) -> Form:
    return Form(_each(faults), words, lambda found: faults([found])[0] or "")


def _unknown_kinds(names: list[str]) -> list[str | None]:
    known = "、".join(KINDS)
    return [None if name in KINDS else f"Choose one of {known}." for name in names]


FORMS: Mapping[str, Form] = {
    "uscc": _form(uscc.faults, "a unified social credit code (GB 32100-2015)"),
    "industry": _form(_parsed(parse_industry_code), "an industry code of GB/T 4754-2017"),
    "kind": _form(_unknown_kinds, "a kind of record"),
    "period": _form(_parsed(parse_period), "a period as published, such as 2023, 2023H1, 2021-2024, 2027(目标)"),
    "vintage": _form(_parsed(parse_vintage), "a vintage: unstated, a date of publication, or a named revision"),
}
"""Every form a field may name."""
