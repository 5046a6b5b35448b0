"""Duplicates: organisations that may be one body - the review list, and what was decided of each pair."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

from pydantic import Field
from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.postgresql import insert

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.facts.fields import KINDS
from rongtu.facts.intake.references import resolve
from rongtu.facts.merges import merged
from rongtu.facts.schema import table
from rongtu.vocab.evidence import Visibility
from rongtu.vocab.organisations import DuplicateState
from rongtu.vocab.problems import RefusedError

PAIRS, BODIES = table("duplicate"), table("organisation")


class DuplicatesRequest(Model):
    """Which pairs: those in a state, a page at a time."""

    state: DuplicateState = Field(
        default=DuplicateState.OPEN, description="open 待核、merged 已合并、distinct 确为两家"
    )
    after: str = Field(default="", max_length=40, description="show what comes after this pair")
    most: int = Field(default=50, ge=1, le=1_000, description="pairs on a page")


class Pair(Model):
    """Two organisations that may be one, with what tells them apart."""

    pair: str
    first: str
    first_name: str
    second: str
    second_name: str
    reason: str
    state: DuplicateState


class Pairs(Model):
    """A page of pairs."""

    pairs: tuple[Pair, ...]
    total: int


class DecideRequest(Model):
    """What is decided of a pair: the second counts as the first, they are two, or it is open again."""

    pair: UUID = Field(description="编号，见 rongtu duplicate list (id of the pair)")
    state: DuplicateState = Field(description="merged 合并、distinct 确为两家、open 撤销决定")


class ProposeRequest(Model):
    """Two organisations somebody holds to be one: by key, credit code, exchange code or name."""

    first: str = Field(max_length=400, description="保留的组织 (the one to keep)")
    second: str = Field(max_length=400, description="疑似重复的组织 (the other)")
    reason: str = Field(max_length=1_000, description="理由 (why)")


@operation(
    "duplicate.list",
    kind=OperationKind.QUERY,
    right=Right.READ_PUBLIC,
    zh="查看疑似重复的组织",
    en="List organisations that may be one body",
)
def list_duplicates(context: Context, request: DuplicatesRequest) -> Pairs:
    """A page of the pairs in that state, in the order of their ids."""
    state = PAIRS.c.state == request.state.value
    page = [state, PAIRS.c.id > UUID(request.after)] if request.after else [state]
    total = context.connection.execute(select(func.count()).select_from(PAIRS).where(state)).scalar_one()
    return Pairs(pairs=_pairs(context.connection, *page, most=request.most), total=total)


@operation(
    "duplicate.decide",
    kind=OperationKind.COMMAND,
    right=Right.LOAD_FACTS,
    zh="决定一对疑似重复：合并、确为两家，或撤销决定",
    en="Decide on a pair: one body, two, or open again",
)
def decide_duplicate(context: Context, request: DecideRequest) -> Pair:
    """Decide; nothing is rewritten, so that a merge can be undone. RefusedError for a pair that is not there."""
    (pair,) = _pairs(context.connection, PAIRS.c.id == request.pair) or (None,)
    if pair is None:
        raise RefusedError(f"There is no pair {request.pair}; see rongtu duplicate list.")
    if request.state is DuplicateState.MERGED and pair.state is not DuplicateState.MERGED:
        _check_mergeable(context.connection, request.pair)
    decided = None if request.state is DuplicateState.OPEN else datetime.now(UTC)
    changed = update(PAIRS).where(PAIRS.c.id == request.pair).values(state=request.state.value, decided_at=decided)
    context.connection.execute(changed)
    return pair.model_copy(update={"state": request.state})


@operation(
    "duplicate.propose",
    kind=OperationKind.COMMAND,
    right=Right.LOAD_FACTS,
    zh="提出一对疑似重复的组织",
    en="Put two organisations on the review list",
)
def propose_duplicate(context: Context, request: ProposeRequest) -> Pair:
    """Put the pair on the list, where it waits for a decision. RefusedError where a name means no body, or several."""
    found = resolve(
        context.connection, KINDS["organisation"], [request.first, request.second], context.nature.value, staged=False
    )
    for name, meant in found.items():
        if meant.fault:
            raise RefusedError(f"{name}: {meant.fault}. {meant.mend}")
    first, second = UUID(found[request.first].id), UUID(found[request.second].id)
    if first == second:
        raise RefusedError("Both names mean the same organisation.")
    row = {
        "id": uuid4(),
        "first": first,
        "second": second,
        "reason": request.reason,
        "state": DuplicateState.OPEN.value,
        "nature": context.nature.value,
        "visibility": Visibility.PUBLIC.value,
    }
    context.connection.execute(insert(PAIRS).values(row).on_conflict_do_nothing())
    (pair,) = _pairs(context.connection, PAIRS.c.first == first, PAIRS.c.second == second)
    return pair


def _check_mergeable(connection: Connection, identity: UUID) -> None:
    first, second = connection.execute(select(PAIRS.c.first, PAIRS.c.second).where(PAIRS.c.id == identity)).one()
    same = merged(connection)
    if second in same:
        raise RefusedError("The second organisation is merged into another already; undo that first.")
    if same.get(first, first) == second:
        raise RefusedError("The first organisation is merged into the second already; undo that first.")


def _pairs(connection: Connection, *where: object, most: int | None = None) -> tuple[Pair, ...]:
    first, second = BODIES.alias("first_body"), BODIES.alias("second_body")
    query = (
        select(
            PAIRS.c.id,
            first.c.code.label("first"),
            first.c.name.label("first_name"),
            second.c.code.label("second"),
            second.c.name.label("second_name"),
            PAIRS.c.reason,
            PAIRS.c.state,
        )
        .join(first, first.c.id == PAIRS.c.first)
        .join(second, second.c.id == PAIRS.c.second)
        .where(*where)  # type: ignore[arg-type]
        .order_by(PAIRS.c.id)
        .limit(most)
    )
    return tuple(
        Pair(pair=str(row.id), **{name: value for name, value in row._mapping.items() if name != "id"})
        for row in connection.execute(query)
    )
