"""Chain engine: structure, evidence and open questions of an industry chain."""

from rongtu.engines.chain.diagnosis import diagnose
from rongtu.engines.chain.inputs import Chain, Claim, Link, Node, Placement
from rongtu.engines.chain.results import Diagnosis

__all__ = ["Chain", "Claim", "Diagnosis", "Link", "Node", "Placement", "diagnose"]
