"""What stands before every page: only this machine's names, only reading, short addresses, strict headers."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_PATH, LONGEST_QUERY = 300, 600

NAMES = ("127.0.0.1", "localhost", "[::1]")
"""What this machine calls itself. A page elsewhere may let its own name point here (DNS rebinding): its name is none of
these, and so it is refused."""

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}

Refuse = Callable[[Scope, int, str], Response]
"""Makes the page that refuses a request: the request, the status, the key of the sentence that says why."""


class Guard:
    """Wraps the pages; what it refuses never reaches them."""

    def __init__(self, app: ASGIApp, port: int, refuse: Refuse) -> None:
        self._app = app
        self._hosts = hosts(port)
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        wrong = self._wrong(scope)
        answer = self._refuse(scope, *wrong) if wrong else self._app
        await answer(scope, receive, _guarded(send))

    def _wrong(self, scope: Scope) -> tuple[int, str] | None:
        """The status and the key of the sentence that refuse this request; None where nothing is wrong with it."""
        named = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"]
        if len(named) != 1 or named[0] not in self._hosts:
            return 403, "refused_host"
        if scope["method"] not in ("GET", "HEAD"):
            return 405, "refused_method"
        if len(scope["path"]) > LONGEST_PATH or len(scope["query_string"]) > LONGEST_QUERY:
            return 414, "refused_length"
        return None


def hosts(port: int) -> frozenset[str]:
    """The values of the Host header that mean this server."""
    return frozenset(f"{name}:{port}" for name in NAMES) | (frozenset(NAMES) if port == 80 else frozenset())


def _guarded(send: Send) -> Send:
    """`send` that puts the headers on every answer."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            _add(message)
        await send(message)

    return guarded


def _add(message: MutableMapping[str, Any]) -> None:
    own = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
    kept = [(name, value) for name, value in message.get("headers", ()) if name.decode() not in HEADERS]
    if message["status"] == 405:
        kept.append((b"allow", b"GET, HEAD"))
    message["headers"] = [*kept, *own]
