"""The table of GB/T 2260: a tree by the digits of its codes, which the sample's regions stand in."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongtu.facts.fields import KINDS
from rongtu.facts.sample.reader import read
from rongtu.vocab.places import RegionLevel
from rongtu.vocab.region_names import short_name
from rongtu.vocab.regions import NATION, ancestors, is_fictional, level_of, lies_in, parent_of, path_of, regions

CODES = sorted(regions().by_code)
REAL = [code for code in CODES if code != NATION]
fictional = st.from_regex(r"99[0-9]{4}", fullmatch=True)
LEVELS = (RegionLevel.COUNTY, RegionLevel.CITY, RegionLevel.PROVINCE, RegionLevel.NATION)


def test_the_table_has_the_regions_of_its_edition():
    levels = Counter(region.level for region in regions().by_code.values())
    assert levels == {
        RegionLevel.NATION: 1,
        RegionLevel.PROVINCE: 34,
        RegionLevel.CITY: 333,
        RegionLevel.COUNTY: 2843,
    }


def test_every_parent_is_in_the_table_and_begins_the_code():
    for code in REAL:
        parent = parent_of(code)
        assert parent in regions().by_code
        assert parent == NATION or code.startswith(parent.rstrip("0"))


def test_a_level_is_that_of_the_digits():
    for code in REAL:
        zeros = 2 if code.endswith("0000") else 1 if code.endswith("00") else 0
        assert level_of(code) is LEVELS[zeros]


@given(st.sampled_from(CODES) | fictional)
def test_above_a_region_are_ever_higher_ones_up_to_the_nation(code):
    above = [code, *ancestors(code)]
    assert above[-1] == NATION
    ranks = [LEVELS.index(RegionLevel.NATION if one == NATION else level_of(one)) for one in above]
    assert ranks == sorted(set(ranks))
    assert all(lies_in(code, one) for one in above)
    assert all(is_fictional(one) for one in above[:-1]) == (is_fictional(code) or code == NATION)


@given(st.sampled_from(REAL))
def test_no_region_of_the_standard_is_an_invented_one(code):
    assert not is_fictional(code)


@pytest.mark.parametrize("code", ["99000", "9900000", "100000", "99000a", "９９００００", ""])
def test_what_is_not_99_and_four_digits_is_no_invented_region(code):
    assert not is_fictional(code)


def test_the_sample_has_the_names_and_parents_of_the_table():
    for row in read(KINDS["region"]):
        region = regions().by_code[row["code"]]
        assert (region.name, region.level.value) == (row["full_name"], row["level"])
        # The sample leaves out cities nobody speaks of: a county may then stand right under its province.
        assert not row["parent"] or row["parent"] in ancestors(region.code)


def test_a_path_begins_with_the_province():
    assert path_of("130104") == "河北省石家庄市桥西区"
    assert path_of("419001") == "河南省济源市"
    assert path_of("110000") == "北京市"


@pytest.mark.parametrize(
    ("name", "level", "short"),
    [
        ("北京市", "province", "北京"),
        ("河北省", "province", "河北"),
        ("内蒙古自治区", "province", "内蒙古"),
        ("广西壮族自治区", "province", "广西"),
        ("西藏自治区", "province", "西藏"),
        ("宁夏回族自治区", "province", "宁夏"),
        ("新疆维吾尔自治区", "province", "新疆"),
        ("香港特别行政区", "province", "香港"),
        ("石家庄市", "city", "石家庄"),
        ("大兴安岭地区", "city", "大兴安岭"),
        ("锡林郭勒盟", "city", "锡林郭勒"),
        ("伊犁哈萨克自治州", "city", "伊犁"),
        ("恩施土家族苗族自治州", "city", "恩施"),
        ("双江拉祜族佤族布朗族傣族自治县", "county", "双江"),
        ("龙胜各族自治县", "county", "龙胜"),
        ("东乡族自治县", "county", "东乡"),
        ("鄂伦春自治旗", "county", "鄂伦春"),
        ("浦东新区", "county", "浦东"),
        ("清新区", "county", "清新"),
        ("万柏林区", "county", "万柏林"),
        ("神农架林区", "county", "神农架"),
        ("土默特左旗", "county", "土默特左旗"),
        ("忠县", "county", "忠县"),
    ],
)
def test_a_short_name_leaves_off_what_kind_of_region_it_is(name, level, short):
    assert short_name(name, RegionLevel(level)) == short


def test_no_short_name_keeps_a_people_or_the_word_autonomous():
    for region in regions().by_code.values():
        assert "自治" not in region.short
        assert region.name.startswith(region.short) or region.code == NATION
