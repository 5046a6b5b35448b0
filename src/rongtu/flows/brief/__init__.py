"""The brief: a document in which every number and every name says which facts it rests on."""

from rongtu.flows.brief.compose import compose
from rongtu.flows.brief.document import Brief, Span

__all__ = ["Brief", "Span", "compose"]
