"""Loading the built-in sets: the public sample, 示例区, the regions of GB/T 2260; each by one command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from pydantic import Field
from sqlalchemy import func, select

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, StageContext, operation
from rongtu.facts import standards
from rongtu.facts.example import reader as example
from rongtu.facts.intake.sheets import Sheet
from rongtu.facts.intake.staged import Staged
from rongtu.facts.sample import reader as sample
from rongtu.facts.schema import table
from rongtu.flows.loading import LoadAnswer, land_staged, stage_sheets
from rongtu.vocab.evidence import Nature


class BuiltIn(StrEnum):
    """The sets that come with the program."""

    PUBLIC = "public"
    EXAMPLE = "example"
    CODES = "codes"


SHEETS: Mapping[BuiltIn, Callable[[], tuple[Sheet, ...]]] = {
    BuiltIn.PUBLIC: sample.sheets,
    BuiltIn.EXAMPLE: lambda: (*example.definitions(), *example.sheets()),
    BuiltIn.CODES: standards.sheets,
}

CALLED = {BuiltIn.PUBLIC: "数据", BuiltIn.EXAMPLE: "示例区（虚构）", BuiltIn.CODES: "行政区划代码"}


class SampleRequest(Model):
    """Which of the built-in sets."""

    which: BuiltIn = Field(default=BuiltIn.PUBLIC, description="public 公开样例、example 示例区、codes 行政区划代码")


class SampleAnswer(LoadAnswer):
    """What loading a built-in set did."""

    which: BuiltIn
    beside: int

    def headline(self) -> str:
        """Counts of what matters most, and what loading changed."""
        read = {kind.kind: kind.read for kind in self.landed}
        added, changed = (sum(getattr(kind, what) for kind in self.landed) for what in ("added", "changed"))
        chains = f" · {read['chain']} 条链 {read['chain_node']} 节点" if "chain" in read else ""
        others = f"；库中另有 {self.beside:,} 条不在其中，也会参与计算" if self.beside else ""
        return (
            f"{CALLED[self.which]}  {sum(read.values()):,} 条事实 · {read['source']} 份来源{chains}"
            f"（新增 {added:,}，改动 {changed:,}）{others}"
        )


def _stage(context: StageContext, request: SampleRequest) -> Staged:
    return stage_sheets(context, SHEETS[request.which]())


@operation(
    "sample.load",
    kind=OperationKind.STREAM,
    right=Right.LOAD_FACTS,
    zh="载入内置公开样例或示例区",
    en="Load the built-in public sample, or the fictional region",
    stage=_stage,
)
def load_sample(context: Context, request: SampleRequest) -> SampleAnswer:
    """Load a built-in set; loading it again changes nothing. InputError names every bad row."""
    landed = land_staged(context)
    beside = _beside(context, landed) if request.which is BuiltIn.PUBLIC else 0
    return SampleAnswer(which=request.which, beside=beside, **landed.model_dump())


def _beside(context: Context, landed: LoadAnswer) -> int:
    """How many real rows of the sample's kinds the store holds beside the sample."""
    held = 0
    for kind in landed.landed:
        rows = table(kind.kind)
        real = select(func.count()).select_from(rows).where(rows.c.nature == Nature.REAL.value)
        held += context.connection.execute(real).scalar_one()
    return held - sum(kind.read for kind in landed.landed)
