"""Replays of a questionnaire: answers are hidden, asked for, and what they narrowed is looked at."""

from __future__ import annotations

import numpy as np

from rongtu.engines.chain.value.answering import known
from rongtu.engines.chain.value.draws import Sampler, uniforms
from rongtu.engines.chain.value.narrowing import assumptions
from rongtu.engines.chain.value.targets import drawn_targets


def truth(network, seed):
    """A value for every assumption, drawn as it says."""
    hidden = Sampler(seed, 1)
    return {key: float(hidden.values(figure)[1]) for key, figure in assumptions(network).items()}


def any_of(keys, many, seed):
    """Some of the keys, each as likely as any other."""
    chance = uniforms(seed, "any", len(keys))
    return [sorted(keys)[place] for place in np.argsort(chance)[:many].tolist()]


def width_after(network, plan, keys, answers, draws, seed):
    """The width of the last target's range once these keys are answered."""
    answered = known(network, {key: answers[key] for key in keys})
    return drawn_targets(answered, plan, draws, seed)[-1].width
