"""What answers narrowed: each range before an answer and after it, on the same draws of all that stays assumed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import TypeVar

from rongtu.engines.chain.value.checking import parts_of
from rongtu.engines.chain.value.inputs import Figure, Network, Standing
from rongtu.engines.chain.value.narrowing import DRAWS, assumptions
from rongtu.engines.chain.value.targets import TargetKind, checked, drawn_targets, held_plan
from rongtu.vocab.drawing import SEED
from rongtu.vocab.problems import InputError, Problem

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer did to a target, the answers before it being known; widths of the 5–95 % range in yuan.

    `outside` says that the answer lies outside the range that was assumed, so that the range may have moved or grown.
    """

    key: str
    value: float
    target: TargetKind
    before: float
    after: float
    outside: bool


def answered(
    network: Network,
    answers: Mapping[str, float],
    *,
    budget: float | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> tuple[Answered, ...]:
    """What each answer narrowed, one after the other in the order given; the plan is that chosen before the answers.

    An answer that contradicts what is assumed until another one is known narrows together with that. Targets that are
    unknown are left out. Raises InputError for a key that nothing is assumed under and for an answer
    that its figure cannot have. Time is 2 × draws hot solves an answer.
    """
    checked(draws, budget)
    _check(network, answers)
    plan, stated = held_plan(network, budget, seed), assumptions(network)
    in_order = list(answers.items())
    states = [network]
    for number in range(1, len(in_order) + 1):
        states.append(_state(network, dict(in_order[:number]), states[-1], final=number == len(in_order)))
    drawn = [drawn_targets(state, plan, draws, seed) for state in states]
    found = []
    for (key, value), (before, after) in zip(in_order, pairwise(drawn), strict=True):
        outside = not stated[key].low <= value <= stated[key].high
        for old, new in zip(before, after, strict=True):
            if old.width is not None and new.width is not None:
                found.append(Answered(key, value, old.kind, old.width, new.width, outside))
    return tuple(found)


def _state(network: Network, answers: Mapping[str, float], before: Network, *, final: bool) -> Network:
    """The network with these answers; as before where they are at odds with what others have still to correct."""
    try:
        return known(network, answers)
    except InputError as error:
        if not final:
            return before
        where = f"answers to {', '.join(answers)}"
        raise InputError(
            [Problem(f"{where}: {one.where}", one.rule, one.found, "Correct an answer.") for one in error.problems]
        ) from None


def known(network: Network, answers: Mapping[str, float]) -> Network:
    """The network with answers as observed figures in the place of assumptions."""
    parts = {part.name: getattr(network, part.name) for part in fields(network) if part.name != "types"}
    return replace(network, **{name: tuple(_with(row, answers) for row in rows) for name, rows in parts.items()})


def _with(row: Row, answers: Mapping[str, float]) -> Row:
    changes: dict[str, object] = {}
    for field in fields(row):  # type: ignore[arg-type]  # every row of a network is a dataclass
        held = getattr(row, field.name)
        if isinstance(held, Figure):
            changes[field.name] = _answer(held, answers)
        elif isinstance(held, tuple) and any(isinstance(one, Figure) for one in held):
            changes[field.name] = tuple(_answer(one, answers) for one in held)
    return replace(row, **changes)  # type: ignore[type-var]


def _answer(figure: Figure, answers: Mapping[str, float]) -> Figure:
    if not figure.is_assumed or figure.key not in answers:
        return figure
    value = answers[figure.key]
    return replace(figure, standing=Standing.OBSERVED, low=value, high=value, likely=None, key="")


def _check(network: Network, answers: Mapping[str, float]) -> None:
    stated = assumptions(network)
    shares = {figure.key for _, figure in parts_of(network) if figure.is_assumed}
    problems = tuple(problem for key, value in answers.items() for problem in _problems(key, value, stated, shares))
    if problems:
        raise InputError(problems)


def _problems(key: str, value: float, stated: Mapping[str, Figure], shares: set[str]) -> Iterator[Problem]:
    where = f"answer to {key}"
    if key not in stated:
        yield Problem(where, "an answer is to an assumption that counts", key, "Name one that is asked about.")
    elif not 0 <= value < math.inf:
        yield Problem(where, "an answer is finite and not negative", f"{value:g}", "Correct it.")
    elif key in shares and value > 1:
        yield Problem(where, "a share lies in [0, 1]", f"{value:g}", "Correct it.")
