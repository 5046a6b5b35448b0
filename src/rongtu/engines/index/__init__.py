"""Index engine: ratios, normalisation, weights and aggregation of the integration index."""

from rongtu.engines.index.draws import draw, replay, sample
from rongtu.engines.index.evaluation import evaluate, score_frozen
from rongtu.engines.index.explanation import change, explain
from rongtu.engines.index.inputs import Block, EntropyInput, Framework, Panel, RatioDefinition, Runs, StepMark
from rongtu.engines.index.obstacles import obstacles
from rongtu.engines.index.results import CHOICES, Choice, Draws, Evaluation, Explanation, ExtraScores, Mean, Weighting

__all__ = [
    "CHOICES",
    "Block",
    "Choice",
    "Draws",
    "EntropyInput",
    "Evaluation",
    "Explanation",
    "ExtraScores",
    "Framework",
    "Mean",
    "Panel",
    "RatioDefinition",
    "Runs",
    "StepMark",
    "Weighting",
    "change",
    "draw",
    "evaluate",
    "explain",
    "obstacles",
    "replay",
    "sample",
    "score_frozen",
]
