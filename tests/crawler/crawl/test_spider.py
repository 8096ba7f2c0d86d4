"""One outlet against the newsroom, through real sockets, in a process of its own; the session takes notes."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from support.places import REPOSITORY

from crawler.newsroom.answers import HTML, PLAIN, XML, Answer
from crawler.newsroom.server import Newsroom

CRAWL = """
import asyncio, json, sys
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context

from scrapy.crawler import CrawlerProcess

from crawler.crawl.channel_memory import ChannelMemory
from crawler.config.models import Config
from crawler.fetching.settings import FETCH_SETTINGS
from crawler.crawl.options import CrawlOptions

from crawler.errors import Rejected
from crawler.reasons import Reason
from crawler.crawl.frontier import Window
from crawler.crawl.shared_ledgers import SharedLedgers
from crawler.crawl.spider import OutletSpider
from crawler.fetching.throttle import HostThrottle
from crawler.outlets import Outlet


class SongNay(Outlet):
    name = "songnay"
    title = "Sông Này"
    hosts = ("songnay.example.vn", "cu.songnay.example.vn")
    feeds = tuple(f"https://songnay.example.vn/rss/{name}" for name in FEEDS)
    sitemaps = ("https://songnay.example.vn/index.xml", "https://songnay.example.vn/index2.xml")
    listings = ("https://songnay.example.vn/the-gioi", "https://songnay.example.vn/da-dong")
    article_url = r"https://songnay\\.example\\.vn/[a-z-]+-(?P<id>\\d{6})\\.html"
    examples = ("https://songnay.example.vn/a-100001.html",)
    non_examples = ("https://songnay.example.vn/the-gioi",)
    floor = 1


class CrawlSession:
    options = CrawlOptions()
    throttle = HostThrottle()

    def __init__(self, workers):
        self.workers, self.notes = workers, {"channels": [], "failed": [], "worth": [], "pages": []}
        self.polling = ChannelMemory(SharedLedgers([], []), Config(), self.options, self.now)

    async def write(self, call, *args, **kwargs):
        return call(*args, **kwargs)

    def due(self, outlet):
        return []

    def due_revisits(self, outlet):
        return []

    def window(self):
        return Window(None, None)

    def now(self):
        return datetime.now(UTC)

    def conditions(self, key):
        return {}

    def note_validators(self, key, headers):
        pass

    def channel(self, outlet, url, found, problem=None, *, heard):
        self.notes["channels"].append([url.partition(".vn")[2], found, problem])

    async def select(self, announcements, heard=()):
        await asyncio.sleep(0)
        self.notes["worth"] += [item.key for item in announcements]
        return [(item, 50) for item in announcements]

    async def failed(self, announcement, reason, detail="", status=None):
        self.notes["failed"].append([announcement.key, reason.code, status])


class Take:
    @classmethod
    def from_crawler(cls, crawler):
        take = cls()
        take.session = crawler.spider.session
        return take

    def process_item(self, page):
        note = [page.key, page.url, page.outlet, len(page.body), page.announcement.title]
        self.session.notes["pages"].append(note)
        return page


if __name__ == "__main__":
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as workers:
        session = CrawlSession(workers)
        process = CrawlerProcess(
            {
                "ITEM_PIPELINES": {Take: 0},
                "DUPEFILTER_CLASS": FETCH_SETTINGS["DUPEFILTER_CLASS"],
                "RETRY_ENABLED": False,
                "TELNETCONSOLE_ENABLED": False,
                "REMOTE_CONTROL_ENABLED": False,
                "METAREFRESH_ENABLED": False,
                "DOWNLOAD_MAXSIZE": 1 << 20,
                "DOWNLOAD_TIMEOUT": 20,
                "LOG_LEVEL": "ERROR",
                **SETTINGS,
            }
        )
        process.crawl(OutletSpider, outlet=SongNay, session=session)
        process.start()
    print(json.dumps(session.notes))
