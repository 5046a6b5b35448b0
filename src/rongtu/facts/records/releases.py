"""Releases: decisions that a result that is restricted by default may be shown to everybody, and until when."""

from typing import Annotated
from uuid import UUID

from rongtu.facts.fields import Field, record
from rongtu.vocab.dates import PartialDate
from rongtu.vocab.evidence import Nature, Releasable, Visibility


@record(zh="公开决定", en="Release", section="review", key=())
class Release:
    """A decision that a computed list of a zone may be shown; withdrawn it is kept, and shown no longer."""

    what: Annotated[Releasable, Field("公开内容", "what is released")]
    zone: Annotated[UUID, Field("区域", "zone", refers="zone")]
    decided_by: Annotated[str, Field("决定单位", "decided by", note="an office or function, not a private person")]
    decided_on: Annotated[PartialDate, Field("决定时间", "decided on")]
    reason: Annotated[str, Field("理由", "reason")]
    until: Annotated[PartialDate | None, Field("有效至", "until", note="the last day; none: until withdrawn")]
    withdrawn_on: Annotated[PartialDate | None, Field("撤回时间", "withdrawn on")]
    nature: Annotated[Nature, Field("性质", "nature", note="real, fictional or synthetic")]
    visibility: Annotated[Visibility, Field("可见范围", "visibility", note="public: that it is decided is no secret")]
