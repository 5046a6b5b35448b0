"""Searching: the index files of offers opened for whoever asks, made up for what changed, and written by a job."""

from rongtu.desks.transfer.searching.opening import OpenOffers, open_offers

__all__ = ["OpenOffers", "open_offers"]
