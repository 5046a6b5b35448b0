"""Loading the public sample: one command, one transaction, every row with its source or nothing at all."""

from __future__ import annotations

from dataclasses import asdict

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.facts.intake.landing import land
from rongtu.facts.intake.parsing import parse
from rongtu.facts.sample.reader import kinds, read


class LoadRequest(Model):
    """Nothing to say: the sample is the one built in."""


class LandedKind(Model):
    """Rows of one kind: read from the sample, new to the store, changed in it, and in the store beside the sample."""

    kind: str
    read: int
    added: int
    changed: int
    beside: int


class LoadAnswer(Model):
    """What loading did, kind by kind."""

    landed: tuple[LandedKind, ...]

    def headline(self) -> str:
        """Counts of what matters most, and what loading changed."""
        read = {kind.kind: kind.read for kind in self.landed}
        added, changed, beside = (
            sum(getattr(kind, what) for kind in self.landed) for what in ("added", "changed", "beside")
        )
        others = f"；库中另有 {beside:,} 条不在本样例中，也会参与计算" if beside else ""
        return (
            f"数据  {sum(read.values()):,} 条事实 · {read['source']} 份来源 · {read['chain']} 条链 "
            f"{read['chain_node']} 节点（新增 {added:,}，改动 {changed:,}）{others}"
        )


@operation(
    "sample.load",
    kind=OperationKind.COMMAND,
    right=Right.LOAD_FACTS,
    zh="载入内置公开样例",
    en="Load the built-in public sample",
)
def load_sample(context: Context, request: LoadRequest) -> LoadAnswer:
    """Load every kind of the sample; loading it again changes nothing. InputError names every bad row."""
    landed = []
    for kind in kinds():
        context.progress(f"{kind.zh} {kind.name}")
        done = land(context.connection, kind, parse(kind, read(kind), f"{kind.name}.csv"))
        landed.append(LandedKind(kind=kind.name, **asdict(done)))
    return LoadAnswer(landed=tuple(landed))
