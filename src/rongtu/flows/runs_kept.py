"""Runs as the store keeps them: a result opened again, what its V was computed from, what a list tells of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import Connection, Select, Text, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB

from rongtu.acts.openings import show_natures
from rongtu.acts.operation import Context
from rongtu.desks.cluster.disclosing.withholding import withhold
from rongtu.facts.records.acts import Run, RunInputs
from rongtu.facts.schema import table
from rongtu.flows.explained import Side
from rongtu.flows.inputs_kept import from_json
from rongtu.flows.result import LoopResult
from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import RefusedError


def result_of(context: Context, run: str) -> LoopResult:
    """The result kept under that run id as whoever asks may see it now: what was released may be withdrawn since.

    RefusedError where there is none, or this version cannot read it.
    """
    runs = table(Run)
    kept = context.connection.execute(select(runs.c.result, runs.c.version).where(runs.c.id == UUID(run))).one_or_none()
    if kept is None:
        raise unknown(run)
    try:
        result = LoopResult.model_validate_json(kept.result)
    except ValidationError as error:
        raise RefusedError(
            f"Run {run} was kept by version {kept.version}, whose result this version cannot read "
            f"({error.error_count()} fields do not fit). It is as it was in the store; that version opens it."
        ) from error
    # a run is of any nature: its rows are looked up among those of the same
    show_natures(context.connection, [result.nature])
    return withhold(context, result)


def side_of(connection: Connection, run: str, version: str, result: LoopResult) -> Side:
    """A run with what its V was computed from, where that was kept and may be seen."""
    kept = table(RunInputs)
    found = connection.execute(select(kept.c.inputs).where(kept.c.run == UUID(run))).scalar_one_or_none()
    if found is None:
        why = f"（版本 {version}）没有保存估值的输入，或其可见范围高于所见"
        return Side(result, version, why=why)
    try:
        inputs = from_json(found)
    except RefusedError as error:
        return Side(result, version, why=f"的输入不能读：{error}")
    return Side(result, version, inputs)


def summaries() -> Select[Any]:
    """Runs with what is read off their results by the server: a result is a megabyte or more."""
    runs = table(Run)
    result = cast(runs.c.result, JSONB)
    return select(
        *(runs.c[name] for name in ("id", "kept_at", "operation", "version", "snapshot", "result_hash", "visibility")),
        cast(runs.c.parameters, JSONB)["zone"].astext.label("zone"),
        func.coalesce(result["nature"].astext, cast(Nature.REAL.value, Text)).label("nature"),
        func.coalesce(func.jsonb_array_length(result["chains"]), 0).label("chains"),
    )


def unknown(run: str) -> RefusedError:
    """What is said where there is no such run, or it is not seen."""
    return RefusedError(f"There is no run {run}; rongtu run list shows those there are.")
