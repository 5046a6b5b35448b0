"""Workbooks as people make them: what can be read rightly is, and what would be read wrongly is refused by cell."""

import datetime
import zipfile

import pytest
import xlsxwriter

from rongtu.facts.intake import workbooks
from rongtu.vocab.problems import InputError


@pytest.fixture
def book(tmp_path):
    """Makes a workbook: `fill` writes to its first sheet; its path."""

    def make(fill, name="b.xlsx"):
        path = tmp_path / name
        made = xlsxwriter.Workbook(path)
        fill(made.add_worksheet("企业"), made)
        made.add_worksheet("说明").write(0, 0, "not read")
        made.close()
        return path

    return make


def read(path):
    """Header and rows."""
    table = workbooks.recognise(path, path.name)
    return table.header(), list(table.rows())


def refused(path):
    """Every problem of a workbook that is refused, as text."""
    with pytest.raises(InputError) as caught:
        read(path)
    assert all(problem.mend for problem in caught.value.problems)
    return [str(problem) for problem in caught.value.problems]


def test_typed_cells_become_the_text_a_person_would_write(book):
    def fill(sheet, made):
        day = made.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["名称", "数", "份额", "日期", "公式", "是否"])
        sheet.write_row(1, 0, ["甲", 300, 0.1])
        sheet.write_datetime(1, 3, datetime.datetime(2021, 3, 5), day)
        sheet.write_formula(1, 4, "=1+1", None, 2)
        sheet.write_boolean(1, 5, True)
        sheet.write_row(3, 0, ["乙", 1e-7, 123456789012345])

    header, rows = read(book(fill))
    assert header == ("名称", "数", "份额", "日期", "公式", "是否")
    assert rows == [
        (2, ["甲", "300", "0.1", "2021-03-05", "2", "是"]),
        (4, ["乙", "0.0000001", "123456789012345", "", "", ""]),
    ]


def test_what_a_reader_would_take_for_empty_or_wrong_is_named_by_cell(book):
    def fill(sheet, made):
        day = made.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["名称", "代码", "日期", "数"])
        sheet.merge_range(1, 0, 3, 0, "甲")
        sheet.write_number(1, 1, 911100006000373410)
        sheet.write_datetime(2, 2, datetime.datetime(1900, 1, 5), day)
        sheet.write_number(3, 2, 0, day)
        sheet.write_formula(4, 3, "=1/0", None, "#DIV/0!")
        sheet.write_formula(5, 3, "=A1", None, "")
        sheet.write_datetime(
            6, 2, datetime.datetime(2021, 3, 5, 10, 30), made.add_format({"num_format": "yyyy-mm-dd h:mm"})
        )

    found = refused(book(fill))
    assert [one.split(":")[0] for one in found] == [
        "b.xlsx [企业] row 2",
        "b.xlsx [企业] cell D5",
        "b.xlsx [企业] cell D6",
        "b.xlsx [企业] cell B2",
        "b.xlsx [企业] cell C3",
        "b.xlsx [企业] cell C4",
        "b.xlsx [企业] cell C7",
    ]
    assert "A2:A4 is one merged cell" in found[0]
    assert "#DIV/0!" in found[1]
    assert "15 digits" in found[3]
    assert "March 1900" in found[4]


def test_cells_are_named_rightly_where_the_first_column_is_empty(book):
    def fill(sheet, _made):
        sheet.write(0, 2, "代码")
        sheet.write_number(3, 2, 911100006000373410)

    assert refused(book(fill))[0].startswith("b.xlsx [企业] cell C4")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(64):
            part.write(b" " * 2**20)
    assert path.stat().st_size < 100_000
    assert "200 times its size" in refused(path)[0]


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 2**24)
    content = path.read_bytes()
    path.write_bytes(content.replace((2**24).to_bytes(4, "little"), (100).to_bytes(4, "little")))
    assert "a workbook is whole" in refused(path)[0]


def test_many_parts_are_refused(tmp_path):
    path = tmp_path / "parts.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(1_001):
            archive.writestr(f"{number}", b"")
    assert "1001 parts" in refused(path)[0]


@pytest.mark.parametrize("cut", [10, 1_000, -200])
def test_a_damaged_workbook_is_refused(book, cut):
    path = book(lambda sheet, _made: sheet.write(0, 0, "名称"))
    path.write_bytes(path.read_bytes()[:cut])
    assert "a workbook is whole" in refused(path)[0]


def test_a_workbook_that_is_no_workbook_inside_is_refused(tmp_path):
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", b"<w/>")
    assert "a workbook is whole" in refused(path)[0]


def test_more_columns_than_a_table_has_are_refused(book):
    path = book(lambda sheet, _made: sheet.write(0, 16_000, "名称"))
    assert "at most 1000 columns" in refused(path)[0]


def test_an_empty_sheet_is_refused(book):
    assert "the first row is the header" in refused(book(lambda _sheet, _made: None))[0]
