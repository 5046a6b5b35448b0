"""From anything on record to what may go with it: need, result, facility, policy, body, person or chain node."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from numpy.typing import NDArray

from rongtu.acts.authority import Right
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.transfer.encoding import encode
from rongtu.desks.transfer.finding.asking import Asked, Question, ask_about
from rongtu.desks.transfer.finding.connecting import broken_off
from rongtu.desks.transfer.finding.models import FindAnswer, FindRequest
from rongtu.desks.transfer.finding.saying import sentences
from rongtu.desks.transfer.finding.sheets import tell
from rongtu.desks.transfer.finding.subjects import subject_ref
from rongtu.desks.transfer.finding.telling import View, group, shown, subject_seen
from rongtu.desks.transfer.scope import zone_scope
from rongtu.desks.transfer.searching import OpenOffers, open_offers
from rongtu.engines.match.ranking import rank
from rongtu.engines.match.results import NeedMatches
from rongtu.facts.provenance import source_codes
from rongtu.facts.scope import Scope

PER_HOLDER = 2
"""How many results of one kind stand there for one holder."""

MANY_OF_ONE = frozenset({"policy", "finance"})
"""Kinds of which one office may well have several that fit."""


@operation(
    "match.find",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="从任一对象出发找能对接的",
    en="Find what goes with a need, result, facility, policy, body, person or chain node",
)
def find(context: Context, request: FindRequest) -> FindAnswer:
    """What goes with the subject, by kind; RefusedError where the words mean no record, or several."""
    connection = context.connection
    asked = ask_about(connection, subject_ref(connection, request.subject, context.nature), request.for_)
    scope = zone_scope(connection, asked.posted.places, request.zone) if request.zone else Scope(None)
    opened = open_offers(context)
    vectors, remark = _vectors(context, opened, asked, request)
    answers = _ranked(opened, asked.questions, vectors, request.most)
    view = View(
        asked=asked,
        scope=scope,
        scoped=request.zone is not None,
        opened=opened,
        sources=source_codes(connection),
        told=tell(connection, asked.posted.places, shown(answers)),
        says=sentences(connection, {row.fact for answer in answers for one in answer.matches for row in one.evidence}),
        broken_off=broken_off(connection, asked.told.kind, UUID(asked.told.ref.partition(":")[2])),
    )
    return FindAnswer(
        subject=subject_seen(view),
        groups=tuple(
            group(view, question, answer, request.most)
            for question, answer in zip(asked.questions, answers, strict=True)
        ),
        encoder=opened.encoder if vectors is not None else None,
        remark=remark,
    )


def _vectors(
    context: Context, opened: OpenOffers, asked: Asked, request: FindRequest
) -> tuple[NDArray[Any] | None, str | None]:
    """A vector for each question, where the index has some of the same encoder; else why words alone rank."""
    if request.words or opened.encoder is None:
        return None, opened.remark
    encoding = encode((), [question.need for question in asked.questions], context.progress, context)
    if encoding.encoder != opened.encoder:
        return None, encoding.remark or opened.remark
    return encoding.needs, opened.remark


def _ranked(
    opened: OpenOffers, questions: Sequence[Question], vectors: NDArray[Any] | None, most: int
) -> tuple[NeedMatches, ...]:
    answers: list[NeedMatches] = []
    for i, question in enumerate(questions):
        # a row may name what whoever asks does not see, or what is no offer any more
        numbers = opened.index.numbers([row.offer for row in question.evidence])
        known = [row for row, number in zip(question.evidence, numbers, strict=True) if number >= 0]
        per_holder = most if question.need.key in MANY_OF_ONE else PER_HOLDER
        own = None if vectors is None else vectors[i : i + 1]
        # one more, because the subject itself may be among them
        answers += rank(opened.index, [question.need], known, vectors=own, top=most + 1, per_holder=per_holder)
    return tuple(answers)
