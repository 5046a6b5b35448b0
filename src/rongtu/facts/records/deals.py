"""Deals: how far a need and an offer have come with each other."""

from typing import Annotated
from uuid import UUID

from rongtu.facts.fields import Field, Record, record
from rongtu.vocab.dates import PartialDate
from rongtu.vocab.means import DealStage
from rongtu.vocab.money import Fen


@record(zh="对接", en="Deal", section="deals", key=("code",))
class Deal(Record):
    """One need and one partner: the stage reached and when, with what was agreed where something was."""

    code: Annotated[str, Field("编号", "code")]
    need: Annotated[UUID, Field("需求", "need", refers="need")]
    technology: Annotated[UUID | None, Field("成果", "technology", refers="technology")]
    partner: Annotated[UUID, Field("合作方", "partner", refers="organisation")]
    stage: Annotated[DealStage, Field("阶段", "stage")]
    stage_on: Annotated[PartialDate, Field("阶段时间", "stage reached on")]
    amount: Annotated[Fen | None, Field("合同额", "amount agreed", unit="fen", least=0)]
    outcome: Annotated[str | None, Field("结果说明", "what came of it")]
