"""A subject as the match engine is asked about it: one question for each kind looked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Connection

from rongtu.desks.transfer.finding.connecting import Standpoint, connections, unfit
from rongtu.desks.transfer.finding.directions import RULES, rule_words, targets_of
from rongtu.desks.transfer.finding.sheets import Told, tell
from rongtu.desks.transfer.need_inputs import TRL_SPAN, evidence_of, need_of
from rongtu.desks.transfer.offering.reading import KINDS, read_offers
from rongtu.desks.transfer.posted import Posted, read_posted
from rongtu.engines.match.inputs import Conditions, Evidence, Facet, Need, Offer, Wish
from rongtu.facts.records.industry import Item
from rongtu.facts.records.places import Region
from rongtu.vocab.means import Lack
from rongtu.vocab.places import RegionLevel
from rongtu.vocab.problems import RefusedError


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of one kind: as a need whose key is that kind, with the rows that name offers for it."""

    need: Need
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A subject, the rows around it, and a question for each kind looked for."""

    told: Told
    posted: Posted
    lack: Lack | None
    questions: tuple[Question, ...]


def ask_about(connection: Connection, ref: str, asked: Sequence[str]) -> Asked:
    """The questions about the record of this ref, of the kinds asked for or else those that make sense."""
    kind = ref.partition(":")[0]
    posted = read_posted(connection, ())
    told = tell(connection, posted.places, [ref]).get(ref)
    if told is None:
        raise RefusedError(f"There is no {ref}.")
    if kind == "need":
        return _about_need(connection, told, asked)
    targets = targets_of(kind, None, asked)
    offer = next((one for one in read_offers(connection, [ref]) if one.key == ref), None)
    point = _standpoint(posted, told, offer)
    plain = _words(posted, told, offer, point)
    named = connections(connection, point, targets)
    wrong = unfit(connection, point)
    questions = []
    for target in targets:
        conditions = _conditions(posted, told, offer, target)
        need = replace(plain, key=target, terms=_terms(plain, told, None, target), conditions=conditions)
        rows = tuple(replace(row, need=target) for row in named[target] if row.offer not in wrong)
        questions.append(Question(need, rows))
    return Asked(told, posted, None, tuple(questions))


def _about_need(connection: Connection, told: Told, asked: Sequence[str]) -> Asked:
    posted = read_posted(connection, [told.code])
    lack = posted.needs[told.code].row.lacks
    whole, named = need_of(posted, told.code), list(evidence_of(posted, told.code))
    questions = []
    for target in targets_of("need", lack, asked):
        conditions = replace(
            whole.conditions,
            kinds=frozenset({target}),
            facets=_facets(posted, told, target),
            excepted=frozenset(key for key in whole.conditions.excepted if kind_of(key) == target),
        )
        need = replace(whole, key=target, terms=_terms(whole, told, lack, target), conditions=conditions)
        rows = tuple(replace(row, need=target) for row in named if kind_of(row.offer) == target)
        questions.append(Question(need, rows))
    return Asked(told, posted, lack, tuple(questions))


def kind_of(key: str) -> str:
    """The kind of offer that a key is of."""
    kind = key.partition(":")[0]
    return KINDS.get(kind, kind)


def _terms(need: Need, told: Told, lack: Lack | None, target: str) -> tuple[str, ...]:
    """The words that name the thing itself, and to and from rules those by which they speak of it."""
    if target not in RULES and told.kind not in ("policy", "finance_product"):
        return need.terms
    return tuple(dict.fromkeys((*need.terms, *rule_words(told.kind, lack, f"{need.title}\n{need.text}"))))


def _standpoint(posted: Posted, told: Told, offer: Offer | None) -> Standpoint:
    codes = {told.code} if told.kind == "chain_node" else set(offer.nodes if offer else ())
    nodes = {identity: node for identity, node in posted.nodes.items() if node.row.code in codes}
    items = frozenset(node.row.item for node in nodes.values())
    return Standpoint(told.kind, UUID(told.ref.partition(":")[2]), frozenset(nodes), items)


def _words(posted: Posted, told: Told, offer: Offer | None, point: Standpoint) -> Need:
    """What a subject says of itself; a body is known by what it does, by its name only where nothing is said."""
    items = sorted((posted.items[item].row for item in point.items), key=lambda item: item.name)
    terms = tuple(dict.fromkeys(word for item in items for word in (item.name, *item.synonyms)))
    title, text = told.name, offer.text if offer else ""
    if told.kind == "organisation" and (text or terms):
        title = text.partition("\n")[0] or "、".join(item.name for item in items)
    if told.kind == "chain_node":
        text = _of_node(items)
    if told.kind == "person":
        terms = tuple(title.split("、"))
    return Need(key=told.ref, title=title, text=text, terms=terms, wish=_wish(posted, told, point))


def _of_node(items: Sequence[Item]) -> str:
    return " ".join(word for item in items for word in (item.name, *item.synonyms, item.name_en or "") if word)


def _wish(posted: Posted, told: Told, point: Standpoint) -> Wish:
    """Near the subject's nodes and place, confirmed of late."""
    steps: dict[str, int] = {}
    for code in sorted(posted.nodes[node].row.code for node in point.nodes):
        for near, away in posted.steps.of(code).items():
            steps[near] = min(away, steps.get(near, away))
    return Wish(steps=steps, nearness=posted.near(*_place(told)), today=_today(posted))


def _conditions(posted: Posted, told: Told, offer: Offer | None, target: str) -> Conditions:
    """What a subject's own holder has is left out, and what is over; a rule's places bound what it is for."""
    holder = told.name if told.kind == "organisation" else told.holder
    own = holder if holder and told.kind not in ("policy", "finance_product") else None
    wanting = target == "need" and told.kind == "technology" and offer is not None and offer.trl is not None
    return Conditions(
        kinds=frozenset({target}),
        regions=_covered(posted, told) if told.kind in ("policy", "finance_product") else None,
        not_held_by=frozenset({own}) if own else frozenset(),
        most_trl=min(9, offer.trl + TRL_SPAN) if wanting and offer and offer.trl else None,
        still_on_offer=_today(posted),
        facets=_facets(posted, told, target),
    )


def _facets(posted: Posted, told: Told, target: str) -> tuple[tuple[Facet, frozenset[str]], ...]:
    """A rule must hold where the subject is, if that is known."""
    region, city, zone = _place(told)
    if target not in RULES or not (region or city or zone):
        return ()
    return ((Facet.JURISDICTION, posted.places.governing(region, city=city, zone=zone)),)


def _covered(posted: Posted, told: Told) -> frozenset[str] | None:
    """The labels of the places a rule is for; None where it is for all, or nobody says."""
    region, _, zone = _place(told)
    if zone and zone in posted.places.zones:
        return posted.places.within(posted.places.scope(posted.places.zones[zone]))
    found = posted.places.regions.get(region) if region else None
    if found is None or _is_nation(found.row):
        return None
    return posted.places.inside(found.id)


def _is_nation(region: Region) -> bool:
    return region.level is RegionLevel.NATION


def _place(told: Told) -> tuple[UUID | None, UUID | None, UUID | None]:
    """Region, city and zone of a row, whose places stand narrowest first."""
    if len(told.places) == 3:
        zone, city, region = told.places
        return region, city, zone
    if len(told.places) == 2:
        return told.places[1], None, told.places[0]
    return (told.places[0] if told.places else None), None, None


def _today(posted: Posted) -> str | None:
    return posted.today.isoformat() if posted.today else None
