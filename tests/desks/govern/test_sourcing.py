"""Sourcing: a figure is walked to its document, beside every other figure of the same point; none is chosen."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from rongtu.desks.govern.comparing import Agreement, Relation
from rongtu.desks.govern.provenance import SourceRequest, find_source
from rongtu.facts.fields import record_id
from rongtu.vocab.evidence import Confidence, PeriodType, Side
from rongtu.vocab.problems import RefusedError


def test_a_figure_is_walked_to_its_document(world):
    (point,) = world.walked("北京", "tech_contract_out", "2023")
    assert (point.subject.name, point.subject.key, point.period) == ("北京", "110000", "2023")
    assert (point.indicator.side, point.indicator.unit) == (Side.SELLER, "亿元")
    assert point.indicator.definition
    (figure,) = point.figures
    assert figure.value == Decimal("8536.9394")
    assert (figure.unit, figure.period_type, figure.vintage) == ("亿元", PeriodType.ANNUAL, "unstated")
    assert "《中国科技统计年鉴》" in figure.source.text
    assert figure.source.terms
    assert (point.base, point.spread) == (figure.ref, None)


@pytest.mark.parametrize(
    "words",
    [
        ("北京", "rd_intensity", "2023"),
        ("2023年", "R&D经费投入强度（R&D经费/GDP）", "北京市"),
        ("110000", "Ｒ＆Ｄ经费投入强度", "2023"),
        ("北京", "R&D intensity", "2023"),
    ],
)
def test_a_figure_is_named_as_people_name_it(world, words):
    (point,) = world.walked(*words)
    assert (point.key, point.figures[0].value) == ("region:110000|rd_intensity|2023", Decimal("6.73"))


def test_two_sources_that_disagree_are_both_kept(world):
    (point,) = world.walked("张家口", "投运数据中心", "2025")
    assert {figure.source.text: figure.value for figure in point.figures} == {
        "财新周刊2025-09-01": 48,
        "张家口新闻2025-08-07": 39,
    }
    assert (point.spread.least, point.spread.most, point.spread.absolute) == (39, 48, 9)
    assert point.spread.relative == pytest.approx(9 / 39)
    assert point.spread.agreement is Agreement.APART
    assert point.spread.between == (Relation.SOURCE,)


def test_the_others_are_compared_with_the_figure_asked_for(world):
    (point,) = world.walked("张家口", "dc_n", "2025")
    for asked in point.figures:
        (found,) = world.walked(asked.ref)
        assert found.base == asked.ref
        (own,) = [figure for figure in found.figures if figure.ref == asked.ref]
        (other,) = [figure for figure in found.figures if figure.ref != asked.ref]
        assert own.comparison is None
        assert other.comparison.absolute == other.value - asked.value
        assert other.comparison.relation is Relation.SOURCE


def test_vintages_stand_side_by_side_in_order(world):
    (point,) = world.walked("京津冀", "rd_intensity", "2023")
    assert [(figure.vintage, figure.value) for figure in point.figures] == [
        ("unstated", Decimal("4.27")),
        ("2025", Decimal("4.02")),
    ]
    assert point.newest is None
    assert point.figures[1].comparison.relation is Relation.VINTAGE
    assert point.spread.between == (Relation.VINTAGE,)


def test_the_newest_vintage_is_named_where_it_can_be_told(world):
    indicator = world.indicator("test_count")
    for vintage, value in (("2025-03", "12"), ("2024", "11"), ("2025-12-25", "13")):
        world.figure(indicator, value, vintage=vintage)
    (point,) = world.walked("北京", "test_count")
    assert [figure.vintage for figure in point.figures] == ["2024", "2025-03", "2025-12-25"]
    assert point.newest == "2025-12-25"


def test_figures_that_differ_by_rounding_or_in_unit_say_so(world):
    indicator = world.indicator("test_count")
    world.figure(indicator, Decimal("12.04"))
    rounded = world.figure(indicator, Decimal("12.0"), source="another")
    (point,) = world.walked(rounded)
    assert point.spread.agreement is Agreement.ROUNDED
    world.figure(indicator, Decimal("12.0"), source="a third", unit="户")
    (point,) = world.walked(rounded)
    assert (point.spread.agreement, point.spread.absolute) == (Agreement.UNCOMPARED, None)
    assert "单位不同" in point.headline()


def test_a_derived_figure_names_what_it_was_computed_from(world):
    (point,) = world.walked("北京", "gdp_implied", "2019")
    (figure,) = point.figures
    assert figure.confidence is Confidence.DERIVED
    assert "rd_exp ÷ rd_intensity" in figure.source.text
    assert [(part.indicator, part.value) for part in figure.derived_from] == [
        ("rd_exp", Decimal("2233.6")),
        ("rd_intensity", Decimal("6.31")),
    ]
    assert all("统计公报" in part.source.text for part in figure.derived_from)


def test_a_step_in_the_series_is_marked(world):
    (point,) = world.walked("天津", "rd_basic", "2022")
    assert "24.8128" in point.marks[0].remark
    assert world.walked("天津", "rd_basic", "2021")[0].marks == ()


def test_a_flow_is_named_by_both_its_ends(world):
    (point,) = world.walked("北京", "津冀", "flow_bj_to_tjhe", "2021-2024")
    assert (point.subject.name, point.to.name) == ("北京", "津冀")
    assert point.figures[0].value == Decimal("2308.7")


def test_figures_of_an_item_and_of_a_body_are_walked_too(world):
    indicator = world.indicator("test_share", unit="%")
    world.figure(indicator, "35", item=record_id("item", "5G+工业互联网"), country="JPN")
    (point,) = world.walked("5G专网", "test_share")
    assert (point.subject.kind, point.country) == ("item", "JPN")
    assert "JPN" in point.name()
    body = "listed:000158.SZ"
    world.figure(indicator, "40", organisation=record_id("organisation", body))
    (point,) = world.walked("石家庄常山北明科技股份有限公司", "test_share")
    assert (point.subject.kind, point.subject.key) == ("organisation", body)
    assert {point.key for point in world.walked("test_share")} == {
        "item:5G+工业互联网|JPN|test_share|2023",
        "organisation:listed:000158.SZ|test_share|2023",
    }


def test_words_that_name_several_figures_list_them_all(world):
    points = world.walked("北京", "rd_exp")
    assert [point.period for point in points] == [str(year) for year in range(2011, 2024)]
    first = world.walked("北京", "rd_exp", most=5)
    rest = world.walked("北京", "rd_exp", after=first[-1].key)
    assert [point.key for point in (*first, *rest)] == [point.key for point in points]


def test_a_word_is_read_in_every_way_it_may_be_meant(world):
    """吉林 is a province and a city in it."""
    city = {"code": "220200", "name": "吉林", "full_name": "吉林市", "level": "city", "aliases": []}
    world.add("region", record_id("region", "220200"), **city, source=world.source("a test"))
    indicator = world.indicator("test_count")
    world.figure(indicator, "1", region=record_id("region", "220000"))
    world.figure(indicator, "2", region=record_id("region", "220200"))
    assert [point.subject.key for point in world.walked("吉林", "test_count")] == ["220000", "220200"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("火星",), "no region, zone, item, organisation, indicator or period 火星"),
        (("北京", "投入强度"), "there are rd_intensity R&D经费投入强度"),
        (("北京", "rd_exp", "1999"), "no figure of 北京 rd_exp 1999; without 1999 there are 2011、2012"),
        (("北京", "dc_n", "2025"), "without 北京 there are 张家口"),
        (("燕郊",), "There is no figure of 燕郊."),
        ((f"observation:{record_id('chain', 'NONE')}",), "There is no observation:"),
        ((f"colour:{record_id('chain', 'NONE')}",), "no kind of fact colour"),
    ],
)
def test_what_is_not_there_is_refused_with_what_there_is(world, words, said):
    with pytest.raises(RefusedError) as refused:
        world.walked(*words)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "words", [(), ("",), ("北京\x00",), ("北" * 201,), ("北京", f"observation:{record_id('chain', 'NONE')}")]
)
def test_words_that_cannot_be_read_are_wrong_input(words):
    with pytest.raises(ValidationError):
        SourceRequest(words=words)


def test_any_other_row_is_shown_with_its_document(world):
    asked = SourceRequest(words=(f"chain:{record_id('chain', 'H2')}",))
    answer = find_source(world.context, asked)
    assert answer.points == ()
    assert "氢能" in {field.value for field in answer.row.fields}
    assert answer.row.source.text
    again = find_source(world.context, SourceRequest(words=(answer.row.source.ref,)))
    assert again.row.source == answer.row.source


def test_what_is_personal_is_not_shown(world):
    person = {"code": "P-test", "name": "某人", "fields": [], "availability": "none", "purpose": "test"}
    identity = record_id("person", "P-test")
    world.add("person", identity, **person, legal_basis="invented", source=world.source("a test"))
    answer = find_source(world.context, SourceRequest(words=(f"person:{identity}",)))
    assert "P-test" in answer.model_dump_json()
    assert "某人" not in answer.model_dump_json()
