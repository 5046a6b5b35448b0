"""Everything of 示例区 that can be found, as offers: what each says, what it never says, which rows it rests on."""

import pytest
from sqlalchemy import text

from rongtu.desks.transfer.offering.reading import read_offers
from rongtu.desks.transfer.offering.touching import touched
from rongtu.engines.match.inputs import Facet, Slot, Track
from rongtu.facts.fields import KINDS, Sensitivity

pytestmark = pytest.mark.xdist_group("transfer")


@pytest.fixture(scope="module")
def offers(seen):
    """Every offer, by key."""
    with seen() as connection:
        return {offer.key: offer for offer in read_offers(connection)}


@pytest.fixture(scope="module")
def key(seen):
    """The ref of a record by its kind and code, or an organisation's by its name."""

    def of(kind, code):
        column = "name" if kind == "organisation" else "code"
        with seen() as connection:
            found = connection.execute(text(f"SELECT id FROM {kind} WHERE {column} = :code"), {"code": code})
            return f"{kind}:{found.scalar_one()}"

    return of


def test_every_kind_that_can_be_found_is_offered(offers):
    counts = {}
    for offer in offers.values():
        counts[offer.kind] = counts.get(offer.kind, 0) + 1
    assert counts == {
        "organisation": 71,
        "technology": 16,
        "facility": 7,
        "person": 8,
        "project": 3,
        "dataset": 3,
        "policy": 6,
        "finance": 4,
        "need": 16,
    }


def test_a_result_says_price_rights_node_and_how_its_holder_deals(offers, key):
    result = offers[key("technology", "EX-T-01")]
    assert (result.price, result.trl, result.nodes) == (7e6, 8, ("EXMI-DET",))
    assert result.facets == {Facet.RIGHTS: frozenset({"licence"})}
    assert result.confirmed_on == "2026-06-30"
    assert (result.holder, result.region) == ("示例丙医学影像研究所", "示例丙滨(990302)@示例丙新区")
    # one deal implemented, two that ended without a contract count in nothing
    assert result.track == Track(asked=1, replied=1, contracts=1, kept=1)
    assert offers[key("technology", "EX-T-03")].offered_until == "2027-06-30"


def test_a_facility_offers_what_confirmed_and_used_bookings_leave(offers, key):
    line = offers[key("facility", "PF9001")]
    assert line.slots == (
        Slot(4.0, "线·月", "2026-12-01", "2027-11-30"),
        Slot(3.0, "线·月", "2025-12-01", "2026-11-30"),
    )
    assert line.nodes == ("EXES-CELL",)
    assert "储能电芯" in line.text
    assert line.holder == "示例储能中试基地"


def test_who_only_uses_a_thing_does_not_stand_at_its_node(offers, key):
    assert offers[key("organisation", "示例甲医学中心")].nodes == ()
    assert offers[key("organisation", "示例甲谐波传动股份有限公司")].nodes == ("EXRJ-HD",)


def test_rules_say_where_and_for_whom_they_hold(offers, key):
    voucher = offers[key("policy", "PL902")]
    assert voucher.facets == {
        Facet.JURISDICTION: frozenset({"@示例区"}),
        Facet.SIZE: frozenset({"small", "micro"}),
    }
    assert voucher.offered_until == "2027-01-31"
    loan = offers[key("finance_product", "FP901")]
    assert loan.facets == {Facet.JURISDICTION: frozenset({"示例丙(990300)"}), Facet.STAGE: frozenset({"初创", "成长"})}


def test_closed_needs_and_people_who_cannot_be_had_are_no_offers(offers, key):
    assert key("need", "EX-N-05") not in offers
    assert key("person", "EX-P-07") not in offers
    assert offers[key("need", "EX-N-12")].trl == 6


