"""The published sweep, by frontier: a step follows only the links of firms whose loss changed in the step before.

Written in losses (1 - h of the paper), which only grow. Once a step would follow more than a share of all links in a
direction, it goes on over the whole network there, whose links are then read in memory's order. What grew step by step
and what is summed anew differ by rounding alone. Only what a scenario touched is cleared for the next one.

Numba compiles this, so it is untyped; arrays are taken out of their tuples before loops, where that would cost. The
compiled code is kept for this file as it is: what it calls is in it, but for numbers.
"""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, PLR0917

from __future__ import annotations

from numba import njit

from rongtu.engines.chain.esri.layout import ONLY, SHARE
from rongtu.engines.chain.esri.space import (
    DOWN,
    NEW_DOWN,
    NEW_UP,
    REST,
    ROWS,
    SLOTS,
    STEP,
    TOLD,
    UNSOLD,
    UP,
    WHOLE_DOWN,
    WHOLE_UP,
    WIDTH,
    WORST,
)

MANY = 0.12
"""The share of a direction's links from which the whole network is looked at."""

COLLAPSED = 1e-3
"""The share left of a market below which it is summed anew: subtracted from the whole it would have lost its digits."""

BY_INDEX = 2
"""The stop by the growth of the index."""

STILL = 4e-16
"""A movement that is rounding."""

LONG = 60
"""Steps towards the limit after which the whole network is looked at all the same."""


@njit(nogil=True, cache=True)
def row_of(firm, where, firms, state, count):
    """The row of a firm, which it gets when it is first touched."""
    row = where[firm]
    if row < 0:
        row = count[ROWS]
        count[ROWS] = row + 1
        where[firm] = row
        firms[row] = firm
    return row


@njit(nogil=True, cache=True)
def begin(net, shocks, scenario, space):
    """Clear what the last scenario touched and set the losses of the first shock."""
    where, firms, state, count = space.where, space.firm, space.state, space.counts
    left, market, total = space.left, net.market, net.total
    short, slot = space.short, space.slot
    for row in range(count[ROWS]):
        firm = firms[row]
        where[firm] = -1
        left[market[firm]] = total[market[firm]]
        for column in range(WIDTH):
            state[row, column] = 0.0
    for k in range(count[SLOTS]):
        short[slot[k]] = 0.0
    if count[WHOLE_DOWN]:
        left[:] = total
    count[ROWS] = count[SLOTS] = count[WHOLE_DOWN] = count[WHOLE_UP] = 0
    new, of, more = 0, space.new_down, space.more_down
    shocked, share = shocks.down_firm, shocks.down_share
    for k in range(shocks.down_start[scenario], shocks.down_start[scenario + 1]):
        if share[k] > 0.0:
            row = row_of(shocked[k], where, firms, state, count)
            state[row, DOWN] = state[row, WORST] = more[new] = share[k]
            of[new] = row
            new += 1
    count[NEW_DOWN] = new
    new, of, more = 0, space.new_up, space.more_up
    shocked, share = shocks.up_firm, shocks.up_share
    for k in range(shocks.up_start[scenario], shocks.up_start[scenario + 1]):
        if share[k] > 0.0:
            row = row_of(shocked[k], where, firms, state, count)
            state[row, UP] = more[new] = share[k]
            of[new] = row
            new += 1
    count[NEW_UP] = new


@njit(nogil=True, cache=True)
def shrink_markets(net, space):
    """What is left of each market, h^d s^out summed over its members, after the losses of the last step."""
    where, firms, state, count = space.where, space.firm, space.state, space.counts
    left, stamp, changed, new_down, more_down = space.left, space.stamp, space.changed, space.new_down, space.more_down
    market, sold, total = net.market, net.sold, net.total
    start, at, share = net.members.start, net.members.at, net.members.share
    count[STEP] += 1
    step, touched = count[STEP], 0
    for k in range(count[NEW_DOWN]):
        firm = firms[new_down[k]]
        of = market[firm]
        left[of] -= more_down[k] * sold[firm]
        if stamp[of] != step:
            stamp[of] = step
            changed[touched] = of
            touched += 1
    for k in range(touched):
        of = changed[k]
        if left[of] < COLLAPSED * total[of]:
            anew = 0.0
            for j in range(start[of], start[of + 1]):
                row = where[at[j]]
                lost = state[row, DOWN] if row >= 0 else 0.0
                anew += (1.0 - lost) * share[j]
            left[of] = anew


