"""What to know of a thing before a call, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rongtu.desks.transfer.finding.sheets import Told
from rongtu.desks.transfer.need_inputs import ANSWERING, SERVING
from rongtu.engines.match.inputs import Facet, Need, Offer
from rongtu.vocab.labels import label
from rongtu.vocab.means import Lack, NeedKind, TransferMode
from rongtu.vocab.money import Fen, with_unit
from rongtu.vocab.people import Availability

MOST_SLOTS = 2


def glance(told: Told, offer: Offer) -> Iterator[str]:
    """What a row says that whoever calls wants to know first."""
    if told.kind == "need":
        yield from _of_need(told.also)
    elif told.kind == "person":
        yield label(Availability(told.also["availability"])).zh
    elif offer.trl:
        yield f"就绪度 {offer.trl} 级"
    modes = {mode.value: label(mode).zh for mode in TransferMode}
    if rights := offer.facets.get(Facet.RIGHTS):
        yield "、".join(modes.get(mode, mode) for mode in sorted(rights))
    if offer.price is not None:
        yield f"报价 {with_unit(Fen(round(offer.price * 100)))}"
    if stages := offer.facets.get(Facet.STAGE):
        yield f"适合 {'、'.join(sorted(stages))}期"
    newest = sorted(offer.slots, key=lambda slot: slot.begins, reverse=True)[:MOST_SLOTS]
    for slot in newest:
        yield f"{slot.begins[:7]}{'—' + slot.ends[:7] if slot.ends else ' 起'} 余 {slot.amount:g} {slot.unit}"
    if offer.offered_until:
        yield f"至 {offer.offered_until} 有效"


def against(subject: Told, told: Told, offer: Offer, need: Need) -> Iterator[str]:
    """What speaks against a thing that was found, gravest first."""
    wanted = need.wish.trl
    if wanted and told.kind == "technology":
        if offer.trl is None:
            yield f"未注明就绪度（要 {wanted} 级）"
        elif offer.trl < wanted:
            yield f"就绪度 {offer.trl} 级，低于所需的 {wanted} 级"
    if need.wish.budget is not None and offer.price is not None and offer.price > need.wish.budget:
        yield f"报价高于预算 {with_unit(Fen(round(need.wish.budget * 100)))}"
    if told.kind == "need" and told.also["lacks"]:
        serving = SERVING.get(Lack(told.also["lacks"]))
        if serving is not None and subject.kind in ANSWERING - serving:
            yield f"这条需求{label(Lack(told.also['lacks'])).zh}，这一类补不上"
    if told.kind == "facility" and offer.slots and not any(slot.amount for slot in offer.slots):
        yield "登记的时段都已约满"
    if told.region is None:
        yield "所在地不明"


def _of_need(also: Any) -> Iterator[str]:
    yield label(NeedKind(also["kind"])).zh
    if also["lacks"]:
        yield label(Lack(also["lacks"])).zh
    if also["budget"] is not None:
        yield f"预算 {with_unit(Fen(also['budget']))}"
    if also["deadline"]:
        yield f"期限 {also['deadline']}"
