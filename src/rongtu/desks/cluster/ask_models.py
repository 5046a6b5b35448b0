"""What to find out next: the facts whose knowing would narrow a result most, and what answers narrowed."""

from __future__ import annotations

from pydantic import Field

from rongtu.acts.models import Derivation, Model
from rongtu.desks.cluster.value import headlines
from rongtu.desks.cluster.value.models import Budgets, Estimated, Seed
from rongtu.vocab.drawing import SEED
from rongtu.vocab.evidence import Visibility

VALUE, PLAN = "V", "plan"
"""Codes of the targets."""


class AskRequest(Model):
    """Of which zone, how many questions, for the plan of which budget, and answers to try out."""

    zone: str = Field(default="京津冀", max_length=40, description="范围：区域名称 (scope: name of a zone)")
    most: int = Field(default=10, ge=1, le=200, description="问几个问题 (questions)")
    budgets: Budgets = Field(default=(), description="预算，元 (budget of the plan, in yuan)")
    draws: int = Field(default=2_000, ge=100, le=100_000, description="抽样次数 (draws over the assumptions)")
    seed: Seed = SEED
    answer: tuple[str, ...] = Field(
        default=(), max_length=50, description="试答：推定编号=数值，看它缩小多少 (try an answer: ASSUMPTION=VALUE)"
    )


class Target(Model):
    """A result whose range is to be narrowed: V, or what the plan of a budget adds."""

    code: str
    name: str
    range: Estimated
    width: float


class Narrows(Model):
    """By how much knowing a fact is expected to narrow a target's 5–95 % range: in yuan, and as a share of it."""

    target: str
    expected: float
    share: float


class AskedFact(Model):
    """A question: the assumption that its answer would replace, of what, and what the answer is expected to narrow."""

    position: int
    code: str
    about: str
    node: str | None
    low: float
    high: float
    unit: str | None
    question: str
    narrows: tuple[Narrows, ...]
    ref: str


class OrderedFact(Model):
    """A node to be looked at where no range can be computed: a place in an order of its chain, not an expected
    narrowing.
    """

    position: int
    chain: str
    node: str
    name: str
    missing: tuple[str, ...]
    ref: str


class Answered(Model):
    """What an answer narrowed: the width of each target before it and after it, the answers before it being known.

    `value` is in the unit of the assumption; `outside` says that it lies outside the range that was assumed.
    """

    code: str
    value: float
    target: str
    before: float
    after: float
    outside: bool = False


class Questionnaire(Model):
    """What to find out next in a zone: by expected narrowing where ranges are known, else in an order."""

    zone: str
    targets: tuple[Target, ...]
    facts: tuple[AskedFact, ...]
    ordered: tuple[OrderedFact, ...]
    answered: tuple[Answered, ...]
    level: Visibility = Visibility.PUBLIC
    notes: tuple[str, ...]
    parameters: dict[str, str | int | float]
    trace: dict[str, Derivation]

    def headline(self) -> str:
        """What to ask first and why, what answers narrowed, and the order where no range can be computed."""
        lines = [f"{self.zone}  先问什么 (what to find out next)", *map(_target_line, self.targets)]
        if self.facts:
            lines.append("知道后预期缩小 5%—95% 区间最多的在前：")
        lines += [line for one in self.facts for line in _fact_lines(one)]
        lines += [_answer_line(one) for one in self.answered]
        if self.ordered:
            lines.append("算不出区间的环节，按次序问（是次序，不是预期缩小）：")
        seen: dict[str, int] = {}
        for one in self.ordered:
            seen[one.chain] = seen.get(one.chain, 0) + 1
            if seen[one.chain] <= headlines.SHOWN:
                lines.append(f"  {one.chain} {one.position} {one.name} {one.node}  缺{'、'.join(one.missing)}")
        lines += [
            f"  {chain} 另有 {count - headlines.SHOWN} 个，见 -v"
            for chain, count in seen.items()
            if count > headlines.SHOWN
        ]
        return "\n".join([*lines, *(f"注：{note}" for note in self.notes)])


def _target_line(target: Target) -> str:
    return f"{target.name}  {headlines.yearly(target.range)}，区间宽 {headlines.money(target.width)}"


def _fact_lines(fact: AskedFact) -> list[str]:
    names = {VALUE: "V", PLAN: "组合"}
    told = "，".join(
        f"{names.get(one.target, one.target)} {one.share:.0%}（{headlines.money(one.expected)}）"
        for one in reversed(fact.narrows)
    )
    return [f"  {fact.position} {fact.question}", f"    {fact.code}  预期缩小区间：{told}"]


def _answer_line(one: Answered) -> str:
    names = {VALUE: "V ", PLAN: "组合"}
    before, after = headlines.money(one.before), headlines.money(one.after)
    beyond = "；答案在推定范围之外" if one.outside else ""
    return f"试答 {one.code}={one.value:g}：{names.get(one.target, one.target)}的区间宽 {before} → {after}{beyond}"
