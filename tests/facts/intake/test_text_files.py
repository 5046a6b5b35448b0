"""Delimited text as offices save it: any of its encodings, and no more of it in memory than a row."""

import codecs

import pytest

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
