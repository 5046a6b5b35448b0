"""The limit of the sweep over a whole network: the least losses that no further step would raise.

From below by Gauss-Seidel over all firms, forwards and backwards in turn. Upstream, once it is known whose own shock
binds, the system is linear, (I - U) x = b, and is solved by BiCGSTAB where relaxing is slow; a movement m leaves an
error of at most m times the largest entry of (I - U)^-1 1, the *amplification*. Downstream the bound follows from how
fast the movements shrink. Numba compiles this, so it is untyped.
"""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, PLR0917

from __future__ import annotations

import numpy as np
from numba import njit

NEAR = 1e-12
"""How near to the limit each loss is brought."""

STILL = 4e-16
"""A movement that is rounding."""

SLOW = 30
"""Sweeps upstream after which the linear system is solved instead."""

MOST = 100_000
"""Sweeps at most: then the bound is told as it stands."""

STEEP = 1e7
"""The amplification from which a block counts as one that sells to nobody else."""


@njit(nogil=True, cache=True)
def lacking(start, at, share, x, free, fixed, out):
    """(fixed + U x) - x for the firms that are free, 0 for others, into `out`; its largest entry."""
    most, k = 0.0, 0
    for i in range(len(x)):
        due = fixed
        while k < start[i + 1]:
            due += share[k] * x[at[k]]
            k += 1
        out[i] = due - x[i] if free[i] else 0.0
        most = max(most, abs(out[i]))
    return most


@njit(nogil=True, cache=True)
def solve(start, at, share, x, free, fixed):
    """BiCGSTAB on x = fixed + U x for the firms that are free, from what x holds; the products with U it took."""
    size = len(x)
    r, v, p, s, t = np.zeros(size), np.zeros(size), np.zeros(size), np.zeros(size), np.zeros(size)
    best = lacking(start, at, share, x, free, fixed, r)
    goal, shadow, rho, alpha, omega, products = best * 1e-9, r.copy(), 1.0, 1.0, 1.0, 1
    for _ in range(500):
        before, rho = rho, (shadow * r).sum()
        if rho == 0.0 or omega == 0.0:
            break
        beta = rho / before * alpha / omega
        for i in range(size):
            p[i] = r[i] + beta * (p[i] - omega * v[i])
        lacking(start, at, share, p, free, 0.0, v)
        scale = -(shadow * v).sum()
        if scale == 0.0:
            break
        alpha = rho / scale
        for i in range(size):
            v[i] = -v[i]
            s[i] = r[i] - alpha * v[i]
        lacking(start, at, share, s, free, 0.0, t)
        products += 2
        square = (t * t).sum()
        if square == 0.0:
            break
        omega = -(t * s).sum() / square
        most = 0.0
        for i in range(size):
            x[i] += alpha * p[i] + omega * s[i]
            r[i] = s[i] + omega * t[i]
            most = max(most, abs(r[i]))
        if most <= goal:
            break
    return products


@njit(nogil=True, cache=True)
def amplification(start, at, share):
    """A bound from above of the largest entry of (I - U)^-1 1; infinite where it is steep or not found."""
    size = len(start) - 1
    x, free, out = np.ones(size), np.ones(size, np.bool_), np.zeros(size)
    for sweep in range(MOST):
        for k in range(size):
            i = k if sweep % 2 == 0 else size - 1 - k
            due = 1.0
            for j in range(start[i], start[i + 1]):
                due += share[j] * x[at[j]]
            x[i] = due
        short = lacking(start, at, share, x, free, 1.0, out)
        if x.max() > STEEP:
            return np.inf
        # where U x + 1 <= x + short, x / (1 - short) is a bound from above
        if short < 0.1:
            return x.max() / (1.0 - short)
        if sweep % SLOW == SLOW - 1:
            tried = x.copy()
            solve(start, at, share, tried, free, 1.0)
            if tried.min() >= 1.0 and lacking(start, at, share, tried, free, 1.0, out) < short:
                x[:] = tried
    return np.inf


@njit(nogil=True, cache=True)
def relax_up(start, at, share, first, lost, amplified):
    """Bring losses upstream to their limit; a bound of their error, the sweeps and the links followed."""
    size, links = len(lost), len(at)
    free, sweeps, followed, moved = np.zeros(size, np.bool_), 0, 0, 1.0
    goal = max(NEAR / amplified, STILL)
    while moved > goal and sweeps < MOST:
        moved = 0.0
        for k in range(size):
            i = k if sweeps % 2 == 0 else size - 1 - k
            due = 0.0
            for j in range(start[i], start[i + 1]):
                due += share[j] * lost[at[j]]
            free[i] = due > first[i]
            due = min(1.0, max(first[i], due))
            moved = max(moved, abs(due - lost[i]))
            lost[i] = due
        sweeps += 1
        followed += links
        if sweeps % SLOW == 0 and moved > goal:
            followed += links * solve(start, at, share, lost, free, 0.0)
            for i in range(size):
                lost[i] = min(1.0, max(first[i], lost[i]))
    return moved * amplified, sweeps, followed


@njit(nogil=True, cache=True)
def irreplaceable(market, sold, replaces, lost, sigma, left):
    """sigma of every firm at these losses; 1 where nothing is left of its market."""
    sigma[:] = 1.0
    if replaces:
        left[:] = 0.0
        for i in range(len(lost)):
            left[market[i]] += (1.0 - lost[i]) * sold[i]
        for i in range(len(lost)):
            if sold[i] < left[market[i]]:
                sigma[i] = sold[i] / left[market[i]]


@njit(nogil=True, cache=True)
def relax_down(purchases, market, sold, replaces, lost, left):
    """Bring losses downstream to their limit from below; a bound of their error, the sweeps and the links followed."""
    shares, only, several, slots = purchases.shares, purchases.only, purchases.several, purchases.slots
    share_start, share_at, share = shares.start, shares.at, shares.share
    only_start, only_at, only_share = only.start, only.at, only.share
    slot_start, slot_at, slot_share = several.start, several.at, several.share
    size, links = len(lost), len(share) + len(only_share) + len(slot_share)
    told, sigma, ratios = np.zeros(size), np.ones(size), np.ones(4)
    sweeps, before, bound = 0, 1.0, 1.0
    while bound > NEAR and sweeps < MOST:
        # within a sweep sigma stays as it is: lower than in the limit, so what is found is lower too
        irreplaceable(market, sold, replaces, lost, sigma, left)
        for i in range(size):
            told[i] = sigma[i] * lost[i]
        moved = 0.0
        for k in range(size):
            i = k if sweeps % 2 == 0 else size - 1 - k
            worst = 0.0
            for j in range(share_start[i], share_start[i + 1]):
                worst += share[j] * told[share_at[j]]
            for j in range(only_start[i], only_start[i + 1]):
                worst = max(worst, only_share[j] * told[only_at[j]])
            for slot in range(slots[i], slots[i + 1]):
                short = 0.0
                for j in range(slot_start[slot], slot_start[slot + 1]):
                    short += slot_share[j] * told[slot_at[j]]
                worst = max(worst, short)
            worst = min(1.0, worst)
            if worst > lost[i]:
                moved = max(moved, worst - lost[i])
                lost[i] = worst
                told[i] = sigma[i] * worst
        ratios[sweeps % 4] = moved / before
        before = max(moved, 1e-300)
        sweeps += 1
        slowest = ratios.max()
        if moved <= STILL:
            bound = moved
        elif slowest < 1.0:
            bound = max(moved, moved * slowest / (1.0 - slowest))
    return bound, sweeps, sweeps * links
