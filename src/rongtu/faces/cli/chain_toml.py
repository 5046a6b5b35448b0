"""Chain files from disk: `rongtu engine chain`, `rongtu engine value` and `rongtu chain check|diff` read them alike."""

from __future__ import annotations

import tomllib
from pathlib import Path

from rongtu.faces.cli.engine_files import read_toml
from rongtu.vocab.chain_document import ChainDocument
from rongtu.vocab.chain_document_form import Form, read_document, read_form

SUFFIX = ".toml"


def read_chain_form(path: Path) -> Form:
    """A chain file as far as it can be read; InputError where it is no TOML at all."""
    return read_form(read_toml(path))


def read_chain_document(path: Path) -> ChainDocument:
    """A chain file; InputError with everything that is wrong with its form."""
    return read_document(read_toml(path), str(path))


def read_chain_text(text: str, name: str) -> ChainDocument:
    """A chain file that is at hand as text; `name` is how reports call it."""
    return read_document(tomllib.loads(text), name)
