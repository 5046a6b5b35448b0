"""Chains of the store as files, their versions compared, and files landed in the store."""
