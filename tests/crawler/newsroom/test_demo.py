"""The demo's outlets: what they announce, how their pages read, and that nothing changes by chance."""

import gzip
import importlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from crawler.article import Article, Page
from crawler.discovery.announcements import Source
from crawler.discovery.feeds import parse_feed
from crawler.discovery.listings import parse_listing
from crawler.discovery.sitemaps import parse_sitemap
from crawler.errors import Rejected
from crawler.extraction.extract import extract
from crawler.newsroom.answers import Answer, Request
from crawler.newsroom.demo import DemoOutlet, build
from crawler.newsroom.expectations import expectations
from crawler.newsroom.paper import Print
from crawler.newsroom.server import Newsroom
from crawler.newsroom.story import load_stories
from crawler.newsroom.vietnamese import VIETNAM
from crawler.outlets import Outlet
from crawler.reasons import Reason

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=VIETNAM)
NAMES = ("bensong", "phuongdong", "thoicuoc", "tinsommai", "gocpho")


@pytest.fixture(scope="module")
def press() -> Iterator[tuple[Newsroom, dict[str, DemoOutlet]]]:
    with Newsroom() as newsroom:
        yield newsroom, {o.name: o for o in build(newsroom, load_stories(), NOW)}


def ask(newsroom: Newsroom, url: str) -> Answer:
    scheme, _, rest = url.partition("://")
    host, _, path = rest.partition("/")
    return newsroom.site(host).answer(Request("GET", scheme, host, f"/{path}", {}))


def bytes_of(answer: Answer) -> bytes:
    assert isinstance(answer.body, bytes)
    return gzip.decompress(answer.body) if answer.header("Content-Encoding") else answer.body


def outlet(name: str) -> type[Outlet]:
    module = importlib.import_module(f"spiders.demo.{name}")
    found = [v for v in vars(module).values() if isinstance(v, type) and v.__module__ == module.__name__]
    assert len(found) == 1
    return found[0]


def announced(newsroom: Newsroom, spider: Any) -> dict[str, str | None]:
    """Title by article key, of all channels the outlet declares."""
    found: dict[str, str | None] = {}
    channels = [(url, parse_feed) for url in spider.feeds]
    channels += [(url, parse_sitemap) for url in spider.sitemaps]
    channels += [(url, parse_listing) for url in spider.listings]
    for url, parse in channels:
        answer = ask(newsroom, url)
        assert answer.status == 200, url
        source = Source(
            channel=url,
            url=url,
            article_pattern=spider.article_pattern,
            zone=spider.zone,
            now=NOW,
            since=NOW - timedelta(days=14),
            links=spider.listing_links or None,
            content_type=answer.content_type,
        )
        result = parse(bytes_of(answer), source)
        assert result.problem is None or result.sitemaps, (url, result.problem)
        shards = [more for more in result.sitemaps if not more.endswith(("/categories.xml", "/topics.xml"))]
        channels += [(shard, parse_sitemap) for shard in shards]
        for item in result.announcements:
            found[item.key] = found.get(item.key) or item.title
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_print_is_announced_once_with_its_title(press: Any, name: str) -> None:
    newsroom, outlets = press
    paper, spider = outlets[name].paper, outlet(name)
    found = announced(newsroom, spider)
    wanted = {f"{name}:{item.number}": item.story.title for item in paper.prints}
    assert set(found) == set(wanted)


def read_print(newsroom: Newsroom, name: str, outlets: dict[str, DemoOutlet], item: Print) -> Article:
    spider, url = outlet(name), outlets[name].paper.url(item)
    answer = ask(newsroom, url)
    return extract(
        Page(
            url=url,
            key=f"{name}:{item.number}",
            outlet=name,
            body=bytes_of(answer),
            content_type=answer.content_type,
            fetched_at=NOW,
            rules=spider.reading,
            article_pattern=spider.article_pattern,
        )
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_good_print_reads_exactly_as_its_story(press: Any, name: str) -> None:
    newsroom, outlets = press
    good = [item for item in outlets[name].paper.prints if not item.ends]
    assert good
    for item in good:
        article = read_print(newsroom, name, outlets, item)
        assert article.text == item.story.text, item.story.id
        assert article.published is not None
        assert abs(article.published - item.published) < timedelta(minutes=1)
        assert article.authors == (item.story.author,), item.story.id


@pytest.mark.parametrize("name", NAMES)
def test_odd_prints_end_as_expected_or_read(press: Any, name: str) -> None:
    newsroom, outlets = press
    by_reader = {Reason.SOFT_404, Reason.CONSENT_WALL, Reason.HALF_PAGE, Reason.PHOTO_STORY}
    for item in outlets[name].paper.prints:
        if item.ends & by_reader:
            with pytest.raises(Rejected) as caught:
                read_print(newsroom, name, outlets, item)
            assert caught.value.reason in item.ends, item.story.id


def test_expectations(press: Any) -> None:
    _, outlets = press
    expected = expectations(outlets.values())
    assert len(expectations(outlets.values(), rewrites_once=True).kept) < len(expected.kept)
    assert not expected.mistakes([min(texts) for texts in expected.kept.values()])
    assert len(expected.mistakes([])) == len(expected.kept)
    some = next(iter(expected.kept.values()))
    assert expected.mistakes([*(min(t) for t in expected.kept.values()), min(some), "Lạ\nlẫm"])
    assert {reason for reasons in expected.ends.values() for reason in reasons} >= {
        Reason.SOFT_404,
        Reason.GONE,
        Reason.CONSENT_WALL,
        Reason.HALF_PAGE,
        Reason.ROBOTS,
        Reason.PHOTO_STORY,
        Reason.NOT_VIETNAMESE,
        Reason.UNACCENTED,
    }
    assert len(expected.closed) == 1


def test_two_builds_are_byte_for_byte_the_same(press: Any) -> None:
    first, _ = press
    with Newsroom() as second:
        build(second, load_stories(), NOW)
        for name in NAMES:
            host = f"{name}.example"
            assert first.site(host).pages.keys() == second.site(host).pages.keys()
            assert all(
                bytes_of(answer) == bytes_of(second.site(host).pages[target])  # type: ignore[arg-type]
                for target, answer in first.site(host).pages.items()
                if isinstance(answer, Answer)
            )
