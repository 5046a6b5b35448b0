"""Files of a synthetic set: what `rongtu load` reads, the same bytes for the same seed, each whole or not there."""

import csv
import hashlib

import pytest

from rongtu.facts.intake.open_files import open_file
from rongtu.facts.intake.sheets import Sheet
from rongtu.facts.synthetic import Parameters, sheets, write
from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import DependencyError

SOME = Parameters(organisations=500, seed=1)


def digests(folder, parameters):
    """File name to digest."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in write(sheets(parameters), folder)}


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(tmp_path):
    first, again = digests(tmp_path / "a", SOME), digests(tmp_path / "b", SOME)
    other = digests(tmp_path / "c", Parameters(organisations=500, seed=2))
    assert first == again
    # a chain's code, name and place say nothing of the draws; the source says the seed
    assert [name for name in first if first[name] == other[name]] == []


def test_files_are_opened_as_the_sheets_they_were_written_from(tmp_path):
    for sheet, path in zip(sheets(SOME), write(sheets(SOME), tmp_path), strict=True):
        (opened,) = open_file(path, path.name, sheet.kind, Nature.SYNTHETIC, sheet.source)
        assert path.name == f"{sheet.kind.name}.csv"
        assert opened.header == sheet.header
        assert [tuple(cells) for _, cells in opened.rows()] == [tuple(cells) for _, cells in sheet.rows()]


def test_every_row_of_a_file_says_its_nature(tmp_path):
    for path in write(sheets(SOME), tmp_path):
        with path.open(encoding="utf-8", newline="") as file:
            assert {row["nature"] for row in csv.DictReader(file)} <= {"synthetic"}


def test_a_file_that_could_not_be_written_whole_leaves_the_one_before(tmp_path):
    (kept,) = [path for path in write(sheets(SOME), tmp_path) if path.name == "organisation.csv"]
    before = kept.read_bytes()
    whole = next(sheet for sheet in sheets(SOME) if sheet.kind.name == "organisation")

    def failing():
        yield from list(whole.rows())[:10]
        raise RuntimeError("the rest is lost")

    with pytest.raises(RuntimeError):
        write([Sheet(whole.name, whole.kind, whole.header, failing)], tmp_path)
    assert kept.read_bytes() == before
    assert not [path for path in tmp_path.iterdir() if "part" in path.name]


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(DependencyError, match="cannot be written"):
        write(sheets(SOME), tmp_path / "taken")


def test_progress_is_told_each_sheet(tmp_path):
    told = []
    write(sheets(SOME), tmp_path, lambda sheet: told.append(sheet.kind.name))
    assert told == [sheet.kind.name for sheet in sheets(SOME)]
