"""Offers, needs and evidence for tests, with good defaults."""

from __future__ import annotations

from rongtu.engines.match import Evidence, Need, Offer
from rongtu.vocab.chains import BasisGrade, CapabilityRole


def offer(key, text="", **given):
    return Offer(key, given.pop("kind", "technology"), given.pop("name", ""), text, facts=(f"fact:{key}",), **given)


def need(title, text="", *, key="n", **given):
    return Need(key, title, text, **given)


def named(offer_key, need_key="n", grade=BasisGrade.NAMED, as_of=2023, role=CapabilityRole.PRODUCES):
    return Evidence(offer_key, need_key, role, grade, as_of, f"evidence:{offer_key}")


OFFERS = (
    offer("a", "质子交换膜电解槽的密封结构"),
    offer("b", "碱性电解槽用隔膜材料"),
    offer("c", "奶牛养殖场粪污处理"),
    offer("d", "质子交换膜燃料电池催化剂"),
    offer("e", "数控机床主轴轴承"),
)
