"""A zone as places: what is inside, what is elsewhere, and what tells nothing."""

import pytest
from small_chain import PART, REGIONS, SCOPE, ZONE, identity, row

from rongtu.facts.scope import Scope, Whereabouts, nation_of, scope_of

INSIDE, ELSEWHERE, UNKNOWN = Whereabouts.INSIDE, Whereabouts.ELSEWHERE, Whereabouts.UNKNOWN


@pytest.mark.parametrize(
    ("places", "where"),
    [
        (("north",), INSIDE),
        (("north-east",), INSIDE),
        (("south",), ELSEWHERE),
        (("CN",), UNKNOWN),
        ((), UNKNOWN),
        (("north-east", "south"), INSIDE),
    ],
)
def test_a_region_is_inside_a_zone_it_lies_in(places, where):
    assert SCOPE.whereabouts(None, *(identity("region", place) for place in places)) is where


def test_a_zone_within_a_member_is_inside():
    assert SCOPE.whereabouts(PART.id) is INSIDE
    assert SCOPE.whereabouts(ZONE.id) is INSIDE


def test_of_a_zone_without_members_the_regions_around_it_tell_nothing():
    scope = scope_of(PART, REGIONS, [ZONE, PART])
    assert scope.whereabouts(PART.id) is INSIDE
    assert scope.whereabouts(identity("region", "north")) is UNKNOWN
    assert scope.whereabouts(identity("region", "north-east")) is UNKNOWN
    assert scope.whereabouts(identity("region", "south")) is ELSEWHERE


def test_of_a_zone_that_lies_nowhere_only_itself_is_known():
    lost = row("zone", "lost", name="lost")
    scope = scope_of(lost, REGIONS, [lost])
    assert scope.whereabouts(lost.id) is INSIDE
    assert scope.whereabouts(identity("region", "south")) is UNKNOWN


def test_without_a_zone_every_place_counts():
    assert Scope(None).whereabouts(None) is INSIDE
    assert Scope(None).takes(ZONE.id)
    assert not SCOPE.takes(PART.id)


def test_a_survey_of_a_part_says_nothing_of_the_whole():
    nation = row("zone", "nation", name="全国", members=("CN",))
    provinces = row("zone", "provinces", name="各省", members=("110000", "440000"))
    whole = Scope(None, nation=nation_of(REGIONS, [ZONE, PART, nation, provinces]))
    assert whole.nation == {nation.id, provinces.id}
    assert whole.surveyed_by(nation.id)
    assert not whole.surveyed_by(ZONE.id)
    assert SCOPE.surveyed_by(ZONE.id)
    assert not SCOPE.surveyed_by(nation.id)
