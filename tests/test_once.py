"""The real command against copies: a wire story at five outlets, articles that change, many addresses."""

import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import lay_out, run_press, texts_of
from support.keep_all import STORIES
from support.spellings import SPELLINGS

from crawler.newsroom.answers import HTML, XML, Answer, Reply, Request
from crawler.newsroom.demo import build
from crawler.newsroom.layouts import EXPRESS
from crawler.newsroom.paper import Paper, set_in_type
from crawler.newsroom.server import Newsroom
from crawler.newsroom.site import publish
from crawler.newsroom.story import Story, Variant
from crawler.newsroom.variants import censor_dots, decomposed, older_tones
from crawler.text.normalize import normal_form

SCHEDULES = """\
corpus: corpus
contact: test@gomtin.example
outlet_modules: [spiders.demo]
politeness: {{delay: 0}}
reading: {{workers: 1}}
dedup: {{versions: {versions}}}
end: true
"""
NEWS = "Hãng Sao Mai cho biết thêm rằng hai bên sẽ gặp lại nhau vào cuối tháng để bàn tiếp việc còn dang dở."
HOSTS = ("bensong", "phuongdong", "thoicuoc", "tinsommai", "gocpho")


def settle_in(home: Path, versions: str = "first") -> Path:
    (home / "schedules.yaml").write_text(SCHEDULES.format(versions=versions), encoding="utf-8")
    return lay_out(home / "corpus")


def new_texts(folder: Path, seeds: dict[str, str]) -> list[str]:
    return [text for name, text in texts_of(folder).items() if name not in seeds]


def tell(home: Path, case: str, offered: int, others: dict[str, str]) -> dict[str, int]:
    """Print one row of the table, and return it: what came of what was offered, other texts left out."""
    stats = run_press(None, home, "stats", "--json").last
    row = {
        "offered": offered,
        "files": len(new_texts(home / "corpus", others)),
        "clusters": stats["clusters"] - len(others),
        "copies": stats["copies"],
        "versions": stats["versions"],
    }
    print(f"\n{case:46}", *(f"{name} {count}" for name, count in row.items()), sep="  ")
    return row


def on_topic(count: int) -> list[Story]:
    return STORIES[:count]


def wire(story: Story) -> Story:
    """One story, as four other desks print it: respelled, cut, with another lead, with dots in words."""

    def spelt(text: str) -> str:
        return decomposed(older_tones(text))

    rest = story.paragraphs
    variants = (
        Variant("phuongdong", spelt(story.title), spelt(story.lead), tuple(map(spelt, rest))),
        Variant("thoicuoc", f"{story.title}: những điều cần biết", story.lead, rest[:-2]),
        Variant("tinsommai", f"Toàn cảnh: {story.title}", NEWS, (*rest, NEWS)),
        Variant("gocpho", story.title, censor_dots(story.lead), tuple(map(censor_dots, rest))),
    )
    return replace(story, variants=variants)


def test_a_wire_story_at_five_outlets_is_one_text_and_one_cluster(tmp_path: Path) -> None:
    folder = settle_in(tmp_path)
    seeds = texts_of(folder)
    story = on_topic(1)[0]
    with Newsroom() as newsroom:
        build(newsroom, [wire(story)], datetime.now(UTC))
        done = run_press(newsroom, tmp_path, "crawl", "--json")
    assert done.code in (0, 1), done.err  # five outlets with so few stories are below their floors
    kept = new_texts(folder, seeds)
    stats = run_press(None, tmp_path, "stats", "--json").last
    number = max(int(name[:3]) for name in texts_of(folder))
    whys = [run_press(None, tmp_path, "why", "--json", str(n)).last for n in range(number + 1)]
    shared = [why["likeness"]["cluster"] for why in whys if len(why["likeness"]["cluster"]) > 1]

    title = normal_form(story.title)
    others = {name: text for name, text in texts_of(folder).items() if title not in normal_form(text)}
    row = tell(tmp_path, "a wire story at five outlets, edited differently", len(HOSTS), others)
    for member in shared[0]:
        print(
            f"  {member['kind']:5} {member['outlet']:12} {member['likeness'] or '':10} {member['published']}"
        )
    assert stats["clusters_of_several_outlets"] == 1
    assert len(shared) == 1
    assert sorted(member["outlet"] for member in shared[0]) == sorted(HOSTS)
    assert [member["kind"] for member in shared[0]].count("kept") == 1
    times = [member["published"] for member in shared[0]]
    assert times == sorted(times, key=datetime.fromisoformat)
    assert len(kept) == stats["kept"] - len(seeds)
    assert row == {"offered": 5, "files": 1, "clusters": 1, "copies": 4, "versions": 0}


