"""What keeps two sides from meeting: open needs grown old, ripe results that nobody took up.

There is no clock: *as of* is the newest date among what is said of needs and deals. What is known to be outside the
scope is left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from rongtu.desks.cluster.scope import Whereabouts
from rongtu.desks.cluster.value_rows import ValueRows
from rongtu.engines.chain.value.inputs import Cohort, OpenNeeds
from rongtu.facts.reading import Stored
from rongtu.facts.records.deals import Deal
from rongtu.facts.records.knowledge import Need, Technology
from rongtu.vocab.dates import PartialDate, interval, newest_day
from rongtu.vocab.means import DealStage, Lack, NeedState

STALE_DAYS = 180

FACTORS = (Lack.TALENT, Lack.FINANCE, Lack.DATA, Lack.COMPUTE, Lack.STANDARD)
"""What an old need may lack for its node to be blocked by a factor; a lack of technology or facility is another."""

RIPE_TRL = 7

RIPE_YEARS = 3

TAKEN_UP = frozenset({DealStage.SIGNED, DealStage.IMPLEMENTED})


def as_of(rows: ValueRows) -> date | None:
    """The day the rows are as of; see `newest_said`."""
    return newest_said(rows.needs, rows.deals)


def newest_said(needs: Iterable[Stored[Need]], deals: Iterable[Stored[Deal]]) -> date | None:
    """The newest day said of a need or a deal, for facts have no other clock; None where none is."""
    said: list[PartialDate] = [deal.row.stage_on for deal in deals]
    said += [day for need in needs for day in (need.row.posted_on, need.row.confirmed_on) if day]
    return newest_day(said)


def open_needs(rows: ValueRows, today: date) -> dict[UUID, list[Stored[Need]]]:
    """The open needs of each node by its id, those that expired left out."""
    found: defaultdict[UUID, list[Stored[Need]]] = defaultdict(list)
    bodies = rows.bodies
    for need in rows.needs:
        row = need.row
        if row.node is None or row.state is not NeedState.OPEN or _over(row.expires_on, today):
            continue
        body = bodies[row.organisation].row if row.organisation in bodies else None
        places = (row.region, body.zone, body.city, body.region) if body else (row.region,)
        if rows.scope.whereabouts(*places) is not Whereabouts.ELSEWHERE:
            found[row.node].append(need)
    return found


def _over(expires: PartialDate | None, today: date) -> bool:
    return expires is not None and interval(expires)[1] < today


def ages(rows: ValueRows, codes: Mapping[UUID, str], today: date) -> tuple[OpenNeeds, ...]:
    """For each node with open needs how many there are, and how many of the old ones lack which factor."""
    line = today - timedelta(days=STALE_DAYS)
    found = []
    for node, needs in open_needs(rows, today).items():
        old = Counter(
            need.row.lacks
            for need in needs
            if need.row.lacks in FACTORS and need.row.posted_on and interval(need.row.posted_on)[1] < line
        )
        counted = tuple((lack.value, old[lack]) for lack in FACTORS if old[lack])
        if node in codes:
            found.append(OpenNeeds(codes[node], len(needs), counted, tuple(need.ref for need in needs)))
    return tuple(found)


def cohorts(rows: ValueRows, today: date) -> dict[UUID, Cohort]:
    """For each node with results ripe for three years (TRL 7 or a patent by then) how many, and how many are idle.

    A result is idle that no deal signed or implemented is about.
    """
    line = _years_before(today, RIPE_YEARS)
    patents: defaultdict[UUID, list[str]] = defaultdict(list)
    for patent in rows.patents:
        if patent.row.technology and patent.row.granted_on and interval(patent.row.granted_on)[1] <= line:
            patents[patent.row.technology].append(patent.ref)
    taken = {deal.row.technology: deal.ref for deal in rows.deals if deal.row.stage in TAKEN_UP}
    ripe: defaultdict[UUID, list[Stored[Technology]]] = defaultdict(list)
    for technology in rows.technologies:
        if technology.row.item and _held_here(rows, technology) and (_ripe(technology, line) or patents[technology.id]):
            ripe[technology.row.item].append(technology)
    refs = {one.id: (one.ref, *patents[one.id], *_some(taken.get(one.id))) for own in ripe.values() for one in own}
    return {
        node.id: Cohort(
            node=node.row.code,
            results=len(own),
            idle=sum(one.id not in taken for one in own),
            facts=tuple(ref for one in own for ref in refs[one.id]),
        )
        for node in rows.nodes
        if (own := ripe.get(node.row.item))
    }


def _some(ref: str | None) -> tuple[str, ...]:
    return (ref,) if ref else ()


def _ripe(technology: Stored[Technology], line: date) -> bool:
    trl, when = technology.row.trl, technology.row.trl_on
    return trl is not None and trl >= RIPE_TRL and when is not None and interval(when)[1] <= line


def _held_here(rows: ValueRows, technology: Stored[Technology]) -> bool:
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
