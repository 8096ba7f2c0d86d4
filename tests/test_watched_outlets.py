"""The real command and outlets that give no articles, channels that never speak, and a dead network."""

import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from conftest import Done, delete_at_once, lay_out, run_press
from support.keep_all import STORIES
from support.places import REPOSITORY

from crawler.newsroom.answers import Answer, Reply, Request
from crawler.newsroom.error_pages import challenge
from crawler.newsroom.layouts import HEMERA, PLAIN
from crawler.newsroom.paper import Paper, set_in_type
from crawler.newsroom.server import Newsroom
from crawler.newsroom.site import publish

SCHEDULES = """\
corpus: corpus
contact: test@gomtin.example
outlet_modules: [{modules}]
politeness: {{delay: 0}}
reading: {{workers: 1}}
schedules: [{{name: news, every: 1h}}]
end: true
"""
NOW = datetime.now(UTC)
DEAD = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), "http://127.0.0.1:1")
# Two channels; the second is one that nobody has seen answer.
DOUBTED = """\
from crawler.outlets import Outlet


class Doubted(Outlet):
    name = "gocpho"
    title = "Góc Phố"
    hosts = ("gocpho.example",)
    feeds = ("https://gocpho.example/rss.xml", "https://gocpho.example/tin-phu.xml")
    article_url = r"https://gocpho\\.example/bai/(?P<id>\\d+)/[^/?#]+\\.html"
    examples = ("https://gocpho.example/bai/8101/cau-moi.html",)
    non_examples = ("https://gocpho.example/muc/the-gioi",)
    floor = 1
    unverified = {unverified}
"""


class Press:
    """Two papers on the air, and a corpus that crawls them."""

    def __init__(self, newsroom: Newsroom, home: Path) -> None:
        self.home = home
        self.newsroom = newsroom
        self.folder = lay_out(home / "corpus")
        self.paper = set_in_type(Paper("Góc Phố", "gocpho.example", PLAIN, NOW), STORIES)
        publish(newsroom, self.paper)
        publish(newsroom, Paper("Thời Cuộc", "thoicuoc.example", HEMERA, NOW))
        self.configure("spiders.demo")

    def configure(self, modules: str) -> None:
        (self.home / "schedules.yaml").write_text(SCHEDULES.format(modules=modules), encoding="utf-8")

    def doubt(self, *urls: str) -> None:
        (self.home / "nghi_ngo.py").write_text(DOUBTED.format(unverified=repr(urls)), encoding="utf-8")
        self.configure("nghi_ngo")

    def run(self, *arguments: str, **env: str) -> Done:
        path = os.pathsep.join([str(REPOSITORY), str(self.home)])
        return run_press(self.newsroom, self.home, *arguments, "--json", PYTHONPATH=path, **env)

    def answer_articles(self, reply: Reply) -> None:
        site = self.newsroom.site("gocpho.example")
        for item in self.paper.prints:
            site.serve(self.paper.path(item), reply)

    def alarms(self) -> dict[str, str]:
        return {alarm["name"]: alarm["message"] for alarm in self.run("status").last["alarms"]}

    def ledger(self, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.folder / ".gomtin" / "ledger.db")) as ledger, ledger:
            return ledger.execute(sql).fetchall()

    def pass_days(self, days: int) -> None:
        """Let what is remembered of channels and open articles be older."""
        for table, columns in (
            ("polls", ("asked_at", "answered_at", "read_at", "failing_since")),
            ("polls", ("first_asked_at", "good_at", "unreached_at")),
            ("frontier", ("added_at", "due_at")),
        ):
            for column in columns:
                for (at,) in self.ledger(f"SELECT DISTINCT {column} FROM {table} WHERE {column} NOT NULL"):
                    sooner = (datetime.fromisoformat(str(at)) - timedelta(days=days)).isoformat()
                    self.ledger(f"UPDATE {table} SET {column} = '{sooner}' WHERE {column} = '{at}'")


