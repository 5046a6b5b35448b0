"""Typed definitions of every record: one place per field. Importing this package declares all kinds."""

from rongtu.facts.records import acts, evidence, industry, means, organisations, places

__all__ = ["acts", "evidence", "industry", "means", "organisations", "places"]
