"""Code lists for people and ties: what a person is to a body, how an expert can be had, how a body takes part."""

from enum import StrEnum


class PersonRole(StrEnum):
    """What a person is to an organisation."""

    EMPLOYEE = "employee"
    EXPERT = "expert"
    INVENTOR = "inventor"
    TECHNOLOGY_MANAGER = "technology_manager"
    LEADER = "leader"


class Availability(StrEnum):
    """How an expert can be had."""

    FULL_TIME = "full_time"
    WEEKEND = "weekend"
    SEASONAL = "seasonal"
    REMOTE = "remote"
    NONE = "none"


class LegalBasis(StrEnum):
    """Why personal data may be kept; an invented person needs none."""

    CONSENT = "consent"
    CONTRACT = "contract"
    DUTY = "duty"
    INVENTED = "invented"


class MemberRole(StrEnum):
    """How an organisation takes part in an alliance."""

    LEADER = "leader"
    MEMBER = "member"
    OBSERVER = "observer"
