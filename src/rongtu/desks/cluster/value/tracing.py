"""Figures of the value model as they are answered, each with a derivation: the rule in a sentence and what went in.

What rests on other derived figures names those, so that no figure repeats the hundreds of rows V itself rests on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rongtu.acts.models import Derivation
from rongtu.desks.cluster.presenting import INPUT_ZH
from rongtu.desks.cluster.value.models import Estimated
from rongtu.engines.chain.results import RequiredInput
from rongtu.engines.chain.value.inputs import Figure, Standing
from rongtu.engines.chain.value.results import Estimate, Lack
from rongtu.vocab.evidence import Distribution

TAIL = 0.05
"""What of a distribution is left out at each end of a range."""


@dataclass(frozen=True, slots=True)
class Tracing:
    """Derivations as they gather, by key."""

    trace: dict[str, Derivation] = field(default_factory=dict)

    def told(self, key: str, estimate: Estimate, rule: str, inputs: Iterable[str] = ()) -> Estimated:
        """An estimate of the engine; without `inputs` it rests on the rows the engine names."""
        return Estimated(
            point=estimate.point,
            low=estimate.low,
            high=estimate.high,
            assumed=bool(estimate.assumptions),
            evidence=estimate.evidence,
            missing=in_words(estimate.missing),
            level=estimate.level,
            ref=self.rule(key, rule, tuple(inputs) or estimate.inputs),
        )

    def figure(self, key: str, figure: Figure, rule: str, lacked: RequiredInput, fact: str) -> Estimated:
        """A figure that is given: observed, assumed within a range, or missing."""
        known = not figure.is_missing
        return Estimated(
            point=figure.point if known else None,
            low=quantile(figure, TAIL) if known else None,
            high=quantile(figure, 1 - TAIL) if known else None,
            assumed=figure.standing is Standing.ASSUMED,
            evidence=float(figure.standing is Standing.OBSERVED),
            missing=() if known else (INPUT_ZH[lacked],),
            level=figure.level,
            ref=self.rule(key, rule, (*figure.facts, fact)),
        )

    def rule(self, key: str, rule: str, inputs: Iterable[str]) -> str:
        """Note a derivation; its ref."""
        self.trace[f"value/{key}"] = Derivation(rule=rule, inputs=tuple(dict.fromkeys(one for one in inputs if one)))
        return ref(key)


def ref(key: str) -> str:
    """The ref of a derived figure of the value model."""
    return f"derived:value/{key}"


def in_words(missing: Iterable[Lack]) -> tuple[str, ...]:
    """The required inputs that are missing, in words, each once and in the order of their list."""
    lacked = {lack.input for lack in missing}
    return tuple(INPUT_ZH[needed] for needed in RequiredInput if needed in lacked)


def quantile(figure: Figure, share: float) -> float:
    """A quantile of what a figure is drawn from."""
    low, high = figure.low, figure.high
    if figure.distribution is Distribution.UNIFORM or high <= low:
        return low + share * (high - low)
    peak = figure.point
    rise = (peak - low) / (high - low)
    if share < rise:
        return float(low + (share * (high - low) * (peak - low)) ** 0.5)
    return float(high - ((1 - share) * (high - low) * (high - peak)) ** 0.5)
