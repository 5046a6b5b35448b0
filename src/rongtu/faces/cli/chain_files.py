"""`rongtu chain check|diff|export`: chains kept as files: checked, compared with another version, written out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from rongtu.desks.cluster.files.models import ChainText
from rongtu.desks.cluster.files.versions import checked, compared
from rongtu.faces.cli.chain_toml import SUFFIX, read_chain_document, read_chain_form, read_chain_text
from rongtu.faces.cli.operations import NATURES
from rongtu.faces.cli.session import run
from rongtu.faces.cli.show import show
from rongtu.faces.cli.writing import write_file
from rongtu.vocab.canonical import canonical_bytes
from rongtu.vocab.chain_document import ChainDocument
from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import InputError

FAULTY = 2
"""What a command ends with where a file cannot be used, as with any input that is wrong."""

AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]
OfNature = Annotated[Nature, typer.Option("--nature", help=NATURES)]
OfZone = Annotated[str, typer.Option("--zone", help="范围：区域名称；库中的链带上该范围的数据 (scope of figures)")]


def add(group: typer.Typer) -> None:
    """Add this module's commands to the group of the operations on chains."""
    group.command("check", help="检查产业链文件 (Check chain files)")(check)
    group.command("diff", help="比较一条链的两个版本 (Compare two versions of a chain)")(diff)
    group.command("export", help="把库中的一条链写成文件 (Write a chain of the store to a file)")(export)


def check(
    files: Annotated[list[Path], typer.Argument(help="产业链文件 (chain files, TOML)", metavar="FILE…")],
    *,
    strict: Annotated[bool, typer.Option("--strict", help="有待留意之处也算不合格 (findings fail too)")] = False,
    as_json: AsJson = False,
) -> None:
    """Check chain files: every problem at once; ends with 2 where one has errors (检查产业链文件)."""
    found = [checked(read_chain_form(path), str(path)) for path in files]
    if as_json:
        told: Any = [one.model_dump(mode="json") for one in found]
        typer.echo(canonical_bytes(told[0] if len(told) == 1 else {"files": told}))
    else:
        for one in found:
            typer.echo(one.headline())
    if any(one.errors or (strict and one.findings) for one in found):
        raise typer.Exit(FAULTY)


def diff(
    before: Annotated[str, typer.Argument(help="旧版：文件或库中链的代码 (file, or code of a chain)", metavar="A")],
    after: Annotated[str, typer.Argument(help="新版：文件或库中链的代码 (file, or code of a chain)", metavar="B")],
    *,
    zone: OfZone = "",
    nature: OfNature = Nature.REAL,
    as_json: AsJson = False,
) -> None:
    """Compare two versions of a chain: every difference, and V before and after (比较一条链的两个版本)."""
    old, new = _version(before, zone, nature), _version(after, zone, nature)
    show(compared(old, new, (before, after)), as_json=as_json, whole=False)


def export(
    chain: Annotated[str, typer.Argument(help="链代码 (chain code, such as H2)", metavar="CODE")],
    *,
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件 (file to write)")] = Path("chain.toml"),
    zone: OfZone = "",
    nature: OfNature = Nature.REAL,
) -> None:
    """Write a chain of the store to a file, with --zone with its figures there (把库中的一条链写成文件)."""
    if out.suffix != SUFFIX:
        raise InputError.single(str(out), f"a chain file is called *{SUFFIX}", out.suffix, "Name it so.")
    told = _text(chain, zone, nature)
    write_file(out, told.text.encode())
    lacks = f" · 缺 {len(told.lacks)} 个数" if told.lacks else ""
    typer.echo(f"产业链文件  {out}{lacks}")


def _version(told: str, zone: str, nature: Nature) -> ChainDocument:
    """A version by what a person calls it: a path, or else the code of a chain of the store."""
    path = Path(told)
    if path.suffix == SUFFIX or len(path.parts) > 1 or path.is_file():
        return read_chain_document(path)
    return read_chain_text(_text(told, zone, nature).text, told)


def _text(chain: str, zone: str, nature: Nature) -> ChainText:
    answer = run("chain.document", {"chain": chain, "zone": zone}, nature=nature)
    assert isinstance(answer, ChainText)
    return answer
