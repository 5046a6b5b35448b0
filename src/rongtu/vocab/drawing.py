"""Draws over assumptions: how many, from which seed, and the yearly discount, unless somebody says otherwise."""

DRAWS = 200
SEED = 20260101
DISCOUNT = 0.05
