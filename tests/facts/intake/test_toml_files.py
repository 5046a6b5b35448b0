"""TOML files: entries become rows of text, every wrong name or value is named, sources go by their text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rongtu.facts.fields import KINDS
from rongtu.facts.intake import toml_documents
from rongtu.facts.intake.sources import source_code
from rongtu.facts.intake.toml_documents import read
from rongtu.facts.intake.toml_files import ordered, sheets, sheets_of
from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import InputError

OTHER = "S0123456789"


@pytest.fixture
def document(tmp_path):
    """A reader of TOML text as a document."""

    def write(text, name="file.toml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(path, name)

    return write


def rows(sheet):
    """The filled cells of each row of a sheet."""
    return [{name: cell for name, cell in zip(sheet.header, cells, strict=True) if cell} for _, cells in sheet.rows()]


def problems(call, *arguments):
    with pytest.raises(InputError) as caught:
        call(*arguments)
    return caught.value.problems


def one(document, text):
    """The one sheet of a file with one kind of entries."""
    (sheet,) = sheets_of([document(text)], Nature.REAL)
    return sheet


# values


def test_values_become_the_text_of_cells(document):
    sheet = one(
        document,
        """
        [[chain_node]]
        code = "T-A"
        final = true
        [[chain_node]]
        code = "T-B"
        final = false
        """,
    )
    assert (sheet.name, sheet.row_word, sheet.nature) == ("file.toml [[chain_node]]", "entry", "real")
    assert rows(sheet) == [{"code": "T-A", "final": "是"}, {"code": "T-B", "final": "否"}]
    assert [number for number, _ in sheet.rows()] == [1, 2]


def test_money_says_its_unit_and_becomes_fen(document):
    sheet = one(document, 'supply = [{ amount = "3.2亿元" }, { amount = "1,500万元" }]')
    assert [row["amount"] for row in rows(sheet)] == ["32000000000", "1500000000"]
    (found,) = problems(one, document, "supply = [{ amount = 1500 }]")
    assert found.where == "file.toml [[supply]] entry 1, key amount"
    assert "3.2亿元" in found.mend


def test_numbers_keep_their_digits_and_dates_their_precision(document):
    sheet = one(document, "input_group = [{ share = 0.10, as_of = 2025 }, { share = 1, as_of = 2025-03-01 }]")
    assert rows(sheet) == [{"share": "0.10", "as_of": "2025"}, {"share": "1", "as_of": "2025-03-01"}]


def test_lists_are_joined_and_their_parts_whole(document):
    assert rows(one(document, 'item = [{ name = "甲", synonyms = ["乙", "丙"] }]'))[0]["synonyms"] == "乙|丙"
    assert problems(one, document, 'item = [{ name = "甲", synonyms = ["乙|丙"] }]')[0].rule.startswith("a list holds")
    assert problems(one, document, 'item = [{ name = ["甲"] }]')[0].rule == "the field holds one value"


@pytest.mark.parametrize("value", ["true", "{ a = 1 }", "2025-03-01T10:00:00", "10:00:00"])
def test_what_is_no_value_of_a_text_is_refused(document, value):
    (found,) = problems(one, document, f"item = [{{ name = {value} }}]")
    assert found.where == "file.toml [[item]] entry 1, key name"


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters='"\\'), max_size=40))
def test_texts_come_through_as_they_are(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("toml") / "a.toml"
    path.write_text(f'item = [{{ name = "{text}" }}]', encoding="utf-8")
    (sheet,) = sheets_of([read(path, "a")], Nature.REAL)
    assert [row.get("name", "") for row in rows(sheet)] == [text]


def test_what_stands_at_the_top_holds_where_an_entry_does_not_say_it(document):
    text = 'confidence = "derived"\nsupply = [{ year = 2024 }, { year = 2025, confidence = "quoted" }]'
    assert [row["confidence"] for row in rows(one(document, text))] == ["derived", "quoted"]


def test_a_sheet_has_a_column_for_all_that_is_asked(document):
    header = one(document, "[[organisation]]").header
    assert {"name", "kind", "source"} <= set(header)
    assert not {"code", "name_key", "nature", "visibility"} & set(header)
    assert "nature" in one(document, '[[organisation]]\nnature = "synthetic"').header


# names


def test_every_wrong_name_is_told_at_once(document):
    found = problems(document, 'confidense = "quoted"\n[[item]]\nnam = "甲"\n[[item]]\nkinds = "part"')
    assert [problem.where for problem in found] == [
        *("file.toml, key confidense", "file.toml [[item]] entry 1, key nam", "file.toml [[item]] entry 2, key kinds")
    ]
    assert found[1].mend == "Is name meant?"


def test_a_kind_that_is_none_and_a_kind_in_one_bracket_are_told(document):
    found = problems(document, "[[technologi]]\n[need]\n[[audit_entry]]")
    assert [problem.where for problem in found] == [
        "file.toml [[technologi]]",
        "file.toml [need]",
        "file.toml [[audit_entry]]",
    ]
    assert found[0].mend == "Is technology meant?"
    assert "[[need]]" in found[1].mend


@pytest.mark.parametrize(
    "content",
    [b"item = [", '[[item]]\nname = "甲"'.encode("gb18030"), b"a = " + b"[" * 3_000, b"year = 1" + b"0" * 5_000],
    ids=["unfinished", "another encoding", "nested deep", "a number without end"],
)
def test_what_is_no_toml_is_an_input_error(document, content):
    assert problems(document, content)[0].where == "file.toml"


def test_a_byte_order_mark_does_no_harm(document):
    assert document("\ufeff[[item]]").entries == {"item": [{}]}


def test_a_file_has_a_bounded_size(document, monkeypatch):
    monkeypatch.setattr(toml_documents, "MOST_BYTES", 100)
    assert "at most" in problems(document, "#" * 101)[0].rule
    assert document("#" * 100).entries == {}


# sources


def test_a_source_is_named_by_its_text_from_another_file(document):
    first = document('source = [{ text = "甲" }, { text = "乙", code = "S00000000bb" }]', "sources.toml")
    second = document('source = "甲"\nitem = [{ name = "a" }, { name = "b", source = "乙" }]')
    told, items = sheets_of([second, first], Nature.REAL)
    assert [row["code"] for row in rows(told)] == [source_code("甲"), "S00000000bb"]
    assert (items.source, rows(items)[1]["source"]) == (source_code("甲"), "S00000000bb")


def test_the_only_source_of_a_file_is_that_of_its_entries(document):
    _, items = sheets_of([document('[[source]]\ntext = "甲"\n[[item]]\nname = "a"')], Nature.REAL, OTHER)
    assert items.source == source_code("甲")


def test_a_file_that_names_no_source_takes_the_given_one(document):
    (sheet,) = sheets_of([document("[[item]]")], Nature.REAL, OTHER)
    assert sheet.source == OTHER


def test_a_source_in_no_file_is_told_once(document):
    text = 'source = "丙"\n[[item]]\n[[chain]]\nsource = "丁"'
    found = problems(sheets_of, [document(text)], Nature.REAL)
    assert [problem.where for problem in found] == ["file.toml, key source", "file.toml [[chain]] entry 1, key source"]


# kinds


def test_kinds_come_after_those_they_refer_to():
    order = [kind.name for kind in ordered(name for name in KINDS if "source" in KINDS[name].names or name == "source")]
    assert order[0] == "source" and len(order) == len(set(order))
    for position, name in enumerate(order):
        assert not {column.field.refers for column in KINDS[name].columns} & set(order[position + 1 :])


def test_a_file_loaded_as_one_kind_holds_that_kind(tmp_path):
    path = Path(tmp_path / "needs.toml")
    path.write_text('[[need]]\ntitle = "甲"\n', encoding="utf-8")
    (sheet,) = sheets(path, "needs.toml", KINDS["need"], Nature.FICTIONAL, OTHER)
    assert (sheet.kind.name, sheet.nature, sheet.source) == ("need", "fictional", OTHER)
    for kind in ("item", "source"):
        (found,) = problems(sheets, path, "needs.toml", KINDS[kind], Nature.REAL, OTHER)
        assert "[[need]]" in found.found
