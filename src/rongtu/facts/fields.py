"""How a field is described: once, in a typed record; table, template and dictionary are derived from it."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, TypeVar, dataclass_transform
from uuid import UUID, uuid5

from rongtu.vocab.dates import PartialDate
from rongtu.vocab.evidence import Nature, Visibility
from rongtu.vocab.money import Fen

NAMESPACE = UUID("6f4d2c1e-3b5a-5d0e-9c77-0f6a52e8b1d4")
"""Namespace of record ids: an id is the version 5 UUID of kind and natural key, the same on every machine."""

KEY_SEPARATOR = "|"

T = TypeVar("T")


class Sensitivity(StrEnum):
    """How a field's content is to be handled."""

    PUBLIC = "public"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class Field:
    """What a field means: names in both languages, unit, what its values must be, the record kind it refers to.

    `pattern` is a regular expression of texts, `least` and `most` bound numbers, `form` names a check no pattern can
    say (`rongtu.facts.intake.forms`). A `derived` field is made by intake and never asked for; a `looked_up`
    one has an index.
    """

    zh: str
    en: str
    unit: str | None = None
    pattern: str | None = None
    least: int | None = None
    most: int | None = None
    form: str | None = None
    refers: str | None = None
    note: str | None = None
    derived: bool = False
    looked_up: bool = False
    sensitivity: Sensitivity = Sensitivity.PUBLIC


@dataclass(frozen=True, slots=True)
class Column:
    """A field as the rest of the program sees it: its name, Python type, and whether it may be unknown."""

    name: str
    type: Any
    optional: bool
    field: Field

    @property
    def codes(self) -> type[StrEnum] | None:
        """The closed list of values, if the field has one."""
        return self.type if isinstance(self.type, type) and issubclass(self.type, StrEnum) else None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its names, natural key, and columns in order."""

    name: str
    zh: str
    en: str
    section: str
    key: tuple[str, ...]
    called: tuple[str, ...]
    exactly_one: tuple[tuple[str, ...], ...]
    ordered: tuple[tuple[str, str], ...]
    append_only: bool
    definition: bool
    record: type
    columns: tuple[Column, ...]

    @property
    def unique(self) -> tuple[str, ...]:
        """What no two rows share: the natural key, and the nature where rows have one."""
        return (*self.key, "nature") if self.key and "nature" in self.names else self.key

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        return {column.name: column for column in self.columns}[name]


KINDS: dict[str, Kind] = {}
"""Every kind of record by name."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """What every fact row carries besides its own fields: where it is from, what it is, who may see it."""

    source: Annotated[UUID, Field("来源", "source", refers="source")]
    nature: Annotated[Nature, Field("性质", "nature", note="real, fictional or synthetic")]
    visibility: Annotated[Visibility, Field("可见范围", "visibility")]


def record_id(kind: str, *key: str, nature: Nature = Nature.REAL) -> UUID:
    """Id of the record of `kind` with that natural key (its parts as text, empty where unknown) and nature."""
    return uuid5(NAMESPACE, id_text(kind, *key, nature=nature))


def id_text(kind: str, *key: str, nature: str = Nature.REAL) -> str:
    """What the id of a record is made from.

    Empty parts at the end are left out, so that a kind whose key grows keeps the ids it had; a real row does not say
    that it is real, so that the facts of a fictional region never meet them under one id.
    """
    marked = key if nature == Nature.REAL else (*key, f"nature={nature}")
    return KEY_SEPARATOR.join((kind, *marked)).rstrip(KEY_SEPARATOR)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(
    *,
    zh: str,
    en: str,
    section: str,
    key: tuple[str, ...],
    called: tuple[str, ...] = (),
    exactly_one: tuple[tuple[str, ...], ...] = (),
    ordered: tuple[tuple[str, str], ...] = (),
    append_only: bool = False,
    definition: bool = False,
) -> Callable[[type[T]], type[T]]:
    """Declare a kind of record; its name is the class name in snake case.

    `key` names the natural key (none for a log), `called` the fields by which people name a record besides its key; of
    each group in `exactly_one` just one field is filled in every row; of each pair in `ordered` the first is not above
    the second. An `append_only` kind is superseded by further
    rows, never overwritten. A `definition` (of an indicator, say) serves real, fictional and synthetic facts alike.
    """

    def register(described: type[T]) -> type[T]:
        made = dataclasses.dataclass(frozen=True, kw_only=True)(described)
        name = "".join(f"_{c.lower()}" if c.isupper() else c for c in described.__name__).lstrip("_")
        columns = tuple(_columns(described))
        KINDS[name] = Kind(
            name, zh, en, section, key, called, exactly_one, ordered, append_only, definition, made, columns
        )
        return made

    return register


def _columns(definition: type) -> list[Column]:
    hints = typing.get_type_hints(definition, include_extras=True)
    own = [name for name in hints if name not in Record.__annotations__]
    common = [name for name in Record.__annotations__ if name in hints]
    return [_column(name, hints[name]) for name in own + common]


def _column(name: str, hint: Any) -> Column:
    inner, field = typing.get_args(hint)
    optional = False
    if typing.get_origin(inner) in (types.UnionType, typing.Union):
        inner, _none = typing.get_args(inner)
        optional = True
    if inner not in (str, int, Decimal, bool, datetime, UUID, PartialDate, Fen, tuple[str, ...]) and not (
        isinstance(inner, type) and issubclass(inner, StrEnum)
    ):
        raise TypeError(f"{name}: no column type is known for {inner}")
    return Column(name, inner, optional, field)