@pytest.fixture
def papers(newsroom: Newsroom, tmp_path: Path) -> Press:
    return Press(newsroom, tmp_path)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Answer(b"", status=403), "forbidden"),
        (Answer(b"", status=500), "server-error"),
        (challenge(), "challenge"),
        (Answer(b"", status=404), "gone"),
    ],
    ids=["403", "500", "bot check", "404"],
)
def test_an_outlet_that_gives_no_articles_has_a_problem(papers: Press, reply: Reply, reason: str) -> None:
    papers.answer_articles(reply)

    done = papers.run("crawl", "gocpho")
    told = done.last["outlets"]["gocpho"]["problem"]
    waiting = papers.run("status").last["frontier"]["gocpho"]

    assert done.code == 1
    assert f"of {len(STORIES)} articles could not be had: " in told
    assert reason in told
    assert sum(waiting.values()) == len(STORIES)
    assert waiting[reason] > 0

    publish(papers.newsroom, papers.paper)
    papers.pass_days(2)
    again = papers.run("crawl", "gocpho")

    assert again.code == 0, again.err
    assert again.last["outlets"]["gocpho"]["kept"] == len(STORIES)


def test_a_blocked_outlet_is_named_though_each_run_asks_for_little(papers: Press) -> None:
    papers.answer_articles(Answer(b"", status=403))

    codes = [papers.run("crawl", "gocpho", "--limit", "2").code for _ in range(4)]

    assert codes[0] == 0
    assert codes[2:] == [1, 1]


def test_a_dead_network_is_one_problem_and_no_outlets(papers: Press) -> None:
    papers.run("crawl", "gocpho", "thoicuoc")
    before = papers.ledger("SELECT channel, failures, failing_since FROM polls ORDER BY channel")

    done = [papers.run("crawl", "gocpho", "thoicuoc", **DEAD) for _ in range(3)]
    alone = papers.run("crawl", "gocpho", **DEAD)

    for run in (*done, alone):
        assert run.code == 1
        assert run.last["network_down"]
        assert run.last["problems"] == [
            "no host answered; is the network of this machine, or its proxy, down?"
        ]
    assert papers.ledger("SELECT channel, failures, failing_since FROM polls ORDER BY channel") == before
    assert [name for name in papers.alarms() if name.startswith(("network", "outlet"))] == ["network"]

    papers.run("crawl", "gocpho")

    assert "network" not in papers.alarms()


LOGIN = "<!doctype html><html><head><title>Đăng nhập Wi-Fi</title></head><body><form>{}</form></body></html>"


def log_in(request: Request) -> Answer:
    """Answer as a network does that wants a login, with the address that was asked for and a number."""
    asked = f"https://{request.host}{request.target}"
    return Answer(
        LOGIN.format(f"<a href='/login?next={quote(asked, safe='')}'>{asked}</a> {id(asked)}").encode()
    )


def lead_to_login(request: Request) -> Answer:
    target = f"https://wifi.example/login?next={quote(request.target)}"
    return Answer(b"", status=302, headers=(("Location", target),))


def ask_for_login(request: Request) -> Answer:
    return Answer(f"<html><p>Cần đăng nhập {request.target}</p></html>".encode(), status=511)


class Behind(Newsroom):
    """A newsroom behind a network that may answer in its place."""

    portal: Callable[[Request], Answer] | None = None

    def answer(self, request: Request) -> Answer:
        return self.portal(request) if self.portal else super().answer(request)


@pytest.mark.parametrize("portal", [log_in, lead_to_login, ask_for_login])
def test_a_login_in_the_place_of_every_host_is_our_networks(
    tmp_path: Path, portal: Callable[[Request], Answer]
) -> None:
    channels = "SELECT channel, failures, failing_since FROM polls ORDER BY channel"
    with Behind() as newsroom:
        papers = Press(newsroom, tmp_path)
        papers.answer_articles(Answer(b"", status=403))
        papers.run("crawl", "gocpho", "thoicuoc")
        publish(newsroom, papers.paper)
        before, waiting = papers.ledger(channels), papers.ledger("SELECT key FROM frontier ORDER BY key")
        papers.ledger("UPDATE frontier SET due_at = added_at")

        newsroom.portal = portal
        done = papers.run("crawl", "gocpho", "thoicuoc")
        alarms = papers.alarms()
        after = papers.ledger(channels)
        newsroom.portal = None
        papers.pass_days(1)
        again = papers.run("crawl", "gocpho")

    assert done.code == 1
    assert done.last["network_down"]
    (problem,) = done.last["problems"]
    assert problem.startswith("one page answers in the place of every host; does our own network")
    assert [name for name in alarms if name.startswith(("network", "outlet"))] == ["network"]
    assert "want a login" in alarms["network"]
    assert after == before
    assert len(waiting) == done.last["failed"] == len(STORIES)
    assert again.last["outlets"]["gocpho"]["kept"] == len(STORIES)


