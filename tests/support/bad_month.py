"""A month of bad luck: first answers that fail, hosts and a network that go down, an outlet that blocks.

Time passes by making the ledger older; the clock stays, and articles and ledger move back together.
"""

import os
import random
import re
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from conftest import lay_out, run_press, start_press, texts_of
from support.backnumbers import texts
from support.places import REPOSITORY

from crawler.newsroom import channels, error_pages, pages
from crawler.newsroom.answers import HTML, JSON, XML, Answer, Request, redirect
from crawler.newsroom.layouts import EXPRESS
from crawler.newsroom.paper import Paper, Print
from crawler.newsroom.server import Newsroom
from crawler.newsroom.story import Story
from crawler.newsroom.vietnamese import VIETNAM

FEED = "/rss/tin-moi-nhat.rss"
FEED_ENTRIES = 20
FAILING_SHARE = 0.2  # of the articles: their first answer
DRAIN_HOURS = (1, 6, 24, 72)  # after the last article: what waits has its time

_USUAL_DAYS = 20  # of an outlet, until its usual page is known well enough to miss it
_BUSY = 3  # times as many articles as the others: the two outlets that go wrong

SCHEDULES = """\
corpus: corpus
contact: test@gomtin.example
outlet_modules: [thangxau]
politeness: {delay: 0, requests_per_host: 2000}
reading: {workers: 1}
topic: {accept: 0.0, borderline: 0.0, hopeless: 0.0}
end: true
"""
_OUTLET = """
class {name}(Outlet):
    name = "{name}"
    title = "Báo {name}"
    hosts = ("{name}.example",)
    feeds = ("https://{name}.example{feed}",)
    article_url = r"https://{name}\\.example/(?!topic/|video/)[^/?#]+-(?P<id>\\d{{7}})\\.html"
    examples = ("https://{name}.example/cau-moi-qua-song-5107001.html",)
    non_examples = ("https://{name}.example/the-gioi",)
    reading = BenSong.reading
    floor = 1
"""


def _reset(_page: bytes) -> Answer:
    return Answer(bytes(1000), cut_after=0, reset=True)


def _notice(text: str, status: int = 200) -> Callable[[bytes], Answer]:
    head = "<!DOCTYPE html><html lang='vi'><head><title>Thông báo</title></head>"
    body = f"{head}<body><p>{text}</p></body></html>"
    return lambda _page: Answer(body.encode(), status=status, content_type=HTML)


def _answer(**given: Any) -> Callable[[bytes], Answer]:
    return lambda _page: Answer(**given)


# Twenty ways in which the first answer for an article is none.
FAULTS: dict[str, Callable[[bytes], Answer]] = {
    "404": _notice("Không tìm thấy trang", 404),
    "410": error_pages.gone,
    "401": _notice("Cần đăng nhập", 401),
    "403": _notice("Không được phép", 403),
    "429": _answer(status=429, headers=(("Retry-After", "1"),)),
    "500": _notice("Lỗi máy chủ", 500),
    "502": _notice("Lỗi cổng", 502),
    "503": _answer(status=503, headers=(("Retry-After", "1"),)),
    "to the front page": lambda _page: redirect("/", 302),
    "to the login": lambda _page: redirect("/dang-nhap", 302),
    "to a captcha elsewhere": lambda _page: redirect("https://captcha.example/xac-minh", 302),
    "JSON": _answer(body=b'{"error": "busy"}', content_type=JSON),
    "nothing": _answer(body=b""),
    "202 and nothing": _answer(body=b"", status=202),
    "a gate": error_pages.challenge,
    "a consent wall": error_pages.consent_wall,
    "half the page": error_pages.half_page,
    "maintenance": _notice("Hệ thống đang bảo trì, xin quý độc giả quay lại sau ít phút."),
    "a stub": _notice("Bài viết đang được tiếp tục cập nhật."),
    "a reset": _reset,
}


@dataclass(slots=True)
class Item:
    """An article: when it appears, in hours of the month, and its first answer, if that is no page."""

    story: Story
    hour: float
    number: str
    fault: str | None
    asked: int = 0


