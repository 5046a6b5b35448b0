"""The shape of what operations take and give: immutable, closed models."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Base of every input and output model: a value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)

    def headline(self) -> str | None:
        """The answer in one line for a person, where one line is enough; None shows all of it."""
        return None

    def holds(self) -> bool:
        """False where the answer reports a check that was asked for and failed; a command line then ends with 1."""
        return True


class Derivation(Model):
    """How a derived number came about: the rule in a sentence, and what went in.

    An input is `KIND:UUID` for a row of facts, `derived:KEY` for another derivation, `rows:KIND` for every row of a
    kind in the snapshot.
    """

    rule: str
    inputs: tuple[str, ...]
