"""Chains as documents: checked, compared, turned into what the chain engine and the value model take, and written."""

from rongtu.engines.chain.document.checking import Checked, check
from rongtu.engines.chain.document.differences import Action, Difference, differences
from rongtu.engines.chain.document.network import has_figures, network_of
from rongtu.engines.chain.document.structure import chain_of
from rongtu.engines.chain.document.writing import written

__all__ = [
    "Action",
    "Checked",
    "Difference",
    "chain_of",
    "check",
    "differences",
    "has_figures",
    "network_of",
    "written",
]
