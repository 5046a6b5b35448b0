"""Crosswalks: the classes a register gives its firms, read as places on chains, each with the grade of the reading.

Of the rows that fit a firm those of the best priority count (1 is the best); among them those of the first scheme in
`SCHEMES`, and of these the finest class or the longest word. A class may have several rows and so several places. On a
chain or in a cluster where a firm stands by name or by register no class moves it. Cost is linear in the firms, times
the words looked for in names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import rongtu.facts.records  # noqa: F401  (declares every kind)
from rongtu.facts.fields import KINDS
from rongtu.facts.intake.sheets import Rows, Sheet
from rongtu.vocab.chains import BasisGrade, CapabilityRole, Precision
from rongtu.vocab.evidence import Confidence
from rongtu.vocab.industries import parents, parse_industry_code
from rongtu.vocab.problems import InputError, Problem

HEADER = ("organisation", "node", "chain", "cluster", "role", "grade", "basis", "confidence", "source")

SURE = frozenset({BasisGrade.NAMED, BasisGrade.REGISTRY})
"""Grades of a placement that no class overrules."""


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm as its register describes it: its key, its names, its classes, and the source that says so."""

    code: str
    name: str
    short_name: str = ""
    industry_sw: str = ""
    industry_ts: str = ""
    industry: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A row of a crosswalk: a class of a scheme, the place it is read as, and how far to trust it.

    `within` is the chain the place lies on, or the cluster it is.
    """

    scheme: str
    class_name: str
    node: str
    chain: str
    cluster: str
    within: str
    grade: str
    precision: str
    priority: int
    applies_when: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """A classification: a firm's classes, the finest first, and how a placement by one is put in words.

    Placements by a scheme that is `rough` as a whole all say so.
    """

    classes: Callable[[Firm, Sequence[str]], Iterable[str]]
    words: str
    rough: bool = False


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Readings by priority, scheme and class; the words of a scheme, the longest first."""

    readings: Mapping[int, Mapping[str, Mapping[str, Sequence[Reading]]]]
    words: Mapping[int, Mapping[str, Sequence[str]]]


def _shenwan(firm: Firm, _known: Sequence[str]) -> Iterable[str]:
    return (firm.industry_sw,)


def _tushare(firm: Firm, _known: Sequence[str]) -> Iterable[str]:
    return (firm.industry_ts,)


def _national(firm: Firm, _known: Sequence[str]) -> Iterable[str]:
    """The class of GB/T 4754 and those above it; none where the code is none of the standard."""
    try:
        code = parse_industry_code(firm.industry, "")
    except InputError:
        return ()
    return (code, *parents(code))


def _words(firm: Firm, known: Sequence[str]) -> Iterable[str]:
    return (word for word in known if word in firm.name or word in firm.short_name)


SCHEMES: Mapping[str, Scheme] = {
    "shenwan_l3": Scheme(_shenwan, "申万三级行业“{}”"),
    "gbt4754": Scheme(_national, "国标行业“{}”"),
    "tushare_industry": Scheme(_tushare, "Tushare 行业“{}”", rough=True),
    "name_word": Scheme(_words, "名称中有“{}”", rough=True),
}
"""The schemes a crosswalk may use, the best first."""

ALWAYS = ("", "总是", "always")
IN_ORDER = (
    "优先级1的各行均不匹配",
    "no priority-1 row matched",
    "最后：其余各行均不匹配",
    "last: no other row matched",
)
"""What the priority says already."""
WITHOUT_SHENWAN = ("申万三级行业为空", "industry_sw is empty")
CONDITIONS = (*ALWAYS, *IN_ORDER, *WITHOUT_SHENWAN)
"""When a row applies, in the words that are understood."""

ROUGH = {Precision.COARSE: "（粗分）", Precision.CHAIN_ONLY: "（只到链，不到环节）"}


