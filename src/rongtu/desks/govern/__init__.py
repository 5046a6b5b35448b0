"""Govern desk: evaluation of integration."""
