"""What to find out next: by how much knowing an assumed figure is expected to narrow V and what a plan adds.

A question is an assumption, answered by the true value of its figure. Its narrowing is the width of a result's 5–95 %
range less the width expected once the answer is known, the mean over all answers that the assumption holds possible;
`conditional` says how it is estimated. One set of joint draws serves every question and both results: time is
2 × draws hot solves and about a millisecond a question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rongtu.engines.chain.value.checking import amounts_of, parts_of
from rongtu.engines.chain.value.conditional import Drawing, drawing
from rongtu.engines.chain.value.draws import uniforms
from rongtu.engines.chain.value.inputs import Figure, Network
from rongtu.engines.chain.value.targets import Drawn, Target, TargetKind, checked, drawn_targets, held_plan
from rongtu.vocab.drawing import SEED

DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Narrows:
    """What knowing a figure does to a target: the width expected after it, the reduction in yuan, its standard error.

    `share` is the reduction as a part of the width.
    """

    target: TargetKind
    after: float
    reduction: float
    share: float
    error: float


@dataclass(frozen=True, slots=True)
class Question:
    """An assumption whose true value could be asked for, and what knowing it narrows, by target that is known."""

    key: str
    low: float
    high: float
    narrows: tuple[Narrows, ...]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Targets (V, then the plan where there is one), and every assumption, those first that narrow most.

    The order is by the reduction of the plan's range where there is a plan, then by that of V's, then by key.
    """

    targets: tuple[Target, ...]
    questions: tuple[Question, ...]
    draws: int
    seed: int


def narrowing(network: Network, *, budget: float | None = None, draws: int = DRAWS, seed: int = SEED) -> Narrowing:
    """What to find out next; without a budget, for that of the default budgets whose plan is expected to add most.

    Raises InputError for fewer than 100 draws and for a budget that is none.
    """
    checked(draws, budget)
    targets = drawn_targets(network, held_plan(network, budget, seed), draws, seed)
    ready = [(target, drawing(target.draws, seed)) for target in targets if len(target.draws)]
    questions = [_question(figure, ready, draws, seed) for figure in assumptions(network).values()]
    return Narrowing(tuple(one.told() for one in targets), tuple(sorted(questions, key=_most_first)), draws, seed)


def assumptions(network: Network) -> Mapping[str, Figure]:
    """The figure assumed under each key, by key."""
    figures = (figure for _, figure in (*amounts_of(network), *parts_of(network)) if figure.is_assumed)
    return {figure.key: figure for figure in sorted(figures, key=lambda figure: figure.key)}


def _question(figure: Figure, targets: Sequence[tuple[Drawn, Drawing]], draws: int, seed: int) -> Question:
    u = uniforms(seed, figure.key, draws)
    narrows = []
    for target, ready in targets:
        found = ready.reduction(u) if figure.key in target.keys else None
        amount, error = (found.amount, found.error) if found else (0.0, 0.0)
        whole = target.width or 0.0
        narrows.append(Narrows(target.kind, whole - amount, amount, amount / whole if whole else 0.0, error))
    return Question(figure.key, figure.low, figure.high, tuple(narrows))


def _most_first(question: Question) -> tuple[tuple[float, ...], str]:
    return tuple(-one.reduction for one in reversed(question.narrows)), question.key
