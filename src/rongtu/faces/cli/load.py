"""`rongtu load`, `import`, `place`, `synth`, `template`: rows in from files and readings, and the sheets to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
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

Partial = Annotated[bool, typer.Option("--partial", help="先载入合格的行，其余写入待改文件")]
OfNature = Annotated[Nature, typer.Option("--nature", help="真实、虚构或合成")]
Rest = Annotated[Path, typer.Option("--rest", help="待改文件写到哪个文件夹")]
Key = Annotated[str | None, typer.Option("--key", help="幂等键：同一键重复发送只生效一次")]
AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]


def load(
    kind: Annotated[str, typer.Argument(help="类别，如 organisation 或 组织；列表见 rongtu load --help 之后的文档")],
    files: Annotated[list[Path], typer.Argument(help="文件：.xlsx、.csv、.toml", metavar="FILE…")],
    *,
    partial: Partial = False,
    source: Annotated[str | None, typer.Option("--source", help="来源：出处全文；不写则为文件本身")] = None,
    nature: OfNature = Nature.REAL,
    rest: Rest = Path(),
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """载入文件中的记录：全部合格才入库，否则逐行说明 (load records from files, whole or not at all)."""
    payload = {"kind": kind, "partial": partial, "source": source, "nature": nature}
    _load("load.records", payload, files, nature=nature, rest=rest if partial else None, key=key, as_json=as_json)


def foreign(
    format_name: Annotated[str, typer.Argument(metavar="FORMAT", help="格式，如 techme、eto、listed、coinr、qrels")],
    files: Annotated[list[Path], typer.Argument(help="该格式的文件", metavar="FILE…")],
    *,
    partial: Partial = False,
    nature: OfNature = Nature.REAL,
    rest: Rest = Path(),
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """导入公开格式的文件：只补充未知的内容，不覆盖已有的 (import files of a public format)."""
    payload = {"format": format_name, "partial": partial, "nature": nature}
    _load("load.foreign", payload, files, nature=nature, rest=rest if partial else None, key=key, as_json=as_json)


def place(*, nature: OfNature = Nature.REAL, key: Key = None, as_json: AsJson = False) -> None:
    """按行业对照把企业放到链上环节 (place firms on chain nodes by their industry classes)."""
    _load("load.placements", {"nature": nature}, (), nature=nature, key=key, as_json=as_json)


def synth(
    *,
    organisations: Annotated[str, typer.Option("--organisations", help="组织数，如 1e5")] = "1e5",
    seed: Annotated[int, typer.Option("--seed", help="随机种子：同一种子给出同样的行")] = 1,
    degree: Annotated[float, typer.Option("--degree", help="平均客户数")] = 10.0,
    out: Annotated[Path | None, typer.Option("--out", help="写到文件夹而不载入")] = None,
    key: Key = None,
    as_json: AsJson = False,
) -> None:
    """生成合成数据：企业、能力、供货关系，逐行标明合成 (make a synthetic set; every row says so)."""
    payload = {"organisations": _count(organisations), "seed": seed, "mean_degree": degree}
    if out is None:
        _load("load.synthetic", payload, (), nature=Nature.SYNTHETIC, key=key, as_json=as_json)
        return
    with into(out) as folder:
        show(run("load.draw", payload, out=folder), as_json=as_json, whole=False, nature=Nature.SYNTHETIC)


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


def _load(
    name: str,
    payload: Mapping[str, object],
    files: Sequence[Path],
    *,
    nature: Nature,
    rest: Path | None = None,
    key: str | None,
    as_json: bool,
) -> None:
    """Run a stream over files and show what came of it; files of refused rows go to `rest`."""
    uploads = [upload(path) for path in files]
    with into(rest) as out:
        answer = run(name, payload, key=key, files=uploads, out=out)
        assert isinstance(answer, LoadAnswer)
        show(answer, as_json=as_json, whole=False, nature=nature)


def _count(told: str) -> int:
    """A whole number as people write large ones: 100000, 1e5, 10_000."""
    try:
        number = Decimal(told)
        if number != number.to_integral_value():
            raise InvalidOperation
    except InvalidOperation:
        raise InputError.single("--organisations", "a whole number such as 1e5", told, "Correct it.") from None
    return int(number)
