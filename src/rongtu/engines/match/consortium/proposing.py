"""A consortium for what is to be covered: the best, the next best, why each member; or the ways out."""

from __future__ import annotations

from collections.abc import Sequence

from rongtu.engines.match.consortium.inputs import Candidate, Coordination, Prices, Rules, check
from rongtu.engines.match.consortium.reducing import reduced
from rongtu.engines.match.consortium.relaxing import uncovered, ways_out
from rongtu.engines.match.consortium.results import Consortium, Member, Proposal
from rongtu.engines.match.consortium.searching import NODES, Search


def propose(
    candidates: Sequence[Candidate],
    rules: Rules,
    *,
    coordination: Coordination,
    prices: Prices,
    alternatives: int = 2,
    nodes: int = NODES,
) -> Proposal:
    """The best consortium and the next best; where there is none, which rules to relax, cheapest first.

    The same for the same input in whatever order; no more than `nodes` branches for each search, the gap being told.
    Raises InputError for keys given twice, rules that name nobody, and numbers that cannot be meant. Reducing takes
    candidates × those kept; each search is a set-cover programme of those kept.
    """
    check(candidates, rules, coordination, prices)
    kept = reduced(candidates, rules, alternatives + 1)
    search = Search(kept, rules, coordination, nodes)
    lacking = uncovered(candidates, rules)
    found = None if lacking else search.find()
    if found is None:
        ways = ways_out(search, prices)
        return Proposal(None, (), 0.0, (), lacking, ways, len(candidates), len(kept))
    best = search.consortium(found.members)
    gap = max(0.0, best.coordination - found.bound) / best.coordination
    return Proposal(
        best=best,
        members=tuple(_member(search, best, key) for key in best.members),
        gap=gap if gap > GAP else 0.0,
        alternatives=_alternatives(search, best, alternatives),
        uncovered=(),
        relaxations=(),
        considered=len(candidates),
        kept=len(kept),
    )


GAP = 1e-6
"""A gap below it is the solver's tolerance."""


def _alternatives(search: Search, best: Consortium, number: int) -> tuple[Consortium, ...]:
    found = [best]
    while len(found) <= number:
        other = search.find(forbidden=[one.members for one in found], least=found[-1].coordination)
        if other is None:
            break
        found.append(search.consortium(other.members))
    return tuple(found[1:])


def _member(search: Search, best: Consortium, key: str) -> Member:
    by_key = {one.key: one for one in search.candidates}
    others = frozenset().union(*(by_key[one].cells for one in best.members if one != key))
    cells = tuple(cell for cell in search.rules.cells if cell in by_key[key].cells)
    instead = search.find(absent=(key,), least=best.coordination, ordered=False)
    return Member(
        key=key,
        leads=key == best.leader,
        cells=cells,
        only=tuple(cell for cell in cells if cell not in others),
        without=None if instead is None else max(0.0, search.cost(instead.members) - best.coordination),
        instead=() if instead is None else tuple(one for one in instead.members if one not in best.members),
    )
