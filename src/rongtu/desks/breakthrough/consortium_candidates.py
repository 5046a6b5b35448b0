"""Bodies on record as candidates for the engine: cells, price, fit, and who cannot be in with whom."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from uuid import UUID

from rongtu.desks.breakthrough.consortium_facts import Facts, body_named
from rongtu.desks.breakthrough.consortium_figures import STAGES
from rongtu.desks.breakthrough.consortium_models import Ground, ProposeRequest
from rongtu.engines.match.consortium import Bar, Candidate, Cell, Conflict, MemberKind, Rules
from rongtu.engines.match.indexing import build_index
from rongtu.engines.match.inputs import Evidence, Need, Offer
from rongtu.engines.match.ranking import rank
from rongtu.facts.reading import Stored
from rongtu.facts.records.organisations import Organisation
from rongtu.vocab.chains import CapabilityRole
from rongtu.vocab.dates import year_of
from rongtu.vocab.organisations import BodyKind
from rongtu.vocab.problems import RefusedError

KINDS: Mapping[BodyKind, MemberKind] = {
    BodyKind.ENTERPRISE: MemberKind.FIRM,
    BodyKind.UNIVERSITY: MemberKind.UNIVERSITY,
    BodyKind.INSTITUTE: MemberKind.INSTITUTE,
}
"""What a body counts as; the others are neither firm nor research side."""

TAKERS = frozenset({CapabilityRole.USES, CapabilityRole.OPERATES})
"""Who uses a thing is no maker of it."""

PAIR_LIMIT = 200
"""Up to so many members of two consortia are at odds pair by pair."""


def candidates_of(facts: Facts) -> tuple[Candidate, ...]:
    """Every body that covers a cell, the poster, and those named."""
    fits = _fits(facts)
    return tuple(_candidate(facts, body, fits.get(body.ref, 0.0)) for body in facts.bodies.values())


def rules_of(facts: Facts, request: ProposeRequest) -> Rules:
    """The rules as asked; the poster leads if it is a firm and nobody else is named."""
    stages = [stage for stage in STAGES if not request.stage or stage in request.stage]
    cells = tuple(Cell(facts.nodes[node].row.code, stage) for node in facts.nodes for stage in stages)
    budget = request.budget
    if budget is None and facts.need.row.budget is not None:
        budget = facts.need.row.budget / 100
    leader = _leader(facts, request)
    return Rules(
        cells=cells,
        leader=leader,
        research_least=request.research_least,
        regions_least=request.regions_least,
        budget=budget,
        most_members=request.most_members,
        conflicts=tuple(_at_odds(facts)),
        bars=tuple(_bars(facts, request.bar, leader)),
        must=frozenset(_ref(facts, name) for name in request.with_),
        must_not=frozenset(_ref(facts, name) for name in request.without),
        unknown_cost=request.unknown_cost,
    )


def price_of(facts: Facts, body: UUID) -> float | None:
    """What a body asks for its results at the nodes: of each node the cheapest priced, added up; None: not known."""
    by_node: defaultdict[UUID, list[float]] = defaultdict(list)
    for said in facts.said[body]:
        if said.price is not None:
            by_node[said.node].append(said.price)
    return math.fsum(min(prices) for prices in by_node.values()) if by_node else None


def _candidate(facts: Facts, body: Stored[Organisation], fit: float) -> Candidate:
    said = facts.said[body.id]
    return Candidate(
        key=body.ref,
        kind=KINDS.get(body.row.kind, MemberKind.OTHER),
        region=facts.region(body.row),
        cells=frozenset(Cell(facts.nodes[one.node].row.code, stage) for one in said for stage in one.stages),
        cost=price_of(facts, body.id),
        fit=fit,
    )


def _leader(facts: Facts, request: ProposeRequest) -> str | None:
    if request.leader is not None:
        named = body_named(facts, request.leader)
        if facts.bodies[named].row.kind is not BodyKind.ENTERPRISE:
            raise RefusedError(f"{request.leader} is no firm, and a firm leads; name another, or nobody.")
        return facts.bodies[named].ref
    poster = facts.bodies.get(facts.need.row.organisation) if facts.need.row.organisation else None
    barred_by_name = poster is not None and any(_ref(facts, name) == poster.ref for name in request.without)
    if poster is None or poster.row.kind is not BodyKind.ENTERPRISE or barred_by_name:
        return None
    return poster.ref


def _ref(facts: Facts, name: str) -> str:
    return facts.bodies[body_named(facts, name)].ref


def _bars(facts: Facts, grounds: Sequence[Ground], leader: str | None) -> Iterator[Bar]:
    """Who is kept out on these grounds; never who leads."""
    own = facts.consortia.get(UUID(leader.partition(":")[2]), {}) if leader else {}
    for key, body in facts.bodies.items():
        if body.ref == leader:
            continue
        rivals = [facts.named[one].row.name for one in facts.consortia.get(key, {}) if one not in own]
        if Ground.ENDED in grounds and key in facts.ended:
            yield Bar(body.ref, "本需求此前对接已终止")
        elif Ground.RIVAL in grounds and rivals:
            yield Bar(body.ref, f"已在{'、'.join(rivals)}")


def _at_odds(facts: Facts) -> Iterator[Conflict]:
    """Pairs of bodies that are in different consortia of the same chain, and in none together."""
    members: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for key in sorted(facts.consortia):
        if key in facts.bodies:
            for one in facts.consortia[key]:
                members[one].append(key)
    told = set()
    for one, other in combinations(sorted(members), 2):
        if facts.named[one].row.chain != facts.named[other].row.chain:
            continue
        for left in members[one][:PAIR_LIMIT]:
            for right in members[other][:PAIR_LIMIT]:
                together = facts.consortia[left].keys() & facts.consortia[right].keys()
                pair = frozenset({left, right})
                if len(pair) == 2 and not together and pair not in told:
                    told.add(pair)
                    words = f"分属{facts.named[one].row.name}和{facts.named[other].row.name}"
                    yield Conflict(facts.bodies[left].ref, facts.bodies[right].ref, words)


def _fits(facts: Facts) -> dict[str, float]:
    """How well each body fits the need by name and text, as a share of the best: `match` ranks, words alone."""
    bodies = {one.ref: one for one in facts.bodies.values()}
    offers = [
        Offer(
            key=ref,
            kind="organisation",
            name=body.row.name,
            text=" ".join(filter(None, (body.row.activity, *(one.words for one in facts.said[body.id])))),
            facts=(ref,),
        )
        for ref, body in bodies.items()
    ]
    if not offers:
        return {}
    need = facts.need.row
    words = tuple(
        word
        for node in facts.nodes.values()
        for item in (facts.items[node.row.item].row,)
        for word in (item.name, *item.synonyms)
    )
    asked = Need(need.code, need.title, "\n".join(filter(None, (need.text, need.criteria))), words)
    (answer,) = rank(
        build_index(offers, words),
        [asked],
        list(_evidence(facts, need.code)),
        top=len(offers),
        per_holder=len(offers),
    )
    best = max((match.score for match in answer.matches), default=0.0)
    return {match.offer: max(0.0, match.score / best) for match in answer.matches} if best > 0 else {}


def _evidence(facts: Facts, need: str) -> Iterator[Evidence]:
    for key, body in facts.bodies.items():
        for said in facts.said[key]:
            if said.role not in TAKERS:
                year = year_of(said.on) if said.on else None
                yield Evidence(body.ref, need, said.role, said.grade, year, said.ref)