"""

FEEDS = ("tin-moi", "cat", "rong", "trang-web", "loi", "mat")


def link(number: int, host: str = "songnay.example.vn") -> str:
    return f"https://{host}/mua-lon-{number}.html"


def rss(*numbers: int) -> Answer:
    items = "".join(f"<item><title>Tin {n}</title><link>{link(n)}</link></item>" for n in numbers)
    return Answer(f"<rss><channel>{items}</channel></rss>".encode(), content_type=XML)


def sitemap(*entries: str, root: str = "urlset", entry: str = "url") -> Answer:
    inner = "".join(f"<{entry}><loc>{loc}</loc></{entry}>" for loc in entries)
    return Answer(f"<{root}>{inner}</{root}>".encode(), content_type=XML)


def index(*names: str) -> Answer:
    return sitemap(
        *(f"https://songnay.example.vn/{name}" for name in names), root="sitemapindex", entry="sitemap"
    )


def moved(where: str) -> Answer:
    return Answer(status=302, headers=(("Location", where),))


PAGE = Answer(b"<html><body>Mua</body></html>", content_type=HTML)


def run(newsroom: Newsroom, feeds: tuple[str, ...], **settings: Any) -> dict[str, list[Any]]:
    script = f"FEEDS = {feeds!r}\nSETTINGS = {settings!r}\n{CRAWL}"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **newsroom.environment(), "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    notes: dict[str, list[Any]] = json.loads(done.stdout.splitlines()[-1])
    assert "Traceback" not in done.stderr
    return notes


@pytest.fixture(scope="module")
def notes() -> Iterator[tuple[dict[str, list[Any]], Newsroom]]:
    with Newsroom() as newsroom:
        site = newsroom.site("songnay.example.vn")
        cut = rss(100008, 100009)
        assert isinstance(cut.body, bytes)
        for path, answer in {
            "/rss/tin-moi": rss(*range(100001, 100008), 100001),
            "/rss/cat": Answer(cut.body[:-45], content_type=XML),
            "/rss/rong": Answer(b"", content_type=XML),
            "/rss/trang-web": PAGE,
            "/rss/loi": Answer(status=500),
            "/rss/mat": Answer(status=404),
            "/index.xml": index("index.xml", "index2.xml", "thang.xml", *(f"{n}.xml" for n in range(40))),
            "/index2.xml": index("sau.xml"),
            "/sau.xml": index("sau-nua.xml"),
            "/sau-nua.xml": index("khong-toi.xml"),
            "/thang.xml": sitemap(link(100001), link(100010), link(100011)),
            "/the-gioi": Answer(f'<h3><a href="{link(100012)}">Nắng</a></h3>'.encode()),
            "/da-dong": moved("https://songnay.example.vn/"),
            "/": Answer(f'<a href="{link(100001)}">Tin 100001</a>'.encode()),
            "/mua-lon-100001.html": PAGE,
            "/mua-lon-100002.html": moved(link(100001)),
            "/mua-lon-100003.html": moved("https://songnay.example.vn/the-gioi"),
            "/mua-lon-100004.html": Answer(b"%PDF", content_type="application/pdf"),
            "/mua-lon-100005.html": Answer(status=410),
            "/mua-lon-100006.html": Answer(status=503),
            "/mua-lon-100007.html": Answer(b"x" * (2 << 20)),
            "/mua-lon-100008.html": moved("https://songnay.example.vn/mua-lon-100008.html"),
            "/mua-lon-100010.html": Answer(PAGE.body, cut_after=5, claimed_length=500),
            "/mua-lon-100011.html": Answer(PAGE.body, content_type=PLAIN),
            "/mua-lon-100012.html": moved(link(100012, "cu.songnay.example.vn")),
        }.items():
            site.serve(path, answer)
        newsroom.site("cu.songnay.example.vn").serve("/mua-lon-100012.html", PAGE)
        yield run(newsroom, FEEDS, REDIRECT_MAX_TIMES=3), newsroom


def test_every_announced_article_ends_exactly_once(notes: tuple[dict[str, list[Any]], Newsroom]) -> None:
    noted, _ = notes
    ends = [row[0] for row in (*noted["pages"], *noted["failed"])]

    assert sorted(ends) == sorted(set(noted["worth"]))
    assert sorted(ends) == [f"songnay:{n}" for n in (*range(100001, 100009), 100010, 100011, 100012)]


def test_pages_come_with_their_final_address(notes: tuple[dict[str, list[Any]], Newsroom]) -> None:
    noted, _ = notes
    pages = {key: url for key, url, *_ in noted["pages"]}

    assert pages == {
        "songnay:100001": link(100001),
        "songnay:100002": link(100001),
        "songnay:100011": link(100011),
        "songnay:100012": link(100012, "cu.songnay.example.vn"),
    }
    assert ["songnay:100001", link(100001), "songnay", 29, "Tin 100001"] in noted["pages"]


def test_failures_have_their_reasons(notes: tuple[dict[str, list[Any]], Newsroom]) -> None:
    noted, _ = notes

    assert sorted(noted["failed"]) == [
        ["songnay:100003", "redirected-away", 200],
        ["songnay:100004", "not-html", 200],
        ["songnay:100005", "gone", 410],
        ["songnay:100006", "server-error", 503],
        ["songnay:100007", "too-large", None],
        ["songnay:100008", "refused", None],
        ["songnay:100010", "network", None],
    ]


def test_every_channel_is_reported_once_with_its_problem(
    notes: tuple[dict[str, list[Any]], Newsroom],
) -> None:
    noted, _ = notes
    channels = {path: (found, problem) for path, found, problem in noted["channels"]}

    assert len(channels) == len(noted["channels"])
    assert channels["/rss/tin-moi"] == (7, None)
    assert channels["/rss/cat"] == (1, "it is cut off; 1 entries were read")
    assert channels["/rss/rong"] == (0, "no feed: the answer is empty")
    assert channels["/rss/trang-web"] == (0, "no feed: the answer is a web page")
    assert channels["/rss/loi"] == (0, "the outlet answered with 5xx: HTTP 500")
    assert channels["/rss/mat"] == (0, "the outlet says the page does not exist (404, 410): HTTP 404")
    assert channels["/thang.xml"] == (3, None)
    assert channels["/the-gioi"] == (1, None)
    assert channels["/da-dong"] == (1, "the address leads to the front page https://songnay.example.vn/")


def test_indexes_neither_loop_nor_chain_on(notes: tuple[dict[str, list[Any]], Newsroom]) -> None:
    noted, newsroom = notes
    sitemaps = [path for path, _, _ in noted["channels"] if path.endswith(".xml")]

    assert len(sitemaps) <= 20
    assert newsroom.hits["songnay.example.vn/index.xml"] == 1
    assert newsroom.hits["songnay.example.vn/khong-toi.xml"] == 0


def test_what_a_stopped_run_leaves_behind_is_said() -> None:
    with Newsroom() as newsroom:
        site = newsroom.site("songnay.example.vn")
        site.serve("/rss/tin-moi", rss(*range(100001, 100040)))
        for number in range(100001, 100040):
            site.serve(f"/mua-lon-{number}.html", PAGE)

        noted = run(newsroom, ("tin-moi",), CLOSESPIDER_ITEMCOUNT=1, CONCURRENT_REQUESTS_PER_DOMAIN=1)

    ends = sorted(row[0] for row in (*noted["pages"], *noted["failed"]))
    assert ends == [f"songnay:{n}" for n in range(100001, 100040)]
    assert {tuple(row[1:]) for row in noted["failed"]} == {("stopped", None)}
