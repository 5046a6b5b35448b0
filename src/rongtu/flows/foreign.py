"""Importing public formats: files as published, each format read by a reader of its own, landed like any other."""

from __future__ import annotations

from dataclasses import replace

from pydantic import Field

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, StageContext, operation
from rongtu.facts.intake.staged import Staged
from rongtu.flows.loading import LoadAnswer, land_staged, stage_sheets
from rongtu.vocab.evidence import Nature

DESCRIBED = frozenset({"organisation", "item", "chain", "chain_node", "zone", "indicator"})
"""Kinds of which a public list may know less than the store: it adds what is unknown and overwrites nothing."""

CHAIN_FILE = "chain-file"
"""The format whose files the chain engine checks as a whole before any row of them is staged."""


class ImportRequest(Model):
    """Which format the files are of, and whether the good rows may land without the bad ones."""

    format: str = Field(max_length=40, description="格式，如 techme、eto、coinr (format)")
    partial: bool = Field(default=False, description="先载入合格的行，其余写入待改文件 (land the good rows alone)")
    nature: Nature = Field(default=Nature.REAL, description="real 真实、fictional 虚构、synthetic 合成")


def _stage(context: StageContext, request: ImportRequest) -> Staged:
    from rongtu.facts.intake.formats import format_named  # the readers of all formats, which no other command needs

    wanted, paths = format_named(request.format), [file.path for file in context.files]
    if wanted.name == CHAIN_FILE:
        from rongtu.desks.cluster.files.landing import refuse_faulty

        with context.short() as connection:
            refuse_faulty(connection, paths, request.nature)
    described = DESCRIBED - wanted.replaces
    return stage_sheets(
        context,
        (
            replace(sheet, nature=request.nature.value, fills=sheet.kind.name in described)
            for sheet in wanted.read(paths)
        ),
    )


@operation(
    "load.foreign",
    kind=OperationKind.STREAM,
    right=Right.LOAD_FACTS,
    zh="导入公开格式的文件",
    en="Import files of a public format",
    stage=_stage,
)
def import_files(context: Context, request: ImportRequest) -> LoadAnswer:
    """Import; importing again changes nothing. InputError names every bad row, and none lands."""
    return land_staged(context, partial=request.partial)
