"""Typed definitions of every record: one place per field."""
