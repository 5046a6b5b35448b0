"""Circles of a directed graph: its strongly connected parts of two nodes or more, in time linear in nodes and arrows.

R. E. Tarjan, *Depth-first search and linear graph algorithms*, SIAM Journal on Computing 1(2), 1972; with a stack of
its own, for chains may be longer than Python calls itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def circles(arrows: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """The parts in which every node is reached from every other, each in code order, by their first code."""
    walk = _Walk(arrows)
    parts = [tuple(sorted(part)) for start in sorted(arrows) for part in walk.parts_from(start) if len(part) > 1]
    return tuple(sorted(parts))


class _Walk:
    """A depth-first walk: the number at which each node was met, the lowest number it leads back to, the open ones."""

    def __init__(self, arrows: Mapping[str, Sequence[str]]) -> None:
        self.arrows = arrows
        self.met: dict[str, int] = {}
        self.lowest: dict[str, int] = {}
        self.open: dict[str, None] = {}

    def parts_from(self, start: str) -> Iterator[list[str]]:
        """The strongly connected parts met from a node that no walk has met before."""
        path: list[tuple[str, Iterator[str]]] = []
        if start not in self.met:
            path.append(self._entered(start))
        while path:
            node, following = path[-1]
            after = next(following, None)
            if after is None:
                path.pop()
                if path:
                    self.lowest[path[-1][0]] = min(self.lowest[path[-1][0]], self.lowest[node])
                if self.lowest[node] == self.met[node]:
                    yield self._closed(node)
            elif after not in self.met:
                path.append(self._entered(after))
            elif after in self.open:
                self.lowest[node] = min(self.lowest[node], self.met[after])

    def _entered(self, node: str) -> tuple[str, Iterator[str]]:
        self.met[node] = self.lowest[node] = len(self.met)
        self.open[node] = None
        return node, iter(self.arrows.get(node, ()))

    def _closed(self, root: str) -> list[str]:
        part = []
        while True:
            node, _ = self.open.popitem()
            part.append(node)
            if node == root:
                return part
