"""Index engine: ratios, normalisation, weights and aggregation of the integration index."""