@dataclass(slots=True)
class House:
    """One outlet of the month."""

    name: str
    items: list[Item]
    down: list[tuple[float, float]]  # hours in which its host answers 503 to everything
    blocks_from: float = float("inf")
    redesigned_from: float = float("inf")


@dataclass(frozen=True, slots=True)
class Step:
    """One run: when it was, its report's problems, its requests by host, whether our network was down."""

    hour: float
    problems: tuple[str, ...]
    asked: Counter[str]
    offline: bool
    kills: int


@dataclass(slots=True)
class Month:
    """The papers, the newsroom that answers for them, and one corpus that is crawled all month."""

    home: Path
    newsroom: Newsroom
    houses: list[House]
    hours: float
    step_hours: int
    night: tuple[float, float]  # in which our own network is down
    lot: random.Random
    hour: float = 0.0
    steps: list[Step] = field(default_factory=list)

    def live(self, kills_per_run: int = 0) -> None:
        """Crawl at every step through the month, and afterwards until everything has had its time."""
        now = 0.0
        while now < self.hours:
            self._crawl(kills_per_run)
            self._pass(self.step_hours)
            now += self.step_hours
        for hours in DRAIN_HOURS:
            self._crawl(0)
            self._pass(hours)
        self._crawl(0)

    def _crawl(self, kills: int) -> None:
        offline = self.night[0] <= self.hour < self.night[1]
        before = len(self.newsroom.log)
        environment = {"PYTHONPATH": os.pathsep.join((str(REPOSITORY), str(self.home)))}
        if offline:
            environment |= dict.fromkeys(("HTTPS_PROXY", "https_proxy"), "http://127.0.0.1:9")
        killed = sum(self._kill_one(environment) for _ in range(kills))
        done = run_press(self.newsroom, self.home, "crawl", "--json", **environment)
        assert done.code in {0, 1}, done.err[-3000:]
        asked = Counter(visit.request.host for visit in self.newsroom.log[before:])
        self.steps.append(Step(self.hour, tuple(done.last["problems"]), asked, offline, killed))

    def _kill_one(self, environment: dict[str, str]) -> bool:
        command = start_press(self.newsroom, self.home, "crawl", "--json", **environment)
        time.sleep(self.lot.uniform(0.2, 4))
        running = command.poll() is None
        if running:
            os.killpg(command.pid, signal.SIGKILL)
        command.wait()
        return running

    def _pass(self, hours: float) -> None:
        self.hour += hours
        age(self.home / "corpus", timedelta(hours=hours))

    def expected(self) -> set[str]:
        """Return the texts that could be read for at least a day: before the block, or in the old pages."""
        return {
            item.story.text
            for house in self.houses
            for item in house.items
            if item.hour < min(house.blocks_from, house.redesigned_from) - 24
        }

    def allowed(self) -> set[str]:
        return {item.story.text for house in self.houses for item in house.items}

    def kept(self) -> list[str]:
        """Return the texts of the corpus that are no seeds."""
        known = set(texts_of(self.home / "seeds").values())
        return [text for text in texts_of(self.home / "corpus").values() if text not in known]

    def answer(self, house: House, request: Request) -> Answer | None:
        """Answer for a host of the month."""
        if any(begin <= self.hour < end for begin, end in house.down):
            return Answer(b"<html><body>503</body></html>", status=503)
        if request.path == FEED:
            paper = self._paper(house, [item for item in house.items if item.hour <= self.hour])
            return Answer(channels.feed(paper, None).encode(), content_type=XML)
        if request.path == "/":
            return _notice("Trang chủ")(b"")
        if request.path == "/dang-nhap":
            return error_pages.login_wall()
        found = re.search(r"-(\d{7})\.html$", request.path)
        item = next((each for each in house.items if found and each.number == found[1]), None)
        return self._page(house, item) if item and item.hour <= self.hour else None

    def _page(self, house: House, item: Item) -> Answer:
        if self.hour >= house.blocks_from:
            return Answer(b"<html><body><h1>403 Forbidden</h1></body></html>", status=403)
        near = [each for each in house.items if abs(each.hour - item.hour) < 48 and each.hour <= self.hour]
        paper = self._paper(house, near)
        (shown,) = (each for each in paper.prints if each.number == item.number)
        body = pages.article_page(paper, shown).encode()
        if self.hour >= house.redesigned_from:
            body = redesigned(body)
        item.asked += 1
        if item.fault and item.asked == 1:
            return FAULTS[item.fault](body)
        return Answer(body)

    def _paper(self, house: House, items: Sequence[Item]) -> Paper:
        now = datetime.now(UTC).astimezone(VIETNAM)
        shown = [
            Print(
                item.story, (now - timedelta(hours=self.hour - item.hour)).replace(microsecond=0), item.number
            )
            for item in sorted(items, key=lambda each: -each.hour)
        ]
        return Paper(house.name, f"{house.name}.example", EXPRESS, now, tuple(shown), feed_size=FEED_ENTRIES)


