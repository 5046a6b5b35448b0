"""Opening: any file a user hands over, recognised by what it holds, as sheets of one kind with their source."""

from __future__ import annotations

import hashlib
from pathlib import Path

from rongtu.facts.fields import KINDS, Kind
from rongtu.facts.intake import text_files, toml_files, workbooks
from rongtu.facts.intake.sheets import Sheet
from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import InputError, RefusedError

OWN_TERMS = "自有资料 own data of the office that loaded it"

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
    table = workbooks.recognise(path, name) if workbooks.looks_like(beginning) else text_files.recognise(path, name)
    return (Sheet(table.name, kind, table.header(), table.rows, nature, source),)


def source_code(told: str) -> str:
    """The code of the source with that text."""
    return f"S{hashlib.sha256(told.encode()).hexdigest()[:10]}"


def source_sheet(told: str, terms: str, nature: Nature, file_hash: str | None = None) -> Sheet:
    """A sheet with the one source of that text, to be staged before the rows that name it."""
    header = ("code", "text", "terms", "file_hash", "nature")
    row = (source_code(told), told, terms, file_hash or "", nature.value)
    return Sheet("source", KINDS["source"], header, lambda: iter([(2, row)]))
