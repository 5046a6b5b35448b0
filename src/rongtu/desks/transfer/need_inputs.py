"""Posted needs and what may answer them, as the match engine takes them: offers, conditions, wishes, evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rongtu.desks.transfer.offering.reading import read_offers
from rongtu.desks.transfer.offering.results import in_yuan
from rongtu.desks.transfer.posted import Posted, offer_of
from rongtu.engines.match.inputs import Conditions, Evidence, Need, Offer, Wish
from rongtu.facts.reading import Stored
from rongtu.facts.records import knowledge
from rongtu.facts.records.industry import Item
from rongtu.vocab.chains import BasisGrade, CapabilityRole
from rongtu.vocab.dates import PartialDate, year_of
from rongtu.vocab.means import DealStage, Lack

TRL_SPAN = 2
"""How many levels below the one wanted a result may be: what a pilot brings it up by, more is another project."""

ANSWERING = frozenset({"technology", "organisation", "person", "facility", "project", "dataset"})
"""The kinds of offers that can answer a need; money and rules come with an answer, they are none."""

SERVING: Mapping[Lack, frozenset[str]] = {
    Lack.TALENT: frozenset({"person", "organisation"}),
    Lack.DATA: frozenset({"dataset", "organisation"}),
    Lack.COMPUTE: frozenset({"facility", "organisation"}),
    Lack.FINANCE: frozenset({"finance"}),
}
"""The kinds of offers that can end such a lack, where not every kind can."""

NO_OFFER = frozenset({CapabilityRole.USES, CapabilityRole.OPERATES})
"""Who uses a thing seeks it as well."""

FAIR = 2
"""The least score of a judgement that speaks for a result."""


def offers_of(posted: Posted) -> tuple[Offer, ...]:
    """Everything that may answer a need but people, whom only the search over all kinds finds."""
    return tuple(read_offers(posted.connection, kinds=ANSWERING - {"person"}))


def need_of(posted: Posted, code: str) -> Need:
    """A need: its words, its node's as terms, its hard conditions and what it would like.

    A price above the budget removes nothing: it is what is asked, not what is agreed. What is off offer today is
    removed, and today is the newest day that facts speak of.
    """
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
            kinds=SERVING.get(row.lacks, ANSWERING) if row.lacks else ANSWERING,
            not_held_by=frozenset({own}) if own else frozenset(),
            least_trl=max(1, row.trl_wanted - TRL_SPAN) if row.trl_wanted else None,
            still_on_offer=posted.today.isoformat() if posted.today else None,
            excepted=frozenset(dealt_with),
        ),
        wish=wish_of(posted, row),
    )


def wish_of(posted: Posted, row: knowledge.Need) -> Wish:
    """What a need would like: how mature, for how much, near its node and its place, confirmed of late."""
    return Wish(
        trl=row.trl_wanted,
        budget=in_yuan(row.budget),
        steps=posted.steps.of(posted.nodes[row.node].row.code) if row.node and row.node in posted.nodes else {},
        nearness=_near(posted, row),
        today=posted.today.isoformat() if posted.today else None,
    )


def evidence_of(posted: Posted, code: str) -> Iterator[Evidence]:
    """Rows that name an offer for the need: of its node, of its item, a judgement for it, a deal not ended.

    What was judged not to fit is named by none of them.
    """
    need = posted.needs[code]
    unfit = {f"technology:{row.row.technology}" for row in posted.judgements.get(need.id, ()) if row.row.score == 0}
    yield from (row for row in (*_of_node(posted, need), *_of_pair(posted, need)) if row.offer not in unfit)


def _near(posted: Posted, row: knowledge.Need) -> Mapping[str, float]:
    """Nearness to the region the need names, told more narrowly by the seat of its body where that is in it."""
    body = posted.bodies.get(row.organisation) if row.organisation else None
    seat = (body.row.region, body.row.city, body.row.zone) if body else (None, None, None)
    if row.region is None or row.region in posted.places.above(seat[1] or seat[0]):
        return posted.near(*seat)
    return posted.near(row.region, None, None)


def _of_node(posted: Posted, need: Stored[knowledge.Need]) -> Iterator[Evidence]:
    """What is on record for the need's node: who can do it, what is of its item, which facility serves it."""
    node, code = need.row.node, need.row.code
    if node is None or node not in posted.nodes:
        return
    item = posted.nodes[node].row.item
    for capability in posted.said_at.get(node, ()):
        said = capability.row
        if said.role not in NO_OFFER:
            offer = f"organisation:{said.organisation}"
            yield Evidence(offer, code, said.role, said.grade, _year(said.as_of), capability.ref)
    for technology in posted.results_of.get(item, ()):
        yield _registered(technology.ref, code, CapabilityRole.DEVELOPS, technology.row.trl_on, technology.ref)
    for dataset in posted.data_of.get(item, ()):
        yield _registered(dataset.ref, code, CapabilityRole.UNSTATED, dataset.row.updated_on, dataset.ref)
    for capacity in posted.capacities_at.get(node, ()):
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
    return posted.items[posted.nodes[row.node].row.item].row if row.node and row.node in posted.nodes else None


def _registered(offer: str, need: str, role: CapabilityRole, on: PartialDate | None, fact: str) -> Evidence:
    return Evidence(offer, need, role, BasisGrade.REGISTRY, _year(on), fact)


def _year(on: PartialDate | None) -> int | None:
    return year_of(on) if on else None
