"""`rongtu db`: the database server facts live in - its state, starting and stopping it, dumping and restoring."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from rongtu import wiring

app = typer.Typer(name="db", help="数据库服务器：状态、启停、备份与恢复", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]

KINDS = {"embedded": "内置服务器", "external": "外部服务器"}


@app.command()
def status(as_json: AsJson = False) -> None:
    """Show the server's state; starts nothing (服务器状态)."""
    _show(_status(), as_json)


@app.command()
def start(as_json: AsJson = False) -> None:
    """Start the server and make what is missing (启动服务器)."""
    wiring.store().start()
    _show(_status(), as_json)


@app.command()
def stop(as_json: AsJson = False) -> None:
    """Stop the embedded server; an external one is left running (停止内置服务器)."""
    wiring.store().stop()
    _show(_status(), as_json)


@app.command()
def dump(file: Annotated[Path, typer.Argument(help="备份文件")], as_json: AsJson = False) -> None:
    """Write all facts to a file (备份全部数据)."""
    wiring.store().dump(file)
    size = file.stat().st_size
    _say({"file": str(file.absolute()), "bytes": size}, f"已备份  {file} · {size:,} 字节", as_json)


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="备份文件")], as_json: AsJson = False) -> None:
    """Put a dump in place of all facts (以备份替换全部数据)."""
    wiring.store().restore(file)
    _say({"file": str(file.absolute()), "restored": True}, f"已恢复  {file}", as_json)


def _status() -> dict[str, Any]:
    return {
        name: str(value) if isinstance(value, Path) else value
        for name, value in dataclasses.asdict(wiring.store().status()).items()
    }


def _show(found: dict[str, Any], as_json: bool) -> None:
    state = "运行中" if found["running"] else "未运行"
    version = f"PostgreSQL {found['version']}" if found["version"] else None
    ready = "角色就绪" if found["roles_ready"] else None
    place = found["folder"] or found["address"]
    waiting = found["kind"] == "embedded" and not found["running"] and found["pid"] is None
    parts = [state, version, ready, place, "需要时自动启动" if waiting else found["message"] or None]
    _say(found, f"{KINDS[found['kind']]}  " + " · ".join(part for part in parts if part), as_json)


def _say(found: dict[str, Any], line: str, as_json: bool) -> None:
    typer.echo(json.dumps(found, ensure_ascii=False) if as_json else line)
