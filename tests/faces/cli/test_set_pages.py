"""Consortia and assignments on a terminal: the page tells who and why, -v and --json all of it."""

import json

import pytest

pytestmark = pytest.mark.xdist_group("transfer")

FICTIONAL = ("--nature", "fictional")


@pytest.fixture
def example(command_line, dispatcher, administrator):
    dispatcher.run("sample.load", {"which": "example"}, administrator)
    return command_line


def test_a_consortium_is_told_with_who_leads_why_and_what_is_assumed(example):
    told = example("consortium", "propose", "EX-N-15", *FICTIONAL).out
    assert told.startswith("【虚构 fictional】")
    for words in (
        "牵头  示例甲医用影像股份有限公司",
        "只有它能补",
        "留意 本需求此前对接已终止",
        "推定的数",
        "1,500万元",
    ):
        assert words in told


def test_where_there_is_none_the_page_says_which_rule_to_relax(example):
    told = example("consortium", "propose", "EX-N-08", *FICTIONAL).out
    assert "1  地区由 2 个改为 1 个" in told
    assert "可由 示例甲关节模组股份有限公司、示例理工大学" in told


def test_with_json_all_of_it_is_told_and_marked(example):
    told = json.loads(example("consortium", "propose", "EX-N-15", *FICTIONAL, "--json").out)
    assert (told["nature"], len(told["members"])) == ("fictional", 3)


def test_options_that_are_words_of_python_are_called_what_people_call_them(example):
    told = example("consortium", "propose", "EX-N-15", "--with", "示例理工大学", *FICTIONAL, "--json").out
    assert "示例理工大学" in {member["name"] for member in json.loads(told)["members"]}


def test_an_assignment_is_told_with_who_is_short_and_whose_hours_are_dear(example):
    told = example("match", "assign", "--kind", "person", "--hours", "8", *FICTIONAL).out
    assert "EX-P-02" in told
    assert "合适的已排满" in told
    assert "瓶颈" in told
    assert "示例专家" not in told
