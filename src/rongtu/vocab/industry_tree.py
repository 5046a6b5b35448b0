"""A complete tree of GB/T 4754-2017 of the user's own, checked row by row against what we could confirm of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from rongtu.vocab.industries import (
    EDITION,
    Industries,
    Industry,
    IndustryCode,
    IndustryLevel,
    industries,
    level_of,
    parent_of,
    parse_industry_code,
    readings,
)
from rongtu.vocab.problems import InputError, Problem
from rongtu.vocab.text import normalised_name, tidy

CLASSES = (1381, 1382)
"""Classes of the standard by its own count: as published in 2017, and with amendment No. 1 of 2019."""

SHOWN = 10
"""Codes a problem names at most."""


def industry_tree(rows: Iterable[Mapping[str, str]], where: str) -> Industries:
    """The tree in `rows` (`code`, `name`, as `csv.DictReader` gives them), classes included.

    Raises InputError with a problem for each row that differs from ours, is given twice or has no parent, and for what
    is missing. A name that one public copy has (`readings`) is taken as well as ours. The rows are those of a file
    with a header: the first is line 2.
    """
    problems: list[Problem] = []
    tree: dict[IndustryCode, Industry] = {}
    for line, row in enumerate(rows, 2):
        try:
            code = parse_industry_code(row.get("code") or "", f"{where}:{line} code")
        except InputError as error:
            problems += error.problems
            continue
        if code in tree:
            rule = "a code stands in the tree once"
            problems.append(Problem(f"{where}:{line} code", rule, repr(code), "Keep one of the two rows."))
        name = tidy(row.get("name") or "")
        problems += _name_problems(code, name, f"{where}:{line} name")
        tree[code] = Industry(code, name, level_of(code), parent_of(code))
    problems += _missing(tree, where)
    if problems:
        raise InputError(problems)
    return tree


def _name_problems(code: IndustryCode, name: str, where: str) -> Iterator[Problem]:
    """What is wrong with a name: none at all, or neither ours nor a known reading of it where we have one."""
    if not name:
        yield Problem(where, "an industry has a name", repr(name), "Fill it in.")
    elif ours := industries().get(code):
        known = (ours.name, *readings().get(code, ()))
        if normalised_name(name) not in map(normalised_name, known):
            mend = "Correct the name, or the code (a sheet may have dropped a leading 0)."
            yield Problem(where, f"the name of {code} in {EDITION} is {ours.name}", repr(name), mend)


def _missing(tree: Industries, where: str) -> Iterator[Problem]:
    """What a complete tree has and this one has not."""
    if absent := [entry for code, entry in industries().items() if code not in tree]:
        listed = "、".join(f"{entry.code} {entry.name}" for entry in absent[:SHOWN])
        found = f"{len(absent)} missing: {listed}{'…' if len(absent) > SHOWN else ''}"
        yield Problem(where, "the tree has every section, division and group", found, "Add them, each in a row.")
    classes = Counter(code[:3] for code in tree if level_of(code) is IndustryLevel.CLASS)
    if empty := [code for code in tree if level_of(code) is IndustryLevel.GROUP and not classes[code]]:
        found = f"{len(empty)} without: {'、'.join(empty[:SHOWN])}{'…' if len(empty) > SHOWN else ''}"
        yield Problem(
            where, "every group has a class; one that is not parted has its own code and 0", found, "Add them."
        )
    elif classes.total() not in CLASSES:
        rule = f"the standard counts {CLASSES[0]} classes, {CLASSES[1]} with amendment No. 1 of 2019"
        yield Problem(where, rule, str(classes.total()), "Compare the classes with the standard's text.")
