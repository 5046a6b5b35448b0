"""What people write for a region: codes and names that are there are found, all others refused with a way out."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rongtu.vocab.problems import InputError
from rongtu.vocab.region_input import find_region, parse_region_code
from rongtu.vocab.regions import NATION, ancestors, is_fictional, lies_in, path_of, regions

CODES = sorted(regions().by_code)
REAL = [code for code in CODES if code != NATION]
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@given(st.sampled_from(CODES))
def test_a_code_is_read_as_it_is_written_anywhere(code):
    for text in (code, f" {code}\t", code.translate(FULL_WIDTH), code.lower()):
        assert parse_region_code(text, "cell") == code


@given(st.from_regex(r"99[0-9]{4}", fullmatch=True))
def test_a_code_of_an_invented_region_is_taken(code):
    assert parse_region_code(code, "cell") == code


@given(st.from_regex(r"[0-9]{6}", fullmatch=True))
@example("130171")
@example("990000")
def test_six_digits_are_a_region_or_refused_with_codes_that_are(text):
    if text in regions().by_code or is_fictional(text):
        assert parse_region_code(text, "cell") == text
        return
    with pytest.raises(InputError) as caught:
        parse_region_code(text, "regions.csv:7 code")
    (problem,) = caught.value.problems
    assert problem.where == "regions.csv:7 code"
    assert text in problem.found
    assert all(code in regions().by_code for code in re.findall(r"[0-9]{6}", problem.mend))


@given(st.text())
def test_any_other_text_is_refused_as_input(text):
    for read in (parse_region_code, find_region):
        try:
            read(text, "cell")
        except InputError as error:
            assert error.problems[0].mend


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("北京", "110000 北京市"),
        ("13", "130000 河北省"),
        ("1301", "130100 河北省石家庄市"),
        ("110101001", "110101 北京市东城区"),
        ("110101001001", "110101 北京市东城区"),
        ("110100", "110000 北京市"),
        ("130101", "130100 河北省石家庄市"),
        ("130171", "130100 河北省石家庄市"),
        ("419000", "410000 河南省"),
        ("130621", "130600 河北省保定市"),
        ("830000", "11 to 82"),
    ],
)
def test_the_mend_of_a_wrong_code_names_what_to_write(text, mend):
    with pytest.raises(InputError) as caught:
        parse_region_code(text, "cell")
    assert mend in caught.value.problems[0].mend


def test_every_region_is_found_by_its_path_and_by_its_name_under_its_parent():
    for code in REAL:
        region = regions().by_code[code]
        assert find_region(path_of(code), "cell") == region
        assert find_region(region.name, "cell", region.parent) == region


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("北京", "110000"),
        ("北京市", "110000"),
        ("内蒙古", "150000"),
        ("内蒙古自治区", "150000"),
        ("石家庄", "130100"),
        ("石 家 庄 市", "130100"),
        ("北京朝阳", "110105"),
        ("石家庄桥西区", "130104"),
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("海南", "460000"),
        ("长沙", "430100"),
        ("长沙县", "430121"),
        ("延边", "222400"),
        ("济源", "419001"),
        ("全国", "CN"),
        ("中国", "CN"),
    ],
)
def test_a_name_is_found_full_or_short(name, code):
    assert find_region(name, "cell").code == code


@pytest.mark.parametrize(
    ("name", "within", "candidates"),
    [
        ("朝阳区", None, ["110105", "220104"]),
        ("朝阳", None, ["110105", "211300", "211321", "220104"]),
        ("桥西区", "130000", ["130104", "130703"]),
        ("新华区", None, ["130105", "130902", "410402"]),
        ("河北桥西区", None, ["130104", "130703"]),
    ],
)
def test_a_name_of_several_is_refused_with_all_of_them(name, within, candidates):
    with pytest.raises(InputError) as caught:
        find_region(name, "cell", within)
    assert re.findall(r"[0-9]{6}", caught.value.problems[0].mend) == candidates


def test_within_leaves_only_what_lies_there():
    assert find_region("桥西区", "cell", "130100").code == "130104"
    assert find_region("朝阳", "cell", "110000").code == "110105"
    with pytest.raises(InputError, match="110000"):
        find_region("石家庄", "cell", "110000")


@given(st.sampled_from(REAL), st.data())
def test_what_is_found_lies_within(code, data):
    within = data.draw(st.sampled_from([code, *ancestors(code)]))
    try:
        found = find_region(regions().by_code[code].short, "cell", within)
    except InputError:
        return
    assert lies_in(found.code, within)


def test_the_mend_of_an_unknown_name_is_a_name_alike_or_a_zone():
    with pytest.raises(InputError, match="130100 河北省石家庄市"):
        find_region("石家庄区", "cell")
    with pytest.raises(InputError, match="zone"):
        find_region("雄安新区", "cell")
