"""Cutting an answer down to what its reader may see: figures above his levels, entries of rows he may not see.

- A figure above his levels has no number and says that it is withheld. What tells it in another way goes with it: the
  kind of a break, the words of a blockage, who controls a node, places in a ranking, plans and parts of V.
- An entry whose own row he may not see is left out, whatever it says; a row named among others is not named.
- A derivation keeps its rule; of its inputs the rows he may see are left, and of the others how many of which level.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import NoneType
from typing import Any, Self, TypeVar, cast, get_args

from rongtu.acts.models import Derivation, Model
from rongtu.desks.cluster import ask_models as asked
from rongtu.desks.cluster.value import models as told
from rongtu.vocab.disclosure import ORDER, WITHHELD, withheld_input
from rongtu.vocab.evidence import Visibility

M = TypeVar("M", bound=Model)
T = TypeVar("T")

TRACE = "trace"

DERIVED = "derived:"
"""How a figure names its derivation: this and the key of an entry of the trace."""


class Mending(Model):
    """A model, of whatever room, that says itself what else of it is not shown where one of its figures is not."""

    def mended(self) -> Self | None:
        """What is left of it once its figures above the reader are withheld; None where all of it is left out."""
        raise NotImplementedError


class _LeftOut:
    """Stands where an entry was that is left out."""


LEFT_OUT = _LeftOut()


@dataclass(slots=True)
class Sight:
    """What a reader sees: levels, and rows named in the answer that he may not see, with the level of each.

    `nodes` are the codes of those among them; `figures` and `entries` count what was withheld and left out so far.
    """

    levels: frozenset[Visibility]
    hidden: Mapping[str, Visibility]
    nodes: frozenset[str] = frozenset()
    figures: int = 0
    entries: int = 0

    def shows(self, level: Visibility) -> bool:
        """Whether he sees what is of that level."""
        return level in self.levels


def cut(answer: M, sight: Sight) -> M:
    """The answer as its reader may see it; its own row is one he may see."""
    found = _model(answer, sight)
    assert not isinstance(found, _LeftOut)
    return cast(M, found)


def _any(value: Any, sight: Sight) -> Any:
    if isinstance(value, Model):
        return _model(value, sight)
    if isinstance(value, str):
        return LEFT_OUT if value in sight.hidden else value
    if isinstance(value, tuple):
        return _tuple(value, sight)
    if isinstance(value, dict):
        return _dict(value, sight)
    return value


def _tuple(value: tuple[Any, ...], sight: Sight) -> tuple[Any, ...]:
    parts = [_any(part, sight) for part in value]
    sight.entries += sum(new is LEFT_OUT and isinstance(old, Model) for new, old in zip(parts, value, strict=True))
    if all(new is old for new, old in zip(parts, value, strict=True)):
        return value
    return tuple(part for part in parts if part is not LEFT_OUT)


def _dict(value: dict[str, Any], sight: Sight) -> dict[str, Any]:
    return {
        name: part
        for name, old in value.items()
        if name not in sight.hidden and (part := _any(old, sight)) is not LEFT_OUT
    }


def _model(value: Model, sight: Sight) -> Model | _LeftOut:
    if isinstance(value, told.Estimated):
        return _estimated(value, sight)
    if isinstance(value, Derivation):
        return value
    changed: dict[str, Any] = {}
    for name, old in value:
        if name == TRACE:
            continue
        new = _any(old, sight)
        if isinstance(new, _LeftOut):
            if not _may_lack(type(value), name):
                return LEFT_OUT
            new = None
        if new is not old:
            changed[name] = new
    found = value.model_copy(update=changed) if changed else value
    mend = MENDS.get(type(value))
    mended: Model | _LeftOut = mend(found, sight) if mend else found
    if isinstance(mended, Mending):
        mended = mended.mended() or LEFT_OUT
    trace: Mapping[str, Derivation] = getattr(value, TRACE, {})
    if isinstance(mended, _LeftOut) or not trace:
        return mended
    return mended.model_copy(update={TRACE: _trace(value, mended, trace, sight)})


def _trace(old: Model, new: Model, trace: Mapping[str, Derivation], sight: Sight) -> dict[str, Derivation]:
    """The derivations that what is left leads to, without those of entries left out: their keys name them."""
    named = set(_figures(new))
    gone = set(_figures(old)) - named
    kept: dict[str, Derivation] = {}
    waiting = sorted(named)
    while waiting:
        key = waiting.pop()
        if key in kept or key not in trace:
            continue
        kept[key] = _derivation(trace[key], gone, sight)
        waiting += [one.removeprefix(DERIVED) for one in kept[key].inputs if one.startswith(DERIVED)]
    return {key: kept[key] for key in trace if key in kept}


def _derivation(found: Derivation, gone: set[str], sight: Sight) -> Derivation:
    hidden = Counter(sight.hidden[one] for one in found.inputs if one in sight.hidden)
    left = [one for one in found.inputs if one not in sight.hidden and one.removeprefix(DERIVED) not in gone]
    counted = [withheld_input(level, hidden[level]) for level in ORDER if hidden[level]]
    return found.model_copy(update={"inputs": (*left, *counted)})


def _figures(value: object) -> Iterator[str]:
    """The key of every derivation that a model names outside its trace."""
    named = (part for part in within(value, str) if part.startswith(DERIVED))
    yield from (part.removeprefix(DERIVED) for part in named)


def within(value: object, kind: type[T]) -> Iterator[T]:
    """Everything of that kind in an answer, outside its trace; what is within such a thing is not looked at."""
    if isinstance(value, kind):
        yield value
    elif isinstance(value, Model):
        for name, part in value:
            if name != TRACE:
                yield from within(part, kind)
    elif isinstance(value, dict | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from within(part, kind)


def _may_lack(model: type[Model], name: str) -> bool:
    return NoneType in get_args(model.model_fields[name].annotation)


def _estimated(figure: told.Estimated, sight: Sight) -> told.Estimated:
    if sight.shows(figure.level):
        return figure
    sight.figures += not figure.withheld
    return withheld(figure.level, figure.ref)


def withheld(level: Visibility, ref: str | None) -> told.Estimated:
    """What stands for a figure that is not shown."""
    return told.Estimated(
        point=None, low=None, high=None, assumed=False, evidence=0.0, level=level, withheld=True, ref=ref
    )


def _break(found: told.BreakState, sight: Sight) -> told.BreakState:
    if not found.severity.withheld:
        return found
    return found.model_copy(update={"kind": WITHHELD, "place": WITHHELD})


def _blockage(found: told.BlockageState, sight: Sight) -> told.BlockageState:
    return found.model_copy(update={"note": ""}) if found.degree.withheld else found


def _node(found: told.NodeWorth, sight: Sight) -> told.NodeWorth:
    """Whether there is a break hangs on the cover: where that is not shown, nor is this."""
    changed: dict[str, Any] = {}
    if found.choke.withheld and found.controls:
        changed["controls"] = ()
    if found.cover.withheld and (found.breaks is None or not found.breaks.severity.withheld):
        severity = withheld(found.cover.level, found.breaks.severity.ref if found.breaks else None)
        changed["breaks"] = told.BreakState(kind=WITHHELD, place=WITHHELD, severity=severity)
    return found.model_copy(update=changed) if changed else found


def _plan(found: told.Plan, sight: Sight) -> told.Plan | _LeftOut:
    return LEFT_OUT if found.gain.withheld else found


def _ranked(found: told.Ranked, sight: Sight) -> told.Ranked | _LeftOut:
    return LEFT_OUT if found.severity.withheld or found.node in sight.nodes else found


def _rankings(found: told.Rankings, sight: Sight) -> told.Rankings:
    """Places anew: a gap would tell how those not shown compare."""
    return told.Rankings(breaks=_places(found.breaks), blockages=_places(found.blockages), chokes=_places(found.chokes))


def _places(ranked: tuple[told.Ranked, ...]) -> tuple[told.Ranked, ...]:
    lows = [one.severity.low or 0.0 for one in ranked]
    highs = [one.severity.high or 0.0 for one in ranked]
    return tuple(
        one.model_copy(
            update={
                "proved": 1 + sum(other > low for other in lows),
                "possible": 1 + sum(other > high for other in highs),
            }
        )
        for one, low, high in zip(ranked, lows, highs, strict=True)
    )


def _share(found: told.OriginShare, sight: Sight) -> told.OriginShare | _LeftOut:
    return LEFT_OUT if found.share.withheld else found


def _dependence(found: told.Dependence, sight: Sight) -> told.Dependence | _LeftOut:
    return LEFT_OUT if found.concentration.withheld or found.node in sight.nodes else found


def _value(found: told.ScopeValue, sight: Sight) -> told.ScopeValue:
    return found.model_copy(update={"parts": ()}) if found.value is not None and found.value.withheld else found


def _target(found: asked.Target, sight: Sight) -> asked.Target | _LeftOut:
    return LEFT_OUT if found.range.withheld else found


def _questions(found: asked.Questionnaire, sight: Sight) -> asked.Questionnaire:
    """What is said of a target goes with it."""
    targets = {target.code for target in found.targets}
    facts = tuple(
        fact.model_copy(update={"narrows": tuple(one for one in fact.narrows if one.target in targets)})
        for fact in found.facts
    )
    answered = tuple(one for one in found.answered if one.target in targets)
    return found.model_copy(update={"facts": facts, "answered": answered})


MENDS: Mapping[type[Model], Callable[[Any, Sight], Model | _LeftOut]] = {
    told.BreakState: _break,
    told.BlockageState: _blockage,
    told.NodeWorth: _node,
    told.Plan: _plan,
    told.Ranked: _ranked,
    told.Rankings: _rankings,
    told.OriginShare: _share,
    told.Dependence: _dependence,
    told.ScopeValue: _value,
    asked.Target: _target,
    asked.Questionnaire: _questions,
}
"""What else is not shown where a figure is not."""
