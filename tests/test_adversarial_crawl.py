"""No page holds a crawl: texts made to keep patterns busy, paragraphs of a megabyte, lines without number."""

import os
import signal
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from conftest import PATIENCE, lay_out, run_press, start_press
from support.adversarial import PIECES, repeated

from crawler.newsroom.answers import HTML, XML, Answer
from crawler.newsroom.server import Newsroom
from crawler.newsroom.story import load_stories

FULL = bool(os.environ.get("GOMTIN_FULL"))
PARAGRAPH = 1_000_000 if FULL else 60_000  # characters
LINES = 100_000 if FULL else 5_000
PATTERNS = 10_000 if FULL else 12  # pieces that become a page
# The reactor was held for 87 s. A machine that runs other things as well is late by itself, so only the full
# figures, on a quiet one, are held to what is promised.
LONGEST_STALL_S = 0.5 if FULL else 10
MOST_SECONDS_TO_STOP = 15 if FULL else 60
SCHEDULES = """\
corpus: corpus
contact: test@gomtin.example
outlet_modules: [spiders.demo]
politeness: {delay: 0, requests_per_host: 2000}
end: true
"""
STORY = next(story for story in load_stories() if story.kind == "on" and not story.flaw)


def bodies() -> Iterator[str]:
    """Yield what stands in the adversarial pages, behind two true paragraphs."""
    for text in islice(repeated(PIECES, 20_000), PATTERNS):
        yield f"<p>{escaped(text)}</p>"
    for piece in (",", " ", "1", "Ảnh: A, ", "A.A", "(", "\u0301", STORY.paragraphs[0]):
        yield f"<p>{escaped(piece * (PARAGRAPH // len(piece)))}</p>"
    yield "<p>a</p>" * LINES
    yield "".join(f"<p>Dòng {n} của bài</p>" for n in range(LINES))
    yield "<br>".join(["Theo A, B và C"] * LINES)
    yield "<div>" * (LINES // 10)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\x00", "")


def put_on_the_air(newsroom: Newsroom) -> int:
    site = newsroom.site("bensong.example")
    true = "".join(f"<p>{paragraph}</p>" for paragraph in STORY.paragraphs[:2])
    items = []
    for number, body in enumerate(bodies(), 5107001):
        path = f"/bai-{number}.html"
        page = (
            f"<html><body><h1 class='title-detail'>{STORY.title} {number}</h1><span class='date'>{{}}</span>"
            f"<p class='description'>{STORY.lead}</p>"
            f"<article class='fck_detail'>{true}{body}</article></body></html>"
        )
        site.serve(path, Answer(page.encode(), content_type=HTML))
        title = f"{STORY.title} {body[:15_000] if number % 2 else ''}"
        items.append(
            f"<item><title><![CDATA[{title}]]></title><link>https://bensong.example{path}</link></item>"
        )
    feed = f"<rss version='2.0'><channel>{''.join(items)}</channel></rss>"
    site.serve("/robots.txt", Answer(b"User-agent: *\nAllow: /\n", content_type="text/plain"))
    site.serve("/rss/tin-moi-nhat.rss", Answer(feed.encode(), content_type=XML))
    return len(items)


def settle_in(home: Path) -> Path:
    (home / "schedules.yaml").write_text(SCHEDULES, encoding="utf-8")
    return lay_out(home / "corpus")


@pytest.mark.timeout(3600)
def test_the_reactor_is_never_held(tmp_path: Path) -> None:
    settle_in(tmp_path)
    with Newsroom() as newsroom:
        pages = put_on_the_air(newsroom)
        done = run_press(newsroom, tmp_path, "crawl", "bensong", "--json")
        fetched = sum("/bai-" in visit.request.target for visit in newsroom.log)
    assert done.out, done.err
    print(f"{fetched} pages, longest stall {done.last['longest_stall_seconds']} s, {done.last['rejected']}")
    assert fetched == pages, done.err
    assert done.last["longest_stall_seconds"] < LONGEST_STALL_S
    assert "bug" not in done.last["rejected"], done.err


@pytest.mark.timeout(600)
def test_a_signal_is_heard_in_the_middle_of_it(tmp_path: Path) -> None:
    settle_in(tmp_path)
    with Newsroom() as newsroom:
        put_on_the_air(newsroom)
        command = start_press(newsroom, tmp_path, "crawl", "bensong", "--json")
        give_up = time.monotonic() + PATIENCE
        while not any("/bai-" in visit.request.target for visit in newsroom.log):
            assert time.monotonic() < give_up, "the crawl never got that far"
            time.sleep(0.02)
        command.send_signal(signal.SIGTERM)
        began = time.monotonic()
        _, err = command.communicate(PATIENCE)
        took = time.monotonic() - began
    print(f"ended {took:.1f} s after SIGTERM")
    assert command.returncode == 1, err
    assert took < MOST_SECONDS_TO_STOP
