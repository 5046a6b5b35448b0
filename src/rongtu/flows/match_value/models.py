"""What the chain value of matches takes and gives: each offer's value and places, whom to phone first, what came of it.

Money is in yuan. A value that lacks an input is unknown and says which; it has no place by value and is never 0.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field

from rongtu.acts.models import Derivation, Model
from rongtu.desks.cluster.disclosing.cutting import Mending
from rongtu.desks.cluster.value import headlines
from rongtu.desks.cluster.value.models import AssumptionState, Draws, Estimated, Seed
from rongtu.desks.transfer.need_models import DealSoFar
from rongtu.flows.match_value.ranking import called, placed
from rongtu.vocab.drawing import DRAWS, SEED
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.labels import label
from rongtu.vocab.means import DealStage

Basis = Literal["measure", "room"]
"""Where V(with) − V comes from: a measure that rests on the offer, or the node's room and the share a match closes."""


class OfferValue(Model):
    """What one offer is worth to the chains: worth = gain × success × reply × (1 + discount)^−years.

    `gain` is V(with) − V a year; net = worth − cost. `by_fit` is its place in its list, `by_value` its place by worth
    (the low end, then the point, then the high end; equal ones share it), `front` whether no other offer of the list is
    as good in both and better in one; both None where the worth is unknown. `within` is what the middle plan would lose
    without the measure, `body` who would be phoned.
    """

    offer: str
    kind: str
    code: str | None
    name: str
    holder: str | None
    fit: float
    by_fit: int
    worth: Estimated
    by_value: int | None = None
    front: bool | None = None
    basis: Basis | None = None
    measure: str | None = None
    gain: Estimated | None = None
    success: Estimated | None = None
    reply: Estimated | None = None
    years: Estimated | None = None
    cost: Estimated | None = None
    net: Estimated | None = None
    per_yuan: Estimated | None = None
    within: float | None = None
    deal: DealSoFar | None = None
    body: str
    refs: tuple[str, ...]

    @property
    def settled(self) -> bool:
        """Whether the two have signed, implemented or ended already: nobody need be phoned for it."""
        return self.deal is not None and self.deal.stage in SETTLED


SETTLED = frozenset({DealStage.SIGNED, DealStage.IMPLEMENTED, DealStage.ENDED})


class Matched(Mending):
    """The offers of a need, or the leads of a node for which no need is posted, in the order of fit."""

    need: str | None
    node: str | None
    title: str
    offers: tuple[OfferValue, ...]
    refs: tuple[str, ...]

    def mended(self) -> Self:
        """Places anew: a gap would tell how a value not shown compares."""
        return self.model_copy(update={"offers": placed(self.offers)})


class Call(Model):
    """A match worth a call, with its place by the low end of its worth and by the high end, among all of the scope."""

    need: str | None
    node: str | None
    title: str
    match: OfferValue
    proved: int
    possible: int
    refs: tuple[str, ...]


class Outcome(Model):
    """A deal, and the place by fit that its offer, or the body behind it, has if nothing is known of any deal.

    `place` is None where it is not among the `listed` offers.
    """

    deal: str
    need: str
    title: str
    partner: str
    offer: str | None
    stage: DealStage
    stage_on: str
    outcome: str | None
    place: int | None
    listed: int
    ref: str


class Hits(Model):
    """How places by fit and deals agree; `needs` are those somebody dealt with and for which something is offered.

    `first_dealt`, `first_signed`: of these, where the first offer by fit was dealt with, signed or implemented.
    `signed`: deals signed or implemented; `signed_first`, `signed_three`: of these, at place 1, at place 3 or before.
    """

    needs: int
    first_dealt: int
    first_signed: int
    signed: int
    signed_first: int
    signed_three: int
    outcomes: tuple[Outcome, ...]


class MatchValueRequest(Model):
    """For which zone, how many calls; draws and seed as `chain.value` takes them."""

    zone: str = Field(default="京津冀", max_length=40, description="范围：区域名称 (scope: name of a zone)")
    most: int = Field(default=10, ge=1, le=100, description="列几个最值得先打的电话 (calls listed)")
    draws: Draws = DRAWS
    seed: Seed = SEED


class MatchValues(Mending):
    """The matches of a zone's open needs by need, and of its nodes without one by node; `calls` are worth most.

    `open_calls` counts all matches that could be called for, `unknown` the matches whose worth is not known, by what is
    missing. `hits` is None where there is no deal.
    """

    zone: str
    needs: dict[str, Matched]
    nodes: dict[str, Matched]
    calls: tuple[Call, ...]
    open_calls: int
    unknown: dict[str, int]
    hits: Hits | None
    assumptions: tuple[AssumptionState, ...]
    level: Visibility = Visibility.PUBLIC
    notes: tuple[str, ...]
    parameters: dict[str, str | int | float] = Field(default_factory=dict)
    trace: dict[str, Derivation] = Field(default_factory=dict)

    def mended(self) -> Self:
        """Without calls whose worth is not shown; then places anew, among those left."""
        left = tuple(one for one in self.calls if not one.match.worth.withheld)
        return self if len(left) == len(self.calls) else self.model_copy(update={"calls": called(left)})

    def headline(self) -> str:
        """The calls in their order, what is unknown and why, and the hits, a line each."""
        known = [_call(one) for one in self.calls] or ["没有一对匹配的对链值已知且大于零 (no match of known worth)"]
        lacking = "；".join(f"{count} 对缺{missing}" for missing, count in self.unknown.items())
        return "\n".join(
            [
                f"{self.zone}  最值得先打的电话（按对链值的低端，共 {self.open_calls} 对可打）",
                *known,
                *([f"对链值未知的：{lacking} (unknown, never 0)"] if lacking else []),
                *([_hits(self.hits)] if self.hits else ["没有对接记录，命中率无从谈起 (no deals: n = 0)"]),
                *self.notes,
            ]
        )


def _call(one: Call) -> str:
    match = one.match
    place = str(one.proved) if one.proved == one.possible else f"{one.proved}/{one.possible}"
    who = f"（{match.holder}）" if match.holder else ""
    deal = f"，{label(DealStage(match.deal.stage)).zh}" if match.deal else ""
    net = headlines.once(match.net) if match.net else "未知"
    worth = headlines.yearly(match.worth)
    return f"  {place} {one.title} ← {match.name}{who}  对链值 {worth}，净值 {net}；适配第 {match.by_fit}{deal}"


def _hits(hits: Hits) -> str:
    return (
        f"事后核对（n = {hits.needs} 条对接过的需求）：适配第 1 的对象中 {hits.first_dealt} 个对接过、"
        f"{hits.first_signed} 个签约；签约 {hits.signed} 份中排第 1 的 {hits.signed_first} 份、"
        f"前 3 的 {hits.signed_three} 份"
    )
