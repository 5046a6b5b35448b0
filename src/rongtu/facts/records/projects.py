"""Projects: programmes, projects of public R&D, consortia and their milestones."""

from typing import Annotated
from uuid import UUID

from rongtu.facts.fields import Field, Record, record
from rongtu.vocab.dates import PartialDate
from rongtu.vocab.money import Fen


@record(zh="研发专项", en="Programme", section="means", key=("code",), called=("title",), ordered=(("begins", "ends"),))
class Programme(Record):
    """A public R&D programme."""

    code: Annotated[str, Field("编号", "code")]
    title: Annotated[str, Field("名称", "title")]
    issuer: Annotated[str | None, Field("组织部门", "issuer")]
    region: Annotated[UUID | None, Field("行政区", "region", refers="region")]
    budget: Annotated[Fen | None, Field("经费", "budget", unit="fen", least=0)]
    begins: Annotated[PartialDate | None, Field("起", "begins")]
    ends: Annotated[PartialDate | None, Field("止", "ends")]


@record(zh="研发项目", en="R&D project", section="means", key=("code",))
class Project(Record):
    """A project or subject of a public R&D programme: who worked on what, not a result on offer."""

    code: Annotated[str, Field("编号", "number")]
    title: Annotated[str, Field("名称", "title")]
    kind: Annotated[str, Field("层级", "kind", note="national_rd_project or national_rd_subject")]
    programme: Annotated[str, Field("专项", "programme")]
    performer: Annotated[str | None, Field("承担单位", "performing body as found")]
    organisation: Annotated[UUID | None, Field("承担单位（组织）", "performer", refers="organisation")]
    region: Annotated[UUID | None, Field("省级行政区", "province", refers="region")]


@record(zh="创新联合体", en="Consortium", section="means", key=("code",), called=("name",))
class Consortium(Record):
    """A firm-led alliance with universities and institutes for a purpose."""

    code: Annotated[str, Field("编号", "code")]
    name: Annotated[str, Field("名称", "name")]
    lead: Annotated[UUID | None, Field("牵头单位", "lead", refers="organisation")]
    chain: Annotated[UUID | None, Field("产业链", "chain", refers="chain")]
    purpose: Annotated[str | None, Field("任务", "purpose")]
    formed_on: Annotated[PartialDate | None, Field("成立时间", "formed on")]


@record(
    zh="里程碑",
    en="Milestone",
    section="means",
    key=("code",),
    exactly_one=(("project", "consortium"),),
)
class Milestone(Record):
    """What a project or consortium is to have done by when, and when it was signed off."""

    code: Annotated[str, Field("编号", "code")]
    project: Annotated[UUID | None, Field("研发项目", "project", refers="project")]
    consortium: Annotated[UUID | None, Field("创新联合体", "consortium", refers="consortium")]
    title: Annotated[str, Field("内容", "title")]
    due: Annotated[PartialDate | None, Field("期限", "due")]
    done_on: Annotated[PartialDate | None, Field("完成时间", "done on")]
    signed_off_by: Annotated[str | None, Field("验收方", "signed off by", note="an office or function")]
