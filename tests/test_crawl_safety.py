"""A whole crawl among traps: addresses that lead inside, signals, a second crawl beside it."""

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import PATIENCE, delete_at_once, lay_out, run_press, start_press, texts_of
from support.hostile import PRIVATE_TARGETS
from support.warm import WarmCommand

from crawler.corpus.corpus import Corpus
from crawler.newsroom.answers import HTML, XML, Answer
from crawler.newsroom.demo import build
from crawler.newsroom.expectations import expectations
from crawler.newsroom.server import Newsroom
from crawler.newsroom.story import load_stories

SCHEDULES = """\
corpus: corpus
contact: test@gomtin.example
outlet_modules: [spiders.demo]
politeness: {{delay: {delay}}}
end: true
"""


def settle_in(home: Path, delay: float = 0) -> Path:
    (home / "schedules.yaml").write_text(SCHEDULES.format(delay=delay), encoding="utf-8")
    return lay_out(home / "corpus")


class Intranet:
    """A server where no crawl may ever connect; `target` is the address that would lead there."""

    def __init__(self) -> None:
        self.connections: list[str] = []
        self._listener = socket.create_server(("127.0.0.2", 0))
        self.target = f"http://127.0.0.2:{self._listener.getsockname()[1]}/secret"
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, address = self._listener.accept()
            except OSError:
                return
            self.connections.append(str(address))
            connection.close()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


@pytest.fixture
def intranet() -> Iterator[Intranet]:
    server = Intranet()
    yield server
    server.close()


def feed(links: list[str]) -> bytes:
    items = "".join(f"<item><title>Tập trận Mỹ - Hàn</title><link>{link}</link></item>" for link in links)
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


def test_no_channel_leads_inside(tmp_path: Path, intranet: Intranet) -> None:
    """Feed, sitemap index, listing, robots.txt, redirect and canonical link: none makes a connection."""
    settle_in(tmp_path)
    targets = [*PRIVATE_TARGETS, intranet.target]
    article = "https://bensong.example/tap-tran-5107001.html"
    shaped = [f"{target.rstrip('/')}/tap-tran-5107002.html" for target in targets]
    index = b"<sitemapindex>" + b"".join(f"<sitemap><loc>{t}</loc></sitemap>".encode() for t in targets)
    listing = "".join(
        f'<article class="item-news"><a href="{link}">Tập trận</a></article>' for link in shaped
    )
    page = f'<html><head><link rel="canonical" href="{intranet.target}"></head><body><p>x</p></body></html>'
    with Newsroom() as newsroom:
        site = newsroom.site("bensong.example")
        robots = "User-agent: *\nAllow: /\n" + "".join(f"Sitemap: {target}\n" for target in targets)
        site.serve("/robots.txt", Answer(robots.encode(), content_type="text/plain"))
        site.serve("/rss/tin-moi-nhat.rss", Answer(feed([*shaped, article]), content_type=XML))
        site.serve("/google-news-sitemap.xml", Answer(index + b"</sitemapindex>", content_type=XML))
        site.serve("/the-gioi", Answer(listing.encode(), content_type=HTML))
        site.serve("/quan-su", Answer(status=302, headers=(("Location", intranet.target),)))
        site.serve("/tap-tran-5107001.html", Answer(page.encode(), content_type=HTML))
        done = run_press(newsroom, tmp_path, "crawl", "bensong", "--json")
        asked = {visit.request.host for visit in newsroom.log}

    assert intranet.connections == []
    assert asked == {"bensong.example"}
    assert done.last["outlets"]["bensong"]["announced"] == 1


def crawl_beside(newsroom: Newsroom, home: Path, *args: str) -> WarmCommand:
    return start_press(newsroom, home, "crawl", "--json", *args)


