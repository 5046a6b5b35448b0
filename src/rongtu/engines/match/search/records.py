"""An offer as a line of JSON and back; what has its default is left out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from rongtu.engines.match.inputs import Facet, Offer, Slot, Track

PLAIN = tuple(
    (field.name, None if field.name in {"key", "kind", "name"} else field.default)
    for field in fields(Offer)
    if field.name not in {"facts", "nodes", "facets", "slots", "track"}
)
"""The fields that are a string, a number or None, with their defaults."""


WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def write_offer(offer: Offer) -> str:
    """The offer as JSON."""
    record: dict[str, Any] = {name: value for name, default in PLAIN if (value := getattr(offer, name)) != default}
    if offer.facts:
        record["facts"] = offer.facts
    if offer.nodes:
        record["nodes"] = offer.nodes
    if offer.facets:
        record["facets"] = {facet.value: sorted(labels) for facet, labels in offer.facets.items()}
    if offer.slots:
        record["slots"] = [(slot.amount, slot.unit, slot.begins, slot.ends) for slot in offer.slots]
    if (track := offer.track) is not None:
        record["track"] = (track.asked, track.replied, track.contracts, track.kept)
    return WRITER.encode(record)


def read_offer(line: str) -> Offer:
    """The offer that was written as this JSON."""
    record = READ(line)
    for name in record.keys() & READERS.keys():
        record[name] = READERS[name](record[name])
    return Offer(**record)


READ = json.JSONDecoder().decode

READERS: Mapping[str, Callable[[Any], object]] = {
    "facts": tuple,
    "nodes": tuple,
    "facets": lambda facets: {Facet(name): frozenset(labels) for name, labels in facets.items()},
    "slots": lambda slots: tuple(Slot(*slot) for slot in slots),
    "track": lambda track: Track(*track),
}
"""What makes of JSON what the other fields are."""
