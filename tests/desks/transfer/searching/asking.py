"""What an opened index answers, as something that can be compared digit by digit."""

from __future__ import annotations

import numpy as np

from rongtu.desks.transfer.offering.reading import read_offers
from rongtu.desks.transfer.searching.wording import user_words
from rongtu.engines.match import Need, build_index, rank

QUESTIONS = ("质子交换膜电解槽密封", "机密轴承制备工艺", "数据集与标定服务", "膜电极")


def keys(opened):
    """The keys of the offers there are."""
    return sorted(opened.index.keys(np.flatnonzero(opened.index.live())))


def answers(index):
    """Everything said to the questions: offers, scores, parts and words of each, counts."""
    needs = [Need(key=str(i), title=title) for i, title in enumerate(QUESTIONS)]
    return index.size, [
        [(match.offer, match.score, match.contributions, match.matched_words) for match in answer.matches]
        for answer in rank(index, needs, top=50)
    ]


def fresh(context):
    """An index of all that is to be seen, made from nothing."""
    return build_index(list(read_offers(context.connection)), user_words(context.connection))
