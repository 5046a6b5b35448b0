"""Chain engine: structure, evidence and open questions of an industry chain."""
