"""Parameters of a synthetic set: how much of everything, and the seed of its draws."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rongtu.vocab.problems import InputError, Problem

LIMITS = {
    "organisations": (1, 50_000_000),
    "seed": (0, 2**64 - 1),
    "mean_degree": (0, 100),
    "sectors": (1, 97),
    "chains": (1, 999),
    "nodes_per_chain": (4, 999),
}
"""Least and most of each parameter; GB/T 4754-2017 has 97 divisions."""

MOST_NODES = 100_000
"""Nodes of all chains together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """How large a synthetic set is; `mean_degree` is that of buyers per seller, which is that of sellers per buyer.

    Ten partners and fifty sectors are what the ESRI's speed is measured at. Raises InputError with a problem for each
    parameter out of its limits.
    """

    organisations: int
    seed: int
    mean_degree: float = 10.0
    sectors: int = 50
    chains: int = 6
    nodes_per_chain: int = 40

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise InputError(problems)

    @property
    def nodes(self) -> int:
        """Chain nodes in all."""
        return self.chains * self.nodes_per_chain


def _problems(parameters: Parameters) -> Iterator[Problem]:
    for name, (least, most) in LIMITS.items():
        value = getattr(parameters, name)
        # put this way round so that "not a number" is out of the limits too
        if not least <= value <= most:
            rule = f"{name} is from {least:,} to {most:,}"
            yield Problem(f"synthetic {name}", rule, repr(value), "Choose a number between them.")
    if parameters.nodes > MOST_NODES:
        rule = f"chains × nodes_per_chain is at most {MOST_NODES:,}"
        yield Problem("synthetic chains", rule, repr(parameters.nodes), "Ask for fewer chains or fewer nodes.")
