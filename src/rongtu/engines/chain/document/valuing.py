"""What a chain document's figures come to: V alone, or everything the value model says. Loads the solver."""

from __future__ import annotations

from rongtu.engines.chain.document.network import has_figures, network_of
from rongtu.engines.chain.value.asking import ask, case
from rongtu.engines.chain.value.assessment import assess
from rongtu.engines.chain.value.draws import Sampler
from rongtu.engines.chain.value.grounds import estimate
from rongtu.engines.chain.value.results import Assessment, Estimate
from rongtu.vocab.chain_document import ChainDocument


def assessed(document: ChainDocument) -> Assessment:
    """The document's network valued with its budgets, draws, seed and discount. InputError where it cannot be."""
    return assess(
        network_of(document),
        budgets=document.budgets,
        draws=document.draws,
        seed=document.seed,
        discount=document.discount,
    )


def value_of(document: ChainDocument, like: ChainDocument | None = None) -> Estimate | None:
    """V of the document, drawn as `like` says (itself); None where it has no figures. InputError where it has faults.

    Ranges that two documents share are drawn alike for one seed, so that V before and after differ by what changed.
    """
    if not has_figures(document):
        return None
    drawn = like or document
    return estimate(ask(case(network_of(document), Sampler(drawn.seed, drawn.draws)), {}, ()).value)
