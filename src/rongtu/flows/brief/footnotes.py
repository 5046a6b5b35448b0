"""What the spans of a brief rest on: sources numbered in order of first use, and the derivations of its own counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from rongtu.desks.cluster.value.models import Estimated
from rongtu.flows.brief.document import Line, NumberedSource, Span, Tone
from rongtu.flows.result import Derivation, LoopResult, SourceState
from rongtu.vocab.evidence import Nature

SETTINGS: Mapping[str, str | int | float] = {
    "brief.findings": 3,
    "brief.leads": 3,
    "brief.extra_rows": 2,
    "brief.questions": 10,
    "brief.rank_width": 3,
    "brief.spread": 6,
}
"""What the brief itself decides: how many findings, leads a node, further rows a chain, questions and stops it prints,
and how many positions a rank may move over the choices of method and still be called settled."""

VALUED: Mapping[str, str | int | float] = {
    "brief.low": "5%",
    "brief.high": "95%",
    "brief.stuck": 6,
    "brief.offers": 2,
    "brief.needs": 10,
    "brief.calls": 10,
    "brief.outcomes": 8,
    "brief.controllers": 2,
    "brief.origins": 3,
}
"""What it decides where chains are valued: the ends of ranges, how many stuck points a list, offers a need, needs,
calls, deals, controllers and origins a node."""

FICTIONAL = {Nature.FICTIONAL, Nature.SYNTHETIC}

FOLLOWED = 20
"""A derivation from more derivations than this is not followed further on paper; the result file holds the rest."""

Part = str | Span | Iterable[Span]


def line(*parts: Part, tone: Tone = "body") -> Line:
    """A line of plain words and spans; what is given as `str` must hold no number and no name."""
    spans: list[Span] = []
    for part in parts:
        if isinstance(part, str):
            spans.append(Span(text=part))
        elif isinstance(part, Span):
            spans.append(part)
        else:
            spans.extend(part)
    return Line(spans=tuple(span for span in spans if span.text), tone=tone)


def joined(groups: Sequence[Part], separator: str = "、") -> tuple[Span, ...]:
    """The groups one after another with `separator` between them."""
    spans: list[Span] = []
    for index, group in enumerate(groups):
        spans.extend(line(separator if index else "", group).spans)
    return tuple(spans)


class Footnotes:
    """Keeps, while a brief is written, the numbers given to sources and the derivations made on the way."""

    def __init__(self, result: LoopResult) -> None:
        self.result = result
        self.parameters: dict[str, str | int | float] = {**result.parameters, **SETTINGS}
        if result.value is not None and result.value.value is not None:
            self.parameters |= VALUED
        self.assumed: set[str] = set()
        self.own: dict[str, Derivation] = {}
        self._known: dict[str, SourceState] = {}
        for source in result.sources:
            self._known[source.code] = self._known[source.ref] = source
        self._numbers: dict[str, int] = {}

    def mark(self, source: str) -> Span:
        """The number of a source (by its code or ref) in brackets, given at first use."""
        state = self._known[source]
        number = self._numbers.setdefault(state.code, len(self._numbers) + 1)
        return Span(text=f"[{number}]", refs=(state.ref,))

    def marks(self, refs: Iterable[str]) -> tuple[Span, ...]:
        """The numbers of the sources the rows `refs` come from, each once."""
        codes = [self.result.row_sources[ref] for ref in refs if ref in self.result.row_sources]
        return tuple(self.mark(code) for code in dict.fromkeys(codes))

    def runs(self, refs: Iterable[str]) -> tuple[Span, ...]:
        """The same numbers, ascending, with runs of three and more shortened to their ends."""
        spans = {int(span.text[1:-1]): span for span in self.marks(refs)}
        groups: list[tuple[Span, ...]] = []
        for _, run in groupby(enumerate(sorted(spans)), key=lambda pair: pair[1] - pair[0]):
            numbers = [spans[number] for _, number in run]
            groups.append((numbers[0], Span(text="–"), numbers[-1]) if len(numbers) > 2 else tuple(numbers))
        return tuple(span for group in groups for span in group)

    def marks_behind(self, refs: Iterable[str]) -> tuple[Span, ...]:
        """The numbers of the sources of the rows that went into the derivations `refs`, each once."""
        keys = [ref.removeprefix("derived:") for ref in refs]
        return self.marks(
            source for key in keys if key in self.result.trace for source in self.result.trace[key].inputs
        )

    def derive(self, key: str, value: object, rule: str, inputs: Iterable[str], *, among: str = "rows:claim") -> Span:
        """A number the brief works out itself, with its rule and what went in.

        A count of none rests on everything that was looked through: the rows `among`.
        """
        self.own[f"brief.{key}"] = Derivation(rule=rule, inputs=tuple(dict.fromkeys(inputs)) or (among,))
        return Span(text=str(value), refs=(f"derived:brief.{key}",))

    def estimate(self, text: str, estimated: Estimated, *refs: str) -> Span:
        """A computed figure as printed; it rests on its own derivation, else on `refs`."""
        found = (estimated.ref,) if estimated.ref else refs
        if estimated.assumed:
            self.assumed.update(found)
        return Span(text=text, refs=found)

    def setting(self, name: str) -> Span:
        """A figure the method sets."""
        return Span(text=str(self.parameters[name]), refs=(f"parameter:{name}",))

    def limit(self, name: str) -> int:
        """A setting of the brief as a whole number."""
        return int(self.parameters[f"brief.{name}"])

    def sources(self) -> tuple[NumberedSource, ...]:
        """The sources used so far, by number."""
        common = self._common_terms()
        return tuple(
            NumberedSource(
                number=number,
                text=line(Span(text=self._known[code].text, refs=(self._known[code].ref,))),
                terms=self._terms(code) if self._known[code].terms != common else None,
            )
            for code, number in self._numbers.items()
        )

    def common_terms(self) -> Line:
        """The terms of use most of the sources used so far have."""
        code = next((c for c in self._numbers if self._known[c].terms == self._common_terms()), None)
        return self._terms(code) if code else line("没有引用来源。")

    def _common_terms(self) -> str:
        counted = Counter(self._known[code].terms for code in self._numbers)
        return counted.most_common(1)[0][0] if counted else ""

    def _terms(self, code: str) -> Line:
        return line(Span(text=self._known[code].terms, refs=(self._known[code].ref,)))

    def notices(self) -> tuple[Line, ...]:
        """The notices the sources used so far ask for, each once, with the numbers of those that ask."""
        asking: dict[str, list[str]] = {}
        for code in self._numbers:
            notice = self._known[code].notice
            if notice:
                asking.setdefault(notice, []).append(code)
        return tuple(
            line(Span(text=notice, refs=tuple(self._known[code].ref for code in codes)), map(self.mark, codes))
            for notice, codes in asking.items()
        )

    def trace(self, refs: Iterable[str]) -> dict[str, Derivation]:
        """The derivations behind `refs` and, where they rest on few, behind those."""
        found: dict[str, Derivation] = {}
        waiting = [ref for ref in refs if ref.startswith("derived:")]
        for ref in waiting:
            key = ref.removeprefix("derived:")
            if key not in found:
                found[key] = self.own[key] if key in self.own else self.result.trace[key]
                deeper = [source for source in found[key].inputs if source.startswith("derived:")]
                waiting.extend(deeper if len(deeper) <= FOLLOWED else ())
        return dict(sorted(found.items()))

    def row_numbers(self, refs: Iterable[str], further: Iterable[str]) -> dict[str, int]:
        """Number of the source of each row in `refs`, and of those `further` rows whose source has a number by then.

        A source met first here is numbered after those marked in the text; what only feeds a count gets no number.
        """
        codes = self.result.row_sources | {ref: ref for ref in self._known if ref.startswith("source:")}
        named = {ref: self._known[codes[ref]].code for ref in refs if ref in codes}
        for code in named.values():
            self.mark(code)
        fed = {ref: self._known[codes[ref]].code for ref in further if ref in codes}
        return {ref: self._numbers[code] for ref, code in (named | fed).items() if code in self._numbers}

    def warnings(self, refs: Iterable[str], trace: Mapping[str, Derivation]) -> dict[str, str]:
        """What of `refs` rests on an assumption (推定) or on a fictional row (虚构).

        In a brief whose facts are all invented the banner of every page says so, and 虚构 is not repeated a line.
        """
        seen: dict[str, frozenset[str]] = {}
        marked = {ref: self._marks_on(ref, trace, seen) for ref in refs}
        return {ref: "、".join(sorted(marks, reverse=True)) for ref, marks in marked.items() if marks}

    def _marks_on(self, ref: str, trace: Mapping[str, Derivation], seen: dict[str, frozenset[str]]) -> frozenset[str]:
        """The marks of `ref` and of everything it rests on; `seen` keeps what is known already."""
        if ref not in seen:
            seen[ref] = frozenset()  # a ref that rests on itself adds nothing
            step = trace.get(ref.removeprefix("derived:")) if ref.startswith("derived:") else None
            below = (self._marks_on(source, trace, seen) for source in (step.inputs if step else ()))
            seen[ref] = self._own_marks(ref).union(*below)
        return seen[ref]

    def _own_marks(self, ref: str) -> frozenset[str]:
        marks = set()
        if ref in self.assumed or ref in self.result.assumptions or ref.startswith("assumption:"):
            marks.add("推定")
        state = self._known.get(self.result.row_sources.get(ref, ref))
        if self.result.nature is Nature.REAL and state is not None and state.nature in FICTIONAL:
            marks.add("虚构")
        return frozenset(marks)
