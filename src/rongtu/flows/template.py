"""Templates: what a sheet of a kind of record asks for, column by column, for a face to lay out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pydantic import Field

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.facts.fields import KINDS, Column
from rongtu.facts.intake.headers import asked, heading
from rongtu.facts.intake.open_files import kind_named
from rongtu.vocab.dates import PartialDate
from rongtu.vocab.labels import LABELS
from rongtu.vocab.money import Fen


class TemplateRequest(Model):
    """Which kind of record."""

    kind: str = Field(max_length=100, description="类别，如 organisation 或 组织 (kind of record)")


class TemplateColumn(Model):
    """A column: its heading, the field it fills, whether it must be filled, what it takes, and the values to choose."""

    heading: str
    name: str
    en: str
    required: bool
    takes: str
    note: str | None
    choices: tuple[str, ...]
    number: bool


class Template(Model):
    """The sheet of a kind: its names and its columns in order."""

    kind: str
    zh: str
    en: str
    columns: tuple[TemplateColumn, ...]


@operation(
    "load.template",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="查看填报表的各栏",
    en="Show the columns of the sheet to fill in",
)
def show_template(context: Context, request: TemplateRequest) -> Template:
    """The columns a sheet of that kind has; RefusedError where rows of none are loaded."""
    kind = kind_named(request.kind)
    return Template(kind=kind.name, zh=kind.zh, en=kind.en, columns=tuple(_column(column) for column in asked(kind)))


def _column(column: Column) -> TemplateColumn:
    return TemplateColumn(
        heading=heading(column),
        name=column.name,
        en=column.field.en,
        required=not column.optional and column.type != tuple[str, ...] and column.name != "source",
        takes=_takes(column),
        note=column.field.note,
        choices=_choices(column),
        number=column.type in (int, Fen, Decimal),
    )


TAKES: Mapping[object, str] = {
    PartialDate: "YYYY、YYYY-MM 或 YYYY-MM-DD",
    Fen: "金额，可在表头改为（万元）或（亿元） money; the heading may say 万元 or 亿元",
    int: "整数 whole number",
    Decimal: "数 number",
    tuple[str, ...]: "多项以 | 分隔 several, separated by |",
    bool: "从列表中选 choose from the list",
    str: "文字 text",
}
"""What goes into a cell of each type, in words for who fills it in."""


def _takes(column: Column) -> str:
    if column.name == "source":
        return "已有来源的编号或全文；不填则为本文件 a known source, by code or text; empty: this file"
    if column.field.refers:
        target = KINDS[column.field.refers]
        names = "、".join([*target.key, *target.called])
        return f"{target.zh} {target.name}：{names} 之一 one of these of it"
    return TAKES[bool] if column.codes else TAKES[column.type]


def _choices(column: Column) -> tuple[str, ...]:
    if column.type is bool:
        return ("是", "否")
    return tuple(label.zh for label in LABELS[column.codes].values()) if column.codes else ()
