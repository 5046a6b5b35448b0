"""The list of public formats: named, described, and every one of them refusing what it is not, with a mend."""

from pathlib import Path

import pytest
from format_files import write

from rongtu.facts.intake.formats import FORMATS, format_named
from rongtu.vocab.problems import InputError


def test_formats_are_called_by_their_names():
    assert list(FORMATS) == sorted(FORMATS)
    assert all(format_named(name) is one for name, one in FORMATS.items())
    with pytest.raises(InputError, match=r"Choose one of .*chain-graph（ChainKnowledgeGraph 产业链图谱）"):
        format_named("nothing")


@pytest.mark.parametrize("one", FORMATS.values(), ids=FORMATS)
def test_a_format_says_what_it_is_and_which_files_it_wants(one):
    assert one.zh
    assert one.en
    assert all(wanted.name and wanted.fields for wanted in one.files)


@pytest.mark.parametrize("one", FORMATS.values(), ids=FORMATS)
def test_a_file_of_something_else_is_refused_with_a_mend(one, tmp_path):
    with pytest.raises(InputError) as caught:
        one.read(write(tmp_path, other_csv="colour,taste\nred,sour\n"))
    (problem,) = caught.value.problems
    assert problem.where.startswith("other.csv row 1, column ")
    assert "no " in problem.found
    assert problem.mend


@pytest.mark.parametrize("one", FORMATS.values(), ids=FORMATS)
def test_no_file_is_refused_with_a_mend(one):
    with pytest.raises(InputError) as caught:
        one.read([])
    assert all(problem.mend for problem in caught.value.problems)


@pytest.mark.parametrize("name", FORMATS)
def test_the_page_for_users_tells_of_every_format(name):
    page = (Path(__file__).parents[4] / "docs/how-to/import-public-formats.md").read_text(encoding="utf-8")
    assert f"\n| `{name}` | " in page
    assert f"\n## {name}\n" in page
