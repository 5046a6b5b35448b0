"""A tree of the user's own: taken when it is the standard's, else every difference told at once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rongtu.vocab.industries import IndustryLevel, industries, industry_label, level_of, parse_industry_code, readings
from rongtu.vocab.industry_tree import CLASSES, industry_tree
from rongtu.vocab.problems import InputError

GROUPS = [code for code, entry in industries().items() if entry.level is IndustryLevel.GROUP]


def complete(classes=CLASSES[0]):
    """Rows of a tree with as many (made-up) classes as the standard has."""
    rows = [{"code": code, "name": entry.name} for code, entry in industries().items()]
    codes = [f"{group}{digit}" for digit in range(10) for group in GROUPS][:classes]
    return rows + [{"code": code, "name": f"小类{code}"} for code in codes]


def problems_of(rows):
    """What is wrong with these rows."""
    with pytest.raises(InputError) as caught:
        industry_tree(rows, "tree.csv")
    return caught.value.problems


@pytest.mark.parametrize("classes", CLASSES)
def test_a_complete_tree_is_taken_with_its_classes(classes):
    tree = industry_tree(complete(classes), "tree.csv")
    assert len(tree) == 590 + classes
    assert tree["3980"].parent == "398"
    assert industry_label("3980", tree) == "小类3980"
    assert parse_industry_code("C3980", "cell", tree) == "3980"


def test_a_tree_says_which_classes_there_are():
    tree = industry_tree(complete(), "tree.csv")
    with pytest.raises(InputError, match="3980 小类3980"):
        parse_industry_code("3989", "cell", tree)
    assert parse_industry_code("3989", "cell") == "3989"


def test_a_known_reading_is_taken_and_kept():
    rows = complete()
    for row in rows:
        row["name"] = readings().get(row["code"], (row["name"],))[0]
    assert industry_tree(rows, "tree.csv")["923"].name == "监察委员会、人民法院和人民检察院"


@settings(max_examples=20)
@given(st.permutations(range(20)))
def test_the_order_of_the_rows_is_free(order):
    rows = complete()
    head = [rows[place] for place in order]
    assert industry_tree(head + rows[20:], "tree.csv").keys() == {row["code"] for row in rows}


@settings(max_examples=20)
@given(st.sampled_from(sorted(industries())))
def test_another_name_is_told_with_its_row_and_the_standards_name(code):
    rows = complete()
    line = next(number for number, row in enumerate(rows, 2) if row["code"] == code)
    rows[line - 2]["name"] = "另一个名称"
    (problem,) = problems_of(rows)
    assert problem.where == f"tree.csv:{line} name"
    assert industries()[code].name in problem.rule


@settings(max_examples=20)
@given(st.lists(st.sampled_from(GROUPS), min_size=1, max_size=5, unique=True))
def test_missing_groups_are_told_by_code_and_name(left_out):
    rows = [row for row in complete() if row["code"] not in left_out]
    told = problems_of(rows)[0]
    assert all(f"{code} {industries()[code].name}" in told.found for code in left_out)


def test_all_differences_are_told_at_once():
    rows = [*complete(), {"code": "39", "name": "计算机、通信和其他电子设备制造业"}, {"code": "999", "name": "其他"}]
    rows[0] = {"code": "A", "name": ""}
    told = problems_of(rows)
    last = len(rows) + 1
    assert [problem.where for problem in told] == [
        "tree.csv:2 name",
        f"tree.csv:{last - 1} code",
        f"tree.csv:{last} code",
    ]


def test_a_tree_without_classes_is_told_so():
    rows = [row for row in complete() if level_of(row["code"]) is not IndustryLevel.CLASS]
    (problem,) = problems_of(rows)
    assert "473 without" in problem.found


def test_a_class_too_few_is_told_by_the_count():
    (problem,) = problems_of(complete(CLASSES[0] - 1))
    assert problem.found == "1380"


def test_an_empty_tree_lacks_everything():
    assert "590 missing" in problems_of([])[0].found
