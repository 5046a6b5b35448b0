"""What would make a match better, as a person can act on it: who says what, and which place that would reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from rongtu.desks.transfer.need_features import feature_zh, level, modes, yuan
from rongtu.engines.match.inputs import Need, Offer
from rongtu.engines.match.results import Feature, Improvement, Match

NEED, HOLDER = "需求方", "持有单位"
"""Who can do it."""


@dataclass(frozen=True, slots=True)
class Better:
    """One thing to do: by whom, in words, what it adds to the score, which place it would reach."""

    feature: Feature
    who: str
    words: str
    gain: float
    place: int


def betters(match: Match, need: Need, offer: Offer, place: int | None) -> Iterator[Better]:
    """What would make the match better, the largest gain first; `place` is the one it has now."""
    for one in match.improvements:
        who, do = _do(one, need, offer)
        yield Better(one.feature, who, f"{who}{do}，{_reaching(one, place)}", one.gain, one.place)


def _reaching(one: Improvement, place: int | None) -> str:
    if place is not None and one.place >= place:
        return "得分更高，名次不变" if place > 1 else "仍居第 1 位，更稳"
    return f"可升到第 {one.place} 位"


def _do(one: Improvement, need: Need, offer: Offer) -> tuple[str, str]:
    """Who has to say or do what: where the need itself is silent it is asked first."""
    if one.feature in ASKED and (silent := ASKED[one.feature](need)):
        return NEED, silent
    if one.feature in TOLD:
        silent, poor = TOLD[one.feature](need, offer)
        return HOLDER, silent if one.unknown else poor
    return HOLDER, f"改善{feature_zh(one.feature)}"


ASKED: Mapping[Feature, Callable[[Need], str]] = {
    Feature.CHAIN: lambda need: "" if need.wish.steps else "写明对应环节（--node）",
    Feature.TRL: lambda need: "" if need.wish.trl else "写明所需就绪度（--trl）",
    Feature.PRICE: lambda need: "" if need.wish.budget is not None else "写明预算（--budget）",
    Feature.NEAR: lambda need: "" if need.wish.nearness else "写明所在地（--region）",
}
"""What a need may be silent about, and how it would say it; empty where it says it."""


def _same(words: str) -> tuple[str, str]:
    return words, words


def _words(need: Need, _offer: Offer) -> tuple[str, str]:
    return _same(f"在简介里写明 {'、'.join(need.terms) or need.title}")


def _rights(need: Need, _offer: Offer) -> tuple[str, str]:
    wanted = modes(need.wish.rights)
    return (f"写明可以{wanted}", f"愿意{wanted}") if wanted else _same("写明合作方式")


def _trl(need: Need, offer: Offer) -> tuple[str, str]:
    wanted = level(need.wish.trl)
    return f"写明就绪度为 {wanted}以上", f"把就绪度从 {level(offer.trl)}提到 {wanted}"


def _price(need: Need, _offer: Offer) -> tuple[str, str]:
    return f"写明报价不超过 {yuan(need.wish.budget)}", f"把报价降到 {yuan(need.wish.budget)} 以内"


TOLD: Mapping[Feature, Callable[[Need, Offer], tuple[str, str]]] = {
    Feature.NAMED: lambda _need, _offer: _same("拿出可查的依据（名录、公开报道、评判或对接记录）"),
    Feature.BIGRAM: _words,
    Feature.TERM: _words,
    Feature.DENSE: lambda _need, _offer: _same("把标题和首句写到需求要的那件事上"),
    Feature.CHAIN: lambda _need, _offer: ("登记对应的环节", "在更近的环节上有成果"),
    Feature.TRL: _trl,
    Feature.RIGHTS: _rights,
    Feature.TRACK: lambda _need, _offer: ("留下有问必答、按约履行的记录", "多回应、多履约"),
    Feature.NEAR: lambda _need, _offer: ("写明所在地", "在需求所在地落地"),
    Feature.PRICE: _price,
    Feature.FRESH: lambda _need, _offer: _same("确认一次它仍有效"),
}
"""What a holder could say where nothing is known, and do where what is known is poor."""
