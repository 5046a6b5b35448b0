"""Conflicts: every point with several figures is listed, by key, with how far its figures lie apart."""

from decimal import Decimal

from rongtu.desks.govern.comparing import Agreement, Relation

SAMPLE = {
    "region:110000|pat_grant|2019": (131716, 131716, Agreement.EQUAL, Relation.SOURCE),
    "region:110000|pat_valid_inv|2019": (284288, 284288, Agreement.EQUAL, Relation.SOURCE),
    "region:130700|dc_n|2025": (39, 48, Agreement.APART, Relation.SOURCE),
    "region:130700|dc_servers|2025": (1720000, 1830000, Agreement.APART, Relation.SOURCE),
    "zone:京津冀|rd_intensity|2023": (Decimal("4.02"), Decimal("4.27"), Agreement.APART, Relation.VINTAGE),
}
"""What the public sample has several figures of: the least, the most, whether they agree, what they are of."""


def listed(world, **asked):
    """What the sample has several figures of, by key in order; other tests may have loaded more."""
    return {point.key: point for point in world.conflicts(most=1_000, **asked).points if point.key in SAMPLE}


def test_the_sample_shows_what_its_sources_and_vintages_do_not_agree_on(world):
    found = listed(world)
    assert list(found) == sorted(SAMPLE)
    assert {
        key: (point.spread.least, point.spread.most, point.spread.agreement, *point.spread.between)
        for key, point in found.items()
    } == SAMPLE


def test_a_page_is_told_in_a_line_for_each_point(world):
    (line,) = [line for line in world.conflicts().headline().splitlines() if "dc_n" in line]
    for told in ("张家口", "投运数据中心", "48", "39", "多个来源", "差别超出四舍五入", "23.1%"):
        assert told in line


def test_those_that_agree_are_left_out_where_asked(world):
    apart = [key for key, (_, _, agreement, _) in SAMPLE.items() if agreement is Agreement.APART]
    assert list(listed(world, apart=True)) == apart


def test_pages_follow_one_another_by_key(world):
    keys, following = [], ""
    while following is not None:
        page = world.conflicts(most=2, after=following)
        keys += [point.key for point in page.points]
        following = page.next
        assert following is None or (following == keys[-1] and following in page.headline())
    assert keys == [point.key for point in world.conflicts(most=1_000).points]


def test_a_figure_that_only_rounds_another_agrees_with_it(world):
    indicator = world.indicator("test_count")
    world.figure(indicator, Decimal("12.04"))
    world.figure(indicator, Decimal("12.0"), source="another")
    key = "region:110000|test_count|2023"
    found = {point.key: point for point in world.conflicts(most=1_000).points}
    assert found[key].spread.agreement is Agreement.ROUNDED
    assert key not in {point.key for point in world.conflicts(most=1_000, apart=True).points}


def test_another_unit_is_told_apart_though_it_cannot_be_compared(world):
    indicator = world.indicator("test_count")
    world.figure(indicator, "12")
    world.figure(indicator, "12", source="another", unit="户")
    found = {point.key: point for point in world.conflicts(most=1_000, apart=True).points}
    assert found["region:110000|test_count|2023"].spread.agreement is Agreement.UNCOMPARED


def test_other_subjects_periods_and_countries_are_no_conflict(world):
    indicator = world.indicator("test_count")
    world.figure(indicator, "12")
    world.figure(indicator, "13", period="2023H1", period_type="part_year")
    world.figure(indicator, "14", country="JPN")
    world.figure(indicator, "15", country="KOR")
    assert not [point.key for point in world.conflicts(most=1_000).points if "test_count" in point.key]


def test_sources_and_vintages_may_both_differ(world):
    indicator = world.indicator("test_count")
    world.figure(indicator, "12")
    world.figure(indicator, "13", vintage="2025")
    world.figure(indicator, "14", vintage="2025", source="another")
    (point,) = [point for point in world.conflicts(most=1_000).points if "test_count" in point.key]
    assert point.spread.between == (Relation.SOURCE, Relation.VINTAGE)
    assert point.spread.relative == 2 / 12
