"""What to find out next: the facts whose knowing would narrow a result most, and what answers narrowed."""

from __future__ import annotations

from pydantic import Field

from rongtu.acts.models import Derivation, Model
from rongtu.desks.cluster.value_models import Budgets, Estimated

ANSWER = r"^[^=]{1,120}=[^=]{1,40}$"


class AskRequest(Model):
    """Of which zone, how many questions, for the plan of which budget, and answers to try out."""

    zone: str = Field(default="京津冀", max_length=40, description="范围：区域名称 (scope: name of a zone)")
    most: int = Field(default=10, ge=1, le=200, description="问几个问题 (questions)")
    budgets: Budgets = Field(default=(), description="预算，元 (budget of the plan, in yuan)")
    draws: int = Field(default=2_000, ge=100, le=100_000, description="抽样次数 (draws over the assumptions)")
    seed: int = Field(default=20260101, ge=0, description="随机种子 (seed)")
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
    """A node to be looked at where no range can be computed: a place in an order, not an expected narrowing."""

    position: int
    chain: str
    node: str
    name: str
    missing: tuple[str, ...]
    ref: str


class Answered(Model):
    """What an answer narrowed: the width of each target before it and after it, the answers before it being known."""

    code: str
    value: float
    target: str
    before: float
    after: float


class Questionnaire(Model):
    """What to find out next in a zone: by expected narrowing where ranges are known, else in an order."""

    zone: str
    targets: tuple[Target, ...]
    facts: tuple[AskedFact, ...]
    ordered: tuple[OrderedFact, ...]
    answered: tuple[Answered, ...]
    notes: tuple[str, ...]
    parameters: dict[str, str | int | float]
    trace: dict[str, Derivation]