def test_no_offer_holds_anything_that_names_a_person(offers, seen):
    personal = [c.name for c in KINDS["person"].columns if c.field.sensitivity is Sensitivity.PERSONAL]
    with seen() as connection:
        rows = connection.execute(text(f"SELECT {', '.join(personal)} FROM person")).all()
    named = {cell for row in rows for cell in row if cell}
    assert len(named) > 10
    told = [f"{o.name}\n{o.text}\n{o.holder}\n{o.region}" for o in offers.values() if o.kind == "person"]
    assert told
    assert not [word for word in named for words in told if word in words]


def test_offers_read_by_their_own_refs_are_those_read_at_once(offers, seen):
    with seen() as connection:
        assert {one.key: one for one in read_offers(connection, list(offers))} == offers
        kinds = {one.kind for one in read_offers(connection, kinds={"finance", "person"})}
    assert kinds == {"finance", "person"}


@pytest.mark.parametrize(
    ("row", "offered"),
    [
        ("capability:organisation", "organisation"),
        ("capacity:facility", "facility"),
        ("role:person", "person"),
        ("need:", "need"),
        ("policy:", "policy"),
    ],
)
def test_a_row_touches_what_it_is_part_of(seen, row, offered):
    kind, _, column = row.partition(":")
    with seen() as connection:
        identity, whose = connection.execute(text(f"SELECT id, {column or 'id'} FROM {kind} ORDER BY id LIMIT 1")).one()
        assert touched(connection, [f"{kind}:{identity}"]) == {f"{offered}:{whose}"}


def test_a_booking_touches_its_facility_and_a_deal_all_its_partner_holds(seen, key):
    with seen() as connection:
        booking = connection.execute(text("SELECT id FROM booking WHERE code = 'EX-BK-04'")).scalar_one()
        deal = connection.execute(text("SELECT id FROM deal WHERE code = 'EX-D-04'")).scalar_one()
        assert touched(connection, [f"booking:{booking}"]) == {key("facility", "PF9001")}
        found = touched(connection, [f"deal:{deal}"])
    assert {
        key("organisation", "示例乙精密机械研究所"),
        key("technology", "EX-T-07"),
        key("technology", "EX-T-08"),
        key("facility", "PF9002"),
        key("dataset", "EX-DS-3"),
        key("person", "EX-P-02"),
    } <= found


def test_an_item_touches_its_results_and_the_needs_at_its_nodes(seen, key):
    with seen() as connection:
        item = connection.execute(text("SELECT id FROM item WHERE name = '谐波减速器'")).scalar_one()
        found = touched(connection, [f"item:{item}"])
    assert {key("technology", "EX-T-07"), key("need", "EX-N-12"), key("facility", "PF9002")} <= found
    assert key("technology", "EX-T-01") not in found


def test_rows_that_tell_nothing_of_an_offer_touch_none(seen):
    with seen() as connection:
        source = connection.execute(text("SELECT id FROM source LIMIT 1")).scalar_one()
        assert touched(connection, [f"source:{source}"]) == frozenset()
        assert list(read_offers(connection, [])) == []


def test_a_merged_body_offers_what_both_did(seen, key):
    kept, merged = (key("organisation", name) for name in ("示例丙大学", "示例理工大学"))
    with seen() as connection:
        connection.execute(text("SELECT set_config('rongtu.writes', 'on', true)"))
        connection.execute(
            text(
                "INSERT INTO duplicate (id, first, second, reason, state, nature, visibility) "
                "VALUES (gen_random_uuid(), :first, :second, 'test', 'merged', 'fictional', 'public')"
            ),
            {"first": kept.partition(":")[2], "second": merged.partition(":")[2]},
        )
        found = {offer.key: offer for offer in read_offers(connection)}
        together = touched(connection, [merged])
        few = {offer.key for offer in read_offers(connection, [merged])}
        connection.rollback()
    assert merged not in found
    assert found[key("technology", "EX-T-13")].holder == "示例丙大学"
    assert found[key("technology", "EX-T-13")].track == found[key("technology", "EX-T-05")].track
    assert {"EXRJ-ENC"} <= set(found[kept].nodes)
    assert {kept, merged, key("technology", "EX-T-13"), key("technology", "EX-T-05")} <= together
    assert few == together - {merged}
