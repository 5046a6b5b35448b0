"""Needs at a glance, and the list of open ones: what is complete and confirmed first, what is stale sinks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from rongtu.acts.authority import Right
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.transfer.need_answers import Gap, NeedGlance, NeedList
from rongtu.desks.transfer.need_completeness import MOST, Mark, completeness, life
from rongtu.desks.transfer.need_posting import day_of
from rongtu.desks.transfer.need_questions import NeedListRequest
from rongtu.desks.transfer.posted import is_open
from rongtu.facts.places import find_zone
from rongtu.facts.reading import Stored, rows
from rongtu.facts.records.industry import ChainNode
from rongtu.facts.records.knowledge import Need
from rongtu.facts.records.organisations import Organisation
from rongtu.facts.schema import table
from rongtu.facts.scope import Whereabouts, read_scope
from rongtu.vocab.problems import RefusedError

SINKS = tuple(Mark)
"""The order of marks: what is over stands last."""

ORDERS: Mapping[str, Callable[[NeedGlance], tuple[Any, ...]]] = {
    "attention": lambda need: (SINKS.index(need.mark), -need.score, _known(need.silent), need.code),
    "complete": lambda need: (-need.score, need.code),
    "age": lambda need: (_known(need.age), need.code),
    "deadline": lambda need: (need.deadline is None, need.deadline or "", need.code),
    "code": lambda need: (need.code,),
}


@operation(
    "need.list",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="列出待解决的需求",
    en="List the open needs",
)
def list_needs(context: Context, request: NeedListRequest) -> NeedList:
    """A page of the open needs in that order; RefusedError where there is no such zone, or no need to go on after."""
    today = day_of(context, request.today)
    needs = [one for one in rows(context.connection, Need) if is_open(one.row)]
    if request.zone:
        scope = read_scope(context.connection, find_zone(context.connection, request.zone))
        needs = [one for one in needs if scope.whereabouts(one.row.region) is not Whereabouts.ELSEWHERE]
    seen = sorted(glances_of(context.connection, needs, today), key=ORDERS[request.sort])
    codes = [need.code for need in seen]
    if request.after and request.after not in codes:
        raise RefusedError(f"There is no open need {request.after} to go on after.")
    begin = codes.index(request.after) + 1 if request.after else 0
    page = tuple(seen[begin : begin + request.most])
    counts = Counter(need.mark.value for need in seen)
    return NeedList(
        today=today.isoformat(),
        total=len(seen),
        marks={mark.value: counts[mark.value] for mark in Mark},
        needs=page,
        next=page[-1].code if page and begin + len(page) < len(seen) else None,
    )


def glances_of(connection: Connection, needs: list[Stored[Need]], today: date) -> list[NeedGlance]:
    """Each need as it looks on that day; linear in the needs, and in the bodies and nodes there are."""
    bodies = {one.row.organisation for one in needs}
    organisation, node = table(Organisation).c, table(ChainNode).c
    names = {one.id: one.row.name for one in rows(connection, Organisation, organisation.id.in_(bodies - {None}))}
    nodes = {one.row.node for one in needs} - {None}
    codes = {one.id: one.row.code for one in rows(connection, ChainNode, node.id.in_(nodes))}
    return [glance(one, names, codes, today) for one in needs]


def glance(stored: Stored[Need], names: Mapping[Any, str], codes: Mapping[Any, str], today: date) -> NeedGlance:
    """One need as it looks on that day."""
    need, whole, seen = stored.row, completeness(stored.row), life(stored.row, today)
    return NeedGlance(
        code=need.code,
        kind=need.kind,
        title=need.title,
        organisation=names.get(need.organisation),
        node=codes.get(need.node),
        deadline=need.deadline,
        state=need.state,
        posted_on=need.posted_on,
        confirmed_on=need.confirmed_on,
        expires_on=need.expires_on,
        age=seen.age,
        silent=seen.silent,
        mark=seen.mark,
        mark_why=seen.why,
        score=whole.score,
        most=MOST,
        missing=tuple(Gap(what=a.zh, option=a.option, points=a.weight, helps=a.helps) for a in whole.missing),
        level=need.visibility,
        ref=stored.ref,
    )


def _known(days: int | None) -> float:
    return float("inf") if days is None else days
