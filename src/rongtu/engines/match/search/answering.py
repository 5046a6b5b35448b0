"""The loop that reads the tokens of each candidate and says how they answer a need: compiled, as `kernels` is."""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, PLR0917

from __future__ import annotations

import numpy as np
from numba import njit

from rongtu.engines.match.search.kernels import lower_bound


@njit(nogil=True, cache=True)
def answer(starts, tokens, counts, lengths, documents, known, inverse, wanted, weights, fixed, slope, found):
    """What each document's tokens say to a need: BM25 for title and body, shares covered by the title and by both.

    `known` are the tokens the documents hold, sorted, with their `inverse` frequencies; `wanted` the need's, sorted,
    with what each counts in title and body (wanted, 2). Sums are of multiples of a grain, exact in any order.
    """
    grain = 2.0**-30
    for k in range(len(documents)):
        i = documents[k]
        total, by_title, by_both = 0.0, 0.0, 0.0
        for place in range(starts[i], starts[i + 1]):
            token, count = tokens[place], np.float64(counts[place])
            weight = inverse[lower_bound(known, 0, len(known), token)]
            total += weight
            t = lower_bound(wanted, 0, len(wanted), token)
            if t < len(wanted) and wanted[t] == token:
                often = count / (count + (fixed + slope * lengths[i]))
                found[k, 0] += np.rint(weight * weights[t, 0] * often / grain) * grain
                found[k, 1] += np.rint(weight * weights[t, 1] * often / grain) * grain
                by_both += weight
                if weights[t, 0] > 0:
                    by_title += weight
        if total > 0:
            found[k, 2], found[k, 3] = by_title / total, by_both / total