@pytest.mark.parametrize("portal", [log_in, lead_to_login])
def test_a_login_that_begins_after_the_channels_is_our_networks_too(
    tmp_path: Path, portal: Callable[[Request], Answer]
) -> None:
    with Behind() as newsroom:
        papers = Press(newsroom, tmp_path)
        publish(newsroom, set_in_type(Paper("Thời Cuộc", "thoicuoc.example", HEMERA, NOW), STORIES))
        articles = {
            f"https://{host}{path}"
            for host in ("gocpho.example", "thoicuoc.example")
            for path in newsroom.site(host).pages
            if path.endswith(".html")
        }

        def from_now_on(request: Request) -> Answer:
            url = f"https://{request.host}{request.path}"
            return portal(request) if url in articles else Newsroom.answer(newsroom, request)

        newsroom.portal = from_now_on
        done = papers.run("crawl", "gocpho", "thoicuoc")

    assert done.last["network_down"]
    (problem,) = done.last["problems"]
    assert problem.startswith("one page answers in the place of every host")


def test_a_page_for_every_address_of_one_host_is_none_of_its_articles(papers: Press) -> None:
    site = papers.newsroom.site("gocpho.example")
    said = "Trang đang được nâng cấp, mời bạn đọc quay lại sau ít phút nữa."
    page = Answer(f"<html><title>Bảo trì</title><p>{said}</p></html>".encode())
    for path in (*site.pages, "/robots.txt"):
        site.serve(path, page)

    done = papers.run("crawl", "gocpho", "thoicuoc")

    assert not done.last["network_down"]
    assert "robots.txt and this address answer with one page" in done.last["problems"][0]


def test_a_lost_ledger_is_told_by_status_and_the_next_run(papers: Press) -> None:
    assert papers.run("crawl", "gocpho").code == 0
    for path in (papers.folder / ".gomtin").glob("ledger.db*"):
        path.unlink()

    shown = papers.run("stats")
    status = papers.run("status", "--check")
    crawls = [papers.run("crawl", "gocpho") for _ in range(2)]
    last = papers.run("status").last

    assert (shown.code, status.code) == (0, 1)
    assert "the ledger was lost" in shown.err
    assert [run.code for run in crawls] == [1, 0]
    assert "the ledger was lost" in crawls[0].last["problems"][0]
    assert ["lost ledger" in alarm["name"] for alarm in last["alarms"]] == [True]


