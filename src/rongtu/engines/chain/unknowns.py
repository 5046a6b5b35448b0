"""What keeps break, blockage and choke unknown: a score with a missing required input is unknown, never 0.

Inputs required, after the definitions of the chain engine: stake and break (2, 3) the value model and a census,
blockage (4) the two sides' dealings, choke (5) the controllers. Absence counts as zero only under a census.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

from rongtu.engines.chain.inputs import Node
from rongtu.engines.chain.results import RequiredInput, ScoreKind, UnknownScore
from rongtu.vocab.chains import Completeness

_VALUE_MODEL = (
    RequiredInput.INPUT_SHARES,
    RequiredInput.CAPACITIES,
    RequiredInput.DEMAND,
    RequiredInput.OUTSIDE_SUPPLY,
)

REQUIRED: Mapping[ScoreKind, tuple[RequiredInput, ...]] = {
    ScoreKind.BREAK: (RequiredInput.CENSUS, *_VALUE_MODEL),
    ScoreKind.BLOCKAGE: (
        RequiredInput.CENSUS,
        *_VALUE_MODEL,
        RequiredInput.PURCHASES,
        RequiredInput.PILOT_MONTHS,
        RequiredInput.OPEN_NEEDS,
        RequiredInput.CONVERSION_COHORT,
    ),
    ScoreKind.CHOKE: (*_VALUE_MODEL, RequiredInput.CONTROLLERS, RequiredInput.SUBSTITUTABILITY),
}
"""The inputs each score requires, in the order they are shown."""


def unknown_scores(node: Node, known: Set[RequiredInput] = frozenset()) -> tuple[UnknownScore, ...]:
    """The scores of a node that cannot be stated, each with what is missing of its inputs beyond those `known`.

    Whether a census was made is told by the node itself.
    """
    given = {RequiredInput.CENSUS} if node.survey is Completeness.CENSUS else set()
    given |= known - {RequiredInput.CENSUS}
    scores = (
        UnknownScore(kind, tuple(needed for needed in required if needed not in given))
        for kind, required in REQUIRED.items()
    )
    return tuple(score for score in scores if score.missing)


def missing_inputs(scores: tuple[UnknownScore, ...]) -> tuple[RequiredInput, ...]:
    """Every input missing for at least one of the scores, each once, in the order of `RequiredInput`."""
    missing = {needed for score in scores for needed in score.missing}
    return tuple(needed for needed in RequiredInput if needed in missing)
