"""Who is who: the key of an organisation, and whether a row speaks of one that is known already.

The key is the USCC, else the exchange code, else the code of the Ministry of Education, else region and name in one
spelling. A row with an exchange code or USCC that a known body has is that body's; a mere likeness of names merges
nothing: it is put on the list of possible duplicates when the row lands.
"""

from __future__ import annotations

import polars as pl
from sqlalchemy import Connection, text

from rongtu.facts.fields import Kind
from rongtu.vocab.text import normalised_name

ORGANISATION = "organisation"
NOWHERE = "未知"

PREFIXES = (("uscc", "uscc:"), ("listed_code", "listed:"), ("moe_code", "moe:"))
"""What a key is made of, best first."""

IDENTIFIERS = ("listed_code", "uscc")
"""What tells a known body for certain; the credit code has the last word."""


Known = dict[tuple[str, str, str], tuple[str, str]]
"""Identifier, nature and cell to the key of the body that has it, and to its USCC (empty where unknown)."""


def derive(
    connection: Connection, kind: Kind, frame: pl.DataFrame, keys: pl.Series | None, staged: Known
) -> pl.DataFrame:
    """The frame with the fields derived for its kind; `keys` are the keys of the regions of its rows.

    `staged` holds the identifiers of bodies further up in the files, and is added to.
    """
    if kind.name != ORGANISATION:
        return frame
    regions = pl.lit(None, pl.String) if keys is None else keys
    unsaid = [name for name in ("code", *(name for name, _ in PREFIXES)) if name not in frame.columns]
    frame = frame.with_columns(
        name_keys(frame["name"]), regions.alias("_region"), *(pl.lit(None, pl.String).alias(name) for name in unsaid)
    )
    made = [pl.col("code"), *(pl.lit(prefix) + pl.col(name) for name, prefix in PREFIXES)]
    by_name = pl.concat_str(pl.lit("name:"), pl.col("_region").fill_null(NOWHERE), pl.lit("|"), pl.col("name_key"))
    frame = frame.with_columns(pl.coalesce(*made, by_name).alias("code")).drop("_region")
    for name in IDENTIFIERS:
        frame = _same_bodies(frame, name, _stored(connection, frame, name) | staged)
        staged |= _told(frame, name)
        frame = _same_bodies(frame, name, staged)
    return frame


PLAIN = r"^[0-9A-Za-z\x{4E00}-\x{9FFF}\x{FF01}-\x{FF5E} \x{3000}().,&·-]*$"
"""Names in which nothing but width, case and blanks can differ: their spelling is had without going by letters."""


def name_keys(names: pl.Series) -> pl.Series:
    """Each name as `normalised_name` spells it; a million plain names take a second."""
    plain = names.str.contains(PLAIN).fill_null(value=True)
    fast = names.str.normalize("NFKC").str.to_lowercase().str.replace_all(" ", "", literal=True)
    if not plain.all():
        odd = [None if is_plain else normalised_name(name) for name, is_plain in zip(names, plain, strict=True)]
        fast = pl.Series(odd, dtype=pl.String).zip_with(~plain, fast)
    return fast.alias("name_key")


def _stored(connection: Connection, frame: pl.DataFrame, name: str) -> Known:
    """The bodies of the store with an identifier that rows of the frame have."""
    cells = frame[name].drop_nulls().unique().to_list()
    if not cells:
        return {}
    query = (
        f"SELECT nature, {name}, code, coalesce(uscc, '') FROM organisation "
        f"WHERE {name} = ANY(string_to_array(:cells, E'\\n')) AND nature = ANY(:natures)"
    )
    # one text, since a list of many is slow to send
    bound = {"cells": "\n".join(cells), "natures": frame["nature"].unique().to_list()}
    return {(name, row[0], row[1]): (row[2], row[3]) for row in connection.execute(text(query), bound)}


def _told(frame: pl.DataFrame, name: str) -> Known:
    """The identifiers the rows have, but for a USCC that is the key itself: that every row with it comes to."""
    told = pl.col(name).is_not_null()
    if name == "uscc":
        told &= pl.col("code") != pl.lit("uscc:") + pl.col("uscc")
    rows = frame.filter(told)
    known: Known = {}
    for nature, cell, code, uscc in zip(rows["nature"], rows[name], rows["code"], rows["uscc"], strict=True):
        known.setdefault((name, nature, cell), (code, uscc or ""))
    return known


def _same_bodies(frame: pl.DataFrame, name: str, known: Known) -> pl.DataFrame:
    """The frame with the keys of known bodies for the rows that have one's identifier."""
    if not any(one == name for one, _, _ in known):
        return frame
    rows = zip(frame["nature"], frame[name], frame["code"], frame["uscc"], strict=True)
    codes = [_same(known.get((name, nature, cell)), code, uscc) for nature, cell, code, uscc in rows]
    return frame.with_columns(pl.Series("code", codes, dtype=pl.String))


def _same(known: tuple[str, str] | None, code: str, uscc: str | None) -> str:
    """The known body's code, unless the two have different USCCs: then they are two, and go to review."""
    if known is None or (known[1] and uscc and known[1] != uscc):
        return code
    return known[0]


LIKE = """
    INSERT INTO duplicate (id, first, second, reason, state, nature, visibility)
    SELECT gen_random_uuid(), pair.first, pair.second, :reason, 'open', pair.nature, pair.visibility FROM (
        SELECT DISTINCT ON (new.id) old.id AS first, new.id AS second, new.nature, new.visibility
        FROM staged_organisation new
        JOIN organisation old ON old.name_key = new.name_key AND old.nature = new.nature AND old.id <> new.id
        WHERE (old.region = new.region OR old.region IS NULL OR new.region IS NULL)
          AND (NOT EXISTS (SELECT FROM staged_organisation s WHERE s.id = old.id) OR old.id < new.id)
        ORDER BY new.id, old.id
    ) pair
    WHERE NOT EXISTS (
        SELECT FROM duplicate d WHERE (d.first, d.second) IN ((pair.first, pair.second), (pair.second, pair.first)))
"""
"""Bodies just landed whose name and region do not tell them from another: each is put beside one of the others."""

REASON = "同名且所在地相同或不明 same name, same or unknown region"


def list_duplicates(connection: Connection) -> int:
    """Put the organisations just staged and landed that look like another on the review list; how many were put."""
    return connection.execute(text(LIKE), {"reason": REASON}).rowcount
