"""Chain diagnosis: where a chain's nodes stand, what is claimed of them, who is on them, what to ask first."""

from __future__ import annotations

from collections import Counter

from rongtu.acts.authority import Right
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.desks.cluster.chain_facts import read_chain
from rongtu.desks.cluster.models import ChainDiagnosis, ChainList, ChainSummary, DiagnoseRequest, ListRequest
from rongtu.desks.cluster.presenting import present
from rongtu.desks.cluster.scope import read_scope
from rongtu.desks.cluster.value_facts import read_value_facts
from rongtu.desks.cluster.value_known import known_inputs
from rongtu.facts.places import find_zone
from rongtu.facts.provenance import source_codes
from rongtu.facts.reading import rows
from rongtu.facts.records import industry


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
)
def diagnose_chain(context: Context, request: DiagnoseRequest) -> ChainDiagnosis:
    """What can be said of the chain from the facts visible; RefusedError where there is no such chain or zone."""
    connection = context.connection
    zone = find_zone(connection, request.zone) if request.zone else None
    facts = read_chain(connection, request.chain, read_scope(connection, zone))
    known = known_inputs(read_value_facts(connection, zone, facts.chain))
    return present(facts, source_codes(connection), known)