@njit(nogil=True, cache=True)
def news(net, space):
    """Who has more to tell its buyers, sigma_i times its loss, into `going`; how many they are and their links."""
    firms, state, count = space.firm, space.state, space.counts
    going, more, start = space.going, space.more, net.sales.start
    many, links = 0, 0
    if net.replaces:
        shrink_markets(net, space)
        left, market, sold = space.left, net.market, net.sold
        # what is left of a market concerns all of its members that lost something
        for row in range(count[ROWS]):
            told = state[row, DOWN]
            if told > 0.0:
                firm = firms[row]
                remains = left[market[firm]]
                if sold[firm] < remains:
                    told *= sold[firm] / remains
                if told != state[row, TOLD]:
                    going[many] = row
                    more[many] = told - state[row, TOLD]
                    state[row, TOLD] = told
                    links += start[firm + 1] - start[firm]
                    many += 1
    else:
        new_down, more_down = space.new_down, space.more_down
        many = count[NEW_DOWN]
        for k in range(many):
            row = new_down[k]
            going[k], more[k] = row, more_down[k]
            state[row, TOLD] = state[row, DOWN]
            links += start[firms[row] + 1] - start[firms[row]]
    return many, links


@njit(nogil=True, cache=True)
def push_down(net, space, many):
    """Add what sellers lose more to what their buyers go short of, and list buyers that may lose more for it."""
    start, ends, shares = net.sales.start, net.sales.ends, net.sales.share
    where, firms, state, count = space.where, space.firm, space.state, space.counts
    going, more, new_down, new = space.going, space.more, space.new_down, 0
    shorts, slots, rows, touched = space.short, space.slot, count[ROWS], count[SLOTS]
    for g in range(many):
        adds, told, firm = more[g], state[going[g], TOLD], firms[going[g]]
        for k in range(start[firm], start[firm + 1]):
            firm_to = ends[k, 0]
            buyer = where[firm_to]
            if buyer < 0:
                buyer = rows
                rows += 1
                where[firm_to] = buyer
                firms[buyer] = firm_to
            slot, share = ends[k, 1], shares[k, 1]
            if slot == SHARE:
                short = state[buyer, REST] + adds * share
                state[buyer, REST] = short
            elif slot == ONLY:
                short = told * share
            else:
                before = shorts[slot]
                if before == 0.0:
                    slots[touched] = slot
                    touched += 1
                short = before + adds * share
                shorts[slot] = short
            worst = state[buyer, WORST]
            if short > worst:
                state[buyer, WORST] = short
                # listed once: when it first exceeds the loss
                if worst <= state[buyer, DOWN]:
                    new_down[new] = buyer
                    new += 1
    count[NEW_DOWN], count[ROWS], count[SLOTS] = new, rows, touched


@njit(nogil=True, cache=True)
def up_links(net, space):
    """The links of the firms that lost more upstream in the last step."""
    firms, new_up, start, links = space.firm, space.new_up, net.suppliers.start, 0
    for k in range(space.counts[NEW_UP]):
        firm = firms[new_up[k]]
        links += start[firm + 1] - start[firm]
    return links


@njit(nogil=True, cache=True)
def push_up(net, space):
    """Add what buyers lose more to what their suppliers cannot sell, and list suppliers that may lose more for it."""
    start, ends, shares = net.suppliers.start, net.suppliers.ends, net.suppliers.share
    where, firms, state, count = space.where, space.firm, space.state, space.counts
    new_up, more_up, going, many, new = space.new_up, space.more_up, space.going, space.counts[NEW_UP], 0
    rows = count[ROWS]
    going[:many] = new_up[:many]
    for g in range(many):
        firm, adds = firms[going[g]], more_up[g]
        for k in range(start[firm], start[firm + 1]):
            firm_to = ends[k, 0]
            seller = where[firm_to]
            if seller < 0:
                seller = rows
                rows += 1
                where[firm_to] = seller
                firms[seller] = firm_to
            before, lost = state[seller, UNSOLD], state[seller, UP]
            after = before + adds * shares[k, 1]
            state[seller, UNSOLD] = after
            # listed once: when it first exceeds the loss
            if after > lost and before <= lost:
                new_up[new] = seller
                new += 1
    count[NEW_UP], count[ROWS] = new, rows


