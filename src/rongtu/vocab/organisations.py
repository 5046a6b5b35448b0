"""Code lists for organisations: what kind of body it is and how it stands in the register."""

from enum import StrEnum


class BodyKind(StrEnum):
    """Kind of body, as the sources tell them apart."""

    ENTERPRISE = "enterprise"
    UNIVERSITY = "university"
    INSTITUTE = "institute"
    PLATFORM = "platform"
    OTHER = "other"


class Standing(StrEnum):
    """How sure we are that a name is a legal person of its own.

    `registered` stands in a public register (exchange, Ministry of Education); `named` is named in a public text
    and waits for review; the others are known not to be legal persons.
    """

    REGISTERED = "registered"
    NAMED = "named"
    PART = "part"
    SITE = "site"
    FACILITY = "facility"
    CONSORTIUM = "consortium"
    PROGRAMME = "programme"


class DuplicateState(StrEnum):
    """What became of two records that may be one body."""

    OPEN = "open"
    MERGED = "merged"
    DISTINCT = "distinct"


class SizeClass(StrEnum):
    """Size of a firm by the four-ministry standard of 2011."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"
