"""Conditions that no offer can meet: which two of them contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from rongtu.engines.match.inputs import Conditions, Slot
from rongtu.vocab.problems import Problem


def contradictions(conditions: Conditions) -> tuple[Problem, ...]:
    """A problem for each two conditions that contradict each other, and for each that nothing meets by itself."""
    return (*_bounds(conditions), *_sets(conditions), *_amounts(conditions))


def _bounds(conditions: Conditions) -> Iterator[Problem]:
    for lower, least, upper, most in (
        ("least_trl", conditions.least_trl, "most_trl", conditions.most_trl),
        ("earliest_year", conditions.earliest_year, "latest_year", conditions.latest_year),
    ):
        if least is not None and most is not None and least > most:
            yield Problem(
                f"conditions {lower} and {upper}", f"{lower} is at most {upper}", f"{least} and {most}", "Drop one."
            )


def _sets(conditions: Conditions) -> Iterator[Problem]:
    named = [("regions", conditions.regions), ("kinds", conditions.kinds)]
    named += [(f"facet {facet}", labels) for facet, labels in conditions.facets]
    for name, labels in named:
        if labels is not None and not labels:
            yield Problem(f"condition {name}", "at least one is allowed", "none", "Name one, or ask nothing.")


def _amounts(conditions: Conditions) -> Iterator[Problem]:
    if conditions.budget is not None and not conditions.budget >= 0:
        yield Problem("condition budget", "a budget is 0 or more", repr(conditions.budget), "Say what can be spent.")
    if conditions.slot is not None:
        yield from _slot(conditions.slot)


def _slot(slot: Slot) -> Iterator[Problem]:
    if not slot.amount > 0:
        yield Problem("condition slot", "something above 0 is asked for", repr(slot.amount), "Say how much is wanted.")
    if slot.ends is not None and slot.ends < slot.begins:
        found = f"{slot.begins} and {slot.ends}"
        yield Problem("conditions slot begins and ends", "a period ends after it begins", found, "Turn them round.")
