"""The pages over a throw-away store: the public sample, and 示例区 with a kept run; served once for all tests."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn

from rongtu.faces.web import address, serving
from rongtu.faces.web.app import build
from rongtu.vocab.evidence import Nature

CHROMIUM = Path("/usr/bin/chromium")

QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-default-apps", "--disable-sync", "--no-first-run", "--metrics-recording-only",
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    headers: Mapping[str, str]
    cookies: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Served:
    """The pages as served, and a way to ask for one."""

    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self, path: str, *, method: str = "GET", host: str | None = None, lang: str = "", nature: str = ""
    ) -> Answer:
        """One request, with the cookies of a language and a world if named."""
        cookies = [f"rongtu_lang={lang}"] * bool(lang) + [f"rongtu_nature={nature}"] * bool(nature)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.putrequest(method, path, skip_host=True)
        if host != "":
            connection.putheader("Host", host or f"127.0.0.1:{self.port}")
        if cookies:
            connection.putheader("Cookie", "; ".join(cookies))
        connection.endheaders()
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        said = answer.getheaders()
        return Answer(
            answer.status,
            {name.lower(): value for name, value in said},
            tuple(value for name, value in said if name.lower() == "set-cookie"),
            body.decode("utf-8", errors="replace"),
        )


@pytest.fixture(scope="session")
def served(loaded, administrator) -> Iterator[Served]:
    """The pages over both worlds."""
    loaded.run("sample.load", {"which": "example"}, administrator)
    loaded.run("run.loop", {"zone": "示例区", "draws": 20, "runs": 50}, administrator, nature=Nature.FICTIONAL)
    opened = address.bind(address.HOST, 0)
    port = opened.getsockname()[1]
    server = uvicorn.Server(serving.configure(build(loaded, administrator, port)))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [opened]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield Served(port)
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests; they are skipped where there is none."""
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET))
        yield opened
        opened.close()