def redesigned(page: bytes) -> bytes:
    """Rename all classes that the rules know, and take the lead away."""
    html = re.sub(r'<p class="description">.*?</p>', "", page.decode(), flags=re.DOTALL)
    html = re.sub(r'<meta (?:name|property)="(?:og:)?description"[^>]*>', "", html)
    html = re.sub(r'"description": "(?:[^"\\]|\\.)*",', "", html)
    for old in ("fck_detail", "title-detail", "description"):
        html = html.replace(old, f"v2-{len(old)}")
    return html.encode()


def month(home: Path, newsroom: Newsroom, *, outlets: int, days: int, per_day: int, step_hours: int) -> Month:
    """Lay out a corpus, the outlets' file and their answers."""
    lot = random.Random(1)
    lay_out(home / "corpus")
    lay_out(home / "seeds")
    names = [f"bao{number:02}" for number in range(outlets)]
    file = "from crawler.outlets import Outlet\nfrom spiders.demo.bensong import BenSong\n\n"
    file += "\n".join(_OUTLET.format(name=name, feed=FEED) for name in names)
    (home / "thangxau.py").write_text(file, encoding="utf-8")
    (home / "schedules.yaml").write_text(SCHEDULES, encoding="utf-8")
    houses = [_house(name, lot, days, per_day, number) for number, name in enumerate(names)]
    houses[0].blocks_from = days / 3 * 24
    if days >= _USUAL_DAYS:
        houses[1].redesigned_from = days / 2 * 24
    for house in houses[:2]:
        house.down = []
    night = days * 0.7 * 24 // step_hours * step_hours
    found = Month(home, newsroom, houses, days * 24, step_hours, (night, night + 12), lot)
    for house in houses:
        newsroom.site(f"{house.name}.example").otherwise = lambda request, house=house: found.answer(
            house, request
        )  # type: ignore[misc]
    return found


def _house(name: str, lot: random.Random, days: int, per_day: int, number: int) -> House:
    stories = texts(1000 + number)
    count = days * per_day * (_BUSY if number < 2 else 1)
    hours = [0.0, *sorted(lot.uniform(0, days * 24) for _ in range(count - 1))]
    ways = list(FAULTS)
    items = [
        Item(
            next(stories),
            hour,
            str(5_100_000 + rank),
            lot.choice(ways) if lot.random() < FAILING_SHARE else None,
        )
        for rank, hour in enumerate(hours)
    ]
    down = [
        (at, at + lot.uniform(3, 12)) for at in (lot.uniform(0, days * 24) for _ in range(max(1, days // 10)))
    ]
    return House(name, items, down)


def age(corpus: Path, by: timedelta) -> None:
    """Make every moment in the ledger that much older."""
    with closing(sqlite3.connect(corpus / ".gomtin/ledger.db", timeout=60)) as ledger, ledger:
        tables = [name for (name,) in ledger.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for column in [row[1] for row in ledger.execute(f'PRAGMA table_info("{table}")')]:
                sql = (
                    f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" GLOB \'20??-??-??T??:??:*\''
                )
                moments = [str(value) for (value,) in ledger.execute(sql)]
                ledger.executemany(
                    f'UPDATE "{table}" SET "{column}" = ? WHERE "{column}" = ?',
                    [(_text(datetime.fromisoformat(moment) - by), moment) for moment in sorted(moments)],
                )


def _text(moment: datetime) -> str:
    return moment.isoformat()
