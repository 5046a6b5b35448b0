"""Why an offer is named for a posted need, and what speaks against it, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from rongtu.desks.transfer.posted import Posted
from rongtu.desks.transfer.wording import STALE_AFTER
from rongtu.engines.match.results import Match
from rongtu.facts.reading import Stored
from rongtu.facts.records.deals import Deal
from rongtu.facts.records.knowledge import Judgement, Need, Technology
from rongtu.facts.scope import Scope
from rongtu.vocab.dates import PartialDate, interval
from rongtu.vocab.labels import label
from rongtu.vocab.means import DealStage
from rongtu.vocab.money import with_unit

JUDGED_ZH = {3: "评判为强匹配", 2: "评判为较强匹配", 1: "评判为弱匹配", 0: "评判为不匹配"}

UNCONFIRMED_AFTER = 12
"""Months after which an offer's last confirmation is a caution."""


@dataclass(frozen=True, slots=True)
class NeedView:
    """What every offer of one answer is described against; `newest` is the latest day any fact here speaks of."""

    posted: Posted
    scope: Scope
    sources: dict[UUID, str]
    newest: PartialDate | None


@dataclass(frozen=True, slots=True)
class Subject:
    """An offer as a row of facts: what to call it, whose it is, where from; `technology` where it is a result.

    `places` tell where it is, the narrowest first.
    """

    kind: str
    code: str
    name: str
    holder: str | None
    region: str | None
    places: tuple[UUID | None, ...]
    source: UUID
    technology: Technology | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A need and one offer for it, with what was judged and dealt between the two."""

    view: NeedView
    need: Need
    subject: Subject
    match: Match
    judged: tuple[Stored[Judgement], ...]
    deal: Stored[Deal] | None


def reasons(pair: Pair) -> Iterator[str]:
    """Why it is offered: judged so, said by a source, of the same item; the shared words where nothing else."""
    posted, facts = pair.view.posted, sorted({row.fact for row in pair.match.evidence})
    told = [_judged(row.row) for row in pair.judged if row.row.score > 0]
    told += [
        f"{label(capability.row.role).zh}：{capability.row.basis}"
        for ref in facts
        if (capability := posted.said.get(ref))
    ]
    told += [f"登记的对应条目即所需环节（{item}）" for item in _item(pair) if pair.match.offer in facts]
    told += [f"设施为该环节提供 {row.row.resource}" for ref in facts if (row := posted.capacities.get(ref))]
    told += [f"同现词：{'、'.join(pair.match.matched_words)}"] if pair.match.matched_words and not told else []
    yield from dict.fromkeys(told or ["已在对接"])


def cautions(pair: Pair) -> Iterator[str]:
    """What speaks against it, gravest first."""
    yield from (_judged(row.row) for row in pair.judged if row.row.score == 0)
    if pair.deal and pair.deal.row.stage is DealStage.ENDED:
        yield "此前对接已终止"
    if pair.subject.technology:
        yield from _of_result(pair.view, pair.need, pair.subject.technology)
    elif _all_old(pair):
        yield f"所据说法都早于最新资料 {STALE_AFTER} 年以上"
    if pair.subject.region is None:
        yield "所在地不明"


def _item(pair: Pair) -> Iterator[str]:
    """The item that the offer is registered under."""
    posted = pair.view.posted
    for offers in (posted.technologies, posted.datasets):
        if (stored := offers.get(pair.match.offer)) and stored.row.item:
            yield posted.items[stored.row.item].row.name


def _of_result(view: NeedView, need: Need, result: Technology) -> Iterator[str]:
    """What speaks against a result: less mature than wanted, dearer than the budget, long not confirmed."""
    if need.trl_wanted and result.trl is None:
        yield f"未注明就绪度（需求要 {need.trl_wanted} 级）"
    elif need.trl_wanted and result.trl and result.trl < need.trl_wanted:
        yield f"就绪度 {result.trl} 级，低于所需的 {need.trl_wanted} 级"
    if need.budget is not None and result.price is not None and result.price > need.budget:
        yield f"报价 {with_unit(result.price)} 高于预算 {with_unit(need.budget)}"
    if result.confirmed_on is None:
        yield "未注明最近确认时间"
    elif view.newest and (months := _months(result.confirmed_on, view.newest)) > UNCONFIRMED_AFTER:
        yield f"最近确认于 {result.confirmed_on}，比最新资料早 {months} 个月"


def _all_old(pair: Pair) -> bool:
    """Whether what names it is dated and all of it old."""
    years = [row.as_of for row in pair.match.evidence]
    newest = interval(pair.view.newest)[0].year if pair.view.newest else None
    return bool(years) and all(year and newest and newest - year > STALE_AFTER for year in years)


def _months(earlier: PartialDate, later: PartialDate) -> int:
    """Whole months from the last day of the one to the first day of the other."""
    start, end = interval(earlier)[1], interval(later)[0]
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def _judged(row: Judgement) -> str:
    by = "，".join(filter(None, (row.judge, row.judged_on)))
    return f"{JUDGED_ZH[row.score]}（{by}）" if by else JUDGED_ZH[row.score]
