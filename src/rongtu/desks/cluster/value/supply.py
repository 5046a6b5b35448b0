"""Supply of a scope: what each body on a node can deliver a year, and what bodies not yet found could add.

One figure a body and node, as `value_choice` chooses it. Of a node with very many bodies, all of them public, the model
is given their total as one figure, and what it is made of stands apart (`gathered`): no figure of the answer then
repeats thousands of rows, and no object is made of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import polars as pl

from rongtu.desks.cluster.value.choice import Choice, Suppliers
from rongtu.desks.cluster.value.figures import FEN_PER_YUAN, Figures, capability_ref, lacking_capacity
from rongtu.desks.cluster.value.gathered import GATHERED, LISTED, Gathered
from rongtu.desks.cluster.value.rows import ValueRows, newest_surveys
from rongtu.desks.cluster.value.supply_words import Place, remarks
from rongtu.engines.chain.value.inputs import Figure, missing, observed
from rongtu.facts.assumed import BOUND
from rongtu.facts.reading import Stored
from rongtu.facts.records.industry import Survey
from rongtu.vocab.chains import Completeness
from rongtu.vocab.disclosure import lowest
from rongtu.vocab.evidence import Visibility


@dataclass(frozen=True, slots=True)
class NodeSupply:
    """The supply of one node in scope: its figures, what is unseen, the survey, who is elsewhere, and remarks.

    `unknown` counts the bodies without a figure.
    """

    figures: tuple[Figure, ...] = ()
    unknown: int = 0
    unseen: Figure | None = None
    survey: Stored[Survey] | None = None
    elsewhere: bool = False
    elsewhere_level: Visibility = Visibility.PUBLIC
    notes: tuple[str, ...] = ()

    @property
    def level(self) -> Visibility:
        """The level of the survey."""
        return self.survey.row.visibility if self.survey else Visibility.PUBLIC

    @property
    def completeness(self) -> Completeness:
        """How completely the node was looked at in this scope."""
        return self.survey.row.completeness if self.survey else Completeness.NONE


def supplies(rows: ValueRows, figures: Figures, gathered: Gathered) -> dict[UUID, NodeSupply]:
    """The supply of every node, by its id; of what figures told as one are made goes to `gathered`."""
    names, bodies = rows.node_names, {str(identity): body.row.name for identity, body in rows.bodies.items()}
    surveys = newest_surveys(rows.surveys, rows.scope)
    beyond = _items_made_elsewhere(rows, rows.choice)
    parts, nobody = rows.choice.suppliers.by_node(), rows.choice.suppliers.nobody()
    return {
        node.id: _node_supply(
            Place(node.row.code, names[node.id], node.ref, bodies),
            parts.get(str(node.id), nobody),
            Reading(figures, gathered),
            surveys.get(node.id),
            beyond.get(node.row.item),
        )
        for node in rows.nodes
    }


@dataclass(frozen=True, slots=True)
class Reading:
    """How fields are read as figures, and where rows are gathered."""

    figures: Figures
    gathered: Gathered


def _items_made_elsewhere(rows: ValueRows, choice: Choice) -> Mapping[UUID, Visibility]:
    """The items somebody makes in the nation outside the scope, on whichever chain, and who may know of one."""
    found: dict[UUID, Visibility] = {}
    for node in rows.nodes:
        if node.id in choice.elsewhere:
            there = choice.elsewhere[node.id]
            found[node.row.item] = lowest((there, found.get(node.row.item, there)))
    return found


def _node_supply(
    place: Place, here: Suppliers, reading: Reading, survey: Stored[Survey] | None, elsewhere: Visibility | None
) -> NodeSupply:
    # what is not public must be told apart by whose it is
    most = GATHERED if here.public() else here.capable.height + here.others.height
    capable = _capable(place, here.capable, reading, together=here.capable.height > most)
    others, unknown = _others(place, here.others, reading, together=here.others.height > most)
    found = {**capable, **others}
    return NodeSupply(
        figures=tuple(found[body] for body in sorted(found)),
        unknown=unknown,
        unseen=_unseen(survey, reading.figures, place.ref),
        survey=survey,
        elsewhere=elsewhere is not None,
        elsewhere_level=elsewhere or Visibility.PUBLIC,
        notes=tuple(remarks(place, here, others)),
    )


def _capable(place: Place, part: pl.DataFrame, reading: Reading, *, together: bool) -> dict[str, Figure]:
    """The figures of bodies with a capacity, by body; their total by none, told together."""
    if not together:
        rows = part.select("body", "id", "capacity", "visibility").iter_rows()
        return {body: reading.figures.capacity(identity, fen, level, body) for body, identity, fen, level in rows}
    ref = _made_of(reading, f"supplied/{place.code}", "{} 家单位的年供给能力之和", part["id"], part.height)
    # whole fen, added up exactly
    return {"": observed(int(part["capacity"].sum()) / FEN_PER_YUAN, ref)}


def _others(place: Place, part: pl.DataFrame, reading: Reading, *, together: bool) -> tuple[dict[str, Figure], int]:
    """The figures of bodies without one, and of how many nothing is known: what is assumed, else missing."""
    figures = reading.figures
    assumed = figures.assumed_ids("capacity")
    has = pl.col("ids").list.set_intersection(assumed).list.len() > 0 if assumed else pl.lit(value=False)
    stated, lacking = part.filter(has), part.filter(~has)
    found = {}
    for body, ids, levels in stated.select("body", "ids", "levels").iter_rows():
        known = (figures.stated_capacity(one, level, body) for one, level in zip(ids, levels, strict=True))
        found[body] = next(one for one in known if not one.is_missing)
    if not together:
        rows = lacking.select("body", "ids", "levels").iter_rows()
        found |= {body: lacking_capacity(ids, levels, body) for body, ids, levels in rows}
    elif lacking.height:
        ids, rule = lacking["ids"].head(LISTED).explode(), "{} 家单位的年供给能力都不知道"
        found["?"] = missing(_made_of(reading, f"supplying/{place.code}", rule, ids, lacking.height))
    return found, lacking.height


def _made_of(reading: Reading, name: str, rule: str, ids: pl.Series, bodies: int) -> str:
    """The ref of what stands for the rows of so many bodies."""
    return reading.gathered.one(name, rule, [capability_ref(one) for one in ids.head(LISTED)], bodies)


def _unseen(survey: Stored[Survey] | None, figures: Figures, node: str) -> Figure | None:
    """What bodies nobody found could add: nothing under a census, else what is assumed of it, else missing."""
    if survey is None:
        return missing(node)
    if survey.row.completeness is Completeness.CENSUS:
        return None
    return figures.stated(survey, BOUND)
