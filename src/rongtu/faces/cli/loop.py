"""`rongtu loop`: run the loop, write the brief, say what to read first."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from rongtu import wiring
from rongtu.acts.authority import Principal
from rongtu.acts.dispatcher import Dispatcher
from rongtu.desks.govern.seal import Head
from rongtu.faces.cli.briefs import FILES, check_place, named, write_brief
from rongtu.faces.cli.operations import NATURES
from rongtu.flows.brief.document import Brief, Listing
from rongtu.flows.loop import LoopAnswer
from rongtu.flows.result import LoopResult
from rongtu.flows.runs import Comparison, RunList
from rongtu.vocab.evidence import Nature, Visibility
from rongtu.vocab.problems import RefusedError

FIRST = "①②③"

LOOK_BACK = 100
"""Runs looked through for the one before."""

COUNTED = re.compile(r"(?P<step>.*) \d+/\d+")
"""A step told again as it gets on: 编码 encode 300/1434."""

ZONES: Mapping[Nature, str] = {Nature.REAL: "京津冀", Nature.FICTIONAL: "示例区", Nature.SYNTHETIC: "合成京津冀"}
"""The zone looked at where none is named."""


def loop(
    *,
    out: Annotated[Path, typer.Option("--out", help="输出文件夹：简报与结果")] = Path("out"),
    zone: Annotated[str | None, typer.Option("--zone", help="范围：区域名称；真实为京津冀，虚构为示例区")] = None,
    most: Annotated[int, typer.Option("--most", help="每个环节列几家单位")] = 3,
    budgets: Annotated[list[float] | None, typer.Option("--budget", help="补链方案的预算，元；可写多次")] = None,
    level: Annotated[
        Visibility | None, typer.Option("--level", help="给谁看：public 为公开；不填为自己能看的全部")
    ] = None,
    nature: Annotated[Nature, typer.Option("--nature", help=NATURES)] = Nature.REAL,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    open_it: Annotated[bool, typer.Option("--open", help="完成后打开简报")] = False,
) -> None:
    """运行诊断—匹配—评价，写出简报 (run the loop; write the brief as HTML, PDF, Word and workbook, and its result)."""
    check_place(out)
    said = Steps(quiet=as_json)
    asked = {"zone": zone or ZONES[nature], "most": most, "budgets": budgets or (), "level": level}
    ran = _run(asked, nature, said)
    result = ran.result
    said.done(
        f"{len(result.chains)} 条链 {sum(len(c.nodes) for c in result.chains)} 节点 · 快照 {result.snapshot.id[:12]}"
    )
    said.begin("简报")
    brief = write_brief(result, ran.head, out, ran.since)
    said.done(named(out))
    if as_json:
        typer.echo(json.dumps({**ran.answer.model_dump(), "files": [str((out / name).absolute()) for name in FILES]}))
        return
    _tell_first(brief)
    print(f"运行  {ran.answer.run}")
    if open_it:
        _open(out / "brief.html")


class Steps:
    """Tells each step of the loop in a line with the time it took."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._step = ""
        self._begun = time.monotonic()

    def begin(self, step: str) -> None:
        """A step begins, and the one before has ended; or the same one gets on."""
        if self._step and _stem(step) != _stem(self._step):
            self.done("")
        if not self._step:
            self._begun = time.monotonic()
        self._step = step

    def done(self, told: str) -> None:
        """The step has ended, and this is what came of it."""
        if self._step and not self._quiet:
            print(f"{_stem(self._step)}  {told}{'  ' if told else ''}{time.monotonic() - self._begun:.1f} s")
        self._step = ""


def _stem(step: str) -> str:
    counted = COUNTED.fullmatch(step)
    return counted["step"] if counted else step


class Ran(NamedTuple):
    """A loop that ran: what it answered, its result, the head of the audit, what moved since the run before it."""

    answer: LoopAnswer
    result: LoopResult
    head: Head
    since: Comparison | None


def _run(asked: Mapping[str, object], nature: Nature, said: Steps) -> Ran:
    store = wiring.store()
    try:
        said.begin("数据库")
        dispatcher = wiring.dispatcher(store)
        principal = wiring.local_principal()
        answer = dispatcher.run("run.loop", asked, principal, progress=said.begin, nature=nature)
        assert isinstance(answer, LoopAnswer)
        said.begin("结果")
        result = dispatcher.run("run.show", {"run": answer.run}, principal)
        assert isinstance(result, LoopResult)
        head = dispatcher.run("audit.head", {}, principal)
        assert isinstance(head, Head)
        return Ran(answer, result, head, _since(dispatcher, principal, answer.run))
    finally:
        store.close()


def _since(dispatcher: Dispatcher, principal: Principal, run: str) -> Comparison | None:
    """What moved since the run kept before this one over the same zone, for the same people; None if there was none."""
    kept = dispatcher.run("run.list", {"most": LOOK_BACK}, principal)
    assert isinstance(kept, RunList)
    this = next((one for one in kept.runs if one.run == run), None)
    if this is None:
        return None
    older = kept.runs[kept.runs.index(this) + 1 :]
    for before in older:
        if (before.nature, before.zone, before.level) == (this.nature, this.zone, this.level):
            # a result that another version kept may not open in this one
            with suppress(RefusedError):
                since = dispatcher.run("run.compare", {"before": before.run, "after": run}, principal)
                assert isinstance(since, Comparison)
                return since
    return None


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
