"""Opening: any file a user hands over, recognised by what it holds, as sheets of one kind with their source."""

from __future__ import annotations

from pathlib import Path

from rongtu.facts.fields import KINDS, Kind
from rongtu.facts.intake import text_files, toml_files, workbooks
from rongtu.facts.intake.sheets import Sheet
from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import InputError, RefusedError

OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


def kind_named(name: str) -> Kind:
    """The kind of record of that name, in code or in Chinese; RefusedError where rows of none are loaded."""
    loadable = {kind.name: kind for kind in KINDS.values() if kind.section not in ("trace", "review")}
    by_name = {kind.zh: kind for kind in loadable.values()} | loadable
    if name not in by_name:
        known = "、".join(f"{kind.name} {kind.zh}" for kind in loadable.values())
        raise RefusedError(f"There is no kind of record {name} to load; there are {known}.")
    return by_name[name]


def open_file(path: Path, name: str, kind: Kind, nature: Nature, source: str) -> tuple[Sheet, ...]:
    """The rows of `kind` a file holds; InputError where it cannot be read as a table."""
    with path.open("rb") as file:
        beginning = file.read(8)
    if beginning.startswith(OLD_WORKBOOK):
        raise InputError.single(
            name, "a workbook is .xlsx", "an old or protected workbook", "Save it as .xlsx without a password."
        )
    if path.suffix == ".toml":
        return toml_files.sheets(path, name, kind, nature, source)
    if workbooks.looks_like(beginning):
        book = workbooks.recognise(path, name)
        return (Sheet(book.name, kind, book.header(), book.rows, nature, source),)
    table = text_files.recognise(path, name)
    return (Sheet(table.name, kind, table.header(), table.rows, nature, source, blocks=table.blocks),)