@njit(nogil=True, cache=True)
def take(state, lost, due, new, more, many):
    """Take the new losses of one direction, at most all; how many lost more, and the largest movement."""
    moved, kept = 0.0, 0
    for k in range(many):
        row = new[k]
        before, after = state[row, lost], min(1.0, state[row, due])
        if after > before:
            state[row, lost] = after
            new[kept] = row
            more[kept] = after - before
            kept += 1
            moved = max(moved, after - before)
    return kept, moved


@njit(nogil=True, cache=True)
def unfold(firms, state, rows, column, lost):
    """The losses of one direction by firm."""
    lost[:] = 0.0
    for row in range(rows):
        lost[firms[row]] = state[row, column]


@njit(nogil=True, cache=True)
def tell_whole(net, space):
    """What every firm's buyers count with, sigma_i times its loss."""
    told, down = space.told, space.down
    if not net.replaces:
        told[:] = down
        return
    left, market, sold = space.left, net.market, net.sold
    left[:] = 0.0
    for firm in range(len(down)):
        left[market[firm]] += (1.0 - down[firm]) * sold[firm]
    for firm in range(len(down)):
        remains, lost = left[market[firm]], down[firm]
        told[firm] = lost * (sold[firm] / remains) if sold[firm] < remains else lost


@njit(nogil=True, cache=True)
def step_down_whole(net, space):
    """The step downstream over all links; the largest movement."""
    tell_whole(net, space)
    down, told = space.down, space.told
    only_buyer, slot_buyer = net.purchases.only_buyer, net.purchases.slot_buyer
    shares, only, several = net.purchases.shares, net.purchases.only, net.purchases.several
    share_start, share_at, share = shares.start, shares.at, shares.share
    only_at, only_share = only.at, only.share
    slot_start, slot_at, slot_share = several.start, several.at, several.share
    heard = space.heard
    # one kind of links after the other: loops of the same length over and over are the faster ones
    k = 0
    for buyer in range(len(down)):
        worst = 0.0
        while k < share_start[buyer + 1]:
            worst += share[k] * told[share_at[k]]
            k += 1
        heard[buyer] = worst
    for k in range(len(only_at)):
        short = only_share[k] * told[only_at[k]]
        buyer = only_buyer[k]
        heard[buyer] = short if short > heard[buyer] else heard[buyer]
    k = 0
    for slot in range(len(slot_buyer)):
        short = 0.0
        while k < slot_start[slot + 1]:
            short += slot_share[k] * told[slot_at[k]]
            k += 1
        buyer = slot_buyer[slot]
        heard[buyer] = short if short > heard[buyer] else heard[buyer]
    moved = 0.0
    for buyer in range(len(down)):
        worst, lost = min(1.0, heard[buyer]), down[buyer]
        if worst > lost:
            down[buyer] = worst
            moved = max(moved, worst - lost)
    return moved


@njit(nogil=True, cache=True)
def step_up_whole(net, space):
    """The step upstream over all links; the largest movement."""
    start, at, share = net.customers.start, net.customers.at, net.customers.share
    up, heard = space.up, space.heard
    heard[:] = up
    moved, k = 0.0, 0
    for seller in range(len(up)):
        unsold = 0.0
        while k < start[seller + 1]:
            unsold += share[k] * heard[at[k]]
            k += 1
        unsold = min(1.0, unsold)
        lost = heard[seller]
        if unsold > lost:
            up[seller] = unsold
            moved = max(moved, unsold - lost)
    return moved


@njit(nogil=True, cache=True)
def step_down(net, space, whole):
    """A step downstream; the links followed, and the largest movement."""
    firms, state, count, every = space.firm, space.state, space.counts, len(net.sales.ends)
    if not count[WHOLE_DOWN]:
        many, links = news(net, space)
        if links <= MANY * every and not whole:
            push_down(net, space, many)
            count[NEW_DOWN], moved = take(state, DOWN, WORST, space.new_down, space.more_down, count[NEW_DOWN])
            return links, moved
        unfold(firms, state, count[ROWS], DOWN, space.down)
        count[WHOLE_DOWN] = 1
    return every, step_down_whole(net, space)


