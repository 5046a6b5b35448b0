"""People and ties: experts and technology managers, what they are to a body, and who takes part in an alliance."""

from typing import Annotated
from uuid import UUID

from rongtu.facts.fields import Field, Record, Sensitivity, record
from rongtu.vocab.dates import PartialDate
from rongtu.vocab.people import Availability, LegalBasis, MemberRole, PersonRole


@record(zh="人员", en="Person", section="identity", key=("code",))
class Person(Record):
    """An expert or technology manager; no real person stands in any built-in set."""

    code: Annotated[str, Field("编号", "code", note="says nothing of who it is")]
    name: Annotated[str | None, Field("姓名", "name", sensitivity=Sensitivity.PERSONAL, note="empty once erased")]
    title: Annotated[str | None, Field("职称", "title", sensitivity=Sensitivity.PERSONAL)]
    contact: Annotated[str | None, Field("联系方式", "contact", sensitivity=Sensitivity.PERSONAL)]
    region: Annotated[UUID | None, Field("行政区", "region", refers="region")]
    fields: Annotated[tuple[str, ...], Field("专长", "expertise")]
    availability: Annotated[Availability, Field("可用方式", "availability")]
    purpose: Annotated[str, Field("处理目的", "purpose of keeping")]
    legal_basis: Annotated[LegalBasis, Field("法律依据", "legal basis")]
    keep_until: Annotated[PartialDate | None, Field("保存至", "keep until")]


@record(zh="任职", en="Role", section="identity", key=("person", "organisation", "role", "since"))
class Role(Record):
    """What a person is to an organisation, and since when."""

    person: Annotated[UUID, Field("人员", "person", refers="person")]
    organisation: Annotated[UUID, Field("组织", "organisation", refers="organisation")]
    role: Annotated[PersonRole, Field("身份", "role")]
    since: Annotated[PartialDate | None, Field("起", "since")]
    until: Annotated[PartialDate | None, Field("止", "until")]


@record(
    zh="成员关系",
    en="Membership",
    section="identity",
    key=("organisation", "consortium", "cluster", "zone", "since"),
    exactly_one=(("consortium", "cluster", "zone"),),
)
class Membership(Record):
    """An organisation's part in a consortium, a cluster or the alliance of a zone, and since when."""

    organisation: Annotated[UUID, Field("组织", "organisation", refers="organisation")]
    consortium: Annotated[UUID | None, Field("创新联合体", "consortium", refers="consortium")]
    cluster: Annotated[UUID | None, Field("集群", "cluster", refers="cluster")]
    zone: Annotated[UUID | None, Field("区域联盟", "alliance of a zone", refers="zone")]
    role: Annotated[MemberRole, Field("身份", "role")]
    since: Annotated[PartialDate | None, Field("起", "since")]
    until: Annotated[PartialDate | None, Field("止", "until")]
