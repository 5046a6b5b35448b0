"""What keeps two sides from meeting: open needs grown old, ripe results that nobody took up.

There is no clock: *as of* is the newest date among what is said of needs and deals. What is known to be outside the
scope is left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from rongtu.desks.cluster.value.figures import level_in_all
from rongtu.desks.cluster.value.glances import RIPE_TRL, TAKEN_UP, DealSeen, NeedSeen, PatentSeen, TechnologySeen
from rongtu.desks.cluster.value.rows import ValueRows
from rongtu.engines.chain.value.inputs import Cohort, OpenNeeds
from rongtu.facts.reading import Stored
from rongtu.facts.scope import Whereabouts
from rongtu.vocab.dates import PartialDate, interval, newest_day
from rongtu.vocab.disclosure import Contribution, highest, level_of_total
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.means import Lack, NeedState

STALE_DAYS = 180

FACTORS = (Lack.TALENT, Lack.FINANCE, Lack.DATA, Lack.COMPUTE, Lack.STANDARD)
"""What an old need may lack for its node to be blocked by a factor; a lack of technology or facility is another."""

RIPE_YEARS = 3


def as_of(rows: ValueRows) -> date | None:
    """The newest day said of a need or a deal, for facts have no other clock; None where none is."""
    return newest_day(rows.said)


Needs = Mapping[UUID, list[Stored[NeedSeen]]]
"""Needs of each node by its id."""


def open_needs(rows: ValueRows, today: date) -> Needs:
    """The open needs of each node, those that expired left out."""
    return _of_nodes(rows, today, NeedState.OPEN)


def unsaid_needs(rows: ValueRows, today: date) -> Needs:
    """Needs of each node that have not expired and of which nobody says whether they are still open."""
    return _of_nodes(rows, today, None)


def _of_nodes(rows: ValueRows, today: date, state: NeedState | None) -> Needs:
    found: defaultdict[UUID, list[Stored[NeedSeen]]] = defaultdict(list)
    bodies = rows.bodies
    for need in rows.needs:
        row = need.row
        if row.node is None or row.state is not state or _over(row.expires_on, today):
            continue
        body = bodies[row.organisation].row if row.organisation in bodies else None
        places = (row.region, body.zone, body.city, body.region) if body else (row.region,)
        if rows.scope.whereabouts(*places) is not Whereabouts.ELSEWHERE:
            found[row.node].append(need)
    return found


def _over(expires: PartialDate | None, today: date) -> bool:
    return expires is not None and interval(expires)[1] < today


def ages(rows: ValueRows, needs: Needs, today: date) -> dict[UUID, OpenNeeds]:
    """For each node with open needs how many there are, and how many of the old ones lack which factor.

    A node that also has needs of which nobody says whether they are open is left out: their share is not known. A need
    without a date is not known to be old, so that its node's share is a lower bound; `need_notes` says both.
    """
    line = today - timedelta(days=STALE_DAYS)
    unsaid = unsaid_needs(rows, today)
    found = {}
    for node, code in rows.node_codes.items():
        own = needs.get(node, [])
        if not own or node in unsaid:
            continue
        old = Counter(
            need.row.lacks
            for need in own
            if need.row.lacks in FACTORS and need.row.posted_on and interval(need.row.posted_on)[1] < line
        )
        counted = tuple((lack.value, old[lack]) for lack in FACTORS if old[lack])
        found[node] = OpenNeeds(code, len(own), counted, tuple(need.ref for need in own), needs_level(own))
    return found


def need_notes(rows: ValueRows, needs: Needs, today: date) -> Iterator[str]:
    """What is to be said of needs without a state or a date, by node."""
    unsaid = unsaid_needs(rows, today)
    for node, name in rows.node_names.items():
        if node in unsaid:
            yield f"“{name}”有 {len(unsaid[node])} 条需求没有写明状态，不知是否仍未解决：要素堵塞的程度未知。"
        undated = sum(need.row.lacks in FACTORS and not need.row.posted_on for need in needs.get(node, ()))
        if undated and node not in unsaid:
            yield f"“{name}”有 {undated} 条缺要素的需求没有写明发布时间，未计入满 180 天者：要素堵塞的程度是下限。"


def needs_level(needs: Iterable[Stored[NeedSeen]]) -> Visibility:
    """The level of what is counted of needs, each by whoever has it."""
    return level_in_all((need, need.row.organisation, 1.0) for need in needs)


def cohorts(rows: ValueRows, today: date) -> dict[UUID, Cohort]:
    """For each node with results ripe for three years (TRL 7 or a patent by then) how many, and how many are idle.

    A result is idle that no deal signed or implemented is about.
    """
    line = _years_before(today, RIPE_YEARS)
    patents: defaultdict[UUID, list[Stored[PatentSeen]]] = defaultdict(list)
    for patent in rows.patents:
        if patent.row.technology and patent.row.granted_on and interval(patent.row.granted_on)[1] <= line:
            patents[patent.row.technology].append(patent)
    taken = {deal.row.technology: deal for deal in rows.deals if deal.row.stage in TAKEN_UP}
    ripe: defaultdict[UUID, list[Stored[TechnologySeen]]] = defaultdict(list)
    for technology in rows.technologies:
        if technology.row.item and _held_here(rows, technology) and (_ripe(technology, line) or patents[technology.id]):
            ripe[technology.row.item].append(technology)
    told: dict[UUID, tuple[Stored[Any], ...]] = {
        one.id: (one, *patents[one.id], *_some(taken.get(one.id))) for own in ripe.values() for one in own
    }
    return {
        node.id: Cohort(
            node=node.row.code,
            results=len(own),
            idle=sum(one.id not in taken for one in own),
            facts=tuple(row.ref for one in own for row in told[one.id]),
            level=level_of_total(
                Contribution(str(one.row.holder or ""), 1.0, highest(row.row.visibility for row in told[one.id]))
                for one in own
            ),
        )
        for node in rows.nodes
        if (own := ripe.get(node.row.item))
    }


def _some(deal: Stored[DealSeen] | None) -> tuple[Stored[DealSeen], ...]:
    return (deal,) if deal else ()


def _ripe(technology: Stored[TechnologySeen], line: date) -> bool:
    trl, when = technology.row.trl, technology.row.trl_on
    return trl is not None and trl >= RIPE_TRL and when is not None and interval(when)[1] <= line


def _held_here(rows: ValueRows, technology: Stored[TechnologySeen]) -> bool:
    """Whether a result is not known to be held outside the scope."""
    holder = rows.bodies.get(technology.row.holder) if technology.row.holder else None
    if holder is None:
        return True
    places = (holder.row.zone, holder.row.city, holder.row.region)
    return rows.scope.whereabouts(*places) is not Whereabouts.ELSEWHERE


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
