"""Panels and frameworks for tests: one array in, sensible labels on."""

from __future__ import annotations

import numpy as np

from rongtu.engines.index import Block, Framework, Panel, RatioDefinition
from rongtu.vocab.evidence import Direction


def panel(values, first_year=2020, units=None, indicators=None, **given):
    values = np.asarray(values, dtype=float)
    n_years, n_units, n_indicators = values.shape
    return Panel(
        years=tuple(range(first_year, first_year + n_years)),
        units=units or tuple(f"u{i}" for i in range(n_units)),
        indicators=indicators or tuple(f"i{i}" for i in range(n_indicators)),
        values=values,
        **given,
    )


def published(code, direction=Direction.UP, dimension="all"):
    return RatioDefinition(code, code, None, 1.0, direction, dimension)


def framework(codes, *, directions=None, dimensions=None, blocks=None, **given):
    directions, dimensions = directions or {}, dimensions or {}
    ratios = tuple(published(code, directions.get(code, Direction.UP), dimensions.get(code, "all")) for code in codes)
    return Framework(ratios, blocks or (Block("all", 2000, 2100),), **given)
