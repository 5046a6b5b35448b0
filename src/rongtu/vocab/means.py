"""Code lists of means and dealings: states of a booking and of a deal, kinds of rights, what a need lacks."""

from enum import StrEnum


class BookingState(StrEnum):
    """Where a booking of a facility stands; `asked` and unserved is backlog."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    USED = "used"
    CANCELLED = "cancelled"


class DealStage(StrEnum):
    """How far a deal has come, in order; `ended` without `signed` came to nothing."""

    CONTACTED = "contacted"
    REPLIED = "replied"
    MET = "met"
    NDA = "nda"
    SIGNED = "signed"
    IMPLEMENTED = "implemented"
    ENDED = "ended"


class NeedKind(StrEnum):
    """The three kinds of demand for technology: a firm's demand, an open challenge, a scenario."""

    DEMAND = "demand"
    CHALLENGE = "challenge"
    SCENARIO = "scenario"


class NeedState(StrEnum):
    """Where a need stands."""

    OPEN = "open"
    MET = "met"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Lack(StrEnum):
    """What an open need waits for."""

    TECHNOLOGY = "technology"
    TALENT = "talent"
    FINANCE = "finance"
    DATA = "data"
    COMPUTE = "compute"
    STANDARD = "standard"
    FACILITY = "facility"


class TransferMode(StrEnum):
    """What a holder offers of a technology."""

    LICENCE = "licence"
    TRANSFER = "transfer"
    EQUITY = "equity"
    JOINT = "joint"
    SERVICE = "service"


class DataLevel(StrEnum):
    """How openly a data set is offered."""

    OPEN = "open"
    SHARED = "shared"
    CONTROLLED = "controlled"
