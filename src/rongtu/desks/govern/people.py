"""People in the facts: what is kept of a person, and erasing what names them."""

from __future__ import annotations

from pydantic import Field
from sqlalchemy import update

from rongtu.acts.authority import Right
from rongtu.acts.models import Model
from rongtu.acts.operation import Context, OperationKind, operation
from rongtu.facts.fields import KINDS, Sensitivity
from rongtu.facts.schema import table
from rongtu.vocab.problems import RefusedError

PERSONAL = tuple(column.name for column in KINDS["person"].columns if column.field.sensitivity is Sensitivity.PERSONAL)
"""Fields of a person that name them."""


class EraseRequest(Model):
    """Which person, by the code that says nothing of who it is."""

    code: str = Field(max_length=200, description="人员编号 (code of the person)")


class Erased(Model):
    """What was erased."""

    code: str
    fields: tuple[str, ...]


@operation(
    "person.erase",
    kind=OperationKind.COMMAND,
    right=Right.ERASE_PERSON,
    zh="删除一名人员的个人信息",
    en="Erase what names a person",
)
def erase_person(context: Context, request: EraseRequest) -> Erased:
    """Empty the personal fields; what hangs on the person stays, and names nobody. RefusedError where there is none."""
    people = table("person")
    found = update(people).where(people.c.code == request.code).values(dict.fromkeys(PERSONAL))
    if not context.connection.execute(found).rowcount:
        raise RefusedError(f"There is no person {request.code}.")
    return Erased(code=request.code, fields=PERSONAL)
