"""Frozen dataclasses of arrays as one flat mapping of named arrays, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

from rongtu.vocab.problems import InputError

Arrays = Mapping[str, NDArray[Any]]
"""Arrays by dotted names that can be names of files."""

Part = TypeVar("Part")


def flat(part: object, under: str = "") -> dict[str, NDArray[Any]]:
    """Every array of a dataclass and of the dataclasses in it, by dotted name; what is None is absent."""
    found: dict[str, NDArray[Any]] = {}
    for field in fields(part):  # type: ignore[arg-type]
        value = getattr(part, field.name)
        if is_dataclass(value):
            found |= flat(value, f"{under}{field.name}.")
        elif value is not None:
            found[f"{under}{field.name}"] = value
    return found


def restored(kind: type[Part], arrays: Arrays, under: str = "") -> Part:
    """The dataclass that `flat` was given; the arrays are only looked at, and never written to."""
    given: dict[str, Any] = {}
    for name, (inner, optional) in _layout(kind).items():
        dotted = f"{under}{name}"
        if inner is None:
            given[name] = sealed(_array(arrays, dotted))
        elif optional and not any(known.startswith(f"{dotted}.") for known in arrays):
            given[name] = None
        else:
            given[name] = restored(inner, arrays, f"{dotted}.")
    return kind(**given)


def sealed(array: NDArray[Any]) -> NDArray[Any]:
    """The same numbers as an array nobody writes to, so that compiled code meets one kind of array only."""
    view = np.ascontiguousarray(array).view(np.ndarray)
    view.flags.writeable = False
    return view


def spans_of(array: NDArray[Any], begins: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[Any]:
    """What stands from each beginning to before its end, one after the other."""
    sizes = ends - begins
    shift = begins - np.concatenate([[0], np.cumsum(sizes)[:-1]]) if len(sizes) else begins
    return array[np.repeat(shift, sizes) + np.arange(int(sizes.sum()))]


def _array(arrays: Arrays, name: str) -> NDArray[Any]:
    if name not in arrays:
        raise InputError.single("segment", f"a segment has an array {name}", sorted(arrays), "Build the index anew.")
    return arrays[name]


def _layout(kind: Any) -> dict[str, tuple[Any, bool]]:
    """For each field the dataclass in it (None: an array) and whether it may be absent."""
    layout: dict[str, tuple[Any, bool]] = {}
    for name, hint in get_type_hints(kind).items():
        inner = [part for part in (hint, *get_args(hint)) if is_dataclass(part)]
        layout[name] = (inner[0] if inner else None, type(None) in get_args(hint))
    return layout
