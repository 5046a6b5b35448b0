"""What the match engine is given: offers, needs with hard conditions, and evidence that names an offer for a need.

`fact` is the caller's opaque id of the row a thing came from; it only travels through to the results. Money is yuan,
days are YYYY-MM-DD, and what is None or absent is unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rongtu.vocab.chains import BasisGrade, CapabilityRole
from rongtu.vocab.problems import InputError, Problem


class Facet(StrEnum):
    """Whatever is a set of labels on an offer and may be asked of it.

    `rights`: modes of transfer available (licence, joint …); `certificate`: certificates held; `size`: size classes
    of firms it serves; `stage`: growth stages it serves; `jurisdiction`: regions where it applies.
    """

    RIGHTS = "rights"
    CERTIFICATE = "certificate"
    SIZE = "size"
    STAGE = "stage"
    JURISDICTION = "jurisdiction"


@dataclass(frozen=True, slots=True)
class Slot:
    """So much of something in a period: what a facility has free, or what is asked of it. Unlike units never meet."""

    amount: float
    unit: str
    begins: str
    ends: str | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """How a holder has dealt so far: of those who asked, how many were answered; of contracts, how many were kept."""

    asked: int = 0
    replied: int = 0
    contracts: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """What may answer a need: a technology, an organisation, a person, a facility, a policy …

    `name` and `text` are both searched. `holder` is who would be phoned (None: the offer stands for itself).
    `as_of_year` is the year of the newest statement, `confirmed_on` the day somebody last confirmed it,
    `offered_until` the last day on offer. `nodes` are the chain nodes it stands at; `facets` the labels it states, a
    facet that is absent being unknown; `slots` what it has free.
    """

    key: str
    kind: str
    name: str
    text: str = ""
    region: str | None = None
    as_of_year: int | None = None
    facts: tuple[str, ...] = ()
    holder: str | None = None
    trl: int | None = None
    offered_until: str | None = None
    confirmed_on: str | None = None
    price: float | None = None
    nodes: tuple[str, ...] = ()
    facets: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    slots: tuple[Slot, ...] = ()
    track: Track | None = None


@dataclass(frozen=True, slots=True)
class Conditions:
    """Hard conditions, applied before ranking; None asks nothing.

    An unknown kind, region, year or facet does not meet a condition. `earliest_year` and `latest_year` bound the
    offer's `as_of_year`, both inclusive. `not_held_by` removes what these holders offer. `least_trl` and `most_trl`
    remove offers known to be less or more mature, `budget` those known to cost more, `still_on_offer` those known to
    have ended before that day: most offers, such as an organisation, have none of these. `facets` wants one of the
    labels of each facet named; `slot` so much free of one unit in its period, of offers that have slots at all. The
    `excepted` offers pass every condition but `not_held_by`.
    """

    regions: frozenset[str] | None = None
    kinds: frozenset[str] | None = None
    earliest_year: int | None = None
    latest_year: int | None = None
    not_held_by: frozenset[str] = frozenset()
    least_trl: int | None = None
    most_trl: int | None = None
    budget: float | None = None
    still_on_offer: str | None = None
    facets: tuple[tuple[Facet, frozenset[str]], ...] = ()
    slot: Slot | None = None
    excepted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wish:
    """What a need would like, which moves ranks and removes nothing; None or empty asks nothing.

    `steps` gives for chain nodes how many links away from the need's own they are (0: the same), `nearness` for
    regions how near they are (1: the same place, 0: elsewhere), `today` the day freshness is told from.
    """

    trl: int | None = None
    budget: float | None = None
    rights: frozenset[str] = frozenset()
    steps: Mapping[str, int] = field(default_factory=dict)
    nearness: Mapping[str, float] = field(default_factory=dict)
    today: str | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """A demand, an open challenge, a scenario or a chain node; `terms` are the words that name the thing itself."""

    key: str
    title: str
    text: str = ""
    terms: tuple[str, ...] = ()
    conditions: Conditions = field(default_factory=Conditions)
    wish: Wish = field(default_factory=Wish)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A source connects an offer with a need: in which role, how well founded, said in which year (None: undated)."""

    offer: str
    need: str
    role: CapabilityRole
    grade: BasisGrade
    as_of: int | None
    fact: str


def check_offers(offers: Sequence[Offer]) -> None:
    """Raise InputError naming every offer key that is empty or given twice."""
    _check_keys("offer", [offer.key for offer in offers])


def check_needs(needs: Sequence[Need]) -> None:
    """Raise InputError naming every need key that is empty or given twice."""
    _check_keys("need", [need.key for need in needs])


def check_evidence(evidence: Sequence[Evidence], offers: frozenset[str], needs: frozenset[str]) -> None:
    """Raise InputError naming every row of evidence whose offer or need is not among those given."""
    problems = [
        Problem(f"evidence {row.fact}", f"evidence names an {what} that is given", repr(key), "Add it or drop the row.")
        for row in evidence
        for what, key, known in (("offer", row.offer, offers), ("need", row.need, needs))
        if key not in known
    ]
    if problems:
        raise InputError(problems)


def _check_keys(what: str, keys: Sequence[str]) -> None:
    problems = [
        Problem(
            f"{what} {key!r}", f"an {what} key is not empty and is given once", f"{count} times", "Make keys unique."
        )
        for key, count in Counter(keys).items()
        if count > 1 or not key
    ]
    if problems:
        raise InputError(problems)
