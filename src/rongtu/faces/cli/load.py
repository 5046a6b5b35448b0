"""`rongtu load` and `rongtu template`: files in, and the sheets to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rongtu.acts.uploads import upload
from rongtu.faces.cli.session import run
from rongtu.faces.cli.show import show
from rongtu.faces.cli.writing import into, write_file
from rongtu.faces.sheets.template import as_text, as_workbook
from rongtu.flows.loading import LoadAnswer
from rongtu.flows.template import Template
from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import InputError

AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]


def load(
    kind: Annotated[str, typer.Argument(help="类别，如 organisation 或 组织；列表见 rongtu load --help 之后的文档")],
    files: Annotated[list[Path], typer.Argument(help="文件：.xlsx、.csv、.toml", metavar="FILE…")],
    *,
    partial: Annotated[bool, typer.Option("--partial", help="先载入合格的行，其余写入待改文件")] = False,
    source: Annotated[str | None, typer.Option("--source", help="来源：出处全文；不写则为文件本身")] = None,
    nature: Annotated[Nature, typer.Option("--nature", help="真实、虚构或合成")] = Nature.REAL,
    rest: Annotated[Path, typer.Option("--rest", help="待改文件写到哪个文件夹")] = Path(),
    key: Annotated[str | None, typer.Option("--key", help="幂等键：同一键重复发送只生效一次")] = None,
    as_json: AsJson = False,
) -> None:
    """载入文件中的记录：全部合格才入库，否则逐行说明 (load records from files, whole or not at all)."""
    payload = {"kind": kind, "partial": partial, "source": source, "nature": nature}
    uploads = [upload(path) for path in files]
    with into(rest if partial else None) as out:
        answer = run("load.records", payload, key=key, files=uploads, out=out)
        assert isinstance(answer, LoadAnswer)
        show(answer, as_json=as_json, whole=False)


def template(
    kind: Annotated[str, typer.Argument(help="类别，如 organisation 或 组织")],
    out: Annotated[Path | None, typer.Option("--out", help="写到哪个文件：.xlsx 或 .csv")] = None,
    as_json: AsJson = False,
) -> None:
    """写出填报表：表头、单位、下拉列表与说明 (write the sheet to fill in)."""
    asked = run("load.template", {"kind": kind})
    assert isinstance(asked, Template)
    if as_json:
        show(asked, as_json=True, whole=False)
        return
    path = out or Path(f"{asked.kind}.xlsx")
    if path.suffix not in (".xlsx", ".csv"):
        raise InputError.single(str(path), "a template is .xlsx or .csv", path.suffix, "Name it so.")
    write_file(path, as_workbook(asked) if path.suffix == ".xlsx" else as_text(asked))
    typer.echo(f"填报表  {path} · {asked.zh} · {len(asked.columns)} 栏")
