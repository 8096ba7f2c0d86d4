"""The hostile answers do what their names say."""

import gzip
import ssl
import urllib.request
import zlib
from collections.abc import Callable
from http.client import HTTPException

import pytest
from support import hostile

from crawler.newsroom.answers import Answer, Request, Site
from crawler.newsroom.server import Newsroom

PAGE = b"<html><body>" + b"<p>m\xc3\xb4t</p>" * 500 + b"</body></html>"


def fetch(newsroom: Newsroom, answer: Answer) -> bytes:
    newsroom.site("x.example").serve("/", answer)
    handlers = (
        urllib.request.ProxyHandler({"https": newsroom.url}),
        urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=str(newsroom.bundle))),
    )
    with urllib.request.build_opener(*handlers).open("https://x.example/", timeout=30) as response:
        body: bytes = response.read()
        return body


@pytest.mark.parametrize("name", hostile.TRANSFERS)
def test_no_broken_transfer_gives_the_whole_page(newsroom: Newsroom, name: str) -> None:
    try:
        body = fetch(newsroom, hostile.TRANSFERS[name](PAGE))
        if name.startswith("gzip"):
            body = gzip.decompress(body)
    except (OSError, EOFError, HTTPException, zlib.error):
        return
    assert body != PAGE


def test_bomb_is_small_on_the_wire(newsroom: Newsroom) -> None:
    body = fetch(newsroom, hostile.gzip_bomb(32))
    assert len(body) < 100_000
    assert len(gzip.decompress(body)) > 32 * hostile.MEGABYTE


@pytest.mark.parametrize("length_said", [False, True])
def test_big_body_is_streamed(newsroom: Newsroom, length_said: bool) -> None:
    assert len(fetch(newsroom, hostile.big_body(3, length_said=length_said))) > 3 * hostile.MEGABYTE


@pytest.mark.parametrize("make", hostile.DISGUISES.values())
def test_disguises_say_200(make: Callable[[bytes], Answer]) -> None:
    assert make(b"<html><h1>a</h1><p>b</p><p>" + b"c" * 900 + b"</p></html>").status == 200


def test_then_answers_in_order() -> None:
    request = Request("GET", "https", "x.example", "/", {})
    reply = hostile.then(hostile.refused(503, "1"), Answer(b"ok"))
    assert [reply(request).status for _ in range(3)] == [503, 200, 200]


def test_traps_lead_on_for_ever() -> None:
    site = Site("x.example")
    site.serve("/lich", hostile.calendar)
    site.serve("/tin", hostile.endless_listing())
    for target, link in (("/lich?ngay=7", b"?ngay=8"), ("/tin?trang=41", b"?trang=42")):
        answer = site.answer(Request("GET", "https", "x.example", target, {}))
        assert isinstance(answer.body, bytes)
        assert link in answer.body
