"""Offers made searchable as plain arrays, which may lie in memory-mapped files, and opened together as one index."""

from rongtu.engines.match.search.segment import Segment, build_segment

__all__ = ["Segment", "build_segment"]
