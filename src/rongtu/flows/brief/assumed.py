"""推定清单: every assumption a figure used, with who made it, when, why, and which results rest on it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable

from rongtu.desks.cluster.value.models import AssumptionState
from rongtu.flows.brief import terms
from rongtu.flows.brief.document import Cell, Line, Paragraphs, Section, Span, Table
from rongtu.flows.brief.footnotes import Footnotes, joined, line
from rongtu.flows.brief.numbers import count, money, percent
from rongtu.flows.brief.tables import columns
from rongtu.flows.result import LoopResult

YUAN = "元"
WHOLE = terms.MEASURES["V"]


def assumed_section(notes: Footnotes, assumptions: tuple[AssumptionState, ...]) -> Section:
    """The list; the brief without it would pass off guesses as facts."""
    heads = (
        ("推定", 26, False),
        ("范围", 19, True),
        ("谁、何时", 15, False),
        ("理由", 22, False),
        ("哪些结果用了", 18, False),
    )
    users = used_by(notes.result)
    return Section(
        anchor="assumed",
        heading=line("推定清单"),
        new_page=False,
        blocks=(
            Paragraphs(lines=(line("推定是由人给出的范围，注明谁、何时、为什么；它不是数据。查实一条，就少一条。"),)),
            Table(
                title=None,
                columns=columns(*heads),
                rows=tuple(_row(notes, one, users.get(one.ref, Counter())) for one in assumptions),
            ),
        ),
    )


def assumptions_of(result: LoopResult) -> tuple[AssumptionState, ...]:
    """Every assumption some figure used: those of the chains, then those of dealings."""
    matches = result.matches.assumptions if result.matches is not None else ()
    return (*(result.value.assumptions if result.value is not None else ()), *matches)


def range_text(one: AssumptionState) -> str:
    """The range in its unit, with the likely value where one is given."""
    told = span_text(one.low, one.high, one.unit)
    return told if one.likely is None else f"{told}，多半 {_form(one.high, one.unit)(one.likely)}"


def span_text(low: float, high: float, unit: str | None) -> str:
    """Two ends in their unit; shares of one in per cent."""
    form = _form(high, unit)
    return f"{form(low)}–{form(high)}" if unit == YUAN else f"{form(low).removesuffix(unit or ' ')}–{form(high)}"


def _form(high: float, unit: str | None) -> Callable[[float], str]:
    if unit == YUAN:
        return money
    told = percent if unit is None and high <= 1 else count
    return lambda value: f"{told(value)}{unit or ''}"


def used_by(result: LoopResult) -> dict[str, Counter[str]]:
    """How many results of each kind rest on each assumption, directly or through others."""
    reached: dict[str, frozenset[str]] = {}
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key in result.trace:
        head, _, rest = key.partition("/")
        if head == "value" and rest:
            kind = rest.partition("/")[0]
            for ref in _assumptions(result, f"derived:{key}", reached) if kind in terms.MEASURES else ():
                found[ref][terms.MEASURES[kind]] += 1
    return found


def assumptions_behind(result: LoopResult, ref: str) -> frozenset[str]:
    """The refs of the assumptions a ref rests on, directly or through derivations."""
    return _assumptions(result, ref, {})


def _assumptions(result: LoopResult, ref: str, reached: dict[str, frozenset[str]]) -> frozenset[str]:
    if ref.startswith("assumption:"):
        return frozenset({ref})
    if ref not in reached:
        reached[ref] = frozenset()
        step = result.trace.get(ref.removeprefix("derived:")) if ref.startswith("derived:") else None
        below = (_assumptions(result, source, reached) for source in (step.inputs if step else ()))
        reached[ref] = frozenset().union(*below)
    return reached[ref]


def _row(notes: Footnotes, one: AssumptionState, users: Counter[str]) -> tuple[Cell, ...]:
    refs = (one.ref,)
    return (
        Cell(
            lines=(
                line(Span(text=one.about, refs=refs), tone="strong"),
                line(Span(text=one.code, refs=refs), notes.marks(refs), tone="note"),
            )
        ),
        Cell(lines=(line(Span(text=range_text(one), refs=refs)),)),
        Cell(lines=(line(Span(text=f"{one.author}，{one.stated_on}", refs=refs)),)),
        Cell(lines=(line(Span(text=one.reason, refs=refs)),)),
        Cell(lines=(_users(notes, one, users),)),
    )


def _users(notes: Footnotes, one: AssumptionState, users: Counter[str]) -> Line:
    """What rests on it, by kind; what the whole rests on reaches everything, and is not counted out kind by kind."""
    if WHOLE in users:
        rest = sum(users.values()) - users[WHOLE]
        number = notes.derive(f"uses.{one.code}", rest, "用到该推定的结果数", [one.ref])
        return line("总价值，并由此及于其余 ", number, " 项结果")
    parts = [
        line(name, " ", notes.derive(f"uses.{one.code}.{name}", number, "用到该推定的结果数", [one.ref]), " 项").spans
        for name, number in users.items()
    ]
    return line(joined(parts)) if parts else line("没有结果用到", tone="note")
