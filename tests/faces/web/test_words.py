"""Words: both languages have them all, templates use only them, and none is left unused."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from jinja2 import nodes

from rongtu.desks.cluster.node_models import AskKind
from rongtu.faces.web import rendering
from rongtu.faces.web.words import PARTS, WORDS
from rongtu.vocab.evidence import Nature

FOLDER = Path(rendering.__file__).parent
TEMPLATES = sorted((FOLDER / "templates").glob("*.j2"))
CHINESE = re.compile(r"[\u3400-\u9fff]")
COMMANDS = {"rongtu loop"}
"""Words that are the same in every language."""

SPEAKING = {"t": "", "zh": ""}
LISTING = "listed"


def asked(template: Path) -> tuple[set[str], set[str]]:
    """The keys a template names, and the beginnings of those it puts together."""
    whole, begun = set(), set()
    for call in rendering.ENVIRONMENT.parse(template.read_text(encoding="utf-8")).find_all(nodes.Call):
        name = call.node.name if isinstance(call.node, nodes.Name) else ""
        first = call.args[0] if call.args else None
        if name in SPEAKING and isinstance(first, nodes.Const):
            whole.add(first.value)
        elif name in SPEAKING and isinstance(first, nodes.Concat):
            begun.add(first.nodes[0].value)
        elif name == LISTING:
            begun.add(f"{first.value}_")
    return whole, begun


def in_code() -> set[str]:
    """Keys and beginnings that modules name."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py") if "words" not in path.name)
    return set(re.findall(r'"([a-z_]+)"', text)) | set(re.findall(r'\bt\("([a-z_]+)"', text))


def test_no_key_stands_twice():
    keys = [key for part in PARTS for key in part]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_say_the_same_thing(key):
    word = WORDS[key]
    holes = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (word.zh, word.en)]

    assert word.zh.strip()
    assert word.en.strip()
    assert key == "marked" or holes[0] == holes[1]
    assert key == "brand_zh" or not CHINESE.search(word.en)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_use_known_words_only(template):
    whole, begun = asked(template)

    assert whole <= WORDS.keys()
    assert all(any(key.startswith(start) for key in WORDS) for start in begun)


def test_no_word_is_left_unused():
    whole, begun = set(), {"menu_"}
    for template in TEMPLATES:
        used, started = asked(template)
        whole |= used
        begun |= started
    reasons = {f"{key}_reason" for key in (*rendering.STATUSES.values(), "our_fault")}

    unused = WORDS.keys() - whole - in_code() - reasons
    assert {key for key in unused if not any(key.startswith(start) for start in begun)} == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_words_of_their_own(template):
    source = "".join(
        value if kind == "data" else "\x00" * (kind in ("variable_begin", "block_begin"))
        for _, kind, value in rendering.ENVIRONMENT.lex(template.read_text(encoding="utf-8"))
    )
    read_out = re.findall(r'(?:aria-label|title|alt)="([^"]*)"', source)
    text = re.sub(r"<[^>]*>", " ", source)

    assert {word for word in re.findall(r"[^\W\d_]+", text) if word} <= set(" ".join(COMMANDS).split())
    assert not any(re.search(r"[^\W\d_]", said) for said in read_out)


@pytest.mark.parametrize("kind", AskKind)
def test_every_question_has_its_words(kind):
    assert f"ask_{kind}" in WORDS


@pytest.mark.parametrize("nature", [nature for nature in Nature if nature is not Nature.REAL])
def test_what_is_not_real_has_its_banner(nature):
    assert f"banner_{nature}" in WORDS
