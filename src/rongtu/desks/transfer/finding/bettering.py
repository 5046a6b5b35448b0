"""What would bring a thing that was found further up, in words that suit any two kinds of things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rongtu.engines.match.results import Feature, Match

UNSAID: Mapping[Feature, str] = {
    Feature.NAMED: "补上能点名的依据（名录、公开报道、评判或对接记录）",
    Feature.CHAIN: "登记它在哪个环节",
    Feature.TRL: "写明就绪度",
    Feature.RIGHTS: "写明合作方式",
    Feature.TRACK: "留下回应和履约的记录",
    Feature.NEAR: "写明所在地",
    Feature.PRICE: "写明报价和预算",
    Feature.FRESH: "请它的主人确认一次",
}
"""What to do where nothing is known."""

POOR: Mapping[Feature, str] = {
    Feature.NAMED: "补上能点名的依据（名录、公开报道、评判或对接记录）",
    Feature.BIGRAM: "把双方说的同一件事写进名称和简介",
    Feature.TERM: "把双方说的同一件事写进名称和简介",
    Feature.DENSE: "把标题和首句写到这件事上",
    Feature.CHAIN: "换成链上更近的环节",
    Feature.TRL: "把就绪度提到所需的一级",
    Feature.RIGHTS: "谈成所要的合作方式",
    Feature.TRACK: "多回应、多履约",
    Feature.NEAR: "在当地落地",
    Feature.PRICE: "把报价谈到预算以内",
    Feature.FRESH: "请它的主人再确认一次",
}
"""What to do where what is known is poor."""


_OF_A_THING = frozenset({Feature.CHAIN, Feature.TRL, Feature.RIGHTS, Feature.PRICE})

NOT_ASKED: Mapping[str, frozenset[Feature]] = {
    "person": _OF_A_THING,
    "policy": _OF_A_THING | {Feature.TRACK},
    "finance": _OF_A_THING | {Feature.TRACK},
    "organisation": frozenset({Feature.TRL, Feature.RIGHTS, Feature.PRICE}),
    "facility": frozenset({Feature.TRL, Feature.RIGHTS}),
    "need": frozenset({Feature.RIGHTS, Feature.PRICE}),
}
"""What a thing of a kind has no place for on record, so that nobody can be asked to say it."""


def betterments(match: Match, rank: int, kind: str) -> Iterator[str]:
    """Each thing that can be done for one of the kind, the largest gain first, and the place it would reach."""
    for one in match.improvements:
        if one.feature in NOT_ASKED.get(kind, ()):
            continue
        do = UNSAID.get(one.feature) if one.unknown else None
        reached = f"可升到第 {one.place} 位" if one.place < rank else "得分更高，名次不变"
        yield f"{do or POOR[one.feature]}，{reached}"
