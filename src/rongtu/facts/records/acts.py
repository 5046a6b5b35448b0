"""What was done and is to do: the audit and the chain that seals it, answers, runs and their inputs, jobs, events."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from rongtu.facts.fields import Field, Sensitivity, record
from rongtu.vocab.digests import HashAlgorithm
from rongtu.vocab.evidence import Nature, Visibility
from rongtu.vocab.jobs import JobState


@record(zh="操作人", en="Actor", section="trace", key=("name",))
class Actor:
    """Who acts, while it is known: the name behind a random pseudonym, and that person's key; erasure removes it."""

    name: Annotated[str, Field("名称", "name", sensitivity=Sensitivity.PERSONAL)]
    key: Annotated[str, Field("密钥", "key", note="256 bits in hexadecimal", sensitivity=Sensitivity.PERSONAL)]


@record(zh="审计记录", en="Audit entry", section="trace", key=())
class AuditEntry:
    """One command that took effect: who, what, when, and the hash of what was asked; appended, never changed."""

    at: Annotated[datetime, Field("时间", "at")]
    actor: Annotated[UUID, Field("操作人", "actor", note="id of an actor, which may have been erased")]
    operation: Annotated[str, Field("操作", "operation")]
    payload_hash: Annotated[str, Field("请求摘要", "hash of the payload as it is kept")]
    outcome: Annotated[str, Field("结果", "outcome", note="canonical JSON of what the command reports of itself")]


@record(zh="审计请求", en="Audit payload", section="trace", key=("entry",))
class AuditPayload:
    """What a command was asked, encrypted under a person's key: readable until that person is erased."""

    entry: Annotated[UUID, Field("审计记录", "entry", refers="audit_entry")]
    actor: Annotated[UUID, Field("操作人", "whose key", note="id of an actor, which may have been erased")]
    algorithm: Annotated[HashAlgorithm, Field("摘要算法", "hash algorithm")]
    body: Annotated[str, Field("密文", "sealed body", note="base64 of nonce and AES-256-GCM text; bound to the entry")]


@record(zh="待封存", en="Audit waiting", section="trace", key=("entry",))
class AuditWaiting:
    """An entry not yet in the chain: written with it, removed by the sealer that links it."""

    entry: Annotated[UUID, Field("审计记录", "entry", refers="audit_entry")]


@record(zh="封存链", en="Audit link", section="trace", key=("position",))
class AuditLink:
    """An entry's place in the sealed chain; each link's hash covers the one before. Its id is that of the entry."""

    position: Annotated[int, Field("序号", "position", note="from 1, without gaps, in the order of sealing")]
    entry: Annotated[UUID, Field("审计记录", "entry", refers="audit_entry")]
    entry_hash: Annotated[str, Field("记录摘要", "hash of the entry's canonical JSON")]
    link_hash: Annotated[str, Field("链值", "hash of this link and of the link hash before")]
    algorithm: Annotated[HashAlgorithm, Field("摘要算法", "hash algorithm")]
    sealed_at: Annotated[datetime, Field("封存时间", "sealed at")]
    batch: Annotated[int, Field("批次", "batch", note="position of the first entry sealed in the same transaction")]


@record(zh="幂等键", en="Idempotency key", section="trace", key=("actor", "operation", "idempotency_key"))
class IdempotencyKey:
    """The answer given to a command under a key, so that the same command sent again takes effect once."""

    actor: Annotated[UUID, Field("操作人", "actor", note="id of an actor, which may have been erased")]
    operation: Annotated[str, Field("操作", "operation")]
    idempotency_key: Annotated[str, Field("幂等键", "idempotency key")]
    payload_hash: Annotated[
        str, Field("请求摘要", "HMAC-SHA-256 of the canonical request's SHA-256", note="under the actor's key")
    ]
    answer: Annotated[str, Field("答复", "canonical JSON of the answer")]


@record(zh="运行结果", en="Run", section="trace", key=("operation", "snapshot", "parameters", "version", "result_hash"))
class Run:
    """A result kept with the snapshot of facts and the parameters it was computed from, byte for byte."""

    operation: Annotated[str, Field("操作", "operation")]
    snapshot: Annotated[str, Field("事实快照", "snapshot id")]
    parameters: Annotated[str, Field("参数", "canonical JSON of the parameters")]
    version: Annotated[str, Field("程序版本", "version of the program")]
    result_hash: Annotated[str, Field("结果摘要", "SHA-256 of the result")]
    result: Annotated[str, Field("结果", "canonical JSON of the result")]
    kept_at: Annotated[datetime | None, Field("保存时间", "kept at", note="not part of what is hashed", looked_up=True)]
    visibility: Annotated[Visibility, Field("可见范围", "visibility", note="the highest level of what went in")]


@record(zh="运行输入", en="Run inputs", section="trace", key=("run",))
class RunInputs:
    """What a run's total value was computed from, so that it can be computed again; runs of early versions have none.

    They are apart from the result, which may be shown to more people than they may be.
    """

    run: Annotated[UUID, Field("运行结果", "run", refers="run")]
    inputs: Annotated[str, Field("输入", "inputs", note="JSON of the value model's network and parameters, by form")]
    visibility: Annotated[Visibility, Field("可见范围", "visibility", note="the highest level of what is in it")]


@record(zh="作业", en="Job", section="trace", key=())
class Job:
    """A piece of background work: who asked for what, how far it has come, what came of it."""

    operation: Annotated[str, Field("操作", "operation")]
    actor: Annotated[UUID, Field("操作人", "actor", note="id of an actor, which may have been erased", looked_up=True)]
    roles: Annotated[tuple[str, ...], Field("角色", "roles", note="what the actor was when asking")]
    nature: Annotated[Nature, Field("性质", "nature", note="of the facts it works on")]
    request: Annotated[str, Field("请求", "request", note="encrypted under the actor's key, bound to the job")]
    state: Annotated[JobState, Field("状态", "state", looked_up=True)]
    progress: Annotated[str | None, Field("进度", "progress", note="forgotten when the job ends")]
    cancel: Annotated[bool, Field("要求取消", "asked to cancel")]
    entry: Annotated[int | None, Field("队列项", "entry in the queue", note="there as long as the job is not ended")]
    attempts: Annotated[int, Field("次数", "attempts", least=0)]
    asked_at: Annotated[datetime, Field("提出时间", "asked at", looked_up=True)]
    begun_at: Annotated[datetime | None, Field("开始时间", "begun at", note="of the newest attempt")]
    ended_at: Annotated[datetime | None, Field("结束时间", "ended at")]
    outcome: Annotated[
        str | None, Field("结果", "outcome", note="the answer, or the error in words; encrypted as the request is")
    ]


@record(zh="事件", en="Outbox event", section="trace", key=())
class OutboxEvent:
    """What a command says has happened, written with it; those who react to it are told by way of the queue."""

    event: Annotated[str, Field("事件", "what happened")]
    told: Annotated[str, Field("内容", "canonical JSON of what is told", note="ids and counts, nothing personal")]
    nature: Annotated[Nature, Field("性质", "nature", note="of the facts it is about")]
    at: Annotated[datetime, Field("时间", "at")]
