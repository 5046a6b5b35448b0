"""What the ESRI engine returns: the index of each scenario, what each firm loses, and how it was computed."""

from __future__ import annotations

from dataclasses import dataclass

from rongtu.engines.chain.esri.inputs import Floats, Mode, Numbers, Stop


@dataclass(frozen=True, slots=True, eq=False)
class Losses:
    """What firms lose in the scenarios asked for, (rows,) by scenario and firm; rows where nothing is lost are left
    out. `down` and `up` are shares of a firm's output, lost for want of inputs and for want of buyers.
    """

    scenario: Numbers
    firm: Numbers
    down: Floats
    up: Floats


@dataclass(frozen=True, slots=True, eq=False)
class SectorImpacts:
    """What sectors lose beyond the first shock, each (weights, scenarios, sectors): down, up and the worse of the two.

    The `_first` ones are the first shock's own.
    """

    down: Floats
    up: Floats
    joint: Floats
    down_first: Floats
    up_first: Floats
    joint_first: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Cascades:
    """The economic systemic risk index of each scenario and weight, and how it was computed.

    `esri`, `down` and `up` are (scenarios, weights), shares of all weight in [0, 1], the shocked firms' own loss
    included. `steps` is (scenarios,): steps of the published sweep, or rounds to the limit. `eps` is what the sweep
    stopped at, in converged mode how far at most a loss is from the limit. `link_steps` counts the links followed.
    """

    mode: Mode
    stop: Stop
    eps: float
    esri: Floats
    down: Floats
    up: Floats
    steps: Numbers
    link_steps: int
    losses: Losses | None = None
    sectors: SectorImpacts | None = None
