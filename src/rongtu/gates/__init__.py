"""The outside world, as thin adapters behind small protocols."""
