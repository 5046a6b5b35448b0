"""Size classes: the document's limits, its rule, and what can be said while a figure is not known."""

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongtu.vocab.industries import industries
from rongtu.vocab.money import FEN_PER_UNIT
from rongtu.vocab.organisations import SizeClass
from rongtu.vocab.problems import InputError
from rongtu.vocab.sizes import CLASSES, Measure, classify, group_of, groups

WAN = FEN_PER_UNIT["万元"]

DOCUMENT = """
农、林、牧、渔业           营业收入 20000 500 50
工业                       从业人员 1000 300 20   营业收入 40000 2000 300
建筑业                     营业收入 80000 6000 300   资产总额 80000 5000 300
批发业                     从业人员 200 20 5   营业收入 40000 5000 1000
零售业                     从业人员 300 50 10   营业收入 20000 500 100
交通运输业                 从业人员 1000 300 20   营业收入 30000 3000 200
仓储业                     从业人员 200 100 20   营业收入 30000 1000 100
邮政业                     从业人员 1000 300 20   营业收入 30000 2000 100
住宿业                     从业人员 300 100 10   营业收入 10000 2000 100
餐饮业                     从业人员 300 100 10   营业收入 10000 2000 100
信息传输业                 从业人员 2000 100 10   营业收入 100000 1000 100
软件和信息技术服务业       从业人员 300 100 10   营业收入 10000 1000 50
房地产开发经营             营业收入 200000 1000 100   资产总额 10000 5000 2000
物业管理                   从业人员 1000 300 100   营业收入 5000 1000 500
租赁和商务服务业           从业人员 300 100 10   资产总额 120000 8000 100
其他未列明行业             从业人员 300 100 10
"""
"""Article 4 of 工信部联企业〔2011〕300号, typed a second time from another copy than the data file."""

MEASURES = {"从业人员": Measure.EMPLOYEES, "营业收入": Measure.REVENUE, "资产总额": Measure.ASSETS}

group_codes = st.sampled_from([*groups()])


@st.composite
def firms(draw):
    """A group and figures near its limits, each of which may be unknown."""
    group = groups()[draw(group_codes)]
    figures = {
        measure: draw(st.none() | st.sampled_from(around(group.limits.get(measure, (100,))))) for measure in Measure
    }
    return group, figures


def around(limits):
    """Figures at, just below and between limits."""
    return sorted({0, *limits, *(limit - 1 for limit in limits), *(limit * 2 for limit in limits)})


def size_of(group, figures):
    """The finding for figures given by measure."""
    return classify(group.code, **{measure.value: figures[measure] for measure in Measure})


def test_the_limits_are_those_of_the_document():
    lines = [line.split() for line in DOCUMENT.strip().splitlines()]
    assert [line[0] for line in lines] == [group.zh for group in groups().values()]
    for name, *cells in lines:
        typed = {
            MEASURES[cells[at]]: tuple(int(cell) for cell in cells[at + 1 : at + 4]) for at in range(0, len(cells), 4)
        }
        in_fen = {
            measure: tuple(limit * (1 if measure is Measure.EMPLOYEES else WAN) for limit in limits)
            for measure, limits in typed.items()
        }
        assert group_of(name, "cell").limits == in_fen


def test_limits_fall_from_large_to_small():
    for group in groups().values():
        assert group.limits
        assert all(high > low > 0 for limits in group.limits.values() for high, low in pairwise(limits))


@pytest.mark.parametrize(
    ("employees", "revenue", "size"),
    [
        (1000, 40000, "large"),
        (999, 40000, "medium"),
        (1000, 39999, "medium"),
        (300, 2000, "medium"),
        (5000, 1999, "small"),
        (299, 90000, "small"),
        (20, 300, "small"),
        (19, 90000, "micro"),
        (5000, 299, "micro"),
    ],
)
def test_an_industrial_firm_is_of_the_class_all_of_whose_limits_it_meets(employees, revenue, size):
    assert classify("C39", employees=employees, revenue=revenue * WAN, assets=None).size == size


@given(firms())
def test_one_fen_or_one_person_decides(firm):
    group, _ = firm
    for measure, limits in group.limits.items():
        for place, limit in enumerate(limits):
            plenty = {each: group.limits.get(each, (0,))[0] for each in Measure}
            at, below = size_of(group, {**plenty, measure: limit}), size_of(group, {**plenty, measure: limit - 1})
            assert at.size == CLASSES[3 - place]
            assert below.size == CLASSES[2 - place]


