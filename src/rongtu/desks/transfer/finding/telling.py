"""What was found for a subject, kind by kind, as an answer tells it: who, why, what to know, what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from rongtu.desks.transfer.finding.asking import Asked, Question, kind_of
from rongtu.desks.transfer.finding.bettering import betterments
from rongtu.desks.transfer.finding.glancing import against, glance
from rongtu.desks.transfer.finding.models import Found, FoundKind, SubjectSeen
from rongtu.desks.transfer.finding.saying import ORDER
from rongtu.desks.transfer.finding.sheets import Told
from rongtu.desks.transfer.models import Removal
from rongtu.desks.transfer.scope import in_scope
from rongtu.desks.transfer.searching import OpenOffers
from rongtu.desks.transfer.wording import CONDITION_ZH, contributions_of
from rongtu.engines.match.inputs import Offer
from rongtu.engines.match.results import Condition, Match, NeedMatches
from rongtu.engines.match.results import Removal as Removed
from rongtu.facts.scope import Scope

FEW = 20
"""Up to how many removed things are named under a condition."""

MOST_REASONS = 3

NOTHING = "没有找到：登记的内容里没有与它同环节或用词相同的 nothing on record goes with it"


@dataclass(frozen=True, slots=True)
class View:
    """What every result of one answer is described against."""

    asked: Asked
    scope: Scope
    scoped: bool
    opened: OpenOffers
    sources: Mapping[UUID, str]
    told: Mapping[str, Told]
    says: Mapping[str, str]
    broken_off: frozenset[str]


def shown(answers: Sequence[NeedMatches]) -> set[str]:
    """The keys of everything that will be named."""
    matched = {match.offer for answer in answers for match in answer.matches}
    removed = [_of_kind(removal, answer.need) for answer in answers for removal in answer.removals]
    return matched | {key for keys in removed if len(keys) <= FEW for key in keys}


def subject_seen(view: View) -> SubjectSeen:
    """What was started from."""
    told = view.asked.told
    return SubjectSeen(
        kind=told.kind,
        code=told.code,
        name=told.name,
        holder=told.holder,
        region=told.region,
        ref=told.ref,
        source=view.sources[told.source],
    )


def group(view: View, question: Question, answer: NeedMatches, most: int) -> FoundKind:
    """One kind's results; that things of other kinds were left out goes without saying."""
    kind = question.need.key
    kept = [one for one in answer.matches if one.offer in view.told and one.offer != view.asked.told.ref][:most]
    found = tuple(_found(view, question, match, place) for place, match in enumerate(kept, start=1))
    others = sum(removal.count - len(_of_kind(removal, kind)) for removal in answer.removals)
    removals = [(removal.condition, keys) for removal in answer.removals if (keys := _of_kind(removal, kind))]
    return FoundKind(
        kind=kind,
        considered=view.opened.index.size - others,
        removals=tuple(
            Removal(
                condition=CONDITION_ZH[condition],
                removed=len(keys),
                names=_names(view, keys) if len(keys) <= FEW else (),
            )
            for condition, keys in removals
        ),
        without_words=answer.without_words,
        beyond_holder=answer.beyond_holder,
        found=found,
        remark=None if found else NOTHING,
    )


def _of_kind(removal: Removed, kind: str) -> Sequence[str]:
    """Of what a condition removed, what is of the kind looked for: only one's own is looked at before the kind."""
    if removal.condition is Condition.KIND:
        return ()
    if removal.condition is Condition.OWN:
        return [key for key in removal.offers if kind_of(key) == kind]
    return removal.offers


def _names(view: View, keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(view.told[key].name for key in keys if key in view.told))


def _found(view: View, question: Question, match: Match, place: int) -> Found:
    told, offer = view.told[match.offer], _offer(view, match.offer)
    facts = dict.fromkeys(row.fact for row in match.evidence)
    return Found(
        rank=place,
        kind=question.need.key,
        code=told.code,
        name=told.name,
        holder=told.holder,
        region=told.region,
        in_scope=in_scope(view.scope, *told.places) if view.scoped else None,
        footing=match.footing,
        score=match.score,
        contributions=contributions_of(match),
        matched=match.matched_words,
        why=_why(view, match),
        glance=tuple(glance(told, offer)),
        cautions=tuple(_cautions(view, question, told, offer)),
        improvements=tuple(betterments(match, place, question.need.key)),
        refs=tuple(dict.fromkeys((match.offer, *facts))),
        source=view.sources[told.source],
    )


def _cautions(view: View, question: Question, told: Told, offer: Offer) -> Iterator[str]:
    if told.ref in view.broken_off:
        yield "此前对接已终止"
    yield from against(view.asked.told, told, offer, question.need)


def _offer(view: View, key: str) -> Offer:
    number = view.opened.index.number(key)
    assert number is not None
    return view.opened.index.offer(number)


def _why(view: View, match: Match) -> str:
    """What the rows say that connect the two, the weightiest first; else the words they share."""
    facts = sorted({row.fact for row in match.evidence}, key=lambda fact: ORDER.index(fact.partition(":")[0]))
    said = list(dict.fromkeys(view.says[fact] for fact in facts if fact in view.says))
    shared = f"同现词：{'、'.join(match.matched_words)}" if match.matched_words else "意思相近"
    return "；".join(said[:MOST_REASONS] or [shared])
