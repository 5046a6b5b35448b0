"""Valuing a scope: the facts as the value model takes them, and its answers with names, refs and derivations."""
