"""A public format: its name, the files it consists of and how each is known, and what reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rongtu.facts.intake.formats.opened import Opened, open_file
from rongtu.facts.intake.sheets import Sheet
from rongtu.vocab.problems import InputError, Problem


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file of a format: its published name, and the fields it is known by, whatever the file is called.

    A file that is not `needed` may be left out; `several` of some may be given at once. `called` is a word the name
    of the file has, where fields alone do not tell it from another; `mend` says what to do where fields are missing.
    """

    name: str
    fields: tuple[str, ...]
    needed: bool = True
    several: bool = False
    called: str = ""
    mend: str = ""

    def fits(self, opened: Opened) -> bool:
        """Whether the file may be this one."""
        return set(self.fields) <= set(opened.fields) and self.called in opened.path.name.lower()


@dataclass(frozen=True, slots=True)
class Format:
    """A format and its reader: files in, sheets out, in an order in which rows refer to sheets before.

    An import adds to what is known of a chain, an item and the like and overwrites nothing; of the kinds in `replaces`
    the files are what an office keeps itself, and what they say is what counts.
    """

    name: str
    zh: str
    en: str
    files: tuple[Wanted, ...]
    read: Callable[[Sequence[Path]], tuple[Sheet, ...]]
    replaces: frozenset[str] = frozenset()


Given = Mapping[str, tuple[Opened, ...]]
"""The files at hand by the published name of what they are; none where one was left out."""


def sort_out(
    format_name: str, wanted: Sequence[Wanted], paths: Sequence[Path], names: Mapping[str, str] | None = None
) -> Given:
    """Which file is which, by the fields it has (called as in `names` where other headings are common).

    Of several wanted files that fit, the one with the most fields is meant. InputError names every file that is none
    of them, with the columns it lacks, and every file that is missing.
    """
    found: defaultdict[str, list[Opened]] = defaultdict(list)
    problems: list[Problem] = []
    for path in paths:
        try:
            opened = open_file(path).renamed(names or {})
        except InputError as error:
            problems += error.problems
            continue
        fits = [one for one in wanted if one.fits(opened)]
        if fits:
            found[max(fits, key=lambda one: len(one.fields)).name].append(opened)
        else:
            problems.append(_not_wanted(format_name, wanted, opened))
    if not problems:
        problems += _wrong_number(format_name, wanted, found)
    if problems:
        raise InputError(problems)
    return {one.name: tuple(found[one.name]) for one in wanted}


def _not_wanted(format_name: str, wanted: Sequence[Wanted], opened: Opened) -> Problem:
    """What the file that fits nothing lacks to be the one it looks like."""
    by_name = [one for one in wanted if one.name == opened.path.name]
    nearest = max(by_name or wanted, key=lambda one: len(set(one.fields) & set(opened.fields)) / len(one.fields))
    missing = [field for field in nearest.fields if field not in opened.fields]
    if not missing:
        rule = f"files of {format_name} whose columns are alike are told by their names"
        mend = f"Call it {' or '.join(one.name for one in wanted if one.called)}."
        return Problem(opened.name, rule, opened.path.name, mend)
    has = "、".join(filter(None, opened.fields))[:200]
    return Problem(
        f"{opened.name} {opened.row_word} 1, column {missing[0]}",
        f"{nearest.name} of {format_name} has the columns {', '.join(nearest.fields)}",
        f"no {', '.join(missing)}; it has {has or 'nothing'}",
        nearest.mend or f"Take the file as it is published, or leave it out if it is no part of {format_name}.",
    )


def _wrong_number(format_name: str, wanted: Sequence[Wanted], found: Mapping[str, Sequence[Opened]]) -> list[Problem]:
    problems = []
    for one in wanted:
        given = [opened.name for opened in found.get(one.name, ())]
        if one.needed and not given:
            rule = f"{format_name} needs {one.name}, with the columns {', '.join(one.fields)}"
            problems.append(Problem(f"{format_name}, file {one.name}", rule, "no such file", "Name it too."))
        elif len(given) > 1 and not one.several:
            rule = f"{format_name} takes one {one.name}"
            mend = "Keep one of them; the other may be loaded by itself."
            problems.append(Problem(f"{given[1]} row 1", rule, "、".join(given), mend))
    if not any(found.values()) and not problems:
        names = "、".join(one.name for one in wanted)
        problems.append(Problem(format_name, f"{format_name} is one or more of {names}", "no file", "Name the files."))
    return problems
