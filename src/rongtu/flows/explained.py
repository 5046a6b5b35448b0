"""Why V moved from one run to another: by which groups of facts, in Shapley's parts, and what answers narrowed.

Both values are computed anew by this version from the inputs kept with the runs, at the points of all figures, so that
what is explained is a change of facts alone; where a run's own figure was another one, that is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rongtu.acts.models import Model
from rongtu.desks.cluster.presenting import INPUT_ZH
from rongtu.desks.cluster.value.headlines import money
from rongtu.desks.cluster.value.models import AssumptionState
from rongtu.engines.chain.results import RequiredInput
from rongtu.engines.chain.value.inputs import Network
from rongtu.flows.answered_since import AnsweredSince, answered_since
from rongtu.flows.inputs_kept import Inputs, level_of
from rongtu.flows.result import LoopResult
from rongtu.vocab.disclosure import highest, withheld_words
from rongtu.vocab.evidence import Visibility

if TYPE_CHECKING:
    from rongtu.engines.chain.value import shapley

GROUPS_ZH: Mapping[str, str] = {
    "structure": "链结构",
    "supply": "区内供给",
    "shares": "投入占比",
    "demand": "需求",
    "purchases": "区外可购量",
}
"""What each group of facts is called that V rests on; interventions, controllers and the like move it by nothing."""

SAME = 1e-8
"""Relative difference below which two values are one: results are kept to ten digits."""


class Contribution(Model):
    """What the facts of a group that changed add to the change of V, in yuan a year; `changed` are codes of which."""

    group: str
    name: str
    amount: float
    changed: tuple[str, ...] = ()


class Explained(Model):
    """V before and after, and what adds up to the difference; or why that is unknown, `unknown` saying so in words.

    `level` is the highest level of what both values rest on.
    """

    what: str
    before: float | None
    after: float | None
    contributions: tuple[Contribution, ...] = ()
    answered: tuple[AnsweredSince, ...] = ()
    unknown: str | None = None
    notes: tuple[str, ...] = ()
    level: Visibility = Visibility.PUBLIC

    def in_words(self) -> list[str]:
        """The change of V and its parts, the largest first, then what was answered, a line each."""
        if self.unknown is not None:
            return [f"{self.what} 的变动不能分解 (not explained)：{self.unknown}"]
        assert self.before is not None
        assert self.after is not None
        change = signed(self.after - self.before)
        first = f"{self.what}  {money(self.before)}/年 → {money(self.after)}/年，{change}"
        return [
            first,
            *(f"  {one.name}  {signed(one.amount)}" for one in self.contributions),
            *(f"  已答复 (answered)  {one.in_words()}" for one in self.answered),
            *(f"  注：{note}" for note in self.notes),
        ]


@dataclass(frozen=True, slots=True)
class Side:
    """A run as it is explained: its result, the version that kept it, what V was computed from.

    Without inputs, `why` says in words why there are none.
    """

    result: LoopResult
    version: str
    inputs: Inputs | None = None
    why: str = ""


def explained(old: Side, new: Side) -> Explained:
    """What moved V from one run to the other; unknown where a V is, or where a run's inputs are not to be had."""
    told = Explained(what=_what(old, new), before=_value(old), after=_value(new))
    if old.inputs is None or new.inputs is None:
        reasons = [f"{name}{_reason(side)}" for name, side in _sides(old, new) if side.inputs is None]
        return told.model_copy(update={"unknown": "；".join(reasons)})
    # the solver is loaded where it is needed: every command would start later
    from rongtu.engines.chain.value.shapley import explain

    before, after = old.inputs.network, new.inputs.network
    told = told.model_copy(update={"level": highest(level_of(_rested_on(one)) for one in (before, after))})
    found = explain(before, after)
    if found.before is None or found.after is None:
        return told.model_copy(update={"unknown": _lacking(found)})
    answered, notes = answered_since(old.inputs, after, _assumptions(old))
    names = {chain.code: chain.name for side in (old, new) for chain in side.result.chains}
    several = len(_chains(before) | _chains(after)) > 1
    parts = [
        Contribution(
            group=one.group.value, name=_name(one, names if several else {}), amount=one.amount, changed=one.changed
        )
        for one in found.contributions
        if one.group.value in GROUPS_ZH
    ]
    return told.model_copy(
        update={
            "before": found.before,
            "after": found.after,
            "contributions": tuple(sorted(parts, key=lambda one: (-abs(one.amount), one.name))),
            "answered": answered,
            "notes": (*_notes(old, new, found), *notes),
        }
    )


def signed(yuan: float) -> str:
    """An amount with its sign, as people read it."""
    return f"{'+' if yuan >= 0 else '−'}{money(abs(yuan))}"


def _sides(old: Side, new: Side) -> tuple[tuple[str, Side], tuple[str, Side]]:
    return ("前一次", old), ("后一次", new)


def _what(old: Side, new: Side) -> str:
    zones = dict.fromkeys(side.result.value.zone for side in (old, new) if side.result.value is not None)
    return f"V {' → '.join(zones)}".strip()


def _value(side: Side) -> float | None:
    value = side.result.value
    return value.value.point if value is not None and value.value is not None else None


def _reason(side: Side) -> str:
    """Why V of a run cannot be computed again."""
    told = side.result.value.value if side.result.value is not None else None
    if told is not None and told.withheld:
        return f"的 V {withheld_words(told.level)}"
    return "的 V 未知" if _value(side) is None else side.why


def _lacking(found: shapley.Explained) -> str:
    """What is missing for V, by side."""
    said = []
    for name, lacks in (("前一次", found.lacks_before), ("后一次", found.lacks_after)):
        lacked = {lack.input for lack in lacks}
        words = "、".join(INPUT_ZH[needed] for needed in RequiredInput if needed in lacked)
        said += [f"{name}的 V 未知，缺{words}"] if words else []
    return "；".join(said) or "V 未知"


def _assumptions(side: Side) -> dict[str, AssumptionState]:
    """The assumptions of a run by ref."""
    value = side.result.value
    return {one.ref: one for one in value.assumptions} if value is not None else {}


def _rested_on(network: Network) -> tuple[object, ...]:
    """What of a network V rests on."""
    return network.nodes, network.groups, network.purchases, network.products


def _chains(network: Network) -> set[str]:
    return {node.chain for node in network.nodes}


def _name(one: shapley.Contribution, names: Mapping[str, str]) -> str:
    """The group in words, with the chains it is told for where there are several."""
    group = GROUPS_ZH[one.group.value]
    chains = "、".join(names.get(code, code) for code in one.chains) if names else ""
    return f"{group}（{chains}）" if chains else group


def _notes(old: Side, new: Side, found: shapley.Explained) -> Iterator[str]:
    """What to bear in mind: other zones or natures, a method that changed between versions, groups not told apart."""
    if old.result.nature is not new.result.nature or _zone(old) != _zone(new):
        yield "两次运行的区域或性质不同：各部分只是两者输入之差，不是变化"
    for (name, side), value in zip(_sides(old, new), (found.before, found.after), strict=True):
        kept = _value(side)
        if value is not None and kept is not None and abs(value - kept) > SAME * max(abs(value), abs(kept)):
            yield f"{name}由版本 {side.version} 算得 {money(kept)}，本版本由同一输入算得 {money(value)}：其差来自方法"
    merged = [GROUPS_ZH[group.value] for group in found.merged if group.value in GROUPS_ZH]
    if merged:
        yield f"未分链列出的：{'、'.join(merged)}"


def _zone(side: Side) -> str | None:
    return side.result.value.zone if side.result.value is not None else None
