"""How facts come in: read, checked, landed whole."""
