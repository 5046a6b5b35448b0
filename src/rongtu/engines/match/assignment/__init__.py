"""Assignment: many needs and offers with hours to give, so that fits add up to the most."""

from rongtu.engines.match.assignment.assigning import assign
from rongtu.engines.match.assignment.inputs import Demand, Pairs, Supplier
from rongtu.engines.match.assignment.results import Assigned, Assignment, Load, Method, Reason, Short

__all__ = [
    "Assigned",
    "Assignment",
    "Demand",
    "Load",
    "Method",
    "Pairs",
    "Reason",
    "Short",
    "Supplier",
    "assign",
]
