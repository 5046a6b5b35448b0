"""The loops that look at every offer or every posting: compiled, without the interpreter's lock, in whole numbers.

Scores are added up as int64 multiples of a grain and vectors as int32, so that no sum depends on its order. Numba
compiles this, so it is untyped; the compiled code is kept for this file as it is.
"""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, PLR0917

from __future__ import annotations

import numpy as np
from numba import njit

BLOCK = 16_384
"""Offers whose scores are added up together: their sums stay in the processor's cache."""

AHEAD = 16
"""Scattered rows fetched at once."""

MASK = 65_535
"""The last bits of a token's number by which most are told apart."""


@njit(nogil=True, cache=True)
def before(blob, begin, end, other, other_begin, other_end):
    """-1, 0 or 1: whether one string of bytes sorts before the other."""
    shared = min(end - begin, other_end - other_begin)
    for i in range(shared):
        a, b = blob[begin + i], other[other_begin + i]
        if a != b:
            return -1 if a < b else 1
    return int(np.sign((end - begin) - (other_end - other_begin)))


@njit(nogil=True, cache=True)
def find_sorted(blob, starts, wanted, wanted_starts, found):
    """Where each sorted wanted string stands among sorted strings: doubling steps from the one before, then halving."""
    size, low = len(starts) - 1, 0
    for k in range(len(wanted_starts) - 1):
        begin, end = wanted_starts[k], wanted_starts[k + 1]
        step, high = 1, low
        while high < size and before(blob, starts[high], starts[high + 1], wanted, begin, end) < 0:
            low = high + 1
            high += step
            step *= 2
        high = min(high, size)
        while low < high:
            middle = (low + high) // 2
            if before(blob, starts[middle], starts[middle + 1], wanted, begin, end) < 0:
                low = middle + 1
            else:
                high = middle
        if low < size and before(blob, starts[low], starts[low + 1], wanted, begin, end) == 0:
            found[k] = low


@njit(nogil=True, cache=True)
def strike(reasons, codes, outcomes):
    """Give every offer without a reason that of its code, `outcomes[code + 1]`, which is 0 where it passes."""
    for i in range(len(codes)):
        # without a branch, which chance conditions would mislead
        reasons[i] += (reasons[i] == 0) * outcomes[codes[i] + 1]


@njit(nogil=True, cache=True)
def tally(reasons, counts):
    """How many offers have each reason: `counts` (4, 256) add up to that."""
    # four counts in turn, for one would wait for itself
    for i in range(len(reasons)):
        counts[i & 3, reasons[i]] += 1


@njit(nogil=True, cache=True)
def lower_bound(documents, begin, end, wanted):
    """The first place from `begin` to `end` whose document is not before the one wanted."""
    while begin < end:
        middle = (begin + end) // 2
        if documents[middle] < wanted:
            begin = middle + 1
        else:
            end = middle
    return begin


@njit(nogil=True, cache=True)
def sink(scores, documents, size, place):
    """Put right a heap whose root is the worst: the lowest score, and of equal ones the last document."""
    while True:
        least = place
        for child in (2 * place + 1, 2 * place + 2):
            if child < size and (
                scores[child] < scores[least]
                or (scores[child] == scores[least] and documents[child] > documents[least])
            ):
                least = child
        if least == place:
            return
        scores[place], scores[least] = scores[least], scores[place]
        documents[place], documents[least] = documents[least], documents[place]
        place = least


