"""Loading as an office does it: fill in the template, be told what is wrong, mend it from the report alone."""

import csv
import datetime
import json

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from rongtu.acts.uploads import upload
from rongtu.faces.sheets.template import as_text, as_workbook
from rongtu.facts.fields import KINDS
from rongtu.facts.store.roles import Role
from rongtu.vocab.problems import InputError, RefusedError

HEADINGS = (
    "名称",
    "统一社会信用代码",
    "类别",
    "身份",
    "省级行政区",
    "规模",
    "注册资本（万元）",
    "从业人员（人）",
    "成立日期",
)
FIRM = ("示例甲公司", "", "企业", "已登记", "北京", "小型", "100", "20", "2010-03")


@pytest.fixture
def load(loaded, administrator, tmp_path):
    """Loads a file of organisations, all fictional; what the answer was."""

    def run(path, kind="organisation", **said):
        out = said.pop("out", None)
        payload = {"kind": kind, "nature": "fictional", **said}
        return loaded.run("load.records", payload, administrator, files=[upload(path)], out=out)

    return run


@pytest.fixture
def count(store):
    """How many rows of a kind there are, whatever their nature."""

    def counted(kind, where="true"):
        with store.engine(Role.OWNER).connect() as connection:
            return connection.execute(text(f"SELECT count(*) FROM {kind} WHERE {where}")).scalar_one()

    return counted


