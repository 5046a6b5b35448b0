"""Withholding: what the dispatcher lets out of an answer - no more than its reader may see, each part with its level.

The list of choke points is restricted whatever went into it, until it is decided that it may be shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Uuid, any_, cast, select
from sqlalchemy.dialects.postgresql import ARRAY

from rongtu.acts.models import Model
from rongtu.acts.operation import Context
from rongtu.desks.cluster.disclosing.cutting import TRACE, Sight, cut, within
from rongtu.desks.cluster.releasing import in_force
from rongtu.desks.cluster.shock.models import Shock
from rongtu.desks.cluster.value import models as told
from rongtu.facts.provenance import rows_named
from rongtu.facts.reading import rows
from rongtu.facts.records.industry import ChainNode
from rongtu.facts.records.places import Zone
from rongtu.facts.schema import METADATA, table
from rongtu.vocab.disclosure import ORDER, highest
from rongtu.vocab.evidence import Releasable, Visibility

M = TypeVar("M", bound=Model)

LEVEL = "level"


def withhold(context: Context, answer: M) -> M:
    """The answer as whoever asks may see it, with the level of what is left in it."""
    connection = context.connection
    decided = answer if _is_released(connection, _zone_of(answer)) else restricted(answer)
    seen = decided if set(context.levels) == set(ORDER) else _cut(context, decided)
    own = getattr(seen, LEVEL, None)
    if not isinstance(own, Visibility):
        return seen
    found = _levels_of(connection, rows_named(seen.model_dump(mode="json")))
    return seen.model_copy(update={LEVEL: highest((own, *_levels(seen), *found.values()))})


def restricted(value: M) -> M:
    """The same with its choke points restricted at least: who controls what of a node, and how much hangs on it."""
    changed: dict[str, Any] = {}
    for name, old in value:
        new = old if name == TRACE else _restricted(old)
        if new is not old:
            changed[name] = new
    if isinstance(value, told.NodeWorth):
        changed |= {"choke": _raised(value.choke), "controls": tuple(map(_raised, value.controls))}
    elif isinstance(value, told.Rankings):
        changed["chokes"] = tuple(map(_raised, value.chokes))
    elif isinstance(value, Shock) and value.by_control and value.impact is not None:
        changed["impact"] = _raised(value.impact)
    return value.model_copy(update=changed) if changed else value


def _restricted(value: Any) -> Any:
    if isinstance(value, Model):
        return restricted(value)
    if isinstance(value, tuple):
        parts = tuple(map(_restricted, value))
        return value if all(new is old for new, old in zip(parts, value, strict=True)) else parts
    if isinstance(value, dict):
        return {name: _restricted(part) for name, part in value.items()}
    return value


def _raised(value: M) -> M:
    """A model whose figures are restricted at least."""
    if isinstance(value, told.Estimated):
        return value.model_copy(update={LEVEL: highest((value.level, Visibility.RESTRICTED))})
    figures = {name: _raised(part) for name, part in value if isinstance(part, told.Estimated)}
    return value.model_copy(update=figures)


def _zone_of(answer: Model) -> str:
    """The name of the zone an answer is about, or the value in it."""
    own: str | None = getattr(answer, "zone", None)
    return own or next((zone for _, part in answer if isinstance(part, Model) and (zone := _zone_of(part))), "")


def _is_released(connection: Connection, zone: str) -> bool:
    found = rows(connection, Zone, table(Zone).c.name == zone) if zone else []
    return bool(found) and bool(in_force(connection, found[0].id, Releasable.CHOKES))


def _cut(context: Context, answer: M) -> M:
    hidden = _hidden(context, set(rows_named(answer.model_dump(mode="json"))))
    nodes = [UUID(ref.partition(":")[2]) for ref in hidden if ref.startswith("chain_node:")]
    codes: frozenset[str] = frozenset()
    if nodes:
        with context.above():
            places = table(ChainNode)
            codes = frozenset(context.connection.execute(select(places.c.code).where(places.c.id.in_(nodes))).scalars())
    sight = Sight(frozenset(context.levels), hidden, codes)
    return _noted(cut(answer, sight), sight)


def _noted(answer: M, sight: Sight) -> M:
    """The answer saying how much of it is not shown."""
    figures = f"{sight.figures} 个数" if sight.figures else ""
    entries = f"{sight.entries} 条记录" if sight.entries else ""
    notes: tuple[str, ...] | None = getattr(answer, "notes", None)
    if notes is None or not (figures or entries):
        return answer
    said = "、".join(part for part in (figures, entries) if part)
    return answer.model_copy(update={"notes": (*notes, f"另有{said}高于可见范围，未公开。")})


def _hidden(context: Context, refs: Iterable[str]) -> Mapping[str, Visibility]:
    """The rows named that whoever asks may not see, with their levels; those not there at all among them."""
    named = set(refs)
    missing = named - set(_levels_of(context.connection, named))
    if not missing:
        return {}
    if not context.cut:
        return dict.fromkeys(missing, ORDER[-1])
    with context.above():
        return {**dict.fromkeys(missing, ORDER[-1]), **_levels_of(context.connection, missing)}


def _levels_of(connection: Connection, refs: Iterable[str]) -> Mapping[str, Visibility]:
    """The level of each row named that this transaction shows; of a kind without levels it is public."""
    by_kind: defaultdict[str, list[UUID]] = defaultdict(list)
    for ref in refs:
        kind, _, identity = ref.partition(":")
        if kind in METADATA.tables:
            by_kind[kind].append(UUID(identity))
    found: dict[str, Visibility] = {}
    for kind, identities in by_kind.items():
        source = METADATA.tables[kind]
        if "visibility" not in source.c:
            found |= {f"{kind}:{identity}": Visibility.PUBLIC for identity in identities}
            continue
        wanted = source.c.id == any_(cast(identities, ARRAY(Uuid)))
        lines = connection.execute(select(source.c.id, source.c.visibility).where(wanted))
        found |= {f"{kind}:{line.id}": Visibility(line.visibility) for line in lines}
    return found


def _levels(value: object) -> Iterator[Visibility]:
    """The level of every figure in an answer that is shown."""
    yield from (figure.level for figure in within(value, told.Estimated) if not figure.withheld)
