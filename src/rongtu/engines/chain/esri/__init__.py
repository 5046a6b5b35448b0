"""Spread of shocks over a supply network: the economic systemic risk index (ESRI), as published and in the limit."""

from rongtu.engines.chain.esri.cascade import cascade
from rongtu.engines.chain.esri.inputs import Importance, Mode, Shocks, Stop, SupplyNetwork
from rongtu.engines.chain.esri.results import Cascades, Losses, SectorImpacts

__all__ = ["Cascades", "Importance", "Losses", "Mode", "SectorImpacts", "Shocks", "Stop", "SupplyNetwork", "cascade"]
