"""Chain files before they are landed: what is wrong with them as a whole is told before any row is staged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import Connection

from rongtu.desks.cluster.files.versions import faulty
from rongtu.facts.intake.formats.chain_file import form_of
from rongtu.facts.reading import rows
from rongtu.facts.records.industry import Chain, ChainNode, InputGroup
from rongtu.facts.schema import table
from rongtu.vocab.chain_document import ChainDocument
from rongtu.vocab.chain_document_form import MOST_PROBLEMS, in_file
from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import InputError, Problem


def refuse_faulty(connection: Connection, paths: Sequence[Path], nature: Nature) -> None:
    """Raise InputError with every error of every file, and every code that belongs to another chain of the store."""
    problems: list[Problem] = []
    for path in paths:
        try:
            form = form_of(path)
        except InputError as error:
            problems += error.problems
        else:
            found = faulty(form) or tuple(_taken(connection, form.document, nature))
            problems += in_file(found, path.name)
    if problems:
        raise InputError(problems[:MOST_PROBLEMS])


def _taken(connection: Connection, document: ChainDocument, nature: Nature) -> Iterator[Problem]:
    """Nodes and groups whose code another chain of the store has: landing them would take them from it."""
    chains = {chain.id: chain.row.code for chain in rows(connection, Chain)}
    nodes = {node.id: node.row for node in rows(connection, ChainNode)}
    mend = "Give it a code of its own; the item may be the same."
    own = {node.code: node for node in document.nodes}
    for row in nodes.values():
        if row.code in own and row.nature is nature and (other := chains.get(row.chain)) != document.code:
            yield Problem(
                f"node {own[row.code].number} ({row.code})", "a node is in one chain", f"one of {other}", mend
            )
    groups = dict(zip(document.group_keys, document.groups, strict=True))
    for group in rows(connection, InputGroup, table(InputGroup).c.code.in_(list(groups))):
        other = chains.get(nodes[group.row.node].chain) if group.row.node in nodes else None
        if group.row.nature is nature and other != document.code:
            where = f"group {groups[group.row.code].number} ({group.row.code})"
            yield Problem(where, "a group is in one chain", f"one of {other}", mend)
