"""Loading files: rows of one kind from sheets a user fills in, or of many kinds from a public format."""

from __future__ import annotations

from pydantic import Field

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, StageContext, operation
from rongtu.acts.uploads import Upload
from rongtu.facts.intake.open_files import kind_named, open_file
from rongtu.facts.intake.sheets import Sheet
from rongtu.facts.intake.sources import OWN_TERMS, source_code, source_sheet
from rongtu.facts.intake.staged import Staged
from rongtu.flows.loading import LoadAnswer, land_staged, stage_sheets
from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import RefusedError


class LoadRequest(Model):
    """What the files hold, where it is from, and whether the good rows may land without the bad ones."""

    kind: str = Field(max_length=100, description="类别，如 organisation 或 组织 (kind of record)")
    partial: bool = Field(default=False, description="先载入合格的行，其余写入待改文件 (land the good rows alone)")
    source: str | None = Field(default=None, max_length=2_000, description="来源；不写则为文件本身 (source)")
    nature: Nature = Field(default=Nature.REAL, description="real 真实、fictional 虚构、synthetic 合成")


def _stage(context: StageContext, request: LoadRequest) -> Staged:
    if not context.files:
        raise RefusedError("Name at least one file to load.")
    kind = kind_named(request.kind)
    sheets: list[Sheet] = []
    for file in context.files:
        told = request.source or _named(file)
        sheets += open_file(file.path, file.name, kind, request.nature, source_code(told))
    sources = {request.source or _named(file): file for file in context.files}
    own = [
        source_sheet(told, OWN_TERMS, request.nature, None if request.source else file.sha256)
        for told, file in sources.items()
    ]
    return stage_sheets(context, [*own, *sheets])


def _named(file: Upload) -> str:
    """The file itself as a source: its name, and the beginning of its digest."""
    return f"文件 {file.name}（SHA-256 {file.sha256[:16]}）"


@operation(
    "load.records",
    kind=OperationKind.STREAM,
    right=Right.LOAD_FACTS,
    zh="载入文件中的记录",
    en="Load records from files",
    stage=_stage,
)
def load_records(context: Context, request: LoadRequest) -> LoadAnswer:
    """Load rows of one kind; loading them again changes nothing. InputError names every bad row, and none lands."""
    return land_staged(context, partial=request.partial)
