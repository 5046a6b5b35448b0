"""Funding as it is recorded: policies and finance products that apply in a zone, and where each intervention stands."""

from __future__ import annotations

from pydantic import Field

from rongtu.acts.models import Model


class FundingPolicy(Model):
    """One rule of a policy document that applies in the zone or in part of it; `cap` in yuan.

    `in_force` is judged on the day of the answer; None where the dates are not known.
    """

    code: str
    title: str
    issuer: str | None
    jurisdiction: str | None
    instrument: str
    beneficiary: str | None
    rate: float | None
    cap: float | None
    cap_basis: str | None
    begins: str | None
    ends: str | None
    in_force: bool | None
    stacking: str | None
    note: str | None
    ref: str
    source: str


class FundingProduct(Model):
    """A finance product of the zone or of part of it; `limit` in yuan; whether it is still offered is not known."""

    code: str
    name: str
    kind: str
    provider: str | None
    place: str | None
    stages: tuple[str, ...]
    limit: float | None
    limit_note: str | None
    rate: str | None
    term: str | None
    conditions: str | None
    ref: str
    source: str


class FundingStep(Model):
    """Which of them apply where the body of an intervention stands, by code; nothing is said of who is eligible."""

    intervention: str
    organisation: str | None
    place: str | None
    policies: tuple[str, ...]
    products: tuple[str, ...]
    refs: tuple[str, ...]


class Funding(Model):
    """The records, judged as of a day: the newest that any need or deal speaks of; None where none does."""

    as_of: str | None
    policies: tuple[FundingPolicy, ...]
    products: tuple[FundingProduct, ...]
    steps: tuple[FundingStep, ...]


class FundingRequest(Model):
    """In which zone."""

    zone: str = Field(default="京津冀", max_length=40, description="范围：区域名称 (scope: name of a zone)")
