"""Loading a synthetic set: firms, capabilities and links for scale, every row marked, none of it real."""

from __future__ import annotations

from pydantic import Field

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, StageContext, operation
from rongtu.facts.intake.sheets import Sheet
from rongtu.facts.intake.staged import Staged
from rongtu.flows.loading import LoadAnswer, land_staged, stage_sheets
from rongtu.vocab.problems import DependencyError


class SynthRequest(Model):
    """How many organisations, the seed of the draws, and how many buyers a firm has on average."""

    organisations: int = Field(default=100_000, ge=1, le=50_000_000, description="组织数 (organisations)")
    seed: int = Field(default=1, ge=0, le=2**63 - 1, description="随机种子 (seed)")
    mean_degree: float = Field(default=10.0, ge=0, le=100, description="平均客户数 (buyers of a firm on average)")


class SynthFiles(Model):
    """The files a synthetic set was written to."""

    files: tuple[str, ...]


def _sheets(request: SynthRequest) -> tuple[Sheet, ...]:
    from rongtu.facts.synthetic import Parameters, sheets  # its tables are computed when it is imported

    return sheets(Parameters(organisations=request.organisations, seed=request.seed, mean_degree=request.mean_degree))


def _stage(context: StageContext, request: SynthRequest) -> Staged:
    return stage_sheets(context, _sheets(request))


@operation(
    "load.synthetic",
    kind=OperationKind.STREAM,
    right=Right.LOAD_FACTS,
    zh="生成并载入合成数据",
    en="Make and load a synthetic set",
    stage=_stage,
)
def load_synthetic(context: Context, request: SynthRequest) -> LoadAnswer:
    """Make and load the set; the same request changes nothing the second time."""
    return land_staged(context)


@operation(
    "load.draw",
    kind=OperationKind.QUERY,
    right=Right.LOAD_FACTS,
    zh="生成合成数据并写入文件",
    en="Make a synthetic set and write it to files",
)
def write_synthetic(context: Context, request: SynthRequest) -> SynthFiles:
    """Write the set to a folder, a CSV file for each kind."""
    if context.out is None:
        raise DependencyError("There is no folder to write to.")
    from rongtu.facts.synthetic import write

    written = write(_sheets(request), context.out, lambda sheet: context.progress(f"写入 {sheet.name}"))
    return SynthFiles(files=tuple(path.name for path in written))
