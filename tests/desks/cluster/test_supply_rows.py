"""Which amount of a delivery counts: the newest, the surest, one of each, none made up."""

from deliveries import read, sold, supply

from rongtu.desks.cluster.shock.supply_rows import counted
from rongtu.vocab.evidence import Visibility


def yuan(frame):
    """The amounts in 万元 by seller, buyer and item."""
    return {(row[0], row[1], row[2]): row[3] / 10_000 for row in frame.iter_rows()}


def test_of_several_years_the_newest_with_an_amount_counts():
    frame, told = counted(
        read(
            sold("a", "b", 5, "x", year=2023),
            sold("a", "b", 7, "x", year=2024),
            sold("a", "b", None, "x", year=2025),
        ),
        {},
    )
    assert yuan(frame) == {("a", "b", "x"): 7}
    assert (told.older, told.without_amount, told.years) == (1, 0, (2024, 2024))


def test_sources_of_one_delivery_are_never_added_up_and_the_surest_counts():
    frame, told = counted(
        read(
            sold("a", "b", 9, "x", source="s1", confidence="approximate"),
            sold("a", "b", 7, "x", source="s3", confidence="quoted"),
            sold("a", "b", 8, "x", source="s2", confidence="derived"),
        ),
        {},
    )
    assert yuan(frame) == {("a", "b", "x"): 7}
    assert told.other_sources == 2


def test_a_delivery_without_an_amount_is_left_out_and_counted():
    frame, told = counted(read(sold("a", "b", None, "x"), sold("a", "c", 3, "x")), {})
    assert yuan(frame) == {("a", "c", "x"): 3}
    assert (told.without_amount, told.counted) == (1, 1)


def test_a_total_counts_for_what_exceeds_the_items_of_its_pair():
    frame, told = counted(
        read(sold("a", "b", 4, "x"), sold("a", "b", 5, "y"), sold("a", "b", 12), sold("c", "b", 2)), {}
    )
    assert yuan(frame) == {("a", "b", "x"): 4, ("a", "b", "y"): 5, ("a", "b", None): 3, ("c", "b", None): 2}
    assert told.totals == 1


def test_a_total_below_its_items_or_older_than_they_are_says_nothing_more():
    below, _ = counted(read(sold("a", "b", 4, "x"), sold("a", "b", 3)), {})
    older, _ = counted(read(sold("a", "b", 4, "x"), sold("a", "b", 9, year=2024)), {})
    assert yuan(below) == yuan(older) == {("a", "b", "x"): 4}


def test_merged_bodies_are_one_and_what_it_sells_itself_is_no_delivery():
    frame, told = counted(read(sold("a", "b", 4, "x"), sold("a", "c", 3, "x")), {"c": "a", "b": "d"})
    assert yuan(frame) == {("a", "d", "x"): 4}
    assert told.to_itself == 1


def test_the_order_of_rows_does_not_matter():
    rows = [
        sold("a", "b", 9, "x", source="s1"),
        sold("a", "b", 7, "x", source="s2"),
        sold("a", "b", 20),
        sold("c", "b", 1, "y"),
    ]
    assert counted(read(*rows), {})[0].equals(counted(read(*reversed(rows)), {})[0])


def test_nothing_read_is_nothing():
    found = supply()
    assert len(found.deliveries) == 0
    assert found.read.years is None
    assert found.level is Visibility.PUBLIC


def test_the_level_is_the_highest_of_the_deliveries():
    assert supply(sold("a", "b", 1), sold("a", "c", 1, visibility="members")).level is Visibility.MEMBERS


def test_bodies_are_told_by_where_they_are():
    found = supply(sold("a", "b", 1), outside=("a",))
    assert dict(found.bodies.select("id", "where").iter_rows()) == {"a": "elsewhere", "b": "inside"}
