"""`rongtu engine chain`: chains read from files, without a database: two tables, or one file that also has figures."""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from rongtu.engines.chain import Chain, Link, Node, diagnose
from rongtu.engines.chain.document import check, has_figures
from rongtu.engines.chain.document.reading import read
from rongtu.faces.cli import engine_files as files
from rongtu.faces.cli.chain_toml import SUFFIX, read_chain_form
from rongtu.faces.cli.writing import write_file
from rongtu.vocab.chain_document_form import in_file, raise_problems
from rongtu.vocab.chains import NodeKind, Relation, Tier
from rongtu.vocab.problems import InputError, Problem

MOST_FINDINGS = 100
"""Findings told on standard error; the JSON has all of them."""

Code = TypeVar("Code", bound=StrEnum)


def chain(
    files_given: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…",
            help="One chain file (TOML), or two CSV: NODES with node_code, name_zh, tier, kind, and if several chains "
            "chain; EDGES with from_node, to_node, relation, chain.",
        ),
    ],
    out: Annotated[Path | None, typer.Option(help="JSON file to write; without it, standard output.")] = None,
) -> None:
    """Read chains: the map, what is unknown, the order of questions, and of a file with figures its value, as JSON."""
    match files_given:
        case [one] if one.suffix == SUFFIX:
            told = _of_file(one)
        case [nodes, edges] if SUFFIX not in (nodes.suffix, edges.suffix):
            told = {"chains": [dataclasses.asdict(diagnose(found)) for found in _chains(nodes, edges)]}
        case _:
            given = " ".join(map(str, files_given))
            mend = "Name the TOML file alone, or the tables of nodes and of edges."
            raise InputError.single("FILE", "one chain file, or a table of nodes and one of edges", given, mend)
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    if out is None:
        typer.echo(text, nl=False)
    else:
        write_file(out, text.encode())


def _of_file(path: Path) -> dict[str, Any]:
    """What a chain file says: its reading, its findings, and its value where it has figures."""
    form = read_chain_form(path)
    found = check(form.document, form.problems)
    raise_problems(found.errors, str(path))
    findings = in_file(found.findings, str(path))
    _tell(findings)
    told: dict[str, Any] = {
        "chains": [dataclasses.asdict(read(form.document))],
        "findings": [dataclasses.asdict(finding) for finding in findings],
        "value": None,
    }
    if has_figures(form.document):
        # the solver is loaded where it is needed: every command would start later
        from rongtu.engines.chain.document.valuing import assessed

        told["value"] = dataclasses.asdict(assessed(form.document))
    return told


def _tell(findings: list[Problem]) -> None:
    for finding in findings[:MOST_FINDINGS]:
        typer.echo(f"留意 finding  {finding}", err=True)
    if len(findings) > MOST_FINDINGS:
        typer.echo(f"……另有 {len(findings) - MOST_FINDINGS} 条 (and more)", err=True)


def _chains(nodes: Path, edges: Path) -> list[Chain]:
    header, node_rows = files.read_csv(nodes, ("node_code", "name_zh", "tier", "kind"))
    _, edge_rows = files.read_csv(edges, ("from_node", "to_node", "relation", "chain"))
    names = sorted({row.cells["chain"] for row in (node_rows if "chain" in header else edge_rows)})
    if "chain" not in header and len(names) > 1:
        rule = "nodes of several chains say which chain they are of"
        raise InputError.single(f"{nodes}, row 1", rule, header, "Add a column chain.")
    members: defaultdict[str, list[Node]] = defaultdict(list)
    links: defaultdict[str, list[Link]] = defaultdict(list)
    for row in node_rows:
        cells = row.cells
        tier, kind = _code(row, "tier", Tier), _code(row, "kind", NodeKind)
        node = Node(cells["node_code"], cells["name_zh"], cells["name_zh"], tier, kind)
        members[cells.get("chain", names[0] if names else "")].append(node)
    for row in edge_rows:
        link = Link(row.cells["from_node"], row.cells["to_node"], _code(row, "relation", Relation))
        links[row.cells["chain"]].append(link)
    return [Chain(name, name, tuple(members[name]), tuple(links[name])) for name in sorted({*members, *links})]


def _code(row: files.Row, column: str, codes: type[Code]) -> Code:
    try:
        return codes(row.cells[column])
    except ValueError:
        rule = f"one of {', '.join(codes)}"
        raise InputError.single(f"{row.where}, column {column}", rule, row.cells[column], "Correct it.") from None
