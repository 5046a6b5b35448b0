"""Match engine: the few offers worth a phone call for a need or a chain node."""