@njit(nogil=True, cache=True)
def step_up(net, space, whole):
    """A step upstream; the links followed, and the largest movement."""
    firms, state, count, every = space.firm, space.state, space.counts, len(net.suppliers.ends)
    if not count[WHOLE_UP]:
        links = up_links(net, space)
        if links <= MANY * every and not whole:
            push_up(net, space)
            count[NEW_UP], moved = take(state, UP, UNSOLD, space.new_up, space.more_up, count[NEW_UP])
            return links, moved
        unfold(firms, state, count[ROWS], UP, space.up)
        count[WHOLE_UP] = 1
    return every, step_up_whole(net, space)


@njit(nogil=True, cache=True)
def by_firm(space):
    """Where one direction is by firm, have the other so too; whether they are."""
    firms, state, count = space.firm, space.state, space.counts
    if count[WHOLE_UP] and not count[WHOLE_DOWN]:
        unfold(firms, state, count[ROWS], DOWN, space.down)
    elif count[WHOLE_DOWN] and not count[WHOLE_UP]:
        unfold(firms, state, count[ROWS], UP, space.up)
    return count[WHOLE_DOWN] + count[WHOLE_UP] > 0


@njit(nogil=True, cache=True)
def index(weights, space):
    """Down, up and joint: what is lost of all weight, the joint loss of a firm being the worse of its two."""
    down = up = joint = 0.0
    if by_firm(space):
        downs, ups = space.down, space.up
        for firm in range(len(downs)):
            down += weights[firm] * downs[firm]
            up += weights[firm] * ups[firm]
            joint += weights[firm] * max(downs[firm], ups[firm])
    else:
        firms, state = space.firm, space.state
        for row in range(space.counts[ROWS]):
            weight = weights[firms[row]]
            down += weight * state[row, DOWN]
            up += weight * state[row, UP]
            joint += weight * max(state[row, DOWN], state[row, UP])
    # where all is lost the sum may exceed 1 by rounding
    return min(1.0, down), min(1.0, up), min(1.0, joint)


@njit(nogil=True, cache=True)
def tell(net, space, scenario, found):
    """The indices of a scenario by every weight, into the results."""
    for number in range(len(net.weights)):
        down, up, joint = index(net.weights[number], space)
        found.down[scenario, number] = down
        found.up[scenario, number] = up
        found.esri[scenario, number] = joint


@njit(nogil=True, cache=True)
def sweep(net, shocks, first, last, eps, stop, space, found):
    """Scenarios first to last, each until the published stop; the links followed."""
    followed = 0
    for scenario in range(first, last):
        begin(net, shocks, scenario, space)
        before = index(net.weights[0], space)[2] if stop == BY_INDEX else 0.0
        steps = 0
        while True:
            links, moved = step_down(net, space, False)
            more, fell = step_up(net, space, False)
            followed += links + more
            steps += 1
            if stop == BY_INDEX:
                now = index(net.weights[0], space)[2]
                # an index of 0 grows by no share of itself: it is asked whether it grew at all
                if now <= before or (before > 0.0 and now / before <= 1.0 + eps):
                    break
                before = now
            elif max(moved, fell) <= eps:
                break
        tell(net, space, scenario, found)
        found.steps[scenario] = steps
    return followed


@njit(nogil=True, cache=True)
def approach(net, shocks, first, last, space, found):
    """Scenarios from first on, each to its limit, until one is over the whole network; which one, and links followed.

    That one is left to be relaxed. What else there is has come to its limit: no loss moved but by rounding.
    """
    followed, count = 0, space.counts
    for scenario in range(first, last):
        begin(net, shocks, scenario, space)
        steps, moved = 0, 1.0
        while moved > STILL and not (count[WHOLE_DOWN] or count[WHOLE_UP]):
            links, moved = step_down(net, space, steps == LONG)
            more, fell = step_up(net, space, steps == LONG)
            followed += links + more
            moved = max(moved, fell)
            steps += 1
        found.steps[scenario], found.bound[scenario] = steps, moved
        if by_firm(space):
            count[WHOLE_DOWN] = count[WHOLE_UP] = 1
            return scenario, followed
        tell(net, space, scenario, found)
    return last, followed
