"""Market: the needs asked about and every offer whoever asks may see, opened once and asked for many needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from numpy.typing import NDArray

from rongtu.acts.operation import Context
from rongtu.desks.transfer.encoding import encode
from rongtu.desks.transfer.finding.directions import rule_words
from rongtu.desks.transfer.need_inputs import evidence_of, need_of
from rongtu.desks.transfer.posted import Posted, read_posted
from rongtu.desks.transfer.scope import zone_scope
from rongtu.desks.transfer.searching import OpenOffers, open_offers
from rongtu.engines.match.inputs import Evidence, Need, Offer
from rongtu.engines.match.ranking import rank
from rongtu.engines.match.results import NeedMatches
from rongtu.facts.scope import Scope
from rongtu.vocab.means import Lack
from rongtu.vocab.problems import RefusedError

PER_HOLDER = 2
"""How many offers of one holder stand in a need's list."""

WORDS_FIRST = "按文字先答，向量随后补上再排 words first; ranked again once vectors are there"


@dataclass(frozen=True, slots=True)
class Asking:
    """How needs are asked about: in which scope (none: any), and whether by words alone."""

    zone: str | None
    words: bool


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """What needs are answered from: their rows and questions, the rows that name offers, the offers made searchable.

    `scope` is None where any place will do; `encoder` is who made the vectors, None where words alone rank, and
    `remark` then says why.
    """

    posted: Posted
    needs: Mapping[str, Need]
    evidence: Mapping[str, tuple[Evidence, ...]]
    opened: OpenOffers
    vectors: Mapping[str, NDArray[Any]]
    scope: Scope | None
    encoder: str | None
    remark: str | None

    def ask(self, need: Need, *, top: int, per_holder: int = PER_HOLDER) -> NeedMatches:
        """The best offers for one of the needs, or for it under other conditions."""
        vector, rows = self.vectors.get(need.key), self.evidence[need.key]
        vectors = None if vector is None else vector[None, :]
        (answer,) = rank(self.opened.index, [need], rows, vectors=vectors, top=top, per_holder=per_holder)
        return answer

    def offer(self, key: str) -> Offer | None:
        """The offer of this key, None where there is none to be seen."""
        number = self.opened.index.number(key)
        return None if number is None else self.opened.index.offer(number)


def as_if(market: Market, posted: Posted) -> Market:
    """The same market for needs that say something else than they do."""
    needs = {code: _question(posted, code) for code in market.needs}
    evidence = {code: _known(market.opened, tuple(evidence_of(posted, code))) for code in needs}
    return replace(market, posted=posted, needs=needs, evidence=evidence)


def open_market(context: Context, codes: Sequence[str], asking: Asking) -> Market:
    """The market for these needs; RefusedError for a need or a zone that is not there."""
    posted = read_posted(context.connection, codes)
    scope = zone_scope(context.connection, posted.places, asking.zone) if asking.zone else None
    if unknown := sorted(set(codes) - posted.needs.keys()):
        raise RefusedError(f"There is no need {', '.join(unknown)}; rongtu need list shows those there are.")
    opened = open_offers(context)
    needs = {code: _question(posted, code) for code in dict.fromkeys(codes)}
    vectors, encoder, remark = _vectors(context, opened, needs, asking)
    return Market(
        posted=posted,
        needs=needs,
        evidence={code: _known(opened, tuple(evidence_of(posted, code))) for code in needs},
        opened=opened,
        vectors=vectors,
        scope=scope,
        encoder=encoder,
        remark=remark,
    )


def _question(posted: Posted, code: str) -> Need:
    """A need as the engine is asked: one for money with the words by which those who give it speak of that."""
    need, row = need_of(posted, code), posted.needs[code].row
    if row.lacks is not Lack.FINANCE:
        return need
    words = rule_words("need", row.lacks, f"{need.title}\n{need.text}")
    return replace(need, terms=tuple(dict.fromkeys((*need.terms, *words))))


def _known(opened: OpenOffers, rows: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The rows without those that name what is no offer any more, or not to be seen."""
    numbers = opened.index.numbers([row.offer for row in rows])
    return tuple(row for row, number in zip(rows, numbers, strict=True) if number >= 0)


def _vectors(
    context: Context, opened: OpenOffers, needs: Mapping[str, Need], asking: Asking
) -> tuple[dict[str, NDArray[Any]], str | None, str | None]:
    """A vector of each need, where the offers have some of the same encoder; else none, and why."""
    if asking.words:
        return {}, None, WORDS_FIRST
    if opened.encoder is None or not needs:
        return {}, None, opened.remark
    encoding = encode((), list(needs.values()), context.progress, context)
    if encoding.needs is None or encoding.encoder != opened.encoder:
        return {}, None, encoding.remark or opened.remark
    return dict(zip(needs, encoding.needs, strict=True)), opened.encoder, opened.remark