def test_thirty_spellings_and_the_twins_are_one_page_and_one_file(tmp_path: Path) -> None:
    folder = settle_in(tmp_path)
    seeds = texts_of(folder)
    with Newsroom() as newsroom:
        paper = bensong(newsroom, on_topic(1))
        item = paper.prints[0]
        path = urlsplit(paper.url(item)).path
        links = [
            f"{scheme}://{each.format(host=paper.host, upper=paper.host.upper(), path=path)}"
            for each in SPELLINGS
            for scheme in ("https", "http")
        ]
        items = "".join(
            f"<item><title>{item.story.title}</title><link>{link.replace('&', '&amp;')}</link>"
            f"<pubDate>{format_datetime(item.published)}</pubDate></item>"
            for link in links
        )
        feed = Answer(f"<rss><channel>{items}</channel></rss>".encode(), content_type=XML)
        newsroom.site(paper.host).serve("/rss/tin-moi-nhat.rss", feed)
        newsroom.forget()
        done = run_press(newsroom, tmp_path, "crawl", "bensong", "--json")
        asked = [visit for visit in newsroom.log if urlsplit(visit.request.target).path.rstrip("/") == path]

    row = tell(tmp_path, "one article under 60 spellings, m. and amp. twins", len(links), seeds)
    assert row == {"offered": len(links), "files": 1, "clusters": 1, "copies": 0, "versions": 0}
    assert done.last["kept"] == 1
    assert len(asked) == 1
    assert len(new_texts(folder, seeds)) == 1


def test_a_second_address_of_a_kept_article_is_asked_for_once(tmp_path: Path) -> None:
    folder = settle_in(tmp_path)
    seeds = texts_of(folder)
    with Newsroom() as newsroom:
        paper = bensong(newsroom, on_topic(1))
        item, site = paper.prints[0], newsroom.site(paper.host)
        site.serve("/ban-sao-5199999.html", site.pages[paper.path(item)])  # its canonical is the first's
        run_press(newsroom, tmp_path, "crawl", "bensong")
        link = f"https://{paper.host}/ban-sao-5199999.html"
        entry = f"<item><title>{item.story.title}</title><link>{link}</link></item>"
        feed = Answer(f"<rss><channel>{entry}</channel></rss>".encode(), content_type=XML)
        site.serve("/rss/tin-moi-nhat.rss", feed)
        newsroom.forget()
        for _ in range(2):
            run_press(newsroom, tmp_path, "crawl", "bensong")
        asked = [visit for visit in newsroom.log if visit.request.path == "/ban-sao-5199999.html"]

    assert len(asked) == 1
    assert len(new_texts(folder, seeds)) == 1


def bensong(newsroom: Newsroom, stories: list[Story]) -> Paper:
    """Put one paper on the air, with all of these stories in it."""
    now = datetime.now(UTC)
    paper = set_in_type(Paper("Báo Bến Sông", "bensong.example", EXPRESS, now), stories)
    publish(newsroom, paper)
    return paper


def make_due(folder: Path) -> None:
    """Let time pass."""
    with closing(sqlite3.connect(folder / ".gomtin" / "ledger.db")) as ledger, ledger:
        ledger.execute("UPDATE visits SET due = '2020-01-01T00:00:00+00:00'")


def rewritten(newsroom: Newsroom, paper: Paper, *more: str) -> None:
    """Print the paper's first story again at its address, with more paragraphs."""
    first, *others = paper.prints
    story = replace(first.story, paragraphs=(*first.story.paragraphs, *more))
    publish(newsroom, replace(paper, prints=(replace(first, story=story), *others)))


def test_an_article_updated_twice_has_two_later_versions_and_its_first_file(tmp_path: Path) -> None:
    folder = settle_in(tmp_path)
    seeds = texts_of(folder)
    with Newsroom() as newsroom:
        paper = bensong(newsroom, on_topic(2))
        run_press(newsroom, tmp_path, "crawl", "bensong", "--json")
        first = texts_of(folder)
        make_due(folder)
        unchanged = run_press(newsroom, tmp_path, "crawl", "bensong", "--json").last
        for more in ((NEWS,), (NEWS, "Bộ Ngoại giao xác nhận tin này vào buổi tối.")):
            rewritten(newsroom, paper, *more)
            make_due(folder)
            changed = run_press(newsroom, tmp_path, "crawl", "bensong", "--json").last
            assert changed["versions"] == 1, changed
        make_due(folder)
        again = run_press(newsroom, tmp_path, "crawl", "bensong", "--json").last
    number = record_of(folder, paper.prints[0].story.title)
    history = run_press(None, tmp_path, "history", str(number), "--json").lines
    for state in history:
        print(f"\n  version {state['version']}: {state['diff']}")

    row = tell(tmp_path, "two articles, one of them updated twice", 4, seeds)
    assert row == {"offered": 4, "files": 2, "clusters": 2, "copies": 0, "versions": 2}
    assert texts_of(folder) == first
    assert unchanged["versions"] == again["versions"] == 0
    assert unchanged["outlets"]["bensong"]["reasons"]["unchanged"] == 2
    assert [state["version"] for state in history] == [1, 2, 3]
    assert history[1]["diff"] == [f"+ {NEWS}"]
    assert history[2]["diff"] == ["+ Bộ Ngoại giao xác nhận tin này vào buổi tối."]
    page = run_press(None, tmp_path, "why", "--json", str(number)).last["page"]
    assert page["verdict"] == "kept"


