"""`rongtu loop`: run the loop, write the brief, say what to read first."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from rongtu import wiring
from rongtu.desks.govern.seal import Head
from rongtu.faces.cli.operations import NATURES
from rongtu.faces.reports.folder import check_ours, write_whole
from rongtu.faces.reports.html import render_html
from rongtu.faces.reports.pdf import render_pdf
from rongtu.flows.brief.compose import compose
from rongtu.flows.brief.document import Brief, Listing
from rongtu.flows.loop import LoopAnswer
from rongtu.flows.result import LoopResult
from rongtu.vocab.canonical import canonical_bytes
from rongtu.vocab.evidence import Nature

FIRST = "①②③"

ZONES: Mapping[Nature, str] = {Nature.REAL: "京津冀", Nature.FICTIONAL: "示例区", Nature.SYNTHETIC: "合成京津冀"}
"""The zone looked at where none is named."""

FILES = ("brief.html", "brief.pdf", "result.json")


def loop(
    *,
    out: Annotated[Path, typer.Option("--out", help="输出文件夹：简报与结果")] = Path("out"),
    zone: Annotated[str | None, typer.Option("--zone", help="范围：区域名称；真实为京津冀，虚构为示例区")] = None,
    most: Annotated[int, typer.Option("--most", help="每个环节列几家单位")] = 3,
    nature: Annotated[Nature, typer.Option("--nature", help=NATURES)] = Nature.REAL,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    open_it: Annotated[bool, typer.Option("--open", help="完成后打开简报")] = False,
) -> None:
    """运行诊断—匹配—评价，写出简报 (run the loop and write brief.html, brief.pdf, result.json)."""
    check_ours(out, FILES)
    said = Steps(quiet=as_json)
    answer, result, head = _run({"zone": zone or ZONES[nature], "most": most}, nature, said)
    said.done(
        f"{len(result.chains)} 条链 {sum(len(c.nodes) for c in result.chains)} 节点 · 快照 {result.snapshot.id[:12]}"
    )
    said.begin("简报")
    brief = compose(result, head)
    if brief.banner:
        print(f"【{brief.banner}】", file=sys.stderr)
    contents = (render_html(brief).encode(), render_pdf(brief), canonical_bytes(result.model_dump(mode="json")))
    write_whole(out, dict(zip(FILES, contents, strict=True)))
    said.done(" · ".join(str(out / name) for name in FILES))
    if as_json:
        typer.echo(json.dumps({**answer.model_dump(), "files": [str((out / name).absolute()) for name in FILES]}))
        return
    _tell_first(brief)
    print(f"运行  {answer.run}")
    if open_it:
        _open(out / "brief.html")


class Steps:
    """Tells each step of the loop in a line with the time it took."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._step = ""
        self._begun = time.monotonic()

    def begin(self, step: str) -> None:
        """A step begins; the one before has ended."""
        if self._step:
            self.done("")
        self._step, self._begun = step, time.monotonic()

    def done(self, told: str) -> None:
        """The step has ended, and this is what came of it."""
        if self._step and not self._quiet:
            print(f"{self._step}  {told}{'  ' if told else ''}{time.monotonic() - self._begun:.1f} s")
        self._step = ""


def _run(asked: Mapping[str, object], nature: Nature, said: Steps) -> tuple[LoopAnswer, LoopResult, Head]:
    store = wiring.store()
    try:
        said.begin("数据库")
        dispatcher = wiring.dispatcher(store)
        progress: Callable[[str], None] = said.begin
        principal = wiring.local_principal()
        answer = dispatcher.run("run.loop", asked, principal, progress=progress, nature=nature)
        assert isinstance(answer, LoopAnswer)
        said.begin("结果")
        result = dispatcher.run("run.show", {"run": answer.run}, principal)
        assert isinstance(result, LoopResult)
        head = dispatcher.run("audit.head", {}, principal)
        assert isinstance(head, Head)
        return answer, result, head
    finally:
        store.close()


def _tell_first(brief: Brief) -> None:
    """The findings of the summary page, in words."""
    findings = next((block for block in brief.sections[0].blocks if isinstance(block, Listing)), None)
    for mark, item in zip(FIRST, findings.items if findings else (), strict=False):
        print(f"{'先看：' if mark == FIRST[0] else '      '}{mark} {''.join(span.text for span in item.spans)}")


def _open(page: Path) -> None:
    """Open the brief where there is a screen; say where it lies in any case."""
    print(f"打开：{page.absolute().as_uri()}")
    if sys.stdout.isatty():
        typer.launch(str(page))
