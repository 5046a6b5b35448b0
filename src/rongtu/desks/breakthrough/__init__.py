"""Breakthrough desk: classified R&D programmes and their projects."""
