"""Rendering: the templates, what they may call, and the pages that say in words what went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from rongtu import __version__
from rongtu.faces.reports.svg import clean
from rongtu.faces.web.site import Kept, NotAllowedError
from rongtu.faces.web.tongue import Tongue
from rongtu.faces.web.visit import LANGS, Visit
from rongtu.flows.brief.banners import level_of
from rongtu.vocab.disclosure import highest
from rongtu.vocab.evidence import Nature, Visibility
from rongtu.vocab.labels import label
from rongtu.vocab.problems import DependencyError, InputError, RefusedError, RongtuError

MENU = ("home", "regions", "chains", "evaluation", "brief")
"""Entries of the menu; each is the name of its page."""

OK = 200

STATUSES = {
    400: "wrong_request",
    403: "not_allowed",
    404: "not_there",
    405: "wrong_method",
    414: "too_long",
    503: "not_working",
}
"""What each status is called; any other is our own fault."""


def _finalize(value: Any) -> Any:
    return clean(value) if type(value) is str else value


ENVIRONMENT = Environment(
    loader=PackageLoader("rongtu.faces.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=_finalize,
)


def page(visit: Visit, template: str, title: str, *, status: int = 200, **values: Any) -> Response:
    """The page a template makes, with the frame every page has."""
    made = ENVIRONMENT.get_template(f"{template}.html.j2").render(
        **visit.tongue.words(),
        **_frame(visit),
        level=_level(visit, values.get("kept")) if status == OK else Visibility.PUBLIC,
        title=title,
        status=status,
        **values,
    )
    response = HTMLResponse(made, status_code=status, headers={"cache-control": "no-store"})
    visit.remember(response)
    return response


def failed(visit: Visit, error: RongtuError) -> Response:
    """The page that says in words what went wrong."""
    status = 500
    for family, number in ((InputError, 400), (NotAllowedError, 403), (RefusedError, 404), (DependencyError, 503)):
        if isinstance(error, family):
            status = number
            break
    told = [str(problem) for problem in error.problems] if isinstance(error, InputError) else [str(error)]
    return wrong(visit, status, told=tuple(told))


def wrong(visit: Visit, status: int, *, reason: str | None = None, told: tuple[str, ...] = ()) -> Response:
    """The page of a status other than 200: what it means, the `reason` (a key), what was `told` in English."""
    key = STATUSES.get(status, "our_fault")
    name = visit.tongue.t(key)
    return page(visit, "error", name, status=status, reason=reason or f"{key}_reason", told=told)


def _frame(visit: Visit) -> dict[str, Any]:
    tongue = visit.tongue
    return {
        "menu": [(path, tongue.t(f"menu_{key}"), _current(visit.path, path)) for key, path in _menu()],
        "worlds": [(nature, visit.in_world(nature)) for nature in Nature],
        "nature": visit.nature,
        "visit_path": visit.path,
        "real": visit.nature is Nature.REAL,
        "languages": [(one, Tongue(one).t("this_language"), visit.in_language(one)) for one in LANGS],
        "version": __version__,
        "option": "" if visit.nature is Nature.REAL else f" --nature {visit.nature}",
        "world": _world(visit),
    }


def _level(visit: Visit, kept: Kept | None) -> Visibility:
    """The level of what pages show of the newest run, and of the run this page is of; the widest where none is kept.

    Every page says it: which of them shows something of a run is not for a reader to find out.
    """
    levels = [level_of(kept.result)] if kept else []
    with suppress(RongtuError):
        newest = visit.newest()
        levels += [level_of(newest.result)] if newest else []
    return highest(levels)


def _menu() -> Iterator[tuple[str, str]]:
    for name in MENU:
        yield name, "/" if name == "home" else f"/{name}"


def _world(visit: Visit) -> str:
    told = label(visit.nature)
    return told.zh if visit.tongue.lang == "zh" else told.en


def _current(at: str, path: str) -> bool:
    """Whether a page lies under an entry of the menu; nodes lie under chains."""
    under = "/chains" if at.startswith("/nodes/") else at
    return under == path or (path != "/" and under.startswith(f"{path}/"))
