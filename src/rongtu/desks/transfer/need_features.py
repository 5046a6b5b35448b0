"""Why a score is what it is: each feature in Chinese, its part of the whole, and what of need and offer it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from rongtu.engines.match.inputs import Facet, Need, Offer
from rongtu.engines.match.results import Feature, Footing, Match
from rongtu.vocab.labels import label
from rongtu.vocab.means import TransferMode
from rongtu.vocab.money import Fen, with_unit

FEATURE_ZH: dict[Feature, str] = {
    Feature.NAMED: "点名依据",
    Feature.BIGRAM: "字面相近",
    Feature.TERM: "用词相同",
    Feature.DENSE: "语义相近",
    Feature.CHAIN: "链上距离",
    Feature.TRL: "就绪度",
    Feature.RIGHTS: "合作方式",
    Feature.TRACK: "过往回应",
    Feature.NEAR: "所在地",
    Feature.PRICE: "报价",
    Feature.FRESH: "新近确认",
}

UNSAID = "未说明"

PLACE_CODE = re.compile(r"\(\d+\)")


@dataclass(frozen=True, slots=True)
class Part:
    """One feature's part of a score: its value, its share of the whole in per cent, and what it rests on."""

    feature: Feature
    value: float
    share: int
    because: str


def feature_zh(feature: Feature) -> str:
    """What people call a feature."""
    return FEATURE_ZH.get(feature, feature.value)


def parts(match: Match, need: Need, offer: Offer, named_for: Sequence[str]) -> tuple[Part, ...]:
    """The parts of a match's score, the largest first; those of nothing are left out, the rest adds up to the score.

    `named_for` says in words what names the offer.
    """
    told = [(feature, value) for feature, value in match.contributions if value]
    told.sort(key=lambda one: (-one[1], one[0]))
    shares = hundredths([value for _, value in told])
    return tuple(
        Part(feature, value, share, _because(feature, match, need, offer, named_for))
        for (feature, value), share in zip(told, shares, strict=True)
    )


def hundredths(values: Sequence[float]) -> tuple[int, ...]:
    """Each value's share of their sum in whole per cent, which add up to 100; zeros where the sum is nothing."""
    total = sum(map(Fraction, values))
    return _whole([Fraction(value) * 100 / total for value in values]) if total else (0,) * len(values)


def to_decimals(values: Sequence[float], digits: int) -> tuple[str, ...]:
    """The values with so many digits behind the point, rounded so that they add up to their rounded sum."""
    units = _whole([Fraction(value) * 10**digits for value in values])
    return tuple(f"{unit / 10**digits:.{digits}f}" for unit in units)


def _whole(exact: Sequence[Fraction]) -> tuple[int, ...]:
    """Whole numbers that add up to the rounded sum of the exact ones: those with the largest remainders go up."""
    floors = [floor(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    up = set(by_remainder[: round(sum(exact)) - sum(floors)])
    return tuple(value + (i in up) for i, value in enumerate(floors))


def _because(feature: Feature, match: Match, need: Need, offer: Offer, named_for: Sequence[str]) -> str:
    words = f"同现词 {'、'.join(match.matched_words)}" if match.matched_words else "有相同的字"
    wish = need.wish
    steps = [wish.steps[node] for node in offer.nodes if node in wish.steps]
    said = {
        Feature.NAMED: "；".join(named_for),
        Feature.BIGRAM: "两字两字地比，名称和简介与需求相近",
        Feature.TERM: words,
        Feature.DENSE: "标题与首句的意思相近",
        Feature.CHAIN: _steps(min(steps, default=None)),
        Feature.TRL: f"就绪度 {level(offer.trl)}，想要 {level(wish.trl)}",
        Feature.RIGHTS: modes(offer.facets.get(Facet.RIGHTS, ())) or UNSAID,
        Feature.TRACK: _track(offer),
        Feature.NEAR: place_zh(offer.region),
        Feature.PRICE: f"报价 {yuan(offer.price)}，预算 {yuan(wish.budget)}",
        Feature.FRESH: f"最近确认 {offer.confirmed_on or UNSAID}",
    }
    return said.get(feature, "")


def footing_zh(footing: Footing) -> str:
    """What a match rests on, for people."""
    return "有据可查" if footing is Footing.NAMED else "文本线索"


def level(trl: int | None) -> str:
    """A TRL in words."""
    return f"{trl} 级" if trl else UNSAID


def place_zh(label: str | None) -> str:
    """A place label in words: without the code that tells it from others of its name, the zone behind it."""
    return PLACE_CODE.sub("", label).replace("@", " ").strip() if label else UNSAID


def yuan(amount: float | None) -> str:
    """An amount of yuan in words."""
    return UNSAID if amount is None else with_unit(Fen(round(amount * 100)))


def modes(said: Iterable[str]) -> str:
    """Modes of transfer in words."""
    known = {mode.value: label(mode).zh for mode in TransferMode}
    return "、".join(known.get(mode, mode) for mode in sorted(said))


def _steps(steps: int | None) -> str:
    if steps is None:
        return "不在需求的链上，或未登记环节"
    return f"与需求隔 {steps} 环" if steps else "就在需求的环节上"


def _track(offer: Offer) -> str:
    track = offer.track
    if track is None:
        return UNSAID
    return f"被问 {track.asked} 次，回应 {track.replied} 次；合同 {track.contracts} 份，履约 {track.kept} 份"
