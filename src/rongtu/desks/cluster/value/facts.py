"""The facts of a scope as the value model takes them: its chains that have their inputs joined to one network.

A chain that lacks an input is left out with what it lacks, so that it does not make the others unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from rongtu.acts.models import Derivation
from rongtu.desks.cluster.value.figures import Figures
from rongtu.desks.cluster.value.flows import products, purchases
from rongtu.desks.cluster.value.gathered import Gathered
from rongtu.desks.cluster.value.needs import ages, as_of, cohorts, need_notes, open_needs
from rongtu.desks.cluster.value.pieces import ChainPiece, Common, piece
from rongtu.desks.cluster.value.pilots import pilots
from rongtu.desks.cluster.value.rows import ValueRows, read_rows
from rongtu.desks.cluster.value.supply import supplies
from rongtu.engines.chain.value.inputs import Network, Purchase
from rongtu.facts.assumed import read_assumptions
from rongtu.facts.reading import Stored
from rongtu.facts.records.industry import Chain
from rongtu.facts.records.places import Zone
from rongtu.facts.scope import read_scope
from rongtu.vocab.problems import InputError

COHORT = "成熟或授权满三年的成果及其专利、对接，共 {} 行"
NEEDS = "未解决的需求，共 {} 条"


@dataclass(frozen=True, slots=True)
class ValueFacts:
    """A scope's chains: those in the network, those left out, and what is to be said of how the facts were read.

    `gathered` are the derivations of figures that the network has as one: a trace begins with them.
    """

    rows: ValueRows
    network: Network | None
    chains: tuple[ChainPiece, ...]
    left_out: tuple[ChainPiece, ...]
    as_of: date | None
    notes: tuple[str, ...]
    gathered: Mapping[str, Derivation] = field(default_factory=dict)

    @property
    def pieces(self) -> tuple[ChainPiece, ...]:
        """Every chain, valued or not."""
        return (*self.chains, *self.left_out)


def read_value_facts(
    connection: Connection, zone: Stored[Zone] | None, chain: Stored[Chain] | None = None
) -> ValueFacts:
    """The facts visible, of all chains or of one, seen from a zone; without a zone, from everywhere."""
    scope = read_scope(connection, zone)
    return value_facts(read_rows(connection, scope, read_assumptions(connection), chain))


def value_facts(rows: ValueRows) -> ValueFacts:
    """The chains among these rows, those with all their inputs joined to one network."""
    figures, today = Figures(rows.assumptions), as_of(rows)
    bought, bought_notes = purchases(rows, figures)
    demanded, demanded_notes = products(rows, figures)
    needs, gathered = open_needs(rows, today) if today else {}, Gathered()
    common = Common(
        rows,
        figures,
        supplies(rows, figures, gathered),
        purchases=bought,
        products=demanded,
        cohorts=gathered.of_nodes("cohort", COHORT, cohorts(rows, today)) if today else {},
        needs=gathered.of_nodes("needs", NEEDS, ages(rows, needs, today)) if today else {},
        pilots=gathered.of_pilots(pilots(rows, needs, today)) if today else {},
    )
    pieces = [piece(common, chain) for chain in rows.chains]
    complete, left_out, faults = _sorted_out(pieces)
    needs_notes = need_notes(rows, needs, today) if today else ()
    notes = (*faults, *rows.assumptions.notes, *bought_notes, *demanded_notes, *needs_notes)
    return ValueFacts(
        rows=rows,
        network=_network(complete) if complete else None,
        chains=tuple(complete),
        left_out=tuple(left_out),
        as_of=today,
        notes=tuple(dict.fromkeys((*notes, *(note for one in complete for note in one.notes)))),
        gathered=gathered.derivations,
    )


def _sorted_out(pieces: Iterable[ChainPiece]) -> tuple[list[ChainPiece], list[ChainPiece], list[str]]:
    """The chains that can be valued, those that cannot, and what is wrong with the figures of some."""
    complete: list[ChainPiece] = []
    left_out: list[ChainPiece] = []
    faults: list[str] = []
    for one in pieces:
        try:
            if not one.missing:
                _network([one])
            (left_out if one.missing else complete).append(one)
        except InputError as error:
            left_out.append(one)
            found = "；".join(f"{fault.where}: {fault.rule} ({fault.found})" for fault in error.problems)
            faults.append(f"{one.chain.row.name}链的数据有误，未估值：{found}。")
    return complete, left_out, faults


def _network(pieces: Sequence[ChainPiece]) -> Network:
    """The chains together; an item on several of them is bought from one purchasable amount."""
    bought: dict[tuple[str, str, str | None], Purchase] = {
        (one.item, one.origin.value, one.fact): one for part in pieces for one in part.purchases
    }
    return Network(
        nodes=tuple(node for part in pieces for node in part.nodes),
        groups=tuple(group for part in pieces for group in part.structure.groups),
        purchases=tuple(bought.values()),
        products=tuple(product for part in pieces for product in part.products),
        controllers=tuple(one for part in pieces for one in part.controllers),
        interventions=tuple(one for part in pieces for one in part.interventions),
        pilots=tuple(one for part in pieces for one in part.pilots),
        needs=tuple(one for part in pieces for one in part.needs),
        cohorts=tuple(one for part in pieces for one in part.cohorts),
        types=tuple(pair for part in pieces for pair in part.structure.types),
    )
