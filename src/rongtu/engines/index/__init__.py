"""Index engine: ratios, normalisation, weights and aggregation of the integration index."""

from rongtu.engines.index.evaluation import evaluate, score_frozen
from rongtu.engines.index.explanation import change, explain
from rongtu.engines.index.inputs import Block, EntropyInput, Framework, Panel, RatioDefinition, StepMark
from rongtu.engines.index.results import CHOICES, Choice, Evaluation, Explanation, ExtraScores, Mean, Weighting

__all__ = [
    "CHOICES",
    "Block",
    "Choice",
    "EntropyInput",
    "Evaluation",
    "Explanation",
    "ExtraScores",
    "Framework",
    "Mean",
    "Panel",
    "RatioDefinition",
    "StepMark",
    "Weighting",
    "change",
    "evaluate",
    "explain",
    "score_frozen",
]
