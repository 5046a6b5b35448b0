"""Posting: a need in its poster's own words becomes a row; afterwards what it did not say is added, or it is confirmed.

What a command answers is kept in the audit, which people read who may not see the need: it is ids and counts, never
words. What was found for the need is asked of `need.match`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, func, select

from rongtu.acts.authority import Right
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.transfer.need_drafting import (
    LASTS,
    check_decodable,
    check_text,
    code_of,
    contradictions,
    title_of,
    where,
)
from rongtu.desks.transfer.need_drafts import NeedAmendment, NeedDetails, NeedDraft, NeedPosted
from rongtu.desks.transfer.need_landing import Landing, land_need
from rongtu.desks.transfer.posted import read_posted
from rongtu.facts.reading import rows
from rongtu.facts.records.knowledge import Need
from rongtu.facts.schema import table
from rongtu.vocab.dates import PartialDate, newest_day, parse_partial_date
from rongtu.vocab.evidence import Nature, Visibility
from rongtu.vocab.means import NeedKind, NeedState
from rongtu.vocab.money import parse_amount
from rongtu.vocab.problems import InputError, RefusedError
from rongtu.vocab.text import tidy

POSTED_AT = (Visibility.PUBLIC, Visibility.MEMBERS, Visibility.PRIVATE)
"""Levels a need may be posted at; `restricted` is for computed lists alone."""


@operation(
    "need.add",
    kind=OperationKind.COMMAND,
    right=Right.POST_NEED,
    zh="用自己的话发布一条需求",
    en="Post a need in your own words",
)
def post_need(context: Context, request: NeedDraft) -> NeedPosted:
    """Post the need; the same words posted again confirm it. InputError names each field that is wrong, and the mend.

    RefusedError for a level that the poster does not see himself.
    """
    given = _given(request)
    check_decodable({"text": request.text, **given})
    check_text(request.text)
    code = code_of(context.principal.name, request.text)
    known = _known(context.connection, code)
    today = day_of(context, request.today)
    kind, level = request.kind or NeedKind.DEMAND, request.level or Visibility.PUBLIC
    posted = PartialDate(today.isoformat())
    cells = {
        "code": code,
        "kind": kind.value,
        "title": title_of(request.text),
        "text": request.text,
        "posted_on": posted,
        "expires_on": (today + LASTS).isoformat(),
    }
    if known is not None:
        # posted again it is confirmed, and nothing that was said since is taken back
        kind, level, posted = request.kind or known.kind, request.level or known.visibility, known.posted_on or posted
        cells = {"code": code, "kind": kind.value, "title": known.title, "text": request.text}
    now = {"state": NeedState.OPEN.value, "confirmed_on": today.isoformat()}
    cells |= now | given | {"visibility": _allowed(context, level).value}
    return _answer(land_need(context, _consistent(cells, today), posted), cells, posted)


@operation(
    "need.amend",
    kind=OperationKind.COMMAND,
    right=Right.POST_NEED,
    zh="补充自己发布的需求，或确认它仍有效",
    en="Add to a need of your own, or confirm that it still stands",
)
def amend_need(context: Context, request: NeedAmendment) -> NeedPosted:
    """Add what is said; RefusedError where whoever asks posted no such need, errors as of `post_need`."""
    given = _given(request)
    check_decodable({"code": request.code, **given})
    known, today = _own(context, request.code), day_of(context, request.today)
    posted = known.posted_on or PartialDate(today.isoformat())
    said = {"trl_wanted": known.trl_wanted, "lacks": known.lacks and known.lacks.value}
    cells = {
        "code": known.code,
        "kind": known.kind.value,
        "title": known.title,
        "confirmed_on": today.isoformat(),
        **({"state": request.state.value} if request.state else {}),
        **given,
        "visibility": _allowed(context, request.level or known.visibility).value,
    }
    _consistent({name: str(value) for name, value in said.items() if value} | cells, today)
    return _answer(land_need(context, cells, posted), cells, posted)


def day_of(context: Context, told: str | None) -> date:
    """The day age is told from: the one told, else today; an invented world stands at the newest day its facts tell."""
    if told:
        when = parse_partial_date(told, where("posted_on"))
        return newest_day([when]) or date.min
    if context.nature is not Nature.REAL and (newest := read_posted(context.connection).today):
        return newest
    day: date = context.connection.execute(select(func.current_date())).scalar_one()
    return day


def _given(request: NeedDetails) -> dict[str, str]:
    """The details as cells of a row; InputError for an amount that is none."""
    told = {
        "title": request.title,
        "organisation": request.organisation,
        "node": request.node,
        "region": request.region,
        "deadline": request.deadline,
        "criteria": request.criteria,
        "decides": request.decides,
        "trl_wanted": None if request.trl is None else str(request.trl),
        "lacks": request.lacks and request.lacks.value,
        "expires_on": request.expires,
    }
    cells = {name: cell for name, cell in told.items() if cell is not None and tidy(cell)}
    if request.budget is not None and tidy(request.budget):
        check_decodable({"budget": request.budget})
        cells["budget"] = str(parse_amount(request.budget, where("budget")))
    return cells


def _consistent(cells: Mapping[str, str], today: date) -> Mapping[str, str]:
    problems = list(contradictions(cells, today))
    if problems:
        raise InputError(problems)
    return cells


def _allowed(context: Context, level: Visibility) -> Visibility:
    if level not in POSTED_AT:
        mend = f"Choose one of {', '.join(POSTED_AT)}."
        raise InputError.single(where("visibility"), "a need is posted at a level of its own", level.value, mend)
    if level not in context.levels:
        raise RefusedError(f"{context.principal.name} does not see what is {level}, and cannot post it so.")
    return level


def _known(connection: Connection, code: str) -> Need | None:
    found = rows(connection, Need, table(Need).c.code == code)
    return found[0].row if found else None


def _own(context: Context, code: str) -> Need:
    known = _known(context.connection, code)
    if known is None or known.text is None or code_of(context.principal.name, known.text) != code:
        raise RefusedError(
            f"{context.principal.name} has posted no need {code}; what was loaded is mended in its file."
        )
    return known


def _answer(landing: Landing, cells: Mapping[str, str], posted: PartialDate) -> NeedPosted:
    level = Visibility(cells["visibility"])
    return NeedPosted(code=cells["code"], added=landing.added, changed=landing.changed, posted_on=posted, level=level)
