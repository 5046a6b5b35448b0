"""Stops and how far they spread: the network drawn from recorded deliveries, and what is lost."""
