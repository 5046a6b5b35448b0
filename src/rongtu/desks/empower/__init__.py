"""Empower desk: data and computing facilities."""