@pytest.mark.parametrize("lost", [".gomtin", ".gomtin/ledger.db"])
def test_a_state_deleted_under_a_run_ends_it_with_one_line(papers: Press, lost: str) -> None:
    site, path = papers.newsroom.site("gocpho.example"), papers.paper.path(papers.paper.prints[0])

    def answer(_: object) -> Reply:
        gone = papers.folder / lost
        delete_at_once(gone) if gone.is_dir() else gone.unlink(missing_ok=True)
        return Answer(b"", status=404)

    site.serve(path, answer)
    done = papers.run("crawl", "gocpho")

    assert done.code != 0
    (line,) = [line for line in done.err.splitlines() if "contact" not in line]
    assert re.search(f"{lost}: (?:renamed, )?deleted (?:or replaced )?while it was in use", line)
    assert not (papers.folder / lost).exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("status",),
        ("stats",),
        ("why", "1"),
        ("history", "0"),
        ("topic",),
        ("topic", "--history"),
        ("quarantine",),
        ("quarantine", "show", "1"),
        ("outlets", "gocpho"),
        ("judge", "bai.txt"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("texts", [True, False], ids=["texts", "empty"])
def test_commands_that_show_make_nothing(papers: Press, arguments: tuple[str, ...], texts: bool) -> None:
    shutil.rmtree(papers.folder / ".gomtin", ignore_errors=True)
    for path in papers.folder.iterdir() if not texts else ():
        path.unlink()
    (papers.home / "bai.txt").write_text("Giá lúa tăng\nNông dân miền Tây phấn khởi.", encoding="utf-8")
    before = sorted(papers.home.rglob("*"))

    done = papers.run(*arguments)

    assert "Traceback" not in done.err
    assert sorted(papers.home.rglob("*")) == before


def test_the_first_good_answer_ends_the_question(papers: Press) -> None:
    papers.doubt("https://gocpho.example/rss.xml", "https://gocpho.example/tin-phu.xml")
    papers.newsroom.site("gocpho.example").serve("/rss.xml", Answer(b"", status=500))
    unknown = papers.run("crawl", "gocpho")
    publish(papers.newsroom, papers.paper)
    good = papers.run("crawl", "gocpho")
    papers.newsroom.site("gocpho.example").serve("/rss.xml", Answer(b"", status=500))
    bad = papers.run("crawl", "gocpho")

    assert (unknown.code, good.code, bad.code) == (0, 0, 1), bad.err
    assert "nothing could be read" in bad.last["problems"][0]


def test_a_channel_that_was_never_any_good_is_named_after_a_fortnight(papers: Press) -> None:
    url = "https://gocpho.example/tin-phu.xml"
    papers.doubt(url)
    papers.run("crawl", "gocpho")
    assert "channels of gocpho" not in papers.alarms()

    papers.pass_days(15)
    done = papers.run("crawl", "gocpho")
    channels = {row["channel"]: row for row in papers.run("outlets", "gocpho").last["channels"]}

    assert done.code == 0, done.err
    assert f"{url} announced nothing since it was first asked" in papers.alarms()["channels of gocpho"]
    assert "switch it off" in channels[url]["state"]
    assert channels["https://gocpho.example/rss.xml"]["state"] == "fine"


def test_why_a_channel_fails_is_told_as_long_as_it_does(papers: Press) -> None:
    papers.run("crawl", "gocpho")
    copy = "INSERT INTO channel_health (outlet, channel, at, found) SELECT outlet, channel, at, found"
    for _ in range(3):  # until its usual is known
        papers.ledger(f"{copy} FROM channel_health")
    papers.newsroom.site("gocpho.example").serve("/rss.xml", Answer(b"", status=503))

    runs = [papers.run("crawl", "gocpho") for _ in range(3)]
    left_alone = papers.run("crawl", "gocpho", "--due")
    status = papers.run("status").last
    (channel,) = papers.run("outlets", "gocpho").last["channels"]
    publish(papers.newsroom, papers.paper)
    papers.run("crawl", "gocpho")
    (well,) = papers.run("outlets", "gocpho").last["channels"]

    why = "the outlet answered with 5xx: HTTP 503"
    for run in (*runs, left_alone):
        assert (run.code, why in run.last["problems"][0]) == (1, True), run.last["problems"]
    assert "announces nothing since" in runs[-1].last["problems"][0]
    assert why in status["problems"][0]
    assert why in next(a["message"] for a in status["alarms"] if a["name"] == "outlet gocpho")
    assert channel["failing"].startswith("failing since ")
    assert why in channel["failing"]
    assert (well["failing"], well["state"]) == (None, "fine")


def test_what_a_channel_announces_in_vain_is_counted(papers: Press) -> None:
    links = ("https://khac.example/bai/1/a.html", "/muc/the-gioi", "/bai/9001/cau.html?gad_source=1", "")
    items = "".join(f"<item><title>Tin</title><link>{link}</link></item>" for link in links)
    feed = f"<rss version='2.0'><channel>{items}</channel></rss>"
    papers.newsroom.site("gocpho.example").serve("/rss.xml", Answer(feed.encode(), content_type="text/xml"))

    done = papers.run("crawl", "gocpho")
    (channel,) = papers.run("outlets", "gocpho").last["channels"]

    assert channel["not_taken"] == done.last["outlets"]["gocpho"]["not_taken"]
    assert channel["not_taken"] == {"other-host": 1, "no-article-address": 1, "no-address": 1}
    assert done.last["announced"] == 1
