"""Delimited text as offices save it: any of its encodings, and no more of it in memory than a row."""

import codecs
import csv

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rongtu.facts.intake import text_files
from rongtu.facts.intake.text_files import MOST_LINE, recognise
from rongtu.vocab.problems import InputError

TABLE = "名称,备注\n甲公司,“一”\n乙公司,\n"
ROWS = [(2, ["甲公司", "“一”"]), (3, ["乙公司", ""])]


def read(tmp_path, content):
    """Header and rows of a file with these bytes."""
    path = tmp_path / "f.csv"
    path.write_bytes(content)
    table = recognise(path, "f.csv")
    return table.header(), list(table.rows())


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("gb18030"),
        TABLE.encode("gbk"),
        TABLE.replace("\n", "\r\n").encode("gb18030"),
        TABLE.replace(",", "\t").encode(),
    ],
    ids=["utf-8", "with mark", "gb18030", "gbk", "windows", "tabs"],
)
def test_what_offices_save_is_recognised(tmp_path, content):
    assert read(tmp_path, content) == (("名称", "备注"), ROWS)


def test_rows_are_counted_by_lines_of_the_file(tmp_path):
    content = '名称,备注\n甲,"两\n行"\n\n乙,\n'.encode()
    assert read(tmp_path, content)[1] == [(2, ["甲", "两\n行"]), (5, ["乙", ""])]


def flat(block):
    """The rows of a block, one by one."""
    return block if isinstance(block, list) else [(row[-1], list(row[:-1])) for row in block.iter_rows()]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["", "甲", "x", " ", "乙\n丙", "a,b", "'", '"']), min_size=1, max_size=4), max_size=8
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([16, 40, MOST_LINE]),
)
def test_many_rows_at_a_time_are_the_rows_one_by_one(tmp_path, monkeypatch, rows, ending, together):
    monkeypatch.setattr(text_files, "MOST_LINE", together)
    path = tmp_path / "f.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator=ending).writerows([["一", "二"], *rows])
    try:
        table = recognise(path, "f.csv")
        one_by_one = list(table.rows())
        at_once = [row for block in table.blocks() for row in flat(block)]
    except InputError:
        assume(together < MOST_LINE)
        return
    assert [(number, list(cells)) for number, cells in at_once] == [
        (number, list(cells)) for number, cells in one_by_one
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "a header in its first row"),
        (codecs.BOM_UTF16_LE + "名称".encode("utf-16-le"), "UTF-16"),
        ("名称\n甲\n".encode() + b"\xff\xfe\n", "row 3.*UTF-8 or GB18030"),
        (b"name\nab\n\x80\x80\x80", "row 3.*UTF-8 or GB18030"),
        ('名称\n"甲\n'.encode(), "quotes come in pairs"),
        (b"a," * 10_000 + b"\n", "at most 1000 columns"),
        (b"a," * 10_000_000, f"at most {MOST_LINE:,} characters"),
        (b'"' + b"x\n" * MOST_LINE, "characters|quotes"),
    ],
    ids=["empty", "utf-16", "utf-8 broken", "neither", "open quote", "many columns", "10^7 columns", "never closed"],
)
def test_what_is_no_table_is_refused_with_its_mend(tmp_path, content, told):
    with pytest.raises(InputError, match=told) as caught:
        read(tmp_path, content)
    assert all(problem.mend for problem in caught.value.problems)
