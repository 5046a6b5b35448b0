"""What the match engine is given: offers, needs with hard conditions, and evidence that names an offer for a need.

`fact` is the caller's opaque id of the row a thing came from; it only travels through to the results.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from rongtu.vocab.chains import BasisGrade, CapabilityRole
from rongtu.vocab.problems import InputError, Problem


@dataclass(frozen=True, slots=True)
class Offer:
    """What may answer a need: a technology, an organisation, a facility, a policy …

    `name` and `text` are both searched. `holder` is who would be phoned (None: the offer stands for itself), `region`
    `as_of_year` (year of the newest statement), `trl` and `offered_until` (last day on offer, YYYY-MM-DD) are None
    where unknown.
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


@dataclass(frozen=True, slots=True)
class Conditions:
    """Hard conditions, applied before ranking; None asks nothing.

    An unknown kind, region or year does not meet a condition. `earliest_year` and `latest_year` bound the offer's
    `as_of_year`, both inclusive. `not_held_by` removes what these holders offer. `least_trl` removes offers known to
    be less mature, `still_on_offer` (YYYY-MM-DD) those known to have ended before that day: most offers, such as an
    organisation, have neither. The `excepted` offers pass every condition but `not_held_by`.
    """

    regions: frozenset[str] | None = None
    kinds: frozenset[str] | None = None
    earliest_year: int | None = None
    latest_year: int | None = None
    not_held_by: frozenset[str] = frozenset()
    least_trl: int | None = None
    still_on_offer: str | None = None
    excepted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Need:
    """A demand, an open challenge, a scenario or a chain node; `terms` are the words that name the thing itself."""

    key: str
    title: str
    text: str = ""
    terms: tuple[str, ...] = ()
    conditions: Conditions = field(default_factory=Conditions)


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
