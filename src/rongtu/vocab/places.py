"""Code lists for places: the level of a region and the kind of a zone."""

from enum import StrEnum


class RegionLevel(StrEnum):
    """Level of an administrative region; only the nation has no GB/T 2260 code and stands as CN."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


class ZoneKind(StrEnum):
    """A zone is a set of regions (group) or an area that is none of them (zone), such as a development zone."""

    GROUP = "group"
    ZONE = "zone"
