"""The application: addresses and the pages behind them, errors as pages in words, the guard around it all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from rongtu.acts.authority import Principal
from rongtu.acts.dispatcher import Dispatcher
from rongtu.faces.reports.fonts import FOLDER as FONTS
from rongtu.faces.web import node_page, pages, rendering
from rongtu.faces.web.guard import Guard
from rongtu.faces.web.site import Site
from rongtu.faces.web.visit import Visit, plain_visit, visit_of
from rongtu.vocab.problems import RongtuError

Page = Callable[[Visit], Response]

PAGES: Mapping[str, Page] = {
    "/": pages.home,
    "/regions": pages.regions,
    "/chains": pages.chains,
    "/chains/{chain}": pages.chain,
    "/nodes/{node}": node_page.node,
    "/evaluation": pages.evaluation,
    "/brief": pages.brief,
    "/brief/{run}": pages.brief,
    "/facts/{ref}": pages.fact,
}
"""Address of each page."""


class Files(StaticFiles):
    """Files a browser may keep, asking each time whether they changed."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """A file, or that it has not changed."""
        response = super().file_response(*args, **kwargs)
        response.headers.setdefault("cache-control", "no-cache")
        return response


def build(dispatcher: Dispatcher, principal: Principal, port: int) -> ASGIApp:
    """The pages over a store, as `principal` may see it, for a server at `port` of this machine."""
    routes = [Route(address, _endpoint(one), methods=["GET"]) for address, one in PAGES.items()]
    app = Starlette(
        routes=[
            *routes,
            Mount("/static", Files(packages=[("rongtu.faces.web", "static")])),
            Mount("/fonts", Files(directory=FONTS, check_dir=False)),
        ],
        exception_handlers={HTTPException: _wrong, Exception: _fault},
    )
    app.state.site = Site(dispatcher, principal)
    app.router.redirect_slashes = False

    def refuse(scope: Scope, status: int, reason: str) -> Response:
        request = Request(scope)
        visit = plain_visit(app.state.site, unquote(request.url.path)[:100], request.cookies)
        return rendering.wrong(visit, status, reason=reason)

    return Guard(app, port, refuse)


def _endpoint(one: Page) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        visit = _plain(request)
        try:
            visit = visit_of(request)
            return one(visit)
        except RongtuError as error:
            return rendering.failed(visit, error)

    return endpoint


def _plain(request: Request) -> Visit:
    return plain_visit(request.app.state.site, request.url.path, request.cookies)


def _wrong(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return rendering.wrong(_plain(request), error.status_code)


def _fault(request: Request, error: Exception) -> Response:
    """Anything we did not foresee: the terminal has the traceback, the page does not."""
    return rendering.wrong(_plain(request), 500)
