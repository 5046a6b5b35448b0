"""The published sweep, by frontier: a step follows only the links of firms whose loss changed in the step before.

Written in losses (1 - h of the paper), which only grow. Once a step would follow more than a share of all links, the
scenario goes on over the whole network, whose links are then read in memory's order. What grew step by step and what is
summed anew differ by rounding alone. Only what a scenario touched is cleared for the next one.

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
    WHOLE,
    WIDTH,
    WORST,
)

MANY = 0.15
"""The share of all links from which the whole network is looked at."""

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
        for column in range(WIDTH):
            state[row, column] = 0.0
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
    for k in range(count[SLOTS]):
        short[slot[k]] = 0.0
    if count[WHOLE]:
        left[:] = total
    count[ROWS] = count[SLOTS] = count[WHOLE] = 0
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
    going, more, all_, start = space.going, space.more, space.all, net.sales.start
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
                    more[many], all_[many] = told - state[row, TOLD], told
                    state[row, TOLD] = told
                    links += start[firm + 1] - start[firm]
                    many += 1
    else:
        new_down, more_down = space.new_down, space.more_down
        many = count[NEW_DOWN]
        for k in range(many):
            row = new_down[k]
            going[k], more[k], all_[k] = row, more_down[k], state[row, DOWN]
            state[row, TOLD] = state[row, DOWN]
            links += start[firms[row] + 1] - start[firms[row]]
    return many, links


@njit(nogil=True, cache=True)
def write_out(links, firms, space, g, k, many):
    """Write links of those going out in a row, from link k of the g-th on; where it ended, and how many they are.

    Each with where it leads, its slot, and what it carries: what its seller lost more, for an only link all, times its
    share. Reading what lies apart in a loop without decisions, the processor does not wait for one to read the next.
    """
    start, ends, shares = links.start, links.ends, links.share
    going, more, told, target, slot, part = space.going, space.more, space.all, space.target, space.slots, space.part
    written = 0
    while g < many:
        firm, adds, whole = firms[going[g]], more[g], told[g]
        k = max(k, start[firm])
        last = min(start[firm + 1], k + len(target) - written)
        for at in range(k, last):
            target[written] = ends[at, 0]
            slot[written] = ends[at, 1]
            part[written] = shares[at, 1] * (whole if ends[at, 1] == ONLY else adds)
            written += 1
        if last < start[firm + 1]:
            return g, last, written
        g, k = g + 1, 0
    return g, 0, written


@njit(nogil=True, cache=True)
def look_up(where, state, shorts, space, written):
    """The rows of the firms that links lead to, -1 for none; what is read after is read before it is needed."""
    target, slot, row = space.target, space.slots, space.row
    for k in range(written):
        row[k] = where[target[k]]
    read = 0.0
    for k in range(written):
        read += state[max(row[k], 0), WORST]
        if len(shorts):
            read += shorts[max(slot[k], 0)]
    space.read[0] = read


@njit(nogil=True, cache=True)
def push_down(net, space, many):
    """Add what sellers lose more to what their buyers go short of, and list buyers that may lose more for it."""
    where, firms, state, count = space.where, space.firm, space.state, space.counts
    target, slots, part, rows, shorts, touched = (
        space.target,
        space.slots,
        space.part,
        space.row,
        space.short,
        space.slot,
    )
    new_down, new, g, k = space.new_down, 0, 0, 0
    while g < many:
        g, k, written = write_out(net.sales, firms, space, g, k, many)
        look_up(where, state, shorts, space, written)
        for at in range(written):
            buyer, slot, short = rows[at], slots[at], part[at]
            if buyer < 0:
                buyer = row_of(target[at], where, firms, state, count)
            if slot == SHARE:
                short += state[buyer, REST]
                state[buyer, REST] = short
            elif slot != ONLY:
                before = shorts[slot]
                if before == 0.0:
                    touched[count[SLOTS]] = slot
                    count[SLOTS] += 1
                short += before
                shorts[slot] = short
            worst = state[buyer, WORST]
            if short > worst:
                state[buyer, WORST] = short
                # listed once: when it first exceeds the loss
                if worst <= state[buyer, DOWN]:
                    new_down[new] = buyer
                    new += 1
    count[NEW_DOWN] = new


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
    where, firms, state, count = space.where, space.firm, space.state, space.counts
    target, part, rows = space.target, space.part, space.row
    new_up, many, new, g, k = space.new_up, space.counts[NEW_UP], 0, 0, 0
    space.going[:many] = new_up[:many]
    space.more[:many] = space.more_up[:many]
    while g < many:
        g, k, written = write_out(net.suppliers, firms, space, g, k, many)
        look_up(where, state, space.short[:0], space, written)
        for at in range(written):
            seller = rows[at]
            if seller < 0:
                seller = row_of(target[at], where, firms, state, count)
            before, lost = state[seller, UNSOLD], state[seller, UP]
            after = before + part[at]
            state[seller, UNSOLD] = after
            # listed once: when it first exceeds the loss
            if after > lost and before <= lost:
                new_up[new] = seller
                new += 1
    count[NEW_UP] = new


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
def step_near(net, space, many):
    """A step over what is touched, `many` having news for their buyers; the largest movement."""
    push_down(net, space, many)
    push_up(net, space)
    state, count = space.state, space.counts
    count[NEW_DOWN], down = take(state, DOWN, WORST, space.new_down, space.more_down, count[NEW_DOWN])
    count[NEW_UP], up = take(state, UP, UNSOLD, space.new_up, space.more_up, count[NEW_UP])
    return max(down, up)


@njit(nogil=True, cache=True)
def unfold(space):
    """Go over to the whole network: losses by firm."""
    firms, state, rows = space.firm, space.state, space.counts[ROWS]
    down, up = space.down, space.up
    down[:] = 0.0
    up[:] = 0.0
    for row in range(rows):
        down[firms[row]] = state[row, DOWN]
        up[firms[row]] = state[row, UP]
    space.counts[WHOLE] = 1


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
    down, told, slots = space.down, space.told, net.purchases.slots
    shares, only, several = net.purchases.shares, net.purchases.only, net.purchases.several
    share_start, share_at, share = shares.start, shares.at, shares.share
    only_start, only_at, only_share = only.start, only.at, only.share
    slot_start, slot_at, slot_share = several.start, several.at, several.share
    moved, k, o, s, j = 0.0, 0, 0, 0, 0
    for buyer in range(len(down)):
        worst = 0.0
        while k < share_start[buyer + 1]:
            worst += share[k] * told[share_at[k]]
            k += 1
        while o < only_start[buyer + 1]:
            worst = max(worst, only_share[o] * told[only_at[o]])
            o += 1
        while s < slots[buyer + 1]:
            short = 0.0
            while j < slot_start[s + 1]:
                short += slot_share[j] * told[slot_at[j]]
                j += 1
            worst = max(worst, short)
            s += 1
        worst = min(1.0, worst)
        lost = down[buyer]
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
def index(weights, space):
    """Down, up and joint: what is lost of all weight, the joint loss of a firm being the worse of its two."""
    down = up = joint = 0.0
    if space.counts[WHOLE]:
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
def step(net, space, whole):
    """One step in both directions; the links followed, and the largest movement."""
    every = len(net.sales.ends) + len(net.suppliers.ends)
    if not space.counts[WHOLE]:
        many, links = news(net, space)
        links += up_links(net, space)
        if links <= MANY * every and not whole:
            return links, step_near(net, space, many)
        unfold(space)
    return every, max(step_down_whole(net, space), step_up_whole(net, space))


@njit(nogil=True, cache=True)
def sweep(net, shocks, first, last, eps, stop, space, found):
    """Scenarios first to last, each until the published stop; the links followed."""
    followed = 0
    for scenario in range(first, last):
        begin(net, shocks, scenario, space)
        before = index(net.weights[0], space)[2] if stop == BY_INDEX else 0.0
        steps = 0
        while True:
            links, moved = step(net, space, False)
            followed += links
            steps += 1
            if stop == BY_INDEX:
                now = index(net.weights[0], space)[2]
                # an index of 0 grows by no share of itself: it is asked whether it grew at all
                if now <= before or (before > 0.0 and now / before <= 1.0 + eps):
                    break
                before = now
            elif moved <= eps:
                break
        tell(net, space, scenario, found)
        found.steps[scenario] = steps
    return followed


@njit(nogil=True, cache=True)
def approach(net, shocks, first, last, space, found):
    """Scenarios from first on, each to its limit, until one is over the whole network; which one, and links followed.

    That one is left to be relaxed. What else there is has come to its limit: no loss moved but by rounding.
    """
    followed = 0
    for scenario in range(first, last):
        begin(net, shocks, scenario, space)
        steps, moved = 0, 1.0
        while moved > STILL and not space.counts[WHOLE]:
            links, moved = step(net, space, steps == LONG)
            followed += links
            steps += 1
        found.steps[scenario], found.bound[scenario] = steps, moved
        if space.counts[WHOLE]:
            return scenario, followed
        tell(net, space, scenario, found)
    return last, followed
