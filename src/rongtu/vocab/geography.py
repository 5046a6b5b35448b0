"""Where a thing comes from, seen from a scope: within it, elsewhere in the nation, abroad; countries by ISO 3166."""

from enum import StrEnum

COUNTRY_PATTERN = "^[A-Z]{3}$"
"""A country by its ISO 3166-1 alpha-3 code."""


class Origin(StrEnum):
    """Where a supply comes from, seen from the scope that buys it."""

    SCOPE = "scope"
    ELSEWHERE = "elsewhere"
    ABROAD = "abroad"