@given(firms())
def test_what_is_said_of_unknown_figures_is_what_every_completion_says(firm):
    group, figures = firm
    finding = size_of(group, figures)
    completions = product(
        *([figures[measure]] if figures[measure] is not None else around(limits)
          for measure, limits in group.limits.items())
    )  # fmt: skip
    seen = {
        size_of(group, {**figures, **dict(zip(group.limits, completion, strict=True))}).size
        for completion in completions
    }
    assert set(finding.possible) == seen
    assert (finding.size is None) == bool(finding.missing) == (len(seen) > 1)
    assert all(figures[measure] is None and measure in group.limits for measure in finding.missing)


@given(firms(), st.sampled_from([*Measure]), st.integers(0, 10**14))
def test_a_larger_figure_never_makes_a_firm_smaller(firm, measure, more):
    group, figures = firm
    before = size_of(group, figures)
    if figures[measure] is not None:
        after = size_of(group, {**figures, measure: figures[measure] + more})
        assert CLASSES.index(after.possible[-1]) >= CLASSES.index(before.possible[-1])
    else:
        assert set(size_of(group, {**figures, measure: more}).possible) <= set(before.possible)


def test_a_figure_the_group_does_not_ask_for_changes_nothing():
    without = classify("M", employees=50, revenue=None, assets=None)
    assert without == classify("M", employees=50, revenue=1, assets=10**15)
    assert without.size is SizeClass.SMALL


def test_one_low_figure_is_enough_for_micro():
    finding = classify("I65", employees=9, revenue=None, assets=None)
    assert finding.size is SizeClass.MICRO
    assert finding.missing == ()


def test_nothing_known_leaves_every_class_open():
    finding = classify("retail", employees=None, revenue=None, assets=None)
    assert finding.possible == CLASSES
    assert finding.missing == (Measure.EMPLOYEES, Measure.REVENUE)


@pytest.mark.parametrize(
    ("industry", "code"),
    [
        ("software", "software"),
        ("软件和信息技术服务业", "software"),
        ("农、林、牧、渔业", "agriculture"),
        ("I65", "software"),
        ("6513", "software"),
        ("I6450", "information_transmission"),
        ("C", "industry"),
        ("3985", "industry"),
        ("D4411", "industry"),
        ("F51", "wholesale"),
        ("52", "retail"),
        ("G54", "transport"),
        ("591", "transport"),
        ("5921", "storage"),
        ("7010", "real_estate_development"),
        ("K702", "property_management"),
        ("L", "leasing"),
        ("M7320", "other"),
        ("Q85", "other"),
        ("703", "other"),
    ],
)
def test_an_industry_has_its_group(industry, code):
    assert group_of(industry, "cell").code == code


@pytest.mark.parametrize("industry", ["53", "J", "J66", "704", "P", "84", "8411", "S", "T97"])
def test_an_industry_without_limits_has_no_class(industry):
    with pytest.raises(InputError, match="has no limits"):
        group_of(industry, "cell")


@pytest.mark.parametrize(
    ("industry", "named"), [("F", "wholesale"), ("G", "storage"), ("I", "software"), ("70", "property"), ("Q", "other")]
)
def test_a_code_of_several_groups_asks_for_a_finer_one(industry, named):
    with pytest.raises(InputError, match=f"not of one group.*{named}"):
        group_of(industry, "cell")


@pytest.mark.parametrize("industry", ["", "X", "C06", "机器人", "999"])
def test_what_is_no_industry_is_refused(industry):
    with pytest.raises(InputError):
        group_of(industry, "cell")


@pytest.mark.parametrize("figures", [{"employees": -1}, {"assets": -1}])
def test_a_count_below_zero_is_refused(figures):
    with pytest.raises(InputError, match="below zero"):
        classify("E", **{"employees": None, "revenue": None, "assets": None, **figures})


def test_every_industry_of_the_groups_stands_in_the_classification_and_in_one_group():
    named = [industry for group in groups().values() for industry in group.industries]
    assert len(named) == len(set(named))
    assert set(named) <= set(industries())
