"""`rongtu engine match`: the text ranking of a corpus for each query of a file, without a database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from rongtu.desks.transfer.encoding import Encoding, encode
from rongtu.engines.match import Need, Offer, build_index, rank_texts
from rongtu.faces.cli import engine_files as files
from rongtu.faces.cli.writing import write_file
from rongtu.vocab.problems import Problem

EVERY = 100
"""Queries answered between two words of progress."""


def match(
    corpus: Annotated[Path, typer.Option(help="JSON Lines: id, text, and if known title.")],
    queries: Annotated[Path, typer.Option(help="JSON Lines: id, text, and if known title.")],
    out: Annotated[Path, typer.Option(help="Run file to write: query-id, corpus-id, score, tab separated.")],
    *,
    top: Annotated[int, typer.Option(min=1, help="Documents listed per query.")] = 1000,
    words: Annotated[bool, typer.Option("--words", help="By words alone: nothing is encoded.")] = False,
) -> None:
    """Rank a corpus for each query by the text model: words and, unless told otherwise, meaning.

    This is the text part of a score alone, before the product's threshold for leads and without any other feature.
    """
    documents = files.read_jsonl(corpus, ("id", "text"))
    asked = files.read_jsonl(queries, ("id", "text"))
    files.raise_any([_bad_id(row) for row in (*documents, *asked) if set(row.cells["id"]) & set("\t\r\n")])
    offers = [Offer(row.cells["id"], "document", row.cells.get("title", ""), row.cells["text"]) for row in documents]
    needs = [Need(row.cells["id"], row.cells.get("title", ""), row.cells["text"]) for row in asked]
    encoding = Encoding() if words else encode(offers, needs, _progress)
    if encoding.remark:
        _progress(encoding.remark)
    index = build_index(offers, vectors=encoding.offers, encoder=encoding.encoder)
    lines = ["query-id\tcorpus-id\tscore"]
    for number, need in enumerate(needs):
        if number and number % EVERY == 0:
            _progress(f"{number}/{len(needs)}")
        ranked = rank_texts(index, need, top, _vector(encoding, number))
        lines += [f"{need.key}\t{key}\t{score!r}" for key, score in ranked]
    write_file(out, ("\n".join(lines) + "\n").encode())


def _vector(encoding: Encoding, number: int) -> Sequence[float] | None:
    """The vector of the query in this place; None where it has none."""
    if encoding.needs is None or np.isnan(encoding.needs[number]).any():
        return None
    vector: Sequence[float] = encoding.needs[number].tolist()
    return vector


def _progress(told: str) -> None:
    typer.echo(told, err=True)


def _bad_id(row: files.Row) -> Problem:
    return Problem(f"{row.where}, id", "an id has no tab or line break", repr(row.cells["id"]), "Change the id.")