def wait_for(newsroom: Newsroom, articles: int) -> None:
    """Wait until the newsroom has handed out some articles."""
    give_up = time.monotonic() + PATIENCE
    while sum("-5107" in v.request.target or "2026" in v.request.target for v in newsroom.log) < articles:
        assert time.monotonic() < give_up, "the crawl never got that far"
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_signal_loses_nothing_and_the_next_run_goes_on(tmp_path: Path, number: signal.Signals) -> None:
    folder = settle_in(tmp_path, delay=0.3)
    seeds = texts_of(folder)
    with Newsroom() as newsroom:
        outlets = build(newsroom, load_stories(), datetime.now(UTC))
        child = crawl_beside(newsroom, tmp_path)
        wait_for(newsroom, 8)
        child.send_signal(number)
        out, err = child.communicate(timeout=30)
        if number is not signal.SIGKILL:
            assert child.returncode == 1, err
            assert "the run was stopped" in err
            assert out.splitlines()
        first = texts_of(folder)
        told = run_press(newsroom, tmp_path, "verify")
        if number is signal.SIGKILL:  # between two texts, or in one, which the next run takes away or in
            under_way = ("left over from a crash", "unadopted")
            assert told.code == 0 or all(
                any(map(line.__contains__, under_way)) for line in told.out.splitlines()
            )
        else:
            assert told.code == 0
        (tmp_path / "schedules.yaml").write_text(SCHEDULES.format(delay=0), encoding="utf-8")
        done = run_press(newsroom, tmp_path, "crawl", "--json")

    assert done.code == 0, done.err
    final = texts_of(folder)
    assert first.items() <= final.items()
    new = [text for name, text in final.items() if name not in seeds]
    assert expectations(outlets, rewrites_once=True).mistakes(new) == []


def renamed(folder: Path) -> None:
    folder.rename(folder.with_name("away"))


@pytest.mark.parametrize("vanish", [renamed, delete_at_once])
def test_a_folder_that_vanishes_ends_the_run_with_one_sentence(
    tmp_path: Path, vanish: Callable[[Path], object]
) -> None:
    folder = settle_in(tmp_path, delay=0.3)
    with Newsroom() as newsroom:
        build(newsroom, load_stories(), datetime.now(UTC))
        child = crawl_beside(newsroom, tmp_path)
        wait_for(newsroom, 8)
        vanish(folder)
        out, err = child.communicate(timeout=PATIENCE)

    assert (child.returncode, out) == (1, "")
    assert (
        err == "gomtin: corpus: renamed, deleted or replaced while it was in use; nothing more is written\n"
    )
    assert not folder.exists()


def test_an_outlet_whose_lock_cannot_be_opened_is_left_out(tmp_path: Path) -> None:
    folder = settle_in(tmp_path)
    locks = folder / ".gomtin" / "locks"
    locks.mkdir(parents=True)
    os.mkfifo(locks / "bensong.lock")
    with Newsroom() as newsroom:
        build(newsroom, load_stories(), datetime.now(UTC))
        done = run_press(newsroom, tmp_path, "crawl", "--json")
        locks.rename(folder / "away")
        locks.symlink_to(folder / "away")
        none = run_press(newsroom, tmp_path, "crawl", "--json")

    advice = "cannot be locked: no regular file; move it away, then run the same command again"
    told = f"bensong: left out: corpus/.gomtin/locks/bensong.lock: {advice}"
    assert (done.code, done.err) == (1, f"gomtin: {told}\n")
    assert done.last["problems"] == [told]
    assert sorted(done.last["outlets"]) == ["gocpho", "phuongdong", "thoicuoc", "tinsommai"]
    assert (none.code, none.err.count("\n")) == (1, 1)
    assert "locks: cannot be locked: no folder" in none.err


def test_a_killed_run_has_learnt_what_it_saw_of_lines(tmp_path: Path) -> None:
    folder = settle_in(tmp_path, delay=0.3)
    with Newsroom() as newsroom:
        build(newsroom, load_stories(), datetime.now(UTC))
        child = crawl_beside(newsroom, tmp_path)
        give_up = time.monotonic() + PATIENCE
        while not lines_heard(folder):
            assert time.monotonic() < give_up, "the crawl never got that far"
            time.sleep(0.02)
        child.kill()
        child.communicate(timeout=PATIENCE)
    assert child.returncode == -signal.SIGKILL
    assert lines_heard(folder) > 0


