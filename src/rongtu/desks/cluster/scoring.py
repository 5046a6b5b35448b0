"""The scores of one chain, as part of its diagnosis: its nodes, valued together with all chains of the scope."""

from __future__ import annotations

import dataclasses

from rongtu.desks.cluster.models import ChainDiagnosis
from rongtu.desks.cluster.value.assessing import Assessed
from rongtu.desks.cluster.value.facts import ValueFacts
from rongtu.desks.cluster.value.nodes import node_states
from rongtu.desks.cluster.value.presenting import assumptions, intervention_states
from rongtu.desks.cluster.value.ranking import rankings
from rongtu.desks.cluster.value.tracing import Tracing, ref
from rongtu.desks.cluster.value.words import Rule
from rongtu.engines.chain.value.rankings import rank


def scored(diagnosis: ChainDiagnosis, found: Assessed, zone: str) -> ChainDiagnosis:
    """The diagnosis with the scores of its nodes; without, where the chain lacks inputs."""
    facts, whole = found.facts, found.assessment
    if whole is None or facts.network is None or diagnosis.code not in _valued(facts):
        return diagnosis.model_copy(update={"zone": zone, "parameters": found.parameters})
    own = {node.code for node in facts.network.nodes if node.chain == diagnosis.code}
    part = dataclasses.replace(
        whole,
        parts=(),
        nodes=tuple(node for node in whole.nodes if node.node in own),
        interventions=tuple(one for one in whole.interventions if one.node in own),
        plans=(),
    )
    tracing = Tracing(dict(facts.gathered))
    value = tracing.told(f"V/{zone}", part.value, Rule.VALUE)
    nodes = tuple(node_states(facts.network, part.nodes, tracing, ref(f"V/{zone}")))
    notes = (*diagnosis.notes, *(note for note in facts.notes if note not in diagnosis.notes))
    return diagnosis.model_copy(
        update={
            "zone": zone,
            "value": value,
            "worths": nodes,
            "rankings": rankings(rank(part), nodes),
            "interventions": tuple(
                intervention_states(facts, facts.network, part.interventions, tracing, ref(f"V/{zone}"))
            ),
            "assumptions": assumptions(facts, part),
            "notes": notes,
            "parameters": found.parameters,
            "trace": tracing.trace,
        }
    )


def _valued(facts: ValueFacts) -> set[str]:
    return {part.chain.row.code for part in facts.chains}
