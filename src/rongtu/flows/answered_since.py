"""Answered since: assumptions of an earlier run whose figure a later run observed, and what each answer narrowed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from rongtu.acts.models import Model
from rongtu.desks.cluster.value.headlines import money
from rongtu.desks.cluster.value.models import AssumptionState
from rongtu.engines.chain.value.inputs import Figure, Network, Standing
from rongtu.flows.inputs_kept import Inputs, parts
from rongtu.vocab.money import FEN_PER_UNIT
from rongtu.vocab.problems import InputError

YUAN = "元"

MOST = 20
"""Answers told; what each narrowed takes two runs over the draws."""


class AnsweredSince(Model):
    """An assumption whose figure was observed since: its range, the value, and the width of V's range at each answer.

    Widths are in yuan a year, of the 5–95 % range, the answers listed before being known; None where the answer is not
    one value. `unit` is 元 for money, None for shares and counts; `outside` says that the value lies outside the range.
    """

    about: str
    low: float
    high: float
    value: float | None
    unit: str | None
    before: float | None
    after: float | None
    outside: bool
    ref: str

    def in_words(self) -> str:
        """The assumption, the value, and how wide V's range was before and is after."""
        found = "" if self.value is None else f" = {money(self.value) if self.unit else f'{self.value:.6g}'}"
        beyond = "，在推定范围之外" if self.outside else ""
        if self.before is None or self.after is None:
            return f"{self.about}{found}{beyond}"
        return f"{self.about}{found}{beyond}：V 的范围宽 {money(self.before)} → {money(self.after)}"


def answered_since(
    before: Inputs, after: Network, assumptions: Mapping[str, AssumptionState]
) -> tuple[tuple[AnsweredSince, ...], tuple[str, ...]]:
    """The assumptions that are none any more and what each answer narrowed, in the order of their words; and notes."""
    told = [
        AnsweredSince(
            about=f"{assumptions[key].about}（{assumptions[key].code}）" if key in assumptions else key,
            low=figure.low,
            high=figure.high,
            value=value,
            unit=YUAN if key in assumptions and assumptions[key].unit in FEN_PER_UNIT else None,
            before=None,
            after=None,
            outside=value is not None and not figure.low <= value <= figure.high,
            ref=key,
        )
        for key, (figure, value) in _answers(before.network, after).items()
    ]
    told.sort(key=lambda one: (one.about, one.ref))
    notes = () if len(told) <= MOST else (f"已答复 {len(told)} 条，列出 {MOST} 条",)
    return _with_widths(before, told[:MOST]), notes


def _with_widths(before: Inputs, told: list[AnsweredSince]) -> tuple[AnsweredSince, ...]:
    """The same with the widths of V's range; without where the network cannot take the answers."""
    from rongtu.engines.chain.value.answering import answered
    from rongtu.engines.chain.value.targets import TargetKind

    answers = {one.ref: one.value for one in told if one.value is not None}
    if not answers:
        return tuple(told)
    try:
        found = answered(before.network, answers, draws=before.parameters.draws, seed=before.parameters.seed)
    except InputError:
        return tuple(told)
    widths = {one.key: one for one in found if one.target is TargetKind.VALUE}
    return tuple(
        one.model_copy(update={"before": widths[one.ref].before, "after": widths[one.ref].after})
        if one.ref in widths
        else one
        for one in told
    )


def _answers(before: Network, after: Network) -> dict[str, tuple[Figure, float | None]]:
    """By assumption that is none any more: its figure, and the one value observed in all its places, if it is one."""
    observed: dict[tuple[str, str], float] = {}
    still: set[str] = set()
    for place, figure in _figures(after):
        if figure.is_assumed:
            still.add(figure.key)
        elif figure.standing is Standing.OBSERVED:
            observed |= {(place, row): figure.point for row in figure.facts}
    found: defaultdict[str, list[float | None]] = defaultdict(list)
    assumed: dict[str, Figure] = {}
    for place, figure in _figures(before):
        if figure.is_assumed and figure.key not in still:
            assumed.setdefault(figure.key, figure)
            rows = [row for row in figure.facts if row != figure.key]
            found[figure.key].append(next((observed[place, row] for row in rows if (place, row) in observed), None))
    return {
        key: (assumed[key], values[0] if len(set(values)) == 1 else None)
        for key, values in found.items()
        if any(value is not None for value in values)
    }


def _figures(network: Network) -> Iterator[tuple[str, Figure]]:
    """Every figure with the class and field it stands in."""
    return ((place, part) for place, part in parts(network) if isinstance(part, Figure))
