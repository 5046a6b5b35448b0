"""Figures of matches as they are made: each with its derivation, so that a click shows how it came about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rongtu.acts.models import Derivation
from rongtu.desks.cluster.disclosing.cutting import withheld
from rongtu.desks.cluster.value.models import Estimated
from rongtu.facts.assumed import Range
from rongtu.flows.match_value.intervals import Interval, exactly
from rongtu.vocab.disclosure import highest
from rongtu.vocab.evidence import Visibility


@dataclass(frozen=True, slots=True)
class Part:
    """A figure on its way: its interval (None: unknown), and everything that is told with it."""

    value: Interval | None
    assumed: bool = False
    evidence: float = 1.0
    missing: tuple[str, ...] = ()
    level: Visibility = Visibility.PUBLIC
    refs: tuple[str, ...] = ()
    hidden: bool = False


def observed(value: float, *refs: str, level: Visibility = Visibility.PUBLIC) -> Part:
    """A figure that a row states."""
    return Part(exactly(value), refs=refs, level=level)


def assumed(stated: Range) -> Part:
    """A figure that an assumption gives a range for: its stated ends, and the likely value, else the middle."""
    point = (stated.low + stated.high) / 2 if stated.likely is None else stated.likely
    row = stated.stated
    return Part(
        Interval(stated.low, point, stated.high), assumed=True, evidence=0.0, level=row.row.visibility, refs=(row.ref,)
    )


def lacking(*missing: str, refs: Sequence[str] = ()) -> Part:
    """A figure that nobody knows."""
    return Part(None, evidence=0.0, missing=missing, refs=tuple(refs))


def computed(told: Estimated) -> Part:
    """A figure that the value model has computed; it is named by its own derivation."""
    known = told.point is not None and told.low is not None and told.high is not None
    return Part(
        Interval(told.low, told.point, told.high) if known else None,  # type: ignore[arg-type]
        assumed=told.assumed,
        evidence=told.evidence,
        missing=told.missing,
        level=told.level,
        refs=(told.ref,) if told.ref else (),
        hidden=told.withheld,
    )


def made(value: Interval | None, parts: Sequence[Part], refs: Iterable[str]) -> Part:
    """A figure made of others: unknown where one of them is; its evidence is the mean of theirs."""
    return Part(
        None if any(part.value is None for part in parts) else value,
        assumed=any(part.assumed for part in parts),
        evidence=sum(part.evidence for part in parts) / len(parts) if parts else 1.0,
        missing=tuple(dict.fromkeys(word for part in parts for word in part.missing)),
        level=highest(part.level for part in parts),
        refs=tuple(refs),
        hidden=any(part.hidden for part in parts),
    )


@dataclass(frozen=True, slots=True)
class Working:
    """Derivations as they gather, by key; keys of one match end alike."""

    trace: dict[str, Derivation] = field(default_factory=dict)

    def told(self, name: str, match: str, part: Part, rule: str) -> Estimated:
        """A figure as it is answered, and its derivation kept."""
        key = f"value/match.{name}/{match}"
        self.trace[key] = Derivation(rule=rule, inputs=tuple(dict.fromkeys(ref for ref in part.refs if ref)))
        ref = f"derived:{key}"
        if part.hidden:
            return withheld(part.level, ref)
        value = part.value
        return Estimated(
            point=value.point if value else None,
            low=value.low if value else None,
            high=value.high if value else None,
            assumed=part.assumed,
            evidence=part.evidence,
            missing=part.missing,
            level=part.level,
            ref=ref,
        )
