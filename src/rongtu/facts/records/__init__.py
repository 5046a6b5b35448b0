"""Typed definitions of every record: one place per field. Importing this package declares all kinds."""

from rongtu.facts.records import (
    acts,
    assumptions,
    deals,
    duplicates,
    evidence,
    flows,
    industry,
    knowledge,
    means,
    organisations,
    people,
    places,
    projects,
    releases,
)

__all__ = [
    "acts",
    "assumptions",
    "deals",
    "duplicates",
    "evidence",
    "flows",
    "industry",
    "knowledge",
    "means",
    "organisations",
    "people",
    "places",
    "projects",
    "releases",
]
