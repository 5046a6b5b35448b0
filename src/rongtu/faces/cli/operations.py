"""Every declared operation as a command: `rongtu GROUP VERB`, its options read off the request model."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer

from rongtu import wiring
from rongtu.acts.models import Model
from rongtu.acts.operation import Operation, OperationKind
from rongtu.faces.cli import needs
from rongtu.faces.cli.session import ask, run
from rongtu.faces.cli.show import show
from rongtu.vocab.evidence import Nature

NATURES = "real 真实、fictional 虚构（示例区）、synthetic 合成：三者互不混用"

LATER = "只排队，由 rongtu job work 或 rongtu serve 去做"

FACED = frozenset({"load"})
"""Groups of operations that take or write files, and so have commands of their own."""


TOLD_BY: Mapping[str, Callable[[Model, Mapping[str, Any], Nature], Model]] = {
    "need.add": needs.told,
    "need.amend": needs.told,
}
"""Commands whose answer, which the audit keeps, is too bare for a person: what tells what came of each."""


def groups() -> list[typer.Typer]:
    """One Typer group for each first part of an operation's name."""
    found: dict[str, typer.Typer] = {}
    for operation in wiring.operations().values():
        group, verb = operation.name.split(".")
        if group in FACED:
            continue
        if group not in found:
            found[group] = typer.Typer(name=group, no_args_is_help=True)
        found[group].command(verb, help=f"{operation.zh} ({operation.en})")(_command(operation))
    for app in found.values():
        app.info.help = " / ".join(command.help.split(" (")[0] for command in app.registered_commands if command.help)
    return list(found.values())


def _command(operation: Operation) -> Callable[..., None]:
    """A function whose signature Typer reads: the request's fields, then --json, -v and, for a command, --key."""

    def call(**given: Any) -> None:
        as_json, whole, key = given.pop("as_json"), given.pop("whole"), given.pop("key", None)
        nature = given.pop("world", Nature.REAL)
        if given.pop("later", False):
            ask(operation.name, given, key=key, nature=nature)
            return
        answer = run(operation.name, given, key=key, nature=nature)
        answer = TOLD_BY[operation.name](answer, given, nature) if operation.name in TOLD_BY else answer
        show(answer, as_json=as_json, whole=whole, nature=nature)
        if not answer.holds():
            raise typer.Exit(1)

    parameters = [_parameter(name, field) for name, field in operation.request.model_fields.items()]
    parameters.append(_option("as_json", bool, False, "--json", "以 JSON 输出"))
    parameters.append(_option("whole", bool, False, "-v", "全部内容"))
    if operation.kind is not OperationKind.STREAM:
        parameters.append(_option("world", Nature, Nature.REAL, "--nature", NATURES))
    if operation.kind is OperationKind.JOB:
        parameters.append(_option("later", bool, False, "--later", LATER))
    if operation.kind is not OperationKind.QUERY:
        parameters.append(_option("key", str | None, None, "--key", "幂等键：同一键重复发送只生效一次"))
    call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    call.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return call


def _parameter(name: str, field: Any) -> inspect.Parameter:
    hint: Any = field.annotation
    if typing.get_origin(hint) is tuple:
        hint = list[typing.get_args(hint)[0]]  # type: ignore[misc]
    if field.is_required():
        argument = Annotated[hint, typer.Argument(help=field.description)]
        return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=argument)
    default = list(field.default) if isinstance(field.default, tuple) else field.default
    return _option(name, hint, default, f"--{name.rstrip('_').replace('_', '-')}", field.description)


def _option(name: str, hint: Any, default: Any, flag: str, told: str | None) -> inspect.Parameter:
    annotation = Annotated[hint, typer.Option(flag, help=told)]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
