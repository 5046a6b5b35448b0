"""Which file is which: by its fields, whatever it is called; what is missing or too much is named with a mend."""

import pytest
from format_files import write

from rongtu.facts.intake.formats.wanted import Wanted, sort_out
from rongtu.vocab.problems import InputError

SMALL = Wanted("small.csv", ("a",), needed=False)
LARGE = Wanted("large.csv", ("a", "b"))
WANTED = (SMALL, LARGE)


def problems(paths, wanted=WANTED):
    with pytest.raises(InputError) as caught:
        sort_out("example", wanted, paths)
    assert all(problem.mend for problem in caught.value.problems)
    return [f"{problem.where}: {problem.rule}; {problem.found}" for problem in caught.value.problems]


def test_files_are_told_by_their_fields_not_their_names(tmp_path):
    paths = write(tmp_path, one_csv="b,a,c\n1,2,3\n", large_csv="a,x\n1,2\n")
    given = sort_out("example", WANTED, paths)
    assert [opened.name for opened in given["large.csv"]] == ["one.csv"]
    assert [opened.name for opened in given["small.csv"]] == ["large.csv"]


def test_a_file_left_out_is_none(tmp_path):
    assert sort_out("example", WANTED, write(tmp_path, one_csv="a,b\n1,2\n"))["small.csv"] == ()


def test_a_missing_file_is_named(tmp_path):
    (told,) = problems(write(tmp_path, one_csv="a,x\n1,2\n"))
    assert told == "example, file large.csv: example needs large.csv, with the columns a, b; no such file"


def test_a_missing_column_is_named_for_the_file_it_looks_like(tmp_path):
    (told,) = problems(write(tmp_path, large_csv="b,x\n1,2\n"))
    assert told.startswith("large.csv row 1, column a: large.csv of example has the columns a, b; no a; it has b、x")


def test_two_files_for_one_are_named(tmp_path):
    (told,) = problems(write(tmp_path, one_csv="a,b\n1,2\n", two_csv="a,b\n1,2\n"))
    assert "takes one large.csv; one.csv、two.csv" in told


def test_several_of_some_are_taken(tmp_path):
    wanted = (Wanted("large.csv", ("a", "b"), several=True),)
    given = sort_out("example", wanted, write(tmp_path, one_csv="a,b\n1,2\n", two_csv="a,b\n1,2\n"))
    assert len(given["large.csv"]) == 2


def test_no_file_at_all_is_a_problem():
    (told,) = problems((), (SMALL,))
    assert told == "example: example is one or more of small.csv; no file"


def test_files_alike_are_told_by_a_word_in_their_names(tmp_path):
    wanted = (Wanted("left.csv", ("a",), called="left"), Wanted("right.csv", ("a",), called="right"))
    given = sort_out("example", wanted, write(tmp_path, my_left_csv="a\n1\n", right_csv="a\n1\n"))
    assert [opened.name for opened in given["left.csv"]] == ["my_left.csv"]
    (told,) = problems(write(tmp_path, other_csv="a\n1\n"), wanted)
    assert "told by their names" in told


def test_every_file_that_is_wrong_is_named(tmp_path):
    paths = write(tmp_path, one_csv="x\n1\n", two_csv="y\n1\n", bad_json='{"a": \n')
    assert len(problems(paths)) == 3
