"""Chain files: a chain with its items, nodes, input groups and links as an office keeps it in a text file.

What the file says of its chain, nodes, groups and links is what counts; of an item, which may stand in other chains
too, it only adds what is not known. Figures of a scope stay in the file: the store has them from whoever states them.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import NamedTuple

import rongtu.facts.records  # noqa: F401  (declares every kind)
from rongtu.facts.fields import KINDS
from rongtu.facts.intake.formats.origins import Origin, origins_sheet
from rongtu.facts.intake.formats.wanted import Format, Wanted, sort_out
from rongtu.facts.intake.sheets import Row, Sheet
from rongtu.facts.intake.sources import OWN_TERMS
from rongtu.facts.intake.toml_documents import parsed
from rongtu.vocab.chain_document import Amount, ChainDocument
from rongtu.vocab.chain_document_form import Form, raise_problems, read_form
from rongtu.vocab.chains import Relation
from rongtu.vocab.evidence import Confidence
from rongtu.vocab.problems import Problem

SUFFIX = ".toml"

BASIS = "产业链文件"
"""What a link rests on that says nothing of it."""

OF_THE_FILE = "source"
"""The basis of a tier: it stands so in the file."""

CHAIN = ("code", "name", "confidence")
ITEM = ("name", "kind")
NODE = ("code", "chain", "item", "tier", "tier_basis", "final")
GROUP = ("code", "node", "name", "share", "essential", "loss", "as_of", "confidence")
LINK = ("from_node", "to_node", "relation", "input_group", "basis")

BESIDE = frozenset({"source", "confidence", "tier_basis", "basis", "as_of"})
"""Where a row is from: a file that says of a row what is known already changes none of these."""

NAMELESS = Problem("key code", "a chain of the store has a code", "none", 'Write code = "H2" above all tables.')


def read(files: Sequence[Path]) -> tuple[Sheet, ...]:
    """The chains of the files, each with its source; InputError with everything wrong with their form."""
    if not files:
        sort_out(FORMAT.name, FORMAT.files, files)
    documents = [(path, _document(path)) for path in files]
    origins = {path: _origin(path, document) for path, document in documents}
    things: set[str] = set()
    sheets = [
        sheet
        for made in (_chain, partial(_items, things), _nodes, _groups, _grouped, _links)
        for path, document in documents
        for sheet in (_sheet(path, origins[path], made(document)),)
    ]
    return (origins_sheet(origins.values()), *sheets)


def form_of(path: Path) -> Form:
    """A chain file as far as it could be read; InputError where it is none."""
    if path.suffix != SUFFIX:
        sort_out(FORMAT.name, FORMAT.files, [path])
    return read_form(parsed(path, path.name))


def _document(path: Path) -> ChainDocument:
    form = form_of(path)
    nameless = not form.problems and not form.document.code
    raise_problems([NAMELESS] if nameless else form.problems, path.name)
    return form.document


def _origin(path: Path, document: ChainDocument) -> Origin:
    """The source a file names, or else the file itself as that of its chain, whatever it holds today."""
    return Origin(document.source or f"{BASIS} {path.name}（{document.code}）", OWN_TERMS)


class Made(NamedTuple):
    """What a document says of one kind: the table it stands in, the header and the numbered rows of its sheet."""

    kind: str
    table: str
    header: tuple[str, ...]
    rows: Sequence[Row]


def _sheet(path: Path, origin: Origin, made: Made) -> Sheet:
    return Sheet(
        f"{path.name} [[{made.table}]]",
        KINDS[made.kind],
        made.header,
        lambda: iter(made.rows),
        source=origin.code,
        row_word="entry",
        beside=BESIDE,
    )


def _chain(document: ChainDocument) -> Made:
    return Made("chain", "chain", CHAIN, [(1, (document.code, document.name, Confidence.QUOTED))])


def _items(things: set[str], document: ChainDocument) -> Made:
    """The things that nodes are places of, each once over all files."""
    rows: list[Row] = []
    for node in document.nodes:
        if node.thing not in things:
            things.add(node.thing)
            rows.append((node.number, (node.thing, node.kind or "")))
    return Made("item", "node", ITEM, rows)


def _nodes(document: ChainDocument) -> Made:
    """The nodes; where a file names no final product, it is not known which are."""
    named = any(node.final for node in document.nodes)
    rows: list[Row] = []
    for node in document.nodes:
        final = _yes(node.final) if named else ""
        rows.append((node.number, (node.code, document.code, node.thing, node.tier or "", OF_THE_FILE, final)))
    return Made("chain_node", "node", NODE, rows)


def _groups(document: ChainDocument) -> Made:
    """The groups; a share that is a range is not known to the store: it is stated there as an assumption."""
    rows: list[Row] = []
    for group, key in zip(document.groups, document.group_keys, strict=True):
        loss = "" if group.essential or group.loss == 1.0 else _number(group.loss)
        cells = (key, group.node, group.called, _number(group.share), _yes(group.essential), loss)
        rows.append((group.number, (*cells, document.as_of, Confidence.QUOTED)))
    return Made("input_group", "group", GROUP, rows)


def _grouped(document: ChainDocument) -> Made:
    """The supplies that groups imply; a link that says them too has their basis."""
    told = {(link.source, link.target): link.basis for link in document.links if link.relation is Relation.SUPPLIES}
    rows: list[Row] = [
        (group.number, (member, group.node, Relation.SUPPLIES, key, told.get((member, group.node)) or BASIS))
        for group, key in zip(document.groups, document.group_keys, strict=True)
        for member in group.members
    ]
    return Made("link", "group", LINK, rows)


def _links(document: ChainDocument) -> Made:
    """The links that no group implies."""
    grouped = {(member, group.node) for group in document.groups for member in group.members}
    rows: list[Row] = [
        (link.number, (link.source, link.target, link.relation, "", link.basis or BASIS))
        for link in document.links
        if link.relation is not Relation.SUPPLIES or (link.source, link.target) not in grouped
    ]
    return Made("link", "link", LINK, rows)


def _yes(told: bool) -> str:
    return "是" if told else "否"


def _number(amount: Amount) -> str:
    """An observed figure as a cell has it, never with an exponent; empty where there is none."""
    return f"{Decimal(repr(amount)):f}" if isinstance(amount, float) else ""


FORMAT = Format(
    "chain-file",
    "产业链文件",
    "a chain as a text file (TOML)",
    (Wanted("chain.toml", ("code", "name", "node"), several=True),),
    read,
    replaces=frozenset({"chain", "chain_node"}),
)
