"""Writes the pages and tables that come from the code: `python docs/generate.py`, or `make reference`.

Whole pages: reference/command-line.md and reference/records.md. A table inside a page stands between the comments
`<!-- generated: NAME -->` and `<!-- end -->`. A test fails where a page differs from what stands here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any
from uuid import UUID

from typer.main import get_command

from rongtu import wiring
from rongtu.acts.authority import GRANTS, SEES, Right
from rongtu.faces.cli.main import build
from rongtu.facts import records
from rongtu.facts.fields import KINDS, Column, Kind, Sensitivity
from rongtu.vocab.disclosure import ORDER
from rongtu.vocab.labels import label

DOCS = Path(__file__).parent
NOTE = "<!-- Written by docs/generate.py: run `make reference` to renew it. -->\n\n"
TABLE = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
TYPES = {tuple[str, ...]: "texts", UUID: "reference", str: "text", int: "whole number", bool: "yes or no"}
FLAGS = frozenset({"--help"})


def pages() -> dict[Path, str]:
    """Every page that holds something generated, by its path, as it must be."""
    whole = {
        DOCS / "reference/command-line.md": NOTE + "".join(command_line()),
        DOCS / "reference/records.md": NOTE + "".join(dictionary()),
    }
    return whole | {path: filled(path.read_text(encoding="utf-8")) for path in pages_with_tables()}


def pages_with_tables() -> list[Path]:
    """The hand-written pages with a generated table in them."""
    return sorted(path for path in DOCS.rglob("*.md") if TABLE.search(path.read_text(encoding="utf-8")))


def filled(page: str) -> str:
    """The page with each of its generated tables as it must be."""
    return TABLE.sub(lambda found: f"{found[1]}\n{''.join(TABLES[found[2]]())}\n{found[3]}", page)


def command_line() -> Iterator[str]:
    """The reference of the command line: every command with its arguments and options."""
    yield "# Command line\n\n"
    yield "Every command says what it takes with `--help`. Errors are told in words on standard error and end with\n"
    yield "exit code 2 (what was given is wrong), 3 (not allowed, or not there) or 4 (something we depend on failed).\n"
    yield "A check that was asked for and does not hold is an answer as any other, and ends with exit code 1.\n"
    yield "A list is shown as a table; `--json` gives the whole answer to a machine, `-v` all of it to a person.\n"
    root = get_command(build())
    for name, command in sorted(root.commands.items()):  # type: ignore[attr-defined]
        inside: Mapping[str, Any] = getattr(command, "commands", {})
        yield f"\n## rongtu {name}\n\n{command.help}\n"
        if not inside:
            yield "".join(_parameters(command))
        for verb, part in sorted(inside.items()):
            yield f"\n### rongtu {name} {verb}\n\n{_told(part.help)}{_operation(f'{name}.{verb}')}\n"
            yield "".join(_parameters(part))


def dictionary() -> Iterator[str]:
    """The data dictionary: every kind of record with its fields, their units, codes and references."""
    assert records
    yield "# Records\n\n"
    yield "Every kind of record, its natural key and its fields. In a CSV file an empty cell is unknown, a reference\n"
    yield "is the key of the record referred to, and the parts of *texts* are joined by `|`. A *partial date* is\n"
    yield "`YYYY`, `YYYY-MM` or `YYYY-MM-DD`; money is whole fen (分). *Optional* fields may be unknown.\n"
    for section in sorted({kind.section for kind in KINDS.values()}, key=lambda name: (name == "trace", name)):
        yield f"\n## {section.capitalize()}\n"
        for kind in KINDS.values():
            if kind.section == section:
                yield from _kind(kind)


def roles() -> Iterator[str]:
    """Which role holds which right."""
    yield from _table(
        ("role", *(right.value for right in Right)),
        ((f"`{role}`", *("yes" if right in rights else "–" for right in Right)) for role, rights in GRANTS.items()),
    )


def operations() -> Iterator[str]:
    """Which right each operation needs."""
    yield from _table(
        ("operation", "kind", "needs the right to"),
        ((f"`{name}`", found.kind.value, found.right.value) for name, found in wiring.operations().items()),
    )


def levels() -> Iterator[str]:
    """Which role sees which level."""
    yield from _table(
        ("role", *(f"{level} {label(level).zh}" for level in ORDER)),
        ((f"`{role}`", *("yes" if level in seen else "–" for level in ORDER)) for role, seen in SEES.items()),
    )


TABLES: Mapping[str, Callable[[], Iterator[str]]] = {"roles": roles, "operations": operations, "levels": levels}


def _kind(kind: Kind) -> Iterator[str]:
    yield f"\n### {kind.name}\n\n{kind.zh} · {kind.en}. {_first_line(kind.record)}\n\n"
    yield f"Key: {', '.join(f'`{part}`' for part in kind.key) or 'none (a log)'}."
    for group in kind.exactly_one:
        yield f" Exactly one of {', '.join(f'`{name}`' for name in group)} is filled."
    for low, high in kind.ordered:
        yield f" `{low}` is not above `{high}`."
    if kind.append_only:
        yield " Rows are superseded, never overwritten."
    yield "\n\n"
    yield from _table(
        ("field", "中文", "English", "type", "unit", "codes, reference, remark"),
        (
            (
                f"`{column.name}`",
                column.field.zh,
                column.field.en,
                _type(column),
                column.field.unit or "",
                _rest(column),
            )
            for column in kind.columns
        ),
    )


def _type(column: Column) -> str:
    name = "code" if column.codes else TYPES.get(column.type, getattr(column.type, "__name__", str(column.type)))
    plain = {"PartialDate": "partial date", "Fen": "money", "Decimal": "number", "datetime": "time"}.get(name, name)
    return f"{plain}, optional" if column.optional else plain


def _rest(column: Column) -> str:
    field = column.field
    parts = [
        ", ".join(f"`{code.value}`" for code in column.codes) if column.codes else "",
        f"→ [{field.refers}](#{field.refers})" if field.refers else "",
        _code(field.pattern) if field.pattern else "",
        field.note or "",
        "personal" if field.sensitivity is Sensitivity.PERSONAL else "",
    ]
    return "; ".join(part for part in parts if part)


def _code(text: str) -> str:
    """Text set in code, a bar in it written so that no reader of tables takes it for the end of a cell."""
    return f"<code>{escape(text).replace('|', '&#124;')}</code>"


def _operation(name: str) -> str:
    found = wiring.operations().get(name)
    if found is None:
        return ""
    return f"\n\nOperation `{found.name}`, a {found.kind.value}; needs the right to {found.right.value}."


def _parameters(command: Any) -> Iterator[str]:
    shown = [parameter for parameter in command.params if not FLAGS & set(parameter.opts)]
    if not shown:
        return
    yield "\n"
    yield from _table(
        ("argument or option", "type", "default", "meaning"),
        ((_name(parameter), _annotation(parameter), _default(parameter), parameter.help or "") for parameter in shown),
    )


def _name(parameter: Any) -> str:
    is_option = parameter.opts[0].startswith("-")
    return f"`{', '.join(parameter.opts)}`" if is_option else f"`{parameter.name.upper()}`"


def _annotation(parameter: Any) -> str:
    annotation = parameter.type_descriptor.annotation
    return (
        "texts, repeated"
        if parameter.multiple
        else {"str": "text", "int": "number", "bool": "flag"}.get(
            getattr(annotation, "__name__", "text"), getattr(annotation, "__name__", "text").lower()
        )
    )


def _default(parameter: Any) -> str:
    if parameter.required:
        return "required"
    return "" if parameter.default in (None, False, [], "") else f"`{parameter.default}`"


def _told(words: str | None) -> str:
    return " ".join((words or "").split())


def _first_line(definition: type) -> str:
    return (definition.__doc__ or "").strip().splitlines()[0]


def _table(header: tuple[str, ...], lines: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |\n|{'---|' * len(header)}\n"
    for line in lines:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n"


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(DOCS.parent))
