"""The page's server: a process of its own, on 127.0.0.1, that only reads.

Started by the daemon as `python -P -m crawler.web.server PORT PARENT SCHEDULES PLACE [CORPUS]`.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from crawler.config import loading
from crawler.daemon.child import end_with_parent
from crawler.monitoring.status import Overview, overview
from crawler.monitoring.status_json import as_json
from crawler.store import summary
from crawler.web import pages
from crawler.web.metrics import metrics
from crawler.web.translations import Language, language_of

_NAMES = ("127.0.0.1", "localhost", "::1")
_FRESH_SECONDS = 2.0  # one look at the corpora serves all who ask meanwhile
_ALIVE = timedelta(minutes=1)  # since the last heartbeat; six of them
_MOST_DIGITS = 3  # of the number of a page of texts
_TYPES = {"page.css": "text/css", "icon.svg": "image/svg+xml"}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PageSource:
    """What the pages are made of, looked up at most every two seconds.

    With `corpus`, that folder's only; else all that the file at `schedules` names, relative to `place`.
    """

    def __init__(self, schedules: Path, place: Path, corpus: Path | None = None) -> None:
        self._schedules = schedules
        self._place = place
        self._corpus = corpus
        self._views: list[Overview] = []
        self._at = 0.0
        self._looking = asyncio.Lock()

    async def sight(self, asked: str | None) -> pages.Sight:
        """Return the view of a corpus by its number on the page, or of the first."""
        async with self._looking:
            if not self._views or time.monotonic() - self._at > _FRESH_SECONDS:
                self._views = await asyncio.to_thread(self._look)
                self._at = time.monotonic()
            views = self._views
        number = (
            int(asked)
            if asked and asked.isascii() and asked.isdecimal() and len(asked) <= _MOST_DIGITS
            else 1
        )
        chosen = number if 1 <= number <= len(views) else 1
        return pages.Sight(views[chosen - 1], chosen, _names([view.config.corpus for view in views]))

    def _look(self) -> list[Overview]:
        whole = loading.load(self._schedules, self._place)
        chosen = whole.part(self._corpus) if self._corpus else whole
        return [overview(part, datetime.now(UTC)) for part in chosen.parts()]


def _names(folders: list[Path]) -> tuple[str, ...]:
    """Name folders by what their paths do not have in common."""
    common = os.path.commonpath([folder.parent for folder in folders])
    return tuple(os.path.relpath(folder, common) for folder in folders)


_SOURCE = web.AppKey("source", PageSource)


def application(source: PageSource) -> web.Application:
    """Return the read-only application."""
    app = web.Application(middlewares=[_guard], client_max_size=0)
    app[_SOURCE] = source
    app.add_routes(
        [
            web.get("/", _front),
            web.get(r"/text/{number:\d{1,9}}", _why),
            web.get("/status.json", _status),
            web.get("/metrics", _metrics),
            web.get("/healthz", _health),
            web.get("/static/{name:[a-z.]+}", _static),
        ]
    )
    return app


@web.middleware
async def _guard(request: web.Request, handler: Answer) -> web.StreamResponse:
    """Answer this machine's own browser only: no foreign name, no foreign page, nothing but reading."""
    refusal = _refusal(request)
    if refusal:
        response: web.StreamResponse = web.Response(status=refusal[0], text=refusal[1])
    else:
        try:
            response = await handler(request)
        except web.HTTPNotFound:
            response = _html(pages.nothing(await _sight(request), _language(request)), 404)
    response.headers.update(_HEADERS)
    response.headers["Server"] = "gomtin"
    return response


def _refusal(request: web.Request) -> tuple[int, str] | None:
    if request.method not in ("GET", "HEAD"):
        return 405, "only reading is possible here\n"
    if urlsplit(f"//{request.headers.get('Host', '')}").hostname not in _NAMES:
        return 403, "this page answers to 127.0.0.1 and localhost only\n"
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.headers['Host']}":
        return 403, "another site's page may not read this one\n"
    foreign = request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
    if foreign and request.headers.get("Sec-Fetch-Mode") != "navigate":
        return 403, "another site's page may not read this one\n"
    return None


async def _front(request: web.Request) -> web.Response:
    return _html(pages.front(await _sight(request), _language(request)))


async def _why(request: web.Request) -> web.Response:
    sight = await _sight(request)
    corpus = sight.view.config.corpus
    found = await asyncio.to_thread(summary.text, corpus, int(request.match_info["number"]))
    if found is None:
        raise web.HTTPNotFound
    return _html(pages.why(sight, *found, _language(request)))


async def _status(request: web.Request) -> web.Response:
    text = json.dumps(as_json((await _sight(request)).view), ensure_ascii=False)
    return web.Response(text=text, content_type="application/json")


async def _metrics(request: web.Request) -> web.Response:
    body = metrics((await _sight(request)).view)
    return web.Response(body=body, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


async def _health(request: web.Request) -> web.Response:
    view = (await _sight(request)).view
    beat = view.daemon.heartbeat
    well = view.daemon.alive and beat is not None and view.now - beat < _ALIVE
    return web.Response(status=200 if well else 503, text="ok\n" if well else "no sign of life\n")


async def _static(request: web.Request) -> web.Response:
    kind = _TYPES.get(request.match_info["name"])
    if kind is None:
        raise web.HTTPNotFound
    body = resources.files("crawler.web").joinpath("static", request.match_info["name"]).read_bytes()
    return web.Response(body=body, content_type=kind, charset="utf-8")


async def _sight(request: web.Request) -> pages.Sight:
    return await request.app[_SOURCE].sight(request.query.get("corpus"))


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, content_type="text/html", status=status)


def _language(request: web.Request) -> Language:
    return language_of(request.query.get("lang"), request.headers.get("Accept-Language", ""))


def main() -> None:
    port, parent, *paths = sys.argv[1:]
    end_with_parent(int(parent))
    source = PageSource(*map(Path, paths))
    web.run_app(application(source), host="127.0.0.1", port=int(port), access_log=None, print=None)


if __name__ == "__main__":
    main()
