"""`rongtu`: the command line. Errors are told in words; exit codes 2, 3 and 4 name their family."""

from __future__ import annotations

import sys

import typer

from rongtu import __version__
from rongtu.faces.cli import chain_files, db, engine, jobs, load, loop, operations, runs, serve, source
from rongtu.faces.cli.problems import in_words
from rongtu.vocab.problems import InputError, RongtuError

FAMILIES = {2: "输入有误", 3: "不允许或不存在", 4: "依赖的部分出了问题"}

BESIDE = {"chain": chain_files.add, "job": jobs.add, "run": runs.add}
"""Groups of operations that have commands of their own beside theirs."""


def build() -> typer.Typer:
    """The whole command line."""
    app = typer.Typer(
        name="rongtu",
        help="融图：诊断产业链 → 匹配 → 评价 → 简报",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    app.command("version", help="程序版本")(version)
    app.command("loop")(loop.loop)
    app.command("serve")(serve.serve)
    app.command("source")(source.source)
    app.command("load")(load.load)
    app.command("template")(load.template)
    app.command("import")(load.foreign)
    app.command("place")(load.place)
    app.command("synth")(load.synth)
    app.add_typer(db.app)
    app.add_typer(engine.app, name="engine")
    for group in operations.groups():
        if group.info.name in BESIDE:
            BESIDE[group.info.name](group)
        app.add_typer(group)
    return app


def version() -> None:
    """Print the version (程序版本)."""
    typer.echo(__version__)


def main() -> None:
    """Run the command line; any error of ours ends it with its words and its exit code."""
    try:
        build()()
    except RongtuError as error:
        tell(error)
        sys.exit(error.exit_code)


def tell(error: RongtuError) -> None:
    """Print an error of ours on standard error: its family, then its problems or its message."""
    print(f"{FAMILIES.get(error.exit_code, '错误')}：", file=sys.stderr)
    lines = in_words(error.problems) if isinstance(error, InputError) else [str(error)]
    for line in lines:
        print(f"  {line}", file=sys.stderr)
