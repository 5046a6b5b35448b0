"""The shape of what operations take and give: immutable, closed models."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Base of every input and output model: a value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
