"""What was done: audit entries, answers kept for repeated commands, and results of runs."""

from datetime import datetime
from typing import Annotated

from rongtu.facts.fields import Field, Sensitivity, record
from rongtu.vocab.evidence import Visibility


@record(zh="审计记录", en="Audit entry", section="trace", key=())
class AuditEntry:
    """One command that took effect: who, what, when, and the hash of what was asked; appended, never changed."""

    at: Annotated[datetime, Field("时间", "at")]
    principal: Annotated[str, Field("操作人", "principal", sensitivity=Sensitivity.PERSONAL)]
    operation: Annotated[str, Field("操作", "operation")]
    payload_hash: Annotated[str, Field("请求摘要", "SHA-256 of the canonical request")]
    outcome: Annotated[str, Field("结果", "outcome", note="canonical JSON of what the command reports of itself")]


@record(zh="幂等键", en="Idempotency key", section="trace", key=("principal", "operation", "idempotency_key"))
class IdempotencyKey:
    """The answer given to a command under a key, so that the same command sent again takes effect once."""

    principal: Annotated[str, Field("操作人", "principal", sensitivity=Sensitivity.PERSONAL)]
    operation: Annotated[str, Field("操作", "operation")]
    idempotency_key: Annotated[str, Field("幂等键", "idempotency key")]
    payload_hash: Annotated[str, Field("请求摘要", "SHA-256 of the canonical request")]
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
    visibility: Annotated[Visibility, Field("可见范围", "visibility", note="the highest level of what went in")]
