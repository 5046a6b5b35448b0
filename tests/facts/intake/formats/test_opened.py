"""Files of public formats, opened: told by their content, out-of-form rows named all at once."""

import pytest

from rongtu.facts.intake.formats.opened import open_file
from rongtu.vocab.problems import InputError


def written(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_table_is_read_by_its_headings(tmp_path):
    opened = open_file(written(tmp_path, "甲.csv", "\ufeffa, b ,c\n1,2,3\n\n4,5,6\n"))
    assert opened.fields == ("a", "b", "c")
    assert list(opened.records()) == [(2, {"a": "1", "b": "2", "c": "3"}), (4, {"a": "4", "b": "5", "c": "6"})]
    assert list(opened.records()) == list(opened.records())


def test_tabs_and_gb18030_are_recognised(tmp_path):
    opened = open_file(written(tmp_path, "甲.tsv", "名称\t值\n示例\t1\n".encode("gb18030")))
    assert list(opened.records()) == [(2, {"名称": "示例", "值": "1"})]


def test_json_lines_are_told_by_their_content(tmp_path):
    lines = '\ufeff{"name": "示例", "n": 1.5, "none": null}\n\n{"name": "例二", "more": ["a"]}\n'
    opened = open_file(written(tmp_path, "anything.txt", lines))
    assert opened.fields == ("name", "n", "none", "more")
    assert opened.row_word == "line"
    assert [number for number, _ in opened.records()] == [1, 3]
    assert dict(next(opened.records())[1]) == {"name": "示例", "n": "1.5", "none": ""}


def test_every_line_that_is_no_object_is_named(tmp_path):
    path = written(tmp_path, "x.json", b'{"a": 1}\n{"a": \n[1]\n{"a": 2}\n\xff{}\n')
    with pytest.raises(InputError) as caught:
        open_file(path)
    assert [problem.where for problem in caught.value.problems] == ["x.json line 2", "x.json line 3", "x.json line 5"]
    assert all("one object a line" in problem.mend for problem in caught.value.problems)


def test_every_row_of_another_width_is_named(tmp_path):
    path = written(tmp_path, "x.csv", "a,b\n1,2\n1\n1,2,\n1,2,3\n")
    with pytest.raises(InputError) as caught:
        open_file(path)
    assert [problem.where for problem in caught.value.problems] == ["x.csv row 3", "x.csv row 5"]


def test_a_heading_that_comes_twice_is_named(tmp_path):
    with pytest.raises(InputError, match="row 1, column a: each column has a heading of its own"):
        open_file(written(tmp_path, "x.csv", "a,b,a\n1,2,3\n"))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match="Correct the path"):
        open_file(tmp_path / "nothing.csv")


def test_of_headings_that_mean_the_same_the_first_is_taken(tmp_path):
    opened = open_file(written(tmp_path, "x.csv", "代码,证券代码,other\n1,2,3\n"))
    renamed = opened.renamed({"代码": "code", "证券代码": "code"})
    assert list(renamed.records()) == [(2, {"code": "1", "other": "3"})]