def crosswalk(rows: Iterable[Mapping[str, str]], chain_of: Mapping[str, str], name: str = "crosswalk") -> Crosswalk:
    """A crosswalk from rows of that kind as text; `chain_of` tells the chain of each node.

    InputError with every row whose scheme, class, place or condition is not understood.
    """
    problems: list[Problem] = []
    readings: dict[int, dict[str, dict[str, list[Reading]]]] = {}
    for number, row in enumerate(rows, start=2):
        try:
            reading = _reading(row, chain_of, f"{name} row {number}")
        except InputError as error:
            problems += error.problems
            continue
        schemes = readings.setdefault(reading.priority, {})
        schemes.setdefault(reading.scheme, defaultdict(list))[reading.class_name].append(reading)
    if problems:
        raise InputError(problems)
    words = {
        priority: {
            scheme: sorted(filter(None, classes), key=lambda word: (-len(word), word))
            for scheme, classes in schemes.items()
        }
        for priority, schemes in readings.items()
    }
    return Crosswalk(dict(sorted(readings.items())), words)


def _reading(row: Mapping[str, str], chain_of: Mapping[str, str], where: str) -> Reading:
    scheme, class_name, condition = row["scheme"], row["class_name"], row.get("applies_when", "")
    node, chain, cluster = row.get("node", ""), row.get("chain", ""), row.get("cluster", "")
    if scheme not in SCHEMES:
        known = "、".join(SCHEMES)
        raise InputError.single(f"{where}, column scheme", f"one of {known}", scheme, "Choose one of them.")
    if condition not in CONDITIONS:
        rule = f"one of {'、'.join(filter(None, CONDITIONS))}"
        raise InputError.single(f"{where}, column applies_when", rule, condition, "Choose one, or leave it empty.")
    if node and node not in chain_of:
        rule = "a node that exists"
        raise InputError.single(f"{where}, column node", rule, node, "Load the node first, or correct the code.")
    if scheme == "gbt4754":
        class_name = parse_industry_code(class_name, f"{where}, column class_name")
    if not row["priority"].isdigit():
        rule = "a priority is a whole number, 1 first"
        raise InputError.single(f"{where}, column priority", rule, row["priority"], "Write a number.")
    within = chain_of[node] if node else chain or cluster
    told = (row["grade"], row["precision"], int(row["priority"]), condition)
    return Reading(scheme, class_name, node, chain, cluster, within, *told)


def readings_of(known: Crosswalk, firm: Firm) -> Sequence[Reading]:
    """The rows by which a firm is placed; none where none fits."""
    for priority, schemes in known.readings.items():
        for name, scheme in SCHEMES.items():
            for class_name in scheme.classes(firm, known.words[priority].get(name, ())):
                rows = schemes.get(name, {}).get(class_name, ()) if class_name else ()
                found = [row for row in rows if row.applies_when not in WITHOUT_SHENWAN or not firm.industry_sw]
                if found:
                    return found
    return ()


def placements(
    known: Crosswalk, firms: Iterable[Firm], settled: Mapping[str, Collection[str]]
) -> Iterator[Sequence[str]]:
    """Capabilities (cells as in `HEADER`) of the firms that have a class the crosswalk reads.

    `settled` are the chains and clusters on which a firm, by its key, stands with a grade in `SURE`.
    """
    for firm in firms:
        for reading in readings_of(known, firm):
            if reading.within not in settled.get(firm.code, ()):
                place = (reading.node, reading.chain, reading.cluster)
                told = (CapabilityRole.UNSTATED, reading.grade, basis(reading), Confidence.DERIVED, firm.source)
                yield firm.code, *place, *told


def basis(reading: Reading) -> str:
    """What a placement rests on, in words."""
    scheme = SCHEMES[reading.scheme]
    rough = ROUGH[Precision.COARSE] if scheme.rough else ROUGH.get(Precision(reading.precision), "")
    return f"{scheme.words.format(reading.class_name)}{rough}"


def capability_sheet(
    known: Crosswalk, firms: Callable[[], Iterable[Firm]], settled: Mapping[str, Collection[str]]
) -> Sheet:
    """The placements as a sheet to stage; `firms` may be called again and is read as a stream."""
    return Sheet(
        "行业对照 crosswalk", KINDS["capability"], HEADER, partial(_rows, known, firms, settled), row_word="placement"
    )


def _rows(known: Crosswalk, firms: Callable[[], Iterable[Firm]], settled: Mapping[str, Collection[str]]) -> Rows:
    yield from enumerate(placements(known, firms(), settled), start=1)
