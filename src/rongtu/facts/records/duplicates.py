"""Duplicates: pairs of organisations that may be one body, what was decided of them, and by whom."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from rongtu.facts.fields import Field, record
from rongtu.vocab.evidence import Nature, Visibility
from rongtu.vocab.organisations import DuplicateState


@record(zh="疑似重复", en="Possible duplicate", section="review", key=("first", "second"))
class Duplicate:
    """Two organisations that may be one; when merged the second counts as the first, and undoing it parts them."""

    first: Annotated[UUID, Field("保留组织", "kept organisation", refers="organisation")]
    second: Annotated[UUID, Field("疑似重复组织", "possible duplicate", refers="organisation")]
    reason: Annotated[str, Field("理由", "reason")]
    state: Annotated[DuplicateState, Field("状态", "state")]
    decided_at: Annotated[datetime | None, Field("决定时间", "decided at")]
    nature: Annotated[Nature, Field("性质", "nature", note="real, fictional or synthetic")]
    visibility: Annotated[Visibility, Field("可见范围", "visibility")]