@njit(nogil=True, cache=True)
def keep(scores, documents, size, score, document):
    """Take one in if there is room or it is better than the worst; documents come in rising order. The size then."""
    if size < len(scores):
        scores[size], documents[size] = score, document
        if size + 1 == len(scores):
            for place in range(size // 2, -1, -1):
                sink(scores, documents, size + 1, place)
        return size + 1
    if score > scores[0]:
        scores[0], documents[0] = score, document
        sink(scores, documents, size, 0)
    return size


@njit(nogil=True, cache=True, error_model="numpy")
def summand(weight, count, norm):
    """What a token adds to an offer's BM25, in grains; positive, so that cutting off after a half is rounding."""
    often = np.float64(count)
    return np.int64(weight * (often / (often + norm)) + 0.5)


@njit(nogil=True, cache=True, error_model="numpy")
def add_up(documents, counts, lengths, begins, ends, weights, fixed, slope, allowed, first, last, best, who):
    """The best allowed ones by BM25 of the offers from `first` to before `last`; how many these are."""
    places, sums, norms, kept, floor = np.empty(len(begins), np.int64), np.zeros(BLOCK, np.int64), np.empty(BLOCK), 0, 0
    for t in range(len(begins)):
        places[t] = lower_bound(documents, begins[t], ends[t], first)
    for block in range(first, last, BLOCK):
        stop = min(block + BLOCK, last)
        for i in range(block, stop):
            norms[i - block] = fixed + slope * lengths[i]
        for t in range(len(begins)):
            place, end, weight = places[t], ends[t], weights[t]
            while place < end:
                document = documents[place]
                if document >= stop:
                    break
                # unsigned, so that it is not looked at whether it counts from the end
                i = np.uint64(document - block)
                sums[i] += summand(weight, counts[place], norms[i])
                place += 1
            places[t] = place
        for i in range(block, stop):
            if sums[i - block] > floor and allowed[i]:
                kept = keep(best, who, kept, sums[i - block], i)
                if kept == len(best):
                    floor = best[0]
        sums[:] = 0
    return kept


@njit(nogil=True, cache=True)
def add_held(starts, tokens, counts, lengths, documents, wanted, weights, fixed, slope, sums):
    """The same sum for a few documents, by the tokens they hold; `wanted` is sorted."""
    likely = marked(wanted)
    for k in range(len(documents)):
        i = documents[k]
        for place in range(starts[i], starts[i + 1]):
            token = tokens[place]
            if likely[token & MASK]:
                t = lower_bound(wanted, 0, len(wanted), token)
                if t < len(wanted) and wanted[t] == token:
                    sums[k] += summand(weights[t], counts[place], fixed + slope * lengths[i])


@njit(nogil=True, cache=True)
def marked(wanted):
    """For the last bits of a token's number whether a wanted one may have them: most tokens need no second look."""
    likely = np.zeros(MASK + 1, np.bool_)
    for token in wanted:
        likely[token & MASK] = True
    return likely


@njit(nogil=True, cache=True)
def product(codes, query):
    """Their product as whole numbers, held to 32 bits, which the processor adds eight at a time."""
    total = np.int32(0)
    for j in range(len(query)):
        total = np.int32(total + np.int32(np.int32(codes[j]) * np.int32(query[j])))
    return total


@njit(nogil=True, cache=True)
def exact_products(vectors, documents, query, products):
    """Products of vectors on the grid, exact in whatever order they are added."""
    even = len(query) // 4 * 4
    for k in range(len(documents)):
        row = vectors[documents[k]]
        a = b = c = d = 0.0
        for j in range(0, even, 4):
            a += row[j] * query[j]
            b += row[j + 1] * query[j + 1]
            c += row[j + 2] * query[j + 2]
            d += row[j + 3] * query[j + 3]
        for j in range(even, len(query)):
            a += row[j] * query[j]
        products[k] = a + b + c + d


@njit(nogil=True, cache=True)
def scan(codes, scale, along, missed, allowed, query, numbers, margin, first, last, lowest, who, near, upper):
    """Offers whose cosine may be within `margin` of the k-th best: into `near` with the most it can be; how many.

    `query` are the codes of p, `numbers` [q·mean, a, the scale of p's codes, |p|, what else may be missed].
    """
    base, lean, step, length, slack = numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]
    kept, found, seen, those = 0, 0, 0, np.empty(BLOCK, np.int64)
    for block in range(first, last, BLOCK):
        count = 0
        for i in range(block, min(block + BLOCK, last)):
            # without a branch, which chance conditions would mislead
            those[count] = i
            count += allowed[i]
        for share in range(0, count, AHEAD):
            near_by = those[share : min(share + AHEAD, count)]
            if count * 2 < BLOCK:
                seen |= touch(codes, near_by)
            for i in near_by:
                cosine = base + lean * along[i] + step * scale[i] * product(codes[i], query)
                radius = length * missed[i] + slack
                if kept < len(lowest) or cosine + radius >= lowest[0] - margin:
                    near[found], upper[found] = i, cosine + radius
                    found += 1
                    kept = keep(lowest, who, kept, cosine - radius, i)
    return kept, found, seen


@njit(nogil=True, cache=True)
def touch(codes, documents):
    """Read a byte of every line of the cache these codes are in, so that they are fetched at once, not in turn."""
    seen = 0
    for i in documents:
        for j in range(0, codes.shape[1], 64):
            seen |= codes[i, j]
    return seen


@njit(nogil=True, cache=True)
def held(starts, tokens, documents, wanted, slots, holds):
    """Which of the wanted tokens (sorted) each document holds: into `holds` (documents, columns), column `slots`."""
    likely = marked(wanted)
    for k in range(len(documents)):
        for place in range(starts[documents[k]], starts[documents[k] + 1]):
            token = tokens[place]
            if likely[token & MASK]:
                t = lower_bound(wanted, 0, len(wanted), token)
                if t < len(wanted) and wanted[t] == token:
                    holds[k, slots[t]] = True
