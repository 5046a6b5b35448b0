"""Columns: rows of a statement as a Polars frame, for what a region has a million of; no object is made of a row.

PostgreSQL copies the rows out as text within the transaction open, so that row-level security holds as for any query.
Time and memory are linear in the rows; memory is about twice that of their text.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import polars as pl
from sqlalchemy import Connection


def columns(
    connection: Connection, statement: str, given: Mapping[str, Any], kinds: Mapping[str, type[pl.DataType]]
) -> pl.DataFrame:
    """The rows of a SELECT, its parameters written as %(name)s, with columns of these kinds in this order."""
    schema = {name: kind() for name, kind in kinds.items()}
    driver = connection.connection.driver_connection
    assert driver is not None
    text = io.BytesIO()
    with driver.cursor() as cursor, cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT csv)", given) as blocks:
        for block in blocks:
            text.write(block)
    # a file without a row is an error to the reader
    if not text.tell():
        return pl.DataFrame(schema=schema)
    text.seek(0)
    return pl.read_csv(text, has_header=False, schema=schema)
