"""Regions: zones with the members facts give them, provinces with what the store holds of each."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from rongtu.facts.store.roles import Role
from rongtu.vocab.evidence import Nature
from rongtu.vocab.places import ZoneKind


@pytest.fixture(scope="module")
def found(loaded, administrator):
    """The regions of the public sample."""
    return loaded.run("region.list", {}, administrator)


def test_sets_of_regions_come_first_with_their_members(found):
    zone = next(zone for zone in found.zones if zone.name == "京津冀")
    kinds = [zone.kind is ZoneKind.GROUP for zone in found.zones]

    assert [member.name for member in zone.members] == ["北京", "天津", "河北"]
    assert kinds == sorted(kinds, reverse=True)


def test_a_zone_of_unknown_composition_has_no_members_but_a_place(found):
    zone = next(zone for zone in found.zones if zone.name == "雄安")

    assert zone.members == ()
    assert zone.parent == "河北"


def test_every_province_is_there_once_by_code(found):
    codes = [province.code for province in found.provinces]

    assert {"110000", "120000", "130000"} <= set(codes)
    assert codes == sorted(set(codes))
    assert all(code.endswith("0000") for code in codes)


def test_what_is_held_is_what_the_store_holds(found, loaded_store):
    beijing = next(province for province in found.provinces if province.code == "110000")
    query = "SELECT count(*) FROM {} f JOIN region r ON r.id = f.region WHERE r.code = '110000' AND f.nature = 'real'"
    with loaded_store.engine(Role.OWNER).connect() as connection:
        counts = [connection.execute(text(query.format(kind))).scalar_one() for kind in ("organisation", "observation")]

    assert [beijing.held.bodies, beijing.held.figures] == counts
    assert beijing.held.first is not None
    assert beijing.held.first <= (beijing.held.last or 0)


def test_another_world_has_its_own_zones(loaded, administrator):
    loaded.run("sample.load", {"which": "example"}, administrator)
    invented = loaded.run("region.list", {}, administrator, nature=Nature.FICTIONAL)

    assert {zone.name for zone in invented.zones} >= {"示例区"}
    assert {province.name for province in invented.provinces} == {"示例甲", "示例乙", "示例丙", "示例外"}
    assert "京津冀" not in {zone.name for zone in invented.zones}