def write(path, rows, headings=HEADINGS, encoding="utf-8"):
    """Write a sheet as delimited text."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


def firm(**cells):
    """A row, with some cells by their place."""
    return [cells.get(f"c{place}", cell) for place, cell in enumerate(FIRM)]


def test_a_sheet_in_excels_manner_is_mended_from_its_report_alone(load, tmp_path, count):
    """Merged cells, stray spaces, full-width digits, a title above; then GB18030: each report leads to the next."""
    path = tmp_path / "名单.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("企业名单")
    sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, "2025年企业名单")
    sheet.write_row(1, 0, HEADINGS)
    sheet.write_row(2, 0, firm(c0="　示例一公司 ", c7="２０", c6="1,000.5"))
    sheet.write_row(3, 0, firm(c0="示例二公司", c8="2010年3月5日", c5="小"))
    sheet.merge_range(4, 4, 5, 4, "天津")
    sheet.write_row(4, 0, firm(c0="示例三公司")[:4])
    book.close()
    before = count("organisation")
    with pytest.raises(InputError) as first:
        load(path)
    told = [str(problem) for problem in first.value.problems]
    assert ["row 1" in told[0], "A1:I1" in told[0], "row 5" in told[1], "E5:E6" in told[1]] == [True] * 4
    assert all("Unmerge" in one for one in told)

    # unmerged and the title deleted, saved again as text in the encoding of Chinese Windows
    rows = [
        firm(c0="　示例一公司 ", c7="２０", c6="1,000.5"),
        firm(c0="示例二公司", c8="2010年3月5日", c5="小"),
        firm(c0="示例三公司", c4="天津"),
    ]
    path = write(tmp_path / "名单.csv", rows, encoding="gb18030")
    with pytest.raises(InputError) as second:
        load(path)
    assert [problem.where for problem in second.value.problems] == [
        "名单.csv row 3, column 规模",
        "名单.csv row 3, column 成立日期",
    ]
    size, date = (problem.mend for problem in second.value.problems)
    assert "Choose one" in size
    assert date == "Write 2010-03-05."
    assert count("organisation") == before

    rows[1] = firm(c0="示例二公司", c8="2010-03-05", c5="小型")
    answer = load(write(path, rows, encoding="gb18030"))
    assert [(kind.kind, kind.added) for kind in answer.landed] == [("source", 1), ("organisation", 3)]
    assert count("organisation", "name = '示例一公司' AND employees = 20 AND capital = 1000500000") == 1


def test_the_good_rows_land_alone_and_the_rest_comes_back_to_be_corrected(load, tmp_path, count):
    mark = tmp_path.name.replace("-", "_")
    rows = [
        firm(c0=f"示例好公司{mark}"),
        firm(c0=f"示例坏公司{mark}", c5="很小"),
        firm(c0="=cmd|' /C calc'!A0"),
        [*firm(c0=f"示例短公司{mark}"), "多出一格"],
    ]
    path = write(tmp_path / "f.csv", rows)
    out = tmp_path / "rest"
    out.mkdir()
    with pytest.raises(InputError):
        load(path)
    assert count("organisation", f"name LIKE '%公司{mark}'") == 0

    answer = load(path, partial=True, out=out)
    assert answer.landed[-1].model_dump() == {
        "kind": "organisation",
        "read": 4,
        "added": 1,
        "changed": 0,
        "refused": 3,
    }
    (rest,) = out.iterdir()
    assert answer.rest == (rest.name,)
    content = list(csv.reader(rest.read_text(encoding="utf-8-sig").splitlines()))
    reasons = [line[-1] for line in content[1:]]
    begins = ("column 规模: one of", "column 名称: a cell holds a value", "多出一格；f.csv row 5: a row has 9 cells")
    assert [reason.startswith(begin) for reason, begin in zip(reasons, begins, strict=True)] == [True] * 3, reasons
    assert content[2][0].startswith("'="), "no cell of an exported sheet starts a formula"

    # corrected in place, the column of reasons left where it is
    content[1][5], content[2][0] = "小型", f"示例改公司{mark}"
    with rest.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(content)
    assert load(rest).landed[-1].added == 3
    assert count("organisation", f"name LIKE '%公司{mark}'") == 4


def test_loading_again_changes_nothing_and_a_key_takes_effect_once(load, tmp_path, loaded, administrator, count):
    path = write(tmp_path / "f.csv", [firm(c0=f"示例再公司{tmp_path.name}")])
    load(path)
    assert (load(path).landed[-1].added, load(path).landed[-1].changed) == (0, 0)
    entries = count("audit_entry")
    asked = {"kind": "organisation", "nature": "fictional"}
    first = loaded.run("load.records", asked, administrator, files=[upload(path)], key=tmp_path.name)
    again = loaded.run("load.records", asked, administrator, files=[upload(path)], key=tmp_path.name)
    assert first == again
    assert count("audit_entry") == entries + 1, "one entry for a file, none for a row"
    write(path, [firm(c0="示例另公司")])
    with pytest.raises(InputError, match="one key names one request"):
        loaded.run("load.records", asked, administrator, files=[upload(path)], key=tmp_path.name)


def test_the_audit_names_the_file_by_its_digest(load, tmp_path, loaded, administrator):
    path = write(tmp_path / "f.csv", [firm(c0=f"示例审公司{tmp_path.name}")])
    load(path)
    entry = loaded.run("audit.list", {"most": 1}, administrator).entries[0]
    assert entry.operation == "load.records"
    assert json.loads(entry.outcome)["landed"][1]["read"] == 1


@pytest.mark.parametrize(
    ("headings", "told"),
    [
        (("名称", "类别", "身份", "颜色"), "'颜色'.*known are"),
        (("名称", "类别"), r"has these columns: 身份 \(standing\)"),
        (("名称", "类别", "身份", "注册资本"), "money says its unit"),
        (("名称", "类别", "身份", "注册资本（美元）"), "one of: 元"),
        (("名称", "类别", "身份", "name"), "one column"),
    ],
)
def test_a_wrong_heading_is_told_with_its_mend(load, tmp_path, headings, told):
    with pytest.raises(InputError, match=told):
        load(write(tmp_path / "f.csv", [["甲"] * len(headings)], headings))


@pytest.mark.parametrize("kind", ["audit_entry", "duplicate", "run", "no_such", "组 织"])
def test_only_facts_are_loaded(load, tmp_path, kind):
    with pytest.raises(RefusedError, match="There is no kind of record"):
        load(write(tmp_path / "f.csv", [FIRM]), kind=kind)


def loadable():
    """Every kind that is loaded from sheets."""
    return [kind for kind in KINDS.values() if kind.section not in ("trace", "review")]


@pytest.mark.parametrize("kind", loadable(), ids=lambda kind: kind.name)
def test_every_template_has_headings_lists_and_explanations(loaded, administrator, tmp_path, kind):
    template = loaded.run("load.template", {"kind": kind.zh}, administrator)
    assert template.kind == kind.name
    path = tmp_path / "t.xlsx"
    path.write_bytes(as_workbook(template))
    book = CalamineWorkbook.from_path(str(path))
    headings = [column.heading for column in template.columns]
    assert book.sheet_names == [kind.zh, "说明", "可选值"]
    assert book.get_sheet_by_name(kind.zh).to_python()[0] == headings
    assert [row[0] for row in book.get_sheet_by_name("说明").to_python()[3:]] == headings
    lists = book.get_sheet_by_name("可选值").to_python()
    offered = [list(filter(None, column)) for column in zip(*lists, strict=True)]
    assert offered == [list(column.choices) for column in template.columns if column.choices]
    assert next(csv.reader(as_text(template).decode("utf-8-sig").splitlines())) == headings
    assert len(set(headings)) == len(headings)


def test_an_empty_template_asks_for_rows_rather_than_pretending(load, loaded, administrator, tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(as_workbook(loaded.run("load.template", {"kind": "organisation"}, administrator)))
    assert load(path).landed[-1].read == 0


def test_a_filled_in_workbook_loads_with_its_numbers_and_dates(load, tmp_path, count):
    path = tmp_path / "填好.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("组织")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_row(1, 0, ("示例表公司", "", "企业", "已登记", "北京", "小型", 1000.5, 20))
    sheet.write_datetime(1, 8, datetime.datetime(2010, 3, 5), day)
    book.close()
    assert load(path).landed[-1].added == 1
    kept = "capital = 1000500000 AND employees = 20 AND established_on = '2010-03-05'"
    assert count("organisation", f"name = '示例表公司' AND {kept}") == 1
    assert load(path).landed[-1].changed == 0


cells = st.text(st.characters(codec="utf-8"), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.lists(st.lists(cells, min_size=9, max_size=9), max_size=4), st.integers(0, 3))
def test_whatever_stands_in_a_sheet_it_lands_whole_or_is_refused_row_by_row(load, tmp_path, count, rows, good):
    lines = [*rows, *(firm(c0=f"示例好公司{number}") for number in range(good))]
    path = write(tmp_path / "f.csv", lines)
    before = count("organisation"), count("audit_entry")
    try:
        load(path)
    except InputError as error:
        assert error.problems
        assert all(problem.where and problem.rule and problem.mend for problem in error.problems)
        assert (count("organisation"), count("audit_entry")) == before
    else:
        assert count("audit_entry") == before[1] + 1
