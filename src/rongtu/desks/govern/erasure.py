"""Erasing a person from the audit: who is known there, and destroying a name with the key to what it was asked."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field
from sqlalchemy import select

from rongtu.acts import actors
from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.acts.paging import PageRequest
from rongtu.facts.records.acts import Actor
from rongtu.facts.schema import table
from rongtu.vocab.problems import RefusedError


class ActorsRequest(PageRequest):
    """A page of the people known, by name."""

    after: str = Field(default="", max_length=200, description="show what comes after this name")


class ActorState(Model):
    """A name and the pseudonym it has in the audit."""

    name: str
    actor: str


class ActorList(Model):
    """People by name."""

    actors: tuple[ActorState, ...]


class EraseRequest(Model):
    """Who, by the pseudonym: a name would stay in the trace of the erasure itself."""

    actor: UUID = Field(description="actor id, as rongtu actor list shows it")


class Erased(Model):
    """Whose name and key were destroyed."""

    actor: str

    def headline(self) -> str:
        """What was done."""
        return f"已删除 {self.actor} 的名称与密钥 (name and key destroyed)"


@operation("actor.list", kind=OperationKind.QUERY, right=Right.ERASE_PERSON, zh="列出操作人", en="List who acted")
def list_actors(context: Context, request: ActorsRequest) -> ActorList:
    """Everybody who gave a command and was not erased, by name."""
    people = table(Actor)
    page = select(people.c.name, people.c.id).where(people.c.name > request.after)
    found = context.connection.execute(page.order_by(people.c.name).limit(request.most))
    return ActorList(actors=tuple(ActorState(name=row.name, actor=str(row.id)) for row in found))


@operation(
    "actor.erase",
    kind=OperationKind.COMMAND,
    right=Right.ERASE_PERSON,
    zh="删除操作人：销毁其名称与密钥",
    en="Erase a person: destroy name and key",
)
def erase_actor(context: Context, request: EraseRequest) -> Erased:
    """Destroy the name and the key; RefusedError where there is nobody of that id, or not any more."""
    if not actors.erase(context.connection, request.actor):
        raise RefusedError(f"There is no actor {request.actor}; rongtu actor list shows who there is.")
    return Erased(actor=str(request.actor))