def record_of(folder: Path, title: str) -> int:
    return next(int(name[:3]) for name, text in texts_of(folder).items() if text.startswith(title))


def test_with_versions_latest_a_change_gets_a_file_of_its_own(tmp_path: Path) -> None:
    folder = settle_in(tmp_path, versions="latest")
    with Newsroom() as newsroom:
        paper = bensong(newsroom, on_topic(2))
        run_press(newsroom, tmp_path, "crawl", "bensong")
        first = texts_of(folder)
        rewritten(newsroom, paper, NEWS)
        make_due(folder)
        run_press(newsroom, tmp_path, "crawl", "bensong")
    second = texts_of(folder)
    number = record_of(folder, paper.prints[0].story.title)
    history = run_press(None, tmp_path, "history", str(number), "--json").lines

    assert first.items() <= second.items()
    assert [text.endswith(NEWS) for name, text in second.items() if name not in first] == [True]
    assert history[1]["file"] in second
    assert run_press(None, tmp_path, "verify").code == 0


@pytest.mark.parametrize("honest", [True, False])
def test_conditions_are_believed_until_a_page_changes_behind_its_mark(tmp_path: Path, honest: bool) -> None:
    """Ask under conditions, every other time without; an outlet that never sees a change loses its credit."""
    folder = settle_in(tmp_path)
    with Newsroom() as newsroom:
        paper = bensong(newsroom, on_topic(1))
        path = paper.path(paper.prints[0])
        site = newsroom.site(paper.host)

        def look() -> tuple[bool, str]:
            """Crawl; return whether the page was asked for under a condition, and what came of it."""
            make_due(folder)
            newsroom.forget()
            reasons = run_press(newsroom, tmp_path, "crawl", "bensong", "--json").last["outlets"]["bensong"]
            asked = [v.request for v in newsroom.log if v.request.path == path]
            assert len(asked) == 1
            return "if-none-match" in asked[0].headers, "/".join(reasons["reasons"])

        site.serve(path, marked(site.pages[path], '"mot"'))
        run_press(newsroom, tmp_path, "crawl", "bensong")
        assert look() == (True, "unchanged")
        rewritten(newsroom, paper, NEWS)
        site.serve(path, marked(site.pages[path], '"hai"' if honest else '"mot"'))
        assert look() == (False, "changed")
        assert look() == (honest, "unchanged")


def marked(reply: Reply, tag: str) -> Callable[[Request], Answer]:
    assert isinstance(reply, Answer)

    def answer(request: Request) -> Answer:
        if request.headers.get("if-none-match") == tag:
            return Answer(status=304, headers=(("ETag", tag),))
        return replace(reply, content_type=HTML).with_headers(("ETag", tag))

    return answer


ORDERS = 10 if os.environ.get("GOMTIN_FULL") else 3


@pytest.mark.slow
def test_any_order_of_the_same_pages_gives_the_same_texts(tmp_path: Path) -> None:
    """Two crawls each: what the first one saw of the outlet's lines is used in the second, and only there."""
    line = "Bạn đọc gửi bài về tòa soạn theo đường bưu điện"
    stories = [replace(story, paragraphs=(*story.paragraphs, line)) for story in on_topic(8)]
    late = {story.title for story in stories[6:]}
    results = [
        crawled_twice(tmp_path / str(seed), stories, late, random.Random(seed)) for seed in range(ORDERS)
    ]

    print(f"\n{len(results)} orders, {len(results[0])} texts each, {len(set(results))} result")
    assert len(set(results)) == 1
    assert {text.partition("\n")[0] for text in results[0] if "tòa soạn" not in text} == late


def crawled_twice(home: Path, stories: list[Story], late: set[str], chance: random.Random) -> frozenset[str]:
    """Print the stories in any order, the late ones after a first crawl; return the texts that were kept."""
    home.mkdir()
    folder = settle_in(home)
    seeds = texts_of(folder)
    shuffled = list(stories)
    chance.shuffle(shuffled)
    with Newsroom() as newsroom:
        whole = set_in_type(Paper("Báo Bến Sông", "bensong.example", EXPRESS, datetime.now(UTC)), shuffled)
        early = tuple(item for item in whole.prints if item.story.title not in late)
        publish(newsroom, replace(whole, prints=early))
        run_press(newsroom, home, "crawl", "bensong")
        publish(newsroom, whole)
        run_press(newsroom, home, "crawl", "bensong")
    return frozenset(new_texts(folder, seeds))