def lines_heard(folder: Path) -> int:
    """Count the articles whose lines the ledger remembers."""
    with Corpus.open(folder) as corpus:
        return len(corpus.ledger.texts.rows("SELECT DISTINCT article FROM furniture", ()))


def test_two_crawls_at_once_keep_everything_once(tmp_path: Path) -> None:
    folder = settle_in(tmp_path)
    seeds = texts_of(folder)
    with Newsroom() as newsroom:
        outlets = build(newsroom, load_stories(), datetime.now(UTC))
        children = [
            crawl_beside(newsroom, tmp_path, "bensong", "phuongdong", "gocpho"),
            crawl_beside(newsroom, tmp_path, "thoicuoc", "tinsommai"),
        ]
        ended = [child.communicate(timeout=PATIENCE) for child in children]
        codes = [child.returncode for child in children]
        assert run_press(newsroom, tmp_path, "verify").code == 0

    assert codes == [0, 0], ended
    new = [text for name, text in texts_of(folder).items() if name not in seeds]
    assert expectations(outlets, rewrites_once=True).mistakes(new) == []


def test_an_outlet_is_crawled_by_one_at_a_time(tmp_path: Path) -> None:
    settle_in(tmp_path, delay=0.5)
    with Newsroom() as newsroom:
        build(newsroom, load_stories(), datetime.now(UTC))
        first = crawl_beside(newsroom, tmp_path, "bensong")
        wait_for(newsroom, 1)
        second = run_press(newsroom, tmp_path, "crawl", "bensong")
        first.kill()
        first.communicate()

    assert second.code == 1
    assert "another gomtin crawls" in second.err


def test_a_crawl_listens_nowhere(tmp_path: Path) -> None:
    settle_in(tmp_path, delay=0.5)
    with Newsroom() as newsroom:
        build(newsroom, load_stories(), datetime.now(UTC))
        child = crawl_beside(newsroom, tmp_path, "bensong")
        wait_for(newsroom, 2)
        listening = listeners_of(child.pid)
        child.kill()
        child.communicate()

    assert listening == []


def listeners_of(pid: int) -> list[str]:
    """Return the listening TCP sockets of a process and its children, by inode, from /proc."""
    pids = {pid}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) in pids:
            pids.add(int(entry.parent.name))
    inodes = set()
    for each in pids:
        for descriptor in Path(f"/proc/{each}/fd").glob("*"):
            try:
                inodes.add(str(descriptor.readlink()))
            except OSError:
                continue
    lines = [
        line.split()
        for name in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{name}").read_text().splitlines()
    ]
    return [line[1] for line in lines if line[3] == "0A" and f"socket:[{line[9]}]" in inodes]


def test_a_silent_outlet_is_a_failed_outlet(tmp_path: Path) -> None:
    settle_in(tmp_path)
    with Newsroom() as newsroom:
        newsroom.site("bensong.example").serve("/rss/tin-moi-nhat.rss", Answer(feed([]), content_type=XML))
        done = run_press(newsroom, tmp_path, "crawl", "bensong")

    assert done.code == 1
    assert "bensong" in done.out
    assert "problem" in done.out


def test_a_dry_run_fetches_no_article_and_keeps_nothing(tmp_path: Path) -> None:
    folder = settle_in(tmp_path)
    seeds = texts_of(folder)
    with Newsroom() as newsroom:
        outlets = build(newsroom, load_stories(), datetime.now(UTC))
        done = run_press(newsroom, tmp_path, "crawl", "--dry-run", "--json")
        asked = {f"https://{v.request.host}{v.request.target}" for v in newsroom.log}

    assert done.code == 0
    assert texts_of(folder) == seeds
    assert not asked & {outlet.paper.url(item) for outlet in outlets for item in outlet.paper.prints}
    assert done.last["announced"] > 0
