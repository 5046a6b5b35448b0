"""Place labels: one text for where a thing is, chosen by scope as `Scope.whereabouts` counts, and how near it is."""

from itertools import product
from uuid import UUID

import pytest

from rongtu.facts.fields import record_id
from rongtu.facts.places import Places
from rongtu.facts.reading import Stored
from rongtu.facts.records.places import Region, Zone
from rongtu.facts.scope import Whereabouts
from rongtu.vocab.evidence import Nature, Visibility
from rongtu.vocab.places import RegionLevel, ZoneKind

COMMON = {"source": UUID(int=1), "nature": Nature.FICTIONAL, "visibility": Visibility.PUBLIC}


def region(code, level, parent=None):
    above = record_id("region", parent) if parent else None
    row = Region(
        code=code, name="区", full_name=code, level=RegionLevel(level), parent=above, aliases=(),
        valid_from=None, valid_to=None, **COMMON,
    )  # fmt: skip
    return Stored(record_id("region", code), row, "region")


def zone(name, parent=None, members=()):
    above = record_id("region", parent) if parent else None
    row = Zone(
        name=name, full_name=name, kind=ZoneKind.GROUP if members else ZoneKind.ZONE, parent=above, members=members,
        note=None, valid_from=None, valid_to=None, **COMMON,
    )  # fmt: skip
    return Stored(record_id("zone", name), row, "zone")


REGIONS = [
    region("CN", "nation"),
    region("110000", "province", "CN"),
    region("110101", "county", "110000"),
    region("110102", "county", "110000"),
    region("130000", "province", "CN"),
    region("130100", "city", "130000"),
    region("130102", "county", "130100"),
    region("130104", "county", "130100"),
    region("130600", "city", "130000"),
    region("440000", "province", "CN"),
]
ZONES = [
    zone("全国", members=("CN",)),
    zone("京冀", members=("110000", "130000")),
    zone("新区", "130000"),
    zone("高新区", "130100"),
    zone("两县", members=("130102", "110101")),
    zone("无处"),
]
PLACES = Places({one.id: one for one in REGIONS}, {one.id: one for one in ZONES})
R = {one.row.code: one.id for one in REGIONS}
Z = {one.row.name: one.id for one in ZONES}


@pytest.mark.parametrize(
    ("region", "city", "zone", "label"),
    [
        ("130000", None, None, "区(130000)"),
        ("130000", "130102", None, "区(130102)"),
        ("130000", None, "新区", "区(130000)@新区"),
        ("130000", "130600", "新区", "区(130600)@新区"),
        ("130000", "130102", "京冀", "区(130102)"),
        (None, None, "京冀", "@京冀"),
        (None, None, "无处", "@无处"),
        ("440000", None, "新区", "区(440000)"),
        (None, None, None, None),
    ],
)
def test_a_label_is_the_narrowest_region_and_the_zone_where_that_says_more(region, city, zone, label):
    given = {"city": R[city] if city else None, "zone": Z[zone] if zone else None}
    assert PLACES.label(R[region] if region else None, **given) == label


def test_the_labels_within_a_scope_are_those_whose_places_are_inside():
    for scoped in ZONES:
        scope = PLACES.scope(scoped)
        labels = PLACES.within(scope)
        for place, area in product([None, *R.values()], [None, *Z.values()]):
            label = PLACES.label(place, zone=area)
            told = "@" in (label or "")
            where = scope.whereabouts(area if told else None, place)
            assert (label in labels) == (where is Whereabouts.INSIDE), (scoped.row.name, label)


def test_a_zone_below_a_province_holds_its_own_and_nothing_else_of_the_province():
    labels = PLACES.within(PLACES.scope(PLACES.zones[Z["新区"]]))
    assert {"@新区", "区(130000)@新区", "区(130600)@新区"} <= labels
    assert not {"区(130000)", "区(130600)", "区(110000)", "@京冀"} & labels


def test_nearness_is_told_by_the_narrowest_thing_two_places_share():
    near = PLACES.nearness(R["130000"], city=R["130102"])
    assert near["区(130102)"] == near["区(130104)"] == near["区(130100)"] == 1.0
    assert near["区(130600)"] == near["区(130000)"] == 0.7
    assert near["区(110102)"] == near["@京冀"] == 0.4
    assert "区(440000)" not in near
    assert near["区(130102)@高新区"] == 1.0


def test_a_province_alone_is_no_city_and_a_district_of_a_municipality_is():
    assert PLACES.nearness(R["110000"])["区(110101)"] == 0.7
    assert PLACES.nearness(R["110101"])["区(110102)"] == 0.7
    assert PLACES.nearness(R["110101"])["区(110101)"] == 1.0


def test_the_same_development_zone_is_the_same_city_and_the_nation_is_no_zone_in_common():
    near = PLACES.nearness(R["130000"], zone=Z["新区"])
    assert near["区(130600)@新区"] == near["@新区"] == 1.0
    assert PLACES.nearness(R["440000"]) == {"区(440000)": 0.7}
    assert PLACES.nearness(None) == {}


def test_what_governs_a_place_is_all_it_lies_in_and_its_zones():
    assert PLACES.governing(R["130000"], city=R["130102"], zone=Z["高新区"]) == {
        "区(CN)", "区(130000)", "区(130100)", "区(130102)", "@全国", "@京冀", "@两县", "@高新区",
    }  # fmt: skip
    assert PLACES.governing(None) == frozenset()


def test_names_are_those_of_the_first_place_known():
    assert PLACES.name(None, Z["新区"], R["130000"]) == "新区"
    assert PLACES.name(UUID(int=7), R["130000"]) == "区"
    assert PLACES.name() is None
