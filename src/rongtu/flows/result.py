"""The result of one loop: what was computed from which snapshot of facts, with a trace of every derived number."""

from __future__ import annotations

from pydantic import Field

from rongtu.acts.models import Derivation, Model
from rongtu.desks.cluster.ask_models import Questionnaire
from rongtu.desks.cluster.models import ChainDiagnosis
from rongtu.desks.cluster.shock.models import Systemic
from rongtu.desks.cluster.value.models import ScopeValue
from rongtu.desks.govern.models import Evaluation
from rongtu.desks.transfer.models import NodeLeads
from rongtu.desks.transfer.need_models import NeedOffers
from rongtu.flows.funding_models import Funding
from rongtu.flows.match_value.models import MatchValues
from rongtu.vocab.evidence import Nature, Visibility

__all__ = ["Derivation", "LoopResult", "Snapshot", "SourceState"]


class Snapshot(Model):
    """The facts a result rests on: a digest over their content, and of each kind how many rows and their digest.

    Results kept by earlier versions have no digests by kind.
    """

    id: str
    rows: dict[str, int]
    digests: dict[str, str] = Field(default_factory=dict)


class SourceState(Model):
    """A source as the brief numbers it."""

    number: int
    code: str
    text: str
    terms: str
    notice: str | None
    ref: str
    nature: Nature = Nature.REAL


class LoopResult(Model):
    """One run of diagnose → match → evaluate, over facts of one `nature`; runs of earlier versions have no `matches`.

    A ref is `KIND:UUID` for a row of facts, `derived:KEY` for an entry of `trace`, `rows:KIND` for a whole kind.
    """

    nature: Nature = Nature.REAL
    snapshot: Snapshot
    parameters: dict[str, str | int | float]
    assumptions: tuple[str, ...]
    chains: tuple[ChainDiagnosis, ...]
    leads: dict[str, NodeLeads]
    evaluation: Evaluation
    value: ScopeValue | None = None
    needs: dict[str, NeedOffers] = Field(default_factory=dict)
    encoder: str | None = None
    asked: Questionnaire | None = None
    systemic: Systemic | None = None
    level: Visibility = Visibility.PUBLIC
    funding: Funding | None = None
    matches: MatchValues | None = None
    sources: tuple[SourceState, ...]
    row_sources: dict[str, str]
    trace: dict[str, Derivation]
