"""What the questions about needs answer: lists, matches, batches and explanations."""

from __future__ import annotations

from typing import Literal

from rongtu.acts.models import Model
from rongtu.desks.transfer.finding.models import Scored
from rongtu.desks.transfer.models import Removal
from rongtu.desks.transfer.need_completeness import Mark
from rongtu.desks.transfer.need_models import DealSoFar
from rongtu.engines.match.results import Condition, Feature, Footing
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.means import NeedKind, NeedState

Uncalibrated = Literal["uncalibrated"]
"""Scores order the offers for one need; they are no probability until recorded outcomes allow one."""


class Gap(Model):
    """Something a need does not say: what, the option that says it, the points it counts, whom it helps."""

    what: str
    option: str
    points: int
    helps: str


class NeedGlance(Model):
    """A need at a glance: what it is, how complete, how old, whether its owner should confirm it.

    `age` and `silent` are days since it was posted and since its owner last spoke of it; `score` is points of `most`.
    """

    code: str
    kind: NeedKind
    title: str
    organisation: str | None
    node: str | None
    deadline: str | None
    state: NeedState | None
    posted_on: str | None
    confirmed_on: str | None
    expires_on: str | None
    age: int | None
    silent: int | None
    mark: Mark
    mark_why: str
    score: int
    most: int
    missing: tuple[Gap, ...]
    level: Visibility
    ref: str


class NeedList(Model):
    """A page of open needs; `marks` counts all of them by mark, `next` is the code to go on after."""

    today: str
    total: int
    marks: dict[str, int]
    needs: tuple[NeedGlance, ...]
    next: str | None


class Hint(Model):
    """A chain node that a need speaks of without naming it, or another need that says the same."""

    code: str
    name: str


class NeedOffer(Scored):
    """An offer for a need, its place in the list, and how far the two have come with each other."""

    place: int
    deal: DealSoFar | None


class NeedFound(Model):
    """What was found for a need: its offers best first, how many each condition removed, and what would help.

    `without_words` counts offers left out because they share no telling word with the need, `beyond_holder` those whose
    holder has its places already; `nodes` are chain nodes the text speaks of, `like` open needs that say the same.
    """

    need: NeedGlance
    considered: int
    offers: tuple[NeedOffer, ...]
    removals: tuple[Removal, ...]
    without_words: int
    beyond_holder: int
    nodes: tuple[Hint, ...]
    like: tuple[Hint, ...]


class NeedsFound(Model):
    """What was found for each need asked for; `remark` says why no vectors were used."""

    today: str
    found: tuple[NeedFound, ...]
    encoder: str | None
    remark: str | None
    calibration: Uncalibrated = "uncalibrated"


class Ground(Model):
    """A row that connects a need with an offer: what it says, how well founded, as of when, from which source."""

    says: str
    grade: str
    as_of: int | None
    source: str
    source_text: str
    ref: str


class ScorePart(Model):
    """One feature's part of a score: the parts add up to it exactly; `share` is in whole per cent."""

    feature: Feature
    zh: str
    value: float
    share: int
    because: str


class Checked(Model):
    """A condition the need sets: what it wants, what the offer says; `unknown` where it does not say.

    `excepted` where it would fail, but the two are in contact already, which no condition undoes.
    """

    zh: str
    wanted: str
    found: str
    met: bool
    unknown: bool
    excepted: bool


class Step(Model):
    """What would make the match better: who has to do what, what it adds, which place it would reach."""

    feature: Feature
    who: str
    words: str
    gain: float
    place: int


Verdict = Literal["listed", "removed", "no_words", "holder_full", "far_down"]


class Explanation(Model):
    """Why an offer stands where it does for a need, or why it does not stand there, and what would change that.

    `place` is the one it has; where a condition removed it, the one it would have without. `fails` are the conditions
    it fails, `parts` add up to `score`. `nodes` are chain nodes that the need speaks of, where it names none.
    """

    need: NeedGlance
    offer: str
    code: str
    kind: str
    name: str
    holder: str | None
    region: str | None
    verdict: Verdict
    place: int | None
    listed: int
    score: float | None
    parts: tuple[ScorePart, ...]
    footing: Footing | None
    matched: tuple[str, ...]
    grounds: tuple[Ground, ...]
    conditions: tuple[Checked, ...]
    fails: tuple[Condition, ...]
    fails_zh: tuple[str, ...]
    holder_has: tuple[str, ...]
    improvements: tuple[Step, ...]
    nodes: tuple[Hint, ...]
    cautions: tuple[str, ...]
    encoder: str | None
    remark: str | None
    calibration: Uncalibrated = "uncalibrated"
