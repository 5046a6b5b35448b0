"""Rongtu 融图: diagnose industry chains, match what can un-stick them, evaluate whether integration improves."""

__version__ = "0.1.0"
