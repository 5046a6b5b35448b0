"""Cluster desk: industry chains, their nodes and where they are stuck; science finance."""
