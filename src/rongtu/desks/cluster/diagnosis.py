"""Chain diagnosis: where a chain's nodes stand, what is claimed of them, who is on them, what to ask first."""

from __future__ import annotations

from collections import Counter

from rongtu.acts.authority import Right
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.cluster.chain_facts import read_chain
from rongtu.desks.cluster.disclosing.reading_above import value_facts_for
from rongtu.desks.cluster.disclosing.withholding import withhold
from rongtu.desks.cluster.models import ChainDiagnosis, ChainList, ChainSummary, DiagnoseRequest, ListRequest
from rongtu.desks.cluster.presenting import present
from rongtu.desks.cluster.scoring import scored
from rongtu.desks.cluster.value.assessing import assessed
from rongtu.desks.cluster.value.facts import ValueFacts
from rongtu.desks.cluster.value.known import known_inputs
from rongtu.desks.cluster.value.models import ValueRequest
from rongtu.facts.places import find_zone
from rongtu.facts.provenance import source_codes
from rongtu.facts.reading import rows
from rongtu.facts.records import industry
from rongtu.facts.scope import read_scope


@operation(
    "chain.list", kind=OperationKind.QUERY, right=Right.READ_PUBLIC, zh="列出产业链", en="List the industry chains"
)
def list_chains(context: Context, request: ListRequest) -> ChainList:
    """Every chain with its number of nodes and of bottleneck claims."""
    chains = rows(context.connection, industry.Chain)
    nodes = rows(context.connection, industry.ChainNode)
    claimed = Counter(claim.row.node for claim in rows(context.connection, industry.Claim))
    return ChainList(
        chains=tuple(
            ChainSummary(
                code=chain.row.code,
                name=chain.row.name,
                nodes=sum(node.row.chain == chain.id for node in nodes),
                claims=sum(claimed[node.id] for node in nodes if node.row.chain == chain.id),
                ref=chain.ref,
            )
            for chain in chains
        )
    )


@operation(
    "chain.diagnose",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="诊断一条产业链",
    en="Diagnose one chain: structure, evidence, what is unknown, what to ask first",
    withhold=withhold,
)
def diagnose_chain(context: Context, request: DiagnoseRequest) -> ChainDiagnosis:
    """What can be said of the chain from the facts visible; RefusedError where there is no such chain or zone."""
    if request.zone and request.valued:
        return _in_zone(context, request)
    connection = context.connection
    zone = find_zone(connection, request.zone) if request.zone else None
    facts = read_chain(connection, request.chain, read_scope(connection, zone))
    return present(facts, source_codes(connection), known_inputs(value_facts_for(context, zone, facts.chain)))


def read_from(context: Context, code: str, facts: ValueFacts) -> ChainDiagnosis:
    """The chain of that code with the surveys and figures of a scope, whose facts are at hand; not valued."""
    chain = read_chain(context.connection, code, facts.rows.scope)
    return present(chain, source_codes(context.connection), known_inputs(facts))


def _in_zone(context: Context, request: DiagnoseRequest) -> ChainDiagnosis:
    """The chain seen from a zone, its nodes valued together with the zone's other chains."""
    found = assessed(context, ValueRequest(zone=request.zone, draws=request.draws, seed=request.seed))
    return scored(read_from(context, request.chain, found.facts), found, request.zone)
