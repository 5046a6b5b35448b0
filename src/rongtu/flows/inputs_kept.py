"""Inputs kept: the network a run's scope was valued from, as lossless JSON in a form with a number.

Kept is `{"form": N, "parameters": {...}, "network": {...}}`, every field of the network by its name in the order it is
declared in, floats in the shortest digits that give them back. The same network gives the same text. A field that
comes, goes or changes its meaning makes a new form; what an older form said is read by what is kept for it here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from rongtu.desks.cluster.value.models import ValueRequest
from rongtu.engines.chain.value.inputs import Network
from rongtu.flows.result import LoopResult
from rongtu.vocab.disclosure import highest
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.problems import InputError, RefusedError

FORM = 1
"""The form written here."""

FORM_SAID = re.compile(r'\{"form":(?P<form>\d+)[,}]')


@dataclass(frozen=True, slots=True)
class ValueParameters:
    """What V and its range depend on besides the network."""

    draws: int
    seed: int
    discount: float


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a scope's value is computed from."""

    parameters: ValueParameters
    network: Network


@dataclass(frozen=True, slots=True)
class _Kept:
    form: int
    parameters: ValueParameters
    network: Network


def inputs_of(result: LoopResult, network: Network) -> Inputs:
    """The inputs of a loop's result, as its own parameters say."""
    standard = ValueRequest()
    told = {**standard.model_dump(), **result.parameters}
    return Inputs(ValueParameters(int(told["draws"]), int(told["seed"]), float(told["discount"])), network)


def to_json(inputs: Inputs) -> str:
    """The inputs as they are kept."""
    return _adapter().dump_json(_Kept(FORM, inputs.parameters, inputs.network)).decode()


def from_json(kept: str) -> Inputs:
    """The inputs kept so; RefusedError in words where this version does not know their form."""
    form = _form(kept)
    if form != str(FORM):
        raise RefusedError(
            f"The inputs of this run are kept in form {form}, which this version does not know (it knows {FORM}); "
            "the version that kept them opens them."
        )
    try:
        told = _adapter().validate_json(kept)
    except (ValidationError, InputError) as error:
        count = error.error_count() if isinstance(error, ValidationError) else len(error.problems)
        raise RefusedError(f"The inputs kept of this run do not fit form {FORM} ({count} places).") from error
    return Inputs(told.parameters, told.network)


def level_of(whole: object, least: Visibility = Visibility.PUBLIC) -> Visibility:
    """The highest level of what is in a network or some of its parts, `least` at least."""
    told = (getattr(part, field.name) for _, part in parts(whole) for field in fields(part))
    return highest((least, *{level for level in told if isinstance(level, Visibility)}))


def parts(whole: object, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every part of a network, itself included, with the class and field it stands in: ValueNode.supply."""
    if isinstance(whole, tuple):
        for one in whole:
            yield from parts(one, name)
    elif is_dataclass(whole):
        yield name, whole
        for field in fields(whole):
            yield from parts(getattr(whole, field.name), f"{type(whole).__name__}.{field.name}")


def _form(kept: str) -> str:
    """The form a text says it is kept in, which is what it begins with; "?" where it says none."""
    found = FORM_SAID.match(kept)
    return found["form"] if found else "?"


@cache
def _adapter() -> TypeAdapter[_Kept]:
    # made when first needed: every command would start later
    return TypeAdapter(_Kept)
