"""`rongtu run brief`: open the brief of an earlier run again, from the result kept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rongtu import wiring
from rongtu.desks.govern.seal import Head
from rongtu.faces.cli.briefs import check_place, named, write_brief
from rongtu.flows.result import LoopResult


def add(group: typer.Typer) -> None:
    """Add this module's command to the group of the operations on runs."""
    group.command("brief", help="再次打开以前一次运行的简报 (Write the brief of an earlier run again)")(brief)


def brief(
    run: Annotated[str, typer.Argument(help="运行编号，见 rongtu run list (run id)")],
    out: Annotated[Path, typer.Option("--out", help="输出文件夹：简报与结果")] = Path("out"),
) -> None:
    """Write the brief of an earlier run, from the result as it was kept (再次打开简报)."""
    check_place(out)
    store = wiring.store()
    try:
        dispatcher, principal = wiring.dispatcher(store), wiring.local_principal()
        result = dispatcher.run("run.show", {"run": run}, principal)
        head = dispatcher.run("audit.head", {}, principal)
    finally:
        store.close()
    assert isinstance(result, LoopResult)
    assert isinstance(head, Head)
    write_brief(result, head, out)
    typer.echo(f"简报  {named(out)}")
