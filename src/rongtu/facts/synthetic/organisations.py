"""Rows of synthetic organisations, written from arrays by the column."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat

import numpy as np

from rongtu.facts.synthetic import codes, sizes
from rongtu.facts.synthetic.bodies import bodies
from rongtu.facts.synthetic.curves import spread
from rongtu.facts.synthetic.draws import Draws, Stream, below
from rongtu.facts.synthetic.marks import NAME_START, Columns, fen, texts
from rongtu.facts.synthetic.parameters import Parameters
from rongtu.facts.synthetic.places import places
from rongtu.facts.synthetic.sectors import sectors, size_classes
from rongtu.vocab.organisations import BodyKind, Standing

YUAN_PER_WAN = 10_000

FOUNDED = np.array(np.arange("1990-01-01", "2025-01-01", dtype="datetime64[D]").astype(str).tolist(), dtype=object)
"""Days on which an organisation may have been founded."""


def organisation_columns(parameters: Parameters) -> Iterator[Columns]:
    """Organisations: credit code, name, kind, standing, region, city, industry, size, founded, capital, people."""
    known, where = np.array(sectors(), dtype=object), places()
    for body in bodies(parameters):
        seed, block, count = parameters.seed, body.block, len(body.numbers)
        uscc = codes.codes(body.numbers + 1)
        place = where.draw(Draws(seed, Stream.PLACE, block).take(count))
        founded = below(Draws(seed, Stream.FOUNDED, block).take(count), len(FOUNDED))
        capital = spread(Draws(seed, Stream.CAPITAL, block).take(count), sizes.CAPITAL_SPREAD)
        wan = 1 + (body.revenue * sizes.CAPITAL_SHARE * capital / YUAN_PER_WAN).astype(np.int64)
        yield (
            uscc,
            [f"{NAME_START}企业{code[codes.NUMBER]}" for code in uscc],
            repeat(BodyKind.ENTERPRISE.value),
            repeat(Standing.REGISTERED.value),
            where.provinces[place].tolist(),
            where.cities[place].tolist(),
            known[body.sector].tolist(),
            size_classes(body),
            FOUNDED[founded].tolist(),
            fen(wan * YUAN_PER_WAN),
            texts(body.employees),
        )
