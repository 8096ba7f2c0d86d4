"""The newsroom answers as any host, keeps its log, and leaves nothing open."""

import os
import socket
import ssl
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException, IncompleteRead
from pathlib import Path

import pytest

from crawler.newsroom.answers import PLAIN, Answer, Framing, Request, redirect
from crawler.newsroom.server import Newsroom


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as running:
        yield running


def opener(newsroom: Newsroom) -> urllib.request.OpenerDirector:
    trust = ssl.create_default_context(cafile=str(newsroom.bundle))
    proxies = urllib.request.ProxyHandler({"http": newsroom.url, "https": newsroom.url})
    return urllib.request.build_opener(proxies, urllib.request.HTTPSHandler(context=trust))


def get(newsroom: Newsroom, url: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    request = urllib.request.Request(url, headers={k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with opener(newsroom).open(request, timeout=20) as response:
            return response.status, response.read(), dict(response.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(), dict(error.headers)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_answers_any_host_by_either_scheme(newsroom: Newsroom, scheme: str) -> None:
    newsroom.site("a.example").serve("/tin", Answer("chào".encode(), content_type=PLAIN))
    status, body, headers = get(newsroom, f"{scheme}://a.example/tin")
    assert (status, body.decode(), headers["Content-Type"]) == (200, "chào", PLAIN)


def test_unknown_hosts_paths_and_robots_are_404(newsroom: Newsroom) -> None:
    newsroom.site("a.example")
    assert get(newsroom, "https://nobody.example/")[0] == 404
    assert get(newsroom, "https://a.example/nothing")[0] == 404
    assert get(newsroom, "https://a.example/robots.txt")[:2] == (404, b"")
    assert get(newsroom, "https://nobody.example/robots.txt")[:2] == (404, b"")


def test_query_goes_before_path_and_functions_see_the_request(newsroom: Newsroom) -> None:
    site = newsroom.site("q.example")

    def echo(request: Request) -> Answer:
        return Answer(f"{request.url} {request.query} {request.headers['x-a']}".encode())

    site.serve("/x", echo)
    site.serve("/x?b=2", Answer(b"exact"))
    assert get(newsroom, "https://q.example/x?b=2")[1] == b"exact"
    assert get(newsroom, "https://q.example/x?c=3", X_A="ja")[1] == b"https://q.example/x?c=3 {'c': '3'} ja"


def test_otherwise_answers_what_no_page_does(newsroom: Newsroom) -> None:
    newsroom.site("o.example").otherwise = redirect("https://o.example/robots.txt")
    assert get(newsroom, "https://o.example/any")[0] in {301, 404}
    newsroom.site("o.example").otherwise = Answer(b"home")
    assert get(newsroom, "https://o.example/any")[1] == b"home"


def test_log_and_hits(newsroom: Newsroom) -> None:
    newsroom.forget()
    newsroom.site("h.example").serve("/a", Answer(b"x"))
    for _ in range(3):
        get(newsroom, "https://h.example/a?n=1")
    assert newsroom.hits == {"h.example/a": 3}
    times = [visit.at for visit in newsroom.log]
    assert times == sorted(times)
    assert newsroom.log[0].request.target == "/a?n=1"


def test_etag_is_compared(newsroom: Newsroom) -> None:
    newsroom.site("e.example").serve("/f", Answer(b"feed", headers=(("ETag", '"1"'),)))
    assert get(newsroom, "https://e.example/f")[:2] == (200, b"feed")
    assert get(newsroom, "https://e.example/f", If_None_Match='"1"')[:2] == (304, b"")
    assert get(newsroom, "https://e.example/f", If_None_Match='"2"')[0] == 200


def test_head_has_no_body_and_the_connection_lives_on(newsroom: Newsroom) -> None:
    newsroom.site("k.example").serve("/a", Answer(b"body"))
    host, port = newsroom.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        reader = line.makefile("rb")
        line.sendall(b"HEAD http://k.example/a HTTP/1.1\r\nHost: k.example\r\n\r\n")
        head = b"".join(iter(reader.readline, b"\r\n"))
        assert b"Content-Length: 4" in head
        line.sendall(b"GET /a HTTP/1.1\r\nHost: k.example\r\n\r\n")
        assert b"200" in reader.readline()
        reader.close()


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("framing", list(Framing))
def test_every_framing_carries_the_whole_body(newsroom: Newsroom, framing: Framing, scheme: str) -> None:
    body = bytes(range(256)) * 4096
    newsroom.site("w.example").serve("/big", Answer(body, framing=framing))
    assert get(newsroom, f"{scheme}://w.example/big")[1] == body


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("framing", [Framing.LENGTH, Framing.CHUNKED])
@pytest.mark.parametrize("reset", [False, True])
def test_a_cut_body_is_seen_as_cut(newsroom: Newsroom, framing: Framing, scheme: str, reset: bool) -> None:
    newsroom.site("c.example").serve("/cut", Answer(b"x" * 5000, framing=framing, cut_after=700, reset=reset))
    with pytest.raises((IncompleteRead, OSError, HTTPException)):
        get(newsroom, f"{scheme}://c.example/cut")


def test_streams_start_anew_for_each_request(newsroom: Newsroom) -> None:
    stream = Answer(lambda: (b"%d," % n for n in range(5)), framing=Framing.CHUNKED)
    newsroom.site("s.example").serve("/s", stream)
    assert [get(newsroom, "https://s.example/s")[1] for _ in range(2)] == [b"0,1,2,3,4,"] * 2


def test_gzipped(newsroom: Newsroom) -> None:
    newsroom.site("g.example").serve("/z", Answer(b"a" * 1000).gzipped())
    _, body, headers = get(newsroom, "https://g.example/z")
    assert headers["Content-Encoding"] == "gzip"
    assert len(body) < 100


def test_replay(newsroom: Newsroom, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(b"<p>recorded</p>")
    newsroom.replay({"https://r.example/a?b=1": page, "https://r.example": b"front"})
    assert get(newsroom, "https://r.example/a?b=1")[1] == b"<p>recorded</p>"
    assert get(newsroom, "https://r.example/")[1] == b"front"
    assert get(newsroom, "https://r.example/a")[0] == 404


def test_strangers_do_not_trust_it(newsroom: Newsroom) -> None:
    stranger = urllib.request.build_opener(urllib.request.ProxyHandler({"https": newsroom.url}))
    with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
        stranger.open("https://a.example/", timeout=20)


def test_environment_leads_a_child_process_here(newsroom: Newsroom) -> None:
    newsroom.site("child.example").serve("/", Answer(b"seen"))
    code = "import urllib.request as u; print(u.urlopen('https://child.example/').read())"
    clean = {k: v for k, v in os.environ.items() if "proxy" not in k.lower()}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=clean | newsroom.environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == "b'seen'"


def test_many_connections_at_once(newsroom: Newsroom) -> None:
    newsroom.site("m.example").serve("/", Answer(b"ok", delay=0.05))
    seen: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: seen.append(get(newsroom, "http://m.example/")[1])) for _ in range(80)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [b"ok"] * 80


def test_closing_ends_slow_answers_and_all_threads() -> None:
    before = set(threading.enumerate())
    with Newsroom() as newsroom:
        newsroom.site("slow.example").serve("/", Answer(b"x" * 9000, pause=300))
        newsroom.site("slow.example").serve("/later", Answer(b"x", delay=300))
        host, port = newsroom.url.removeprefix("http://").split(":")
        lines = [socket.create_connection((host, int(port)), timeout=20) for _ in range(3)]
        lines[0].sendall(b"GET http://slow.example/ HTTP/1.1\r\n\r\n")
        lines[1].sendall(b"GET http://slow.example/later HTTP/1.1\r\n\r\n")
        assert lines[0].recv(10) == b"HTTP/1.1 2"
    assert set(threading.enumerate()) <= before  # of earlier tests some may end meanwhile
    for line in lines:
        line.close()
