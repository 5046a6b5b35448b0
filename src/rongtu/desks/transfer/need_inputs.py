"""Posted needs and what may answer them, as the match engine takes them: offers, hard conditions, evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from rongtu.desks.transfer.posted import Posted, offer_of
from rongtu.engines.match.inputs import Conditions, Evidence, Need, Offer
from rongtu.facts.reading import Stored
from rongtu.facts.records import knowledge
from rongtu.facts.records.industry import Item
from rongtu.facts.records.knowledge import Technology
from rongtu.facts.records.means import Dataset
from rongtu.vocab.chains import BasisGrade, CapabilityRole
from rongtu.vocab.dates import PartialDate, interval, year_of
from rongtu.vocab.means import DealStage, Lack

TRL_SPAN = 2
"""How many levels below the one wanted a result may be: what a pilot brings it up by, more is another project."""

SERVING: Mapping[Lack, frozenset[str]] = {
    Lack.TALENT: frozenset({"organisation"}),
    Lack.DATA: frozenset({"dataset", "organisation"}),
    Lack.COMPUTE: frozenset({"facility", "organisation"}),
    Lack.FINANCE: frozenset(),
}
"""The kinds of offers that can end such a lack, where not every kind can; money is no offer of this desk."""

NO_OFFER = frozenset({CapabilityRole.USES, CapabilityRole.OPERATES})
"""Who uses a thing seeks it as well."""

FAIR = 2
"""The least score of a judgement that speaks for a result."""


def offers_of(posted: Posted) -> tuple[Offer, ...]:
    """Everything that may answer a need: bodies, platforms, projects, results, data."""
    results = (_result(posted, ref, stored.row) for ref, stored in posted.technologies.items())
    data = (_dataset(posted, ref, stored.row) for ref, stored in posted.datasets.items())
    return (*posted.candidates.offers, *results, *data)


def need_of(posted: Posted, code: str) -> Need:
    """A need: its words, its node's as terms, and its hard conditions."""
    stored = posted.needs[code]
    row, item = stored.row, _item_of(posted, stored.row)
    own = posted.body(row.organisation)
    dealt_with = (offer_of(deal.row) for deal in posted.deals.get(stored.id, ()))
    return Need(
        key=code,
        title=row.title,
        text="\n".join(filter(None, (row.text, row.criteria))),
        terms=(item.name, *item.synonyms) if item else (),
        conditions=Conditions(
            kinds=SERVING.get(row.lacks) if row.lacks else None,
            not_held_by=frozenset({own}) if own else frozenset(),
            least_trl=max(1, row.trl_wanted - TRL_SPAN) if row.trl_wanted else None,
            still_on_offer=interval(row.posted_on)[0].isoformat() if row.posted_on else None,
            excepted=frozenset(dealt_with),
        ),
    )


def evidence_of(posted: Posted, code: str) -> Iterator[Evidence]:
    """Rows that name an offer for the need: of its node, of its item, a judgement for it, a deal not ended.

    What was judged not to fit is named by none of them.
    """
    need = posted.needs[code]
    unfit = {f"technology:{row.row.technology}" for row in posted.judgements.get(need.id, ()) if row.row.score == 0}
    yield from (row for row in (*_of_node(posted, need), *_of_pair(posted, need)) if row.offer not in unfit)


def _result(posted: Posted, ref: str, row: Technology) -> Offer:
    holder = posted.candidates.organisations.get(f"organisation:{row.holder}")
    words = (row.summary, _name_of(posted, row.item), " ".join(row.keywords), row.terms)
    return Offer(
        key=ref,
        kind="technology",
        name=row.title,
        text="\n".join(filter(None, words)),
        region=posted.candidates.place(holder.row.region or holder.row.zone) if holder else None,
        as_of_year=_year(row.confirmed_on),
        facts=(ref,),
        holder=posted.body(row.holder),
        trl=row.trl,
        offered_until=interval(row.offered_until)[1].isoformat() if row.offered_until else None,
    )


def _dataset(posted: Posted, ref: str, row: Dataset) -> Offer:
    holder = posted.candidates.organisations.get(f"organisation:{row.holder}")
    return Offer(
        key=ref,
        kind="dataset",
        name=row.title,
        text="\n".join(filter(None, (_name_of(posted, row.item), row.terms))),
        region=posted.candidates.place(holder.row.region or holder.row.zone) if holder else None,
        as_of_year=_year(row.updated_on),
        facts=(ref,),
        holder=posted.body(row.holder),
    )


def _of_node(posted: Posted, need: Stored[knowledge.Need]) -> Iterator[Evidence]:
    """What is on record for the need's node: who can do it, what is of its item, which facility serves it."""
    node, code = need.row.node, need.row.code
    if node is None:
        return
    item = posted.nodes[node].row.item
    for ref, capability in posted.candidates.capabilities.items():
        said = capability.row
        if said.node == node and said.role not in NO_OFFER:
            offer = f"organisation:{said.organisation}"
            yield Evidence(offer, code, said.role, said.grade, _year(said.as_of), ref)
    for ref, technology in posted.technologies.items():
        if technology.row.item == item:
            yield _registered(ref, code, CapabilityRole.DEVELOPS, technology.row.trl_on, ref)
    for ref, dataset in posted.datasets.items():
        if dataset.row.item == item:
            yield _registered(ref, code, CapabilityRole.UNSTATED, dataset.row.updated_on, ref)
    for capacity in posted.capacities:
        if capacity.row.node == node:
            offer = f"facility:{capacity.row.facility}"
            yield _registered(offer, code, CapabilityRole.TESTS, capacity.row.begins, capacity.ref)


def _of_pair(posted: Posted, need: Stored[knowledge.Need]) -> Iterator[Evidence]:
    """What is on record between the need and one offer."""
    code = need.row.code
    for judgement in posted.judgements.get(need.id, ()):
        if judgement.row.score >= FAIR:
            offer = f"technology:{judgement.row.technology}"
            yield _registered(offer, code, CapabilityRole.DEVELOPS, judgement.row.judged_on, judgement.ref)
    for deal in posted.deals.get(need.id, ()):
        if deal.row.stage is not DealStage.ENDED:
            yield _registered(offer_of(deal.row), code, CapabilityRole.UNSTATED, deal.row.stage_on, deal.ref)


def _item_of(posted: Posted, row: knowledge.Need) -> Item | None:
    return posted.items[posted.nodes[row.node].row.item].row if row.node else None


def _name_of(posted: Posted, item: UUID | None) -> str | None:
    return posted.items[item].row.name if item else None


def _registered(offer: str, need: str, role: CapabilityRole, on: PartialDate | None, fact: str) -> Evidence:
    return Evidence(offer, need, role, BasisGrade.REGISTRY, _year(on), fact)


def _year(on: PartialDate | None) -> int | None:
    return year_of(on) if on else None
