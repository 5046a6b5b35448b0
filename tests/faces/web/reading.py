"""Reads a page as a reader does: what is seen in which language, what is linked, under which headings."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input", "rect", "line", "path", "circle"}
CHINESE = re.compile(r"[\u3400-\u9fff]")


class Page(HTMLParser):
    """Tags with their attributes, and every piece of text with the language it stands in and the tags around it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.seen: list[tuple[str, str | None, list[str]]] = []
        self._open: list[tuple[str, str | None]] = []
        self.feed(text)
        self.close()
        assert not self._open, f"not closed: {self._open}"

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.tags.append((tag, told))
        if tag not in VOID:
            self._open.append((tag, told.get("lang") or (self._open[-1][1] if self._open else None)))

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self._open and self._open[-1][0] == tag, f"</{tag}> closes {self._open[-1:]}"
            self._open.pop()

    def handle_data(self, data):
        if data.strip():
            self.seen.append((data, self._open[-1][1] if self._open else None, [tag for tag, _ in self._open]))

    @property
    def words(self) -> str:
        """Everything seen."""
        return " ".join(data for data, _, tags in self.seen if "title" not in tags)

    @property
    def ids(self) -> list[str]:
        """The ids of the page."""
        return [attrs["id"] for _, attrs in self.tags if attrs.get("id")]

    @property
    def links(self) -> list[str]:
        """Where its links lead."""
        return [attrs["href"] for tag, attrs in self.tags if tag == "a" and attrs.get("href")]

    def headings(self, level: int) -> list[str]:
        """The words of the headings of a level."""
        return [data for data, _, tags in self.seen if f"h{level}" in tags]

    def not_in(self, lang: str) -> list[str]:
        """Chinese text that stands in the given language."""
        return [data for data, at, tags in self.seen if at == lang and CHINESE.search(data) and "title" not in tags]
