"""`match.value`: what the matches of a zone are worth to its chains, by themselves."""

from __future__ import annotations

from collections.abc import Mapping

from rongtu.acts.authority import Right
from rongtu.acts.models import Derivation
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.cluster.disclosing.cutting import DERIVED
from rongtu.desks.cluster.disclosing.reading_above import value_facts_for
from rongtu.desks.cluster.disclosing.withholding import withhold
from rongtu.desks.cluster.value.models import ValueRequest
from rongtu.desks.cluster.valuing import value_of
from rongtu.desks.transfer.leads import find_leads
from rongtu.desks.transfer.models import LeadsRequest
from rongtu.desks.transfer.need_models import NeedsRequest
from rongtu.desks.transfer.needs import match_needs
from rongtu.facts.places import find_zone
from rongtu.flows.match_value.matching import Scene, lacking_of, value_matches
from rongtu.flows.match_value.models import MatchValueRequest, MatchValues


@operation(
    "match.value",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="匹配对产业链的价值：按适配、按价值排，先打哪几个电话",
    en="What matches are worth to the chains, ranked by fit and by value; whom to phone first",
    withhold=withhold,
)
def value_of_matches(context: Context, request: MatchValueRequest) -> MatchValues:
    """The matches of the open needs and stuck nodes of a zone, valued. RefusedError: no such zone."""
    zone = request.zone
    facts = value_facts_for(context, find_zone(context.connection, zone))
    context.progress("估值 value")
    asked = ValueRequest(zone=zone, draws=request.draws, seed=request.seed)
    value = withhold(context, value_of(facts, asked))
    context.progress("匹配 match")
    scene = Scene(
        value=value,
        lacking=lacking_of(facts),
        needs=match_needs(context, NeedsRequest(zone=zone)).needs,
        leads=find_leads(context, LeadsRequest(zone=zone)).leads,
        discount=asked.discount,
        most=request.most,
    )
    found = value_matches(context, scene)
    return found.model_copy(
        update={"parameters": value.parameters, "level": value.level, "trace": _behind(found.trace, value.trace)}
    )


def _behind(own: Mapping[str, Derivation], of_value: Mapping[str, Derivation]) -> dict[str, Derivation]:
    """The derivations of the matches, and those of the value that these rest on."""
    kept, waiting = dict(own), list(own.values())
    while waiting:
        for ref in waiting.pop().inputs:
            key = ref.removeprefix(DERIVED)
            if ref.startswith(DERIVED) and key not in kept and key in of_value:
                kept[key] = of_value[key]
                waiting.append(of_value[key])
    return dict(sorted(kept.items()))
