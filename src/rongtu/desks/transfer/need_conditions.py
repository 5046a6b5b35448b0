"""Hard conditions in words: what a need asks of an offer, what the offer says, and which conditions it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rongtu.desks.transfer.need_features import UNSAID, level, modes, place_zh, yuan
from rongtu.engines.match.inputs import Conditions, Facet, Need, Offer
from rongtu.engines.match.results import Condition, NeedMatches

KIND_ZH = {
    "technology": "成果",
    "organisation": "单位",
    "facility": "平台",
    "project": "项目",
    "dataset": "数据",
    "person": "专家",
    "policy": "政策",
    "finance": "金融产品",
    "need": "需求",
}
"""What people call the kinds of offers."""

FACET_ZH = {
    Facet.RIGHTS: "合作方式",
    Facet.CERTIFICATE: "资质",
    Facet.SIZE: "企业规模",
    Facet.STAGE: "成长阶段",
    Facet.JURISDICTION: "适用地区",
}

FACET_OF = {facet.value: facet for facet in Facet}


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition a need sets: which codes tell that it failed, what is wanted, what the offer says."""

    fails_as: frozenset[Condition]
    zh: str
    wanted: str
    found: str
    unknown: bool


def asked_of(need: Need, offer: Offer) -> Iterator[Asked]:
    """Every condition the need sets, in words, with what the offer says to it."""
    asks = need.conditions
    told: list[tuple[object, tuple[Condition, ...], str, str, str | None]] = [
        (asks.not_held_by, (Condition.OWN,), "归属", "不是自己的", offer.holder or offer.name),
        (asks.kinds is not None, (Condition.KIND,), "类别", _kinds(asks.kinds), KIND_ZH.get(offer.kind, offer.kind)),
        (
            asks.regions,
            (Condition.REGION, Condition.REGION_UNKNOWN),
            "所在地",
            _placed(asks.regions or ()),
            place_zh(offer.region) if offer.region else None,
        ),
        (
            asks.earliest_year or asks.latest_year,
            (Condition.YEAR, Condition.YEAR_UNKNOWN),
            "时间",
            f"{asks.earliest_year or ''}—{asks.latest_year or ''} 年",
            f"{offer.as_of_year} 年" if offer.as_of_year else None,
        ),
        (
            asks.least_trl,
            (Condition.TRL,),
            "就绪度",
            f"不低于 {asks.least_trl} 级",
            level(offer.trl) if offer.trl else None,
        ),
        (
            asks.most_trl,
            (Condition.TRL_HIGH,),
            "就绪度",
            f"不高于 {asks.most_trl} 级",
            level(offer.trl) if offer.trl else None,
        ),
        (
            asks.budget is not None,
            (Condition.BUDGET,),
            "报价",
            f"不超过 {yuan(asks.budget)}",
            None if offer.price is None else yuan(offer.price),
        ),
        (
            asks.still_on_offer,
            (Condition.ENDED,),
            "有效期",
            f"{asks.still_on_offer} 仍有效",
            f"有效至 {offer.offered_until}" if offer.offered_until else None,
        ),
    ]
    for facet, labels in asks.facets:
        codes = tuple(code for code in Condition if code.value in (facet.value, f"{facet.value}_unknown"))
        stated = offer.facets.get(facet)
        told.append(
            (labels, codes, FACET_ZH[facet], _labels(facet, labels), _labels(facet, stated) if stated else None)
        )
    if asks.slot:
        slot, free = asks.slot, "、".join(f"{one.amount:g} {one.unit}" for one in offer.slots)
        wanted = f"{slot.begins} 起空出 {slot.amount:g} {slot.unit}"
        told.append((slot, (Condition.SLOT,), "空档", wanted, free or None))
    for asked, codes, zh, wanted, found in told:
        if asked:
            yield Asked(frozenset(codes), zh, wanted, found or UNSAID, found is None)


def removed_by(answer: NeedMatches, offer: str) -> Condition | None:
    """The first condition of the answer's need that the offer fails; None where it fails none."""
    return next((removal.condition for removal in answer.removals if offer in removal.offers), None)


def failures(ask: Callable[[Need], NeedMatches], need: Need, offer: str) -> tuple[tuple[Condition, ...], NeedMatches]:
    """Every condition the offer fails, in the order they are tried, and the answer with these conditions dropped."""
    failed: list[Condition] = []
    answer = ask(need)
    while (condition := removed_by(answer, offer)) and len(failed) < len(Condition):
        failed.append(condition)
        need = replace(need, conditions=without(need.conditions, condition))
        answer = ask(need)
    return tuple(failed), answer


def without(asks: Conditions, condition: Condition) -> Conditions:
    """The conditions with the one dropped that an offer fails as `condition`."""
    facet = FACET_OF.get(condition.value.removesuffix("_unknown"))
    if facet is not None:
        return replace(asks, facets=tuple(one for one in asks.facets if one[0] is not facet))
    return replace(asks, **DROPPED[condition])


DROPPED: Mapping[Condition, Mapping[str, Any]] = {
    Condition.OWN: {"not_held_by": frozenset()},
    Condition.KIND: {"kinds": None},
    Condition.REGION: {"regions": None},
    Condition.REGION_UNKNOWN: {"regions": None},
    Condition.YEAR: {"earliest_year": None, "latest_year": None},
    Condition.YEAR_UNKNOWN: {"earliest_year": None, "latest_year": None},
    Condition.TRL: {"least_trl": None},
    Condition.TRL_HIGH: {"most_trl": None},
    Condition.BUDGET: {"budget": None},
    Condition.ENDED: {"still_on_offer": None},
    Condition.SLOT: {"slot": None},
}
"""What of the conditions an offer failed as each, and what asks nothing in its place."""


def _kinds(kinds: Iterable[str] | None) -> str:
    return "、".join(sorted(KIND_ZH.get(kind, kind) for kind in kinds or ())) or "这里没有能补这一缺口的一类"


def _listed(names: Iterable[str] | None) -> str:
    return "、".join(sorted(names or ()))


def _labels(facet: Facet, labels: Iterable[str]) -> str:
    if facet is Facet.JURISDICTION:
        return _placed(labels)
    return modes(labels) if facet is Facet.RIGHTS else _listed(labels)


def _placed(labels: Iterable[str]) -> str:
    return _listed({place_zh(label) for label in labels})
