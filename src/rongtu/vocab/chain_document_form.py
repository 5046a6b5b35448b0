"""The one reader of what a TOML chain file holds; `chain_document_tables` has its tables and keys.

Reading goes on after a fault: what is wrong with a file is told at once, and what is right of it can be checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from rongtu.vocab.chain_document import ChainDocument, NodeEntry, ProductEntry
from rongtu.vocab.chain_document_tables import TABLES, TOP, Key, Table
from rongtu.vocab.chain_document_values import Misfit
from rongtu.vocab.chains import Relation
from rongtu.vocab.problems import InputError, Problem

MOST_PROBLEMS = 1_000
"""Problems told in one go; a file with more of them is wrong as a whole."""

FORM = "docs/reference/chain-file.md has the form."


@dataclass(frozen=True, slots=True)
class Form:
    """A file as far as it could be read, and what is wrong with its form."""

    document: ChainDocument
    problems: tuple[Problem, ...]


def read_form(content: Mapping[str, Any]) -> Form:
    """What a TOML file's content says; a value that is none of its key is told and taken as not given."""
    problems: list[Problem] = []
    top = _values(content, TOP, "", problems, also=TABLES)
    rows = {name: tuple(_rows(content.get(name), table, problems)) for name, table in TABLES.items()}
    if not rows["node"] and not problems:
        found = ", ".join(content) or "nothing"
        problems.append(Problem("the file", "a chain file has [[node]] entries", found, FORM))
    document = ChainDocument(
        **top,
        nodes=tuple(_with_products(rows["node"], rows["product"], problems)),
        groups=rows["group"],
        links=rows["link"],
        purchases=rows["purchase"],
        interventions=rows["intervention"],
        controllers=rows["controller"],
    )
    return Form(_sketched(document), tuple(problems))


def read_document(content: Mapping[str, Any], file: str) -> ChainDocument:
    """The document of a file called `file`; InputError with everything that is wrong with its form."""
    form = read_form(content)
    raise_problems(form.problems, file)
    return form.document


def raise_problems(problems: Sequence[Problem], file: str) -> None:
    """Raise InputError if there are problems: each named by the file, the first thousand told."""
    if problems:
        raise InputError([*in_file(problems[:MOST_PROBLEMS], file), *_rest(len(problems), file)])


def in_file(problems: Sequence[Problem], file: str) -> list[Problem]:
    """The problems with the name of the file before their places."""
    return [replace(problem, where=f"{file}, {problem.where}") for problem in problems]


def _rest(count: int, file: str) -> Iterator[Problem]:
    if count > MOST_PROBLEMS:
        rule = f"the first {MOST_PROBLEMS:,} problems are told"
        yield Problem(file, rule, f"{count:,}", "Mend what they have in common first.")


def _rows(given: Any, table: Table, problems: list[Problem]) -> Iterator[Any]:
    """The rows of a table that could be read: those that lack a needed key are told and left out."""
    if given is None:
        return
    if not isinstance(given, list) or not all(isinstance(row, dict) for row in given):
        rule = "the rows of a table stand under two brackets each"
        problems.append(Problem(table.name, rule, _shown(given), f"Write [[{table.name}]] above each."))
        return
    for number, row in enumerate(given, start=1):
        told = row.get(table.told_by)
        where = f"{table.name} {number} ({told})" if isinstance(told, str) and told else f"{table.name} {number}"
        values = _values(row, table.keys, where, problems)
        lacking = [key.name for key in table.keys if key.needed and key.name not in row]
        for name in lacking:
            given_keys = ", ".join(row) or "nothing"
            problems.append(Problem(where, f"a row of [[{table.name}]] has {name}", given_keys, f"Add {name}. {FORM}"))
        if all((key.attribute or key.name) in values for key in table.keys if key.needed):
            yield table.entry(**values, number=number)


def _values(
    row: Mapping[str, Any],
    keys: Sequence[Key],
    where: str,
    problems: list[Problem],
    *,
    also: Mapping[str, Table] | None = None,
) -> dict[str, Any]:
    """The values of a row by attribute; unknown keys and values that are none of their key are told and left out."""
    known = {key.name: key for key in keys}
    values: dict[str, Any] = {}
    for name, value in row.items():
        place = f"{where}, {name}" if where else f"key {name}"
        if name in known:
            try:
                values[known[name].attribute or name] = known[name].read(value)
            except Misfit as misfit:
                problems.append(Problem(place, misfit.rule, _shown(value), misfit.mend))
        elif not also or name not in also:
            close = get_close_matches(name, [*known, *(also or ())], n=1)
            mend = f"Is {close[0]} meant?" if close else f"Known are {', '.join([*known, *(also or ())])}."
            problems.append(Problem(place, "a key is one of the form", repr(name)[:80], mend))
    return values


def _shown(value: Any) -> str:
    """A value as reports show it."""
    try:
        return repr(value)[:80]
    except ValueError:  # Python writes no number of many thousand digits
        return "a number of thousands of digits"


def _with_products(
    nodes: Sequence[NodeEntry], products: Sequence[ProductEntry], problems: list[Problem]
) -> Iterator[NodeEntry]:
    """The nodes, those that [[product]] names being final products with its demand and weight."""
    codes = {node.code for node in nodes}
    named: dict[str, ProductEntry] = {}
    for product in products:
        where = f"product {product.number} ({product.node})"
        if product.node not in codes:
            rule = "every node named is a node of the file"
            problems.append(Problem(where, rule, repr(product.node), "Add the node or correct the code."))
        elif product.node in named:
            problems.append(Problem(where, "a final product is named once", "two or more", "Remove one."))
        named.setdefault(product.node, product)
    for node in nodes:
        product = named.get(node.code)  # type: ignore[assignment]
        if product is None:
            yield node
        elif node.demand is not None:
            where = f"product {product.number} ({product.node}), demand"
            problems.append(Problem(where, "a demand is said once", "at the node too", "Remove one of the two."))
            yield node
        else:
            yield replace(node, final=True, demand=product.demand, weight=product.weight)


def _sketched(document: ChainDocument) -> ChainDocument:
    """A sketch as it was meant: what it does not say is bought is not, an intervention works, and does so at once."""
    if document.code:
        return document
    bought = {one.node for one in document.purchases}
    labels = {one.target for one in document.links if one.relation is Relation.IS_TYPE_OF}
    return replace(
        document,
        nodes=tuple(
            replace(node, buy=0.0) if node.buy is None and node.code not in bought | labels else node
            for node in document.nodes
        ),
        interventions=tuple(
            replace(
                step,
                success=1.0 if step.success is None else step.success,
                lead_months=0.0 if step.lead_months is None else step.lead_months,
            )
            for step in document.interventions
        ),
    )
