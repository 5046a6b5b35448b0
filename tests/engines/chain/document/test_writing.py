"""What is written is read again as the same document, whatever its texts and figures are."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from engines.chain.document.builders import CHAIN, FEW, document, documents
from rongtu.engines.chain.document import written
from rongtu.engines.chain.document.writing import comment, quoted
from rongtu.vocab.chain_document_form import read_document, read_form

ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",)))


@given(ANY_TEXT)
def test_any_text_is_read_again_as_it_was(text):
    assert tomllib.loads(f"x = {quoted(text)}") == {"x": text}


@given(ANY_TEXT)
def test_any_remark_stays_one_line_of_comment(text):
    assert tomllib.loads(f"{comment(text)}\nx = 1") == {"x": 1}


@FEW
@given(documents())
def test_a_document_is_read_again_as_it_was(made):
    assert read_document(tomllib.loads(written(made)), "chain.toml") == made


@FEW
@given(documents())
def test_writing_is_steady(made):
    once = written(made)
    assert written(read_document(tomllib.loads(once), "chain.toml")) == once


def test_a_file_reads_like_one_written_by_hand():
    text = written(document(CHAIN), ["虚构"], {("node", "EX-A"): ["缺供给"]})
    assert text.startswith('# 虚构\ncode = "EX"\nname = "示例链"\n')
    assert '\n# 缺供给\n[[node]]\ncode = "EX-A"\n' in text
    assert "supply = 10\n" in text
    assert "essential" not in text
    assert read_form(tomllib.loads(text)).document == document(CHAIN)
