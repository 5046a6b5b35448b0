"""How text is cut: character bigrams of the whole text, and terms by jieba with the users' words kept whole.

Text is folded first (NFKC, case, white space). Runs of Han characters are cut; any other run of letters and digits is
one token in both ways of cutting. A user's word (node name, synonym) found by longest match is a term, and so are the
words inside it, so that 碱性电解槽 still meets 电解槽.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+(?:[.+-][^\W_{_HAN}]+)*")
_HAN_GAP = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_HAN_FIRST = re.compile(f"[{_HAN}]")
_WHITE = re.compile(r"\s+")

_GENERIC_ZH = """
技术 研究 开发 研发 应用 系统 方法 装置 设备 产品 项目 企业 公司 生产 制备 制造 工艺 产业化 关键 问题 需求 目前 能力
解决 提高 实现 以及 通过 具有 采用 要求 相关 目标 预期 基于 一种 进行 主要 新型 我国
"""
_GENERIC_EN = """
and the for with from that this are was new of in on to by an based using method system technology research
"""

STOP_WORDS = frozenset((_GENERIC_ZH + _GENERIC_EN).split())
"""Words every need and every offer may use: they say nothing about the thing."""


def fold(text: str) -> str:
    """Compatibility forms, case and white space made one, so that ＰＥＭ, PEM and pem are the same letters."""
    return _WHITE.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of the Han characters (white space between them ignored) and the other runs, in order."""
    return bigrams_of(fold(text))


def bigrams_of(folded: str) -> list[str]:
    """As `bigrams`, of a text that is folded."""
    tokens: list[str] = []
    for run in _RUN.findall(_HAN_GAP.sub("", folded)):
        tokens += [run[i : i + 2] for i in range(len(run) - 1)] if _is_han(run) and len(run) > 1 else [run]
    return tokens


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The users' words, folded; `lengths` gives for each first two characters the lengths to try, longest first.

    `firsts` finds the first characters.
    """

    words: frozenset[str]
    lengths: Mapping[str, tuple[int, ...]]
    firsts: re.Pattern[str]


def lexicon(user_words: Iterable[str]) -> Lexicon:
    """The lexicon of the user words of two characters or more (a single one, like 膜, is inside everything)."""
    words = frozenset(word for word in map(fold, user_words) if len(word) > 1)
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for word in words:
        lengths[word[:2]].add(len(word))
    firsts = "".join(sorted({re.escape(word[0]) for word in words}))
    return Lexicon(
        words,
        {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()},
        re.compile(f"[{firsts}]" if words else "(?!)"),
    )


def terms(text: str, users: Lexicon) -> list[str]:
    """The terms of a text in order, with the words inside longer ones, without stop words and single characters."""
    return terms_of(fold(text), users)


def terms_of(folded: str, users: Lexicon) -> list[str]:
    """As `terms`, of a text that is folded."""
    tokens: list[str] = []
    for piece, is_user_word in _pieces(folded, users):
        inside = [token for run in _RUN.findall(piece) for token in _cut(run, inner=True)]
        if is_user_word:
            nested = (piece[i:j] for i, j in _matches(piece, users, whole=False))
            inside = [piece, *dict.fromkeys(word for word in (*inside, *nested) if word != piece)]
        tokens += inside
    return [token for token in tokens if is_telling(token)]


def whole_words(text: str, users: Lexicon) -> list[str]:
    """The terms of a text, each stretch of it once: no words inside longer ones; distinct, in order."""
    words: list[str] = []
    for piece, is_user_word in _pieces(fold(text), users):
        words += [piece] if is_user_word else [word for run in _RUN.findall(piece) for word in _cut(run, inner=False)]
    return [word for word in dict.fromkeys(words) if is_telling(word)]


def parts_of(name: str) -> list[str]:
    """The words a folded name is made of, in order, stop words left out; single characters stay (半 in 半固态电池)."""
    parts = [part for run in _RUN.findall(name) for part in _cut(run, inner=False)]
    return [part for part in parts if part not in STOP_WORDS]


def is_telling(token: str) -> bool:
    """Whether a token can say what a text is about: two characters or more, not all digits, not a stop word."""
    if len(token) < 2 or token in STOP_WORDS:
        return False
    # most begin with a letter, and need no second look
    digits = token[0].isdigit() or token[0] in ".-"
    return not (digits and token.replace(".", "").replace("-", "").isdigit())


def contains(text: str, word: str) -> bool:
    """Whether the folded `word` stands in the folded `text`, not as a part of a longer Latin word or number."""
    start = text.find(word)
    while start >= 0:
        if _stands_free(text, start, start + len(word)):
            return True
        start = text.find(word, start + 1)
    return False


def _pieces(text: str, users: Lexicon) -> Iterator[tuple[str, bool]]:
    """The text as user words (True) and what lies between them (False)."""
    done = 0
    for start, end in _matches(text, users, whole=True):
        if start > done:
            yield text[done:start], False
        yield text[start:end], True
        done = end
    if done < len(text):
        yield text[done:], False


def _matches(text: str, users: Lexicon, *, whole: bool) -> Iterator[tuple[int, int]]:
    """User words in `text`: longest first without overlap, or (`whole` false) every one inside it but itself."""
    done = 0
    for found in users.firsts.finditer(text):
        start = found.start()
        sizes = users.lengths.get(text[start : start + 2], ()) if start >= done else ()
        ends = [start + size for size in sizes if text[start : start + size] in users.words]
        free = [end for end in ends if _stands_free(text, start, end) and (whole or end - start < len(text))]
        for end in free[:1] if whole else free:
            yield start, end
        done = free[0] if whole and free else done


def _stands_free(text: str, start: int, end: int) -> bool:
    before = start > 0 and _is_latin(text[start]) and _is_latin(text[start - 1])
    after = end < len(text) and _is_latin(text[end - 1]) and _is_latin(text[end])
    return not (before or after)


def _is_latin(character: str) -> bool:
    return character.isalnum() and not _is_han(character)


def _is_han(run: str) -> bool:
    return _HAN_FIRST.match(run) is not None


def _cut(run: str, *, inner: bool) -> list[str]:
    if not _is_han(run):
        return [run]
    # its dictionary is read on import: only where there is something to cut
    import rjieba

    return list(rjieba.cut_for_search(run) if inner else rjieba.cut(run))
