"""One visit to a page: in which language and world, from which address, with what to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from rongtu.acts.models import Model
from rongtu.desks.cluster.models import ChainDiagnosis
from rongtu.faces.web.figures import Lang
from rongtu.faces.web.site import Kept, Site
from rongtu.faces.web.tongue import Tongue
from rongtu.vocab.evidence import Nature
from rongtu.vocab.problems import InputError

M = TypeVar("M", bound=Model)

LANGS: tuple[Lang, ...] = ("zh", "en")
LANG_COOKIE, NATURE_COOKIE = "rongtu_lang", "rongtu_nature"

YEAR = 365 * 24 * 3600

TOP = ("/regions", "/chains", "/evaluation", "/brief")
"""Pages that every world has; others speak of one thing, which another world does not have."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page needs to know of the request, and whom to ask."""

    site: Site
    path: str
    given: Mapping[str, str]
    query: Mapping[str, str]
    tongue: Tongue
    nature: Nature

    def ask(self, name: str, answer: type[M], **payload: Any) -> M:
        """The answer of a query over the facts of this world."""
        return self.site.ask(name, answer, self.nature, payload)

    def newest(self) -> Kept | None:
        """The newest run of this world."""
        return self.site.newest(self.nature)

    def diagnosis(self, chain: str) -> ChainDiagnosis:
        """The diagnosis of a chain, seen from the zone of the newest run; what it is worth is told by that run."""
        kept = self.newest()
        zone = kept.result.parameters.get("zone", "") if kept else ""
        return self.ask("chain.diagnose", ChainDiagnosis, chain=chain, zone=zone, valued=False)

    def in_language(self, lang: Lang) -> str:
        """The address of this page in that language."""
        # a path that begins with two strokes would name another host
        return f"/{self.path.lstrip('/')}?{urlencode({**self.query, 'lang': lang})}"

    def in_world(self, nature: Nature) -> str:
        """The address of this page in that world, or of the first page where it speaks of one thing."""
        return f"{self.path if self.path in TOP else '/'}?{urlencode({'nature': nature.value})}"

    def remember(self, response: Response) -> None:
        """Keep what was switched: the language for a year, the world until the browser is closed."""
        for name, cookie, age in (("lang", LANG_COOKIE, YEAR), ("nature", NATURE_COOKIE, None)):
            if name in self.query:
                response.set_cookie(cookie, self.query[name], max_age=age, httponly=True, samesite="lax")


def visit_of(request: Request) -> Visit:
    """The visit a request makes; InputError where it names a language or a world there is not."""
    query = dict(request.query_params)
    lang = _one_of(query, request.cookies, "lang", LANG_COOKIE, LANGS)
    nature = _one_of(query, request.cookies, "nature", NATURE_COOKIE, tuple(Nature))
    return Visit(
        request.app.state.site, request.url.path, dict(request.path_params), query, Tongue(_lang(lang)), Nature(nature)
    )


def plain_visit(site: Site, path: str, cookies: Mapping[str, str]) -> Visit:
    """A visit of which only the cookies count, for pages that say what is wrong with the rest."""
    lang = _one_of({}, cookies, "lang", LANG_COOKIE, LANGS)
    nature = _one_of({}, cookies, "nature", NATURE_COOKIE, tuple(Nature))
    return Visit(site, path, {}, {}, Tongue(_lang(lang)), Nature(nature))


def _one_of(
    query: Mapping[str, str], cookies: Mapping[str, str], name: str, cookie: str, known: tuple[str, ...]
) -> str:
    """What the address says, else what the cookie says if it is known (another version may have set it), else the
    first."""
    if name in query:
        if query[name] not in known:
            raise InputError.single(name, f"one of {', '.join(known)}", query[name], "Use the switches of the page.")
        return query[name]
    kept = cookies.get(cookie)
    return kept if kept in known else known[0]


def _lang(name: str) -> Lang:
    found: Literal["zh", "en"] = "en" if name == "en" else "zh"
    return found
