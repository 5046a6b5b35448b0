"""The formulas of the paper written out over dense arrays, in the paper's h, and networks to compare on."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from rongtu.engines.chain.esri import Shocks, SupplyNetwork


@dataclass(frozen=True)
class Firms:
    """A network as the paper has it: W, sectors, E, markets, revenue, costs, weights; shocks (scenarios, firms)."""

    flows: np.ndarray
    sector: np.ndarray
    essential: np.ndarray
    market: np.ndarray | None = None
    revenue: np.ndarray | None = None
    costs: np.ndarray | None = None
    weights: np.ndarray | None = None

    @property
    def size(self):
        return len(self.sector)

    def network(self, order=None):
        """For the engine; the links in another order where one is given."""
        seller, buyer = np.nonzero(self.flows)
        if order is not None:
            seller, buyer = seller[order], buyer[order]
        return SupplyNetwork.from_sectors(
            seller,
            buyer,
            self.flows[seller, buyer],
            self.sector,
            self.essential,
            market=self.market,
            revenue=self.revenue,
            costs=self.costs,
            weights=self.weights,
        )


def shocks_of(psi_down, psi_up):
    """Shocks for the engine from dense ones."""
    scenario, firm = np.nonzero(psi_down)
    of, whose = np.nonzero(psi_up)
    up = (whose, of, psi_up[of, whose])
    return Shocks.partial(len(psi_down), firm, scenario, psi_down[scenario, firm], up=up)


def one_for_none(figures):
    return np.where(figures == 0, 1.0, figures)


def coefficients(firms):
    """Lambda, and per buyer which sectors are essential or a share; U."""
    w, p, e = firms.flows, firms.sector, firms.essential
    bought = np.array([[w[p == k, j].sum() for j in range(firms.size)] for k in range(len(e))])
    importance = e[p][:, p] if firms.size else np.zeros_like(w)
    with np.errstate(all="ignore"):
        down = np.where(importance == 2, w / bought[p], np.where(importance == 1, w / w.sum(axis=0), 0.0))
    down = np.where(w > 0, down, 0.0)
    if firms.costs is not None:
        down = down * (w.sum(axis=0) / one_for_none(firms.costs))
    earned = w.sum(axis=1) if firms.revenue is None else firms.revenue
    return down, w / one_for_none(earned)[:, None]


def sweep(firms, psi_down, psi_up, eps, by_index=False, most=100_000):
    """h^d, h^u and T of one scenario, as published."""
    down, up = coefficients(firms)
    sold, p, e = firms.flows.sum(axis=1), firms.sector, firms.essential
    weight = (sold if firms.weights is None else firms.weights[0]).astype(float)
    h_d, h_u = 1 - psi_down, 1 - psi_up

    def index(a, b):
        return (weight * (1 - np.minimum(a, b))).sum() / max(weight.sum(), 1e-300)

    for step in range(1, most):
        sigma = np.ones(firms.size)
        if firms.market is not None:
            left = np.array([(h_d * sold)[firms.market == q].sum() for q in firms.market])
            sigma = np.where(sold >= left, 1.0, sold / np.where(left > 0, left, 1.0))
        short = np.array([((sigma * (1 - h_d))[p == k] @ down[p == k]) for k in range(len(e))])
        of = e[:, p]
        essential = np.where(of == 2, 1 - short, 1.0).min(axis=0)
        rest = 1 - np.where(of == 1, short, 0.0).sum(axis=0)
        new_d = np.maximum(0, np.minimum(np.minimum(essential, rest), 1 - psi_down))
        new_u = np.maximum(0, np.minimum(1 - up @ (1 - h_u), 1 - psi_up))
        moved = max((h_d - new_d).max(), (h_u - new_u).max())
        before, now = index(h_d, h_u), index(new_d, new_u)
        h_d, h_u = new_d, new_u
        if (now <= (1 + eps) * before) if by_index else (moved <= eps):
            return h_d, h_u, step, moved
    raise AssertionError("the reference does not stop")


@st.composite
def networks(draw, covered=False, most=9):
    """Small networks with every option; `covered`: every firm earns more than it sells within."""
    size, sectors = draw(st.integers(1, most)), draw(st.integers(1, 4))
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    flows = rng.lognormal(0, 1.5, (size, size)) * (rng.random((size, size)) < draw(st.sampled_from([0.1, 0.3, 0.8])))
    sold = flows.sum(axis=1)
    revenue, costs = (
        rng.uniform(1.05, 3, size) * np.where(sold > 0, sold, 1),
        flows.sum(axis=0) * rng.uniform(1, 3, size),
    )
    market = rng.integers(0, draw(st.integers(1, size)), size) if draw(st.booleans()) else None
    return Firms(
        flows,
        rng.integers(0, sectors, size),
        rng.choice([0, 1, 2], size=(sectors, sectors), p=[0.2, 0.4, 0.4]),
        market,
        revenue if covered or draw(st.booleans()) else None,
        costs if draw(st.booleans()) else None,
        rng.random((2, size)) + 0.1 if draw(st.booleans()) else None,
    )


@st.composite
def shocked(draw, firms):
    """Dense shocks of three scenarios: whole failures, partial ones, other ones upstream."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    psi = rng.random((3, firms.size)) * (rng.random((3, firms.size)) < 0.4)
    psi[0] = psi[0] > 0
    psi[0, 0] = 1
    up = rng.random((3, firms.size)) * (rng.random((3, firms.size)) < 0.3) if draw(st.booleans()) else psi
    return psi, up


@st.composite
def situations(draw, covered=False):
    """A network with shocks."""
    firms = draw(networks(covered=covered))
    return firms, *draw(shocked(firms))
