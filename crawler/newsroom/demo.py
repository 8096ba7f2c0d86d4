"""The five outlets of the demo: what each prints, and what goes wrong there."""

import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib import resources
from itertools import cycle
from urllib.parse import urlsplit

from crawler.newsroom import error_pages, variants
from crawler.newsroom.answers import Answer, redirect
from crawler.newsroom.layouts import EXPRESS, HEMERA, PLAIN, TAILWIND, VCCORP
from crawler.newsroom.paper import Paper, Print, set_in_type
from crawler.newsroom.server import Newsroom
from crawler.newsroom.site import publish
from crawler.newsroom.story import Story
from crawler.newsroom.vietnamese import unaccented
from crawler.reasons import Reason

MORE = "Bản tin bổ sung vào buổi chiều của hãng Sao Mai cho biết các bên còn gặp lại nhau trước cuối tháng."
CLOSED = "/doc-quyen/"


@dataclass(frozen=True, slots=True)
class DemoOutlet:
    """One outlet on the air; `name` is its spider's."""

    name: str
    paper: Paper


def _papers(now: datetime) -> dict[str, Paper]:
    everyone = "User-agent: *\nAllow: /\nSitemap: https://{host}/sitemap.xml\n"
    papers = (
        Paper(
            "Báo Bến Sông",
            "bensong.example",
            EXPRESS,
            now,
            robots=everyone.format(host="bensong.example"),
            tracking="?utm_source=rss&utm_medium=feed",
        ),
        Paper(
            "Nhật báo Phương Đông",
            "phuongdong.example",
            VCCORP,
            now,
            prefix="(PĐO)- ",
            robots="User-agent: *\nDisallow: /print/\nDisallow: /tim-kiem.htm\n",
        ),
        Paper("Thời Cuộc", "thoicuoc.example", HEMERA, now, zones={"the-gioi": 121, "quan-su": 143}),
        Paper(
            "Tin Sớm Mai",
            "tinsommai.example",
            TAILWIND,
            now,
            prefix="(Sớm Mai) - ",
            robots=f"User-agent: *\nDisallow: {CLOSED}\n",
        ),
        Paper("Góc Phố", "gocpho.example", PLAIN, now, robots="User-agent: *\nCrawl-delay: 1\n"),
    )
    return {paper.host.partition(".")[0]: paper for paper in papers}


def build(newsroom: Newsroom, stories: Sequence[Story], now: datetime) -> list[DemoOutlet]:
    """Print the stories in the five papers, with reprints and oddities, and put them on the air."""
    texts = _assigned(stories)
    extras = {story.id: story for story in _extras()}
    texts["thoicuoc"].insert(1, extras["sap-cho-goi-y"])
    outlets = []
    for name, paper in _papers(now).items():
        # All within the two days a news sitemap holds.
        step = min(timedelta(minutes=157), timedelta(hours=40) / max(1, len(texts[name])))
        full = set_in_type(paper, texts[name], step=step)
        full = replace(full, prints=tuple(_out_of_the_feed(item) for item in full.prints))
        full = _with_oddities(name, full, extras, stories)
        publish(newsroom, full)
        _publish_old_addresses(newsroom, full)
        outlets.append(DemoOutlet(name, full))
    return outlets


def _out_of_the_feed(item: Print) -> Print:
    """Leave one article to the sitemap alone."""
    return replace(item, in_feed=item.story.id != "sap-cho-goi-y")


def _extras() -> list[Story]:
    text = (resources.files("crawler.newsroom") / "extras.json").read_text(encoding="utf-8")
    return [Story.from_json(value) for value in json.loads(text)]


def _assigned(stories: Sequence[Story]) -> dict[str, list[Story]]:
    """Give each story a paper, and some on the topic to several: as they are, respelled, or longer."""
    # The slow paper, whose robots.txt asks for a second between requests, prints the fewest.
    turns = cycle(("bensong", "phuongdong", "thoicuoc", "tinsommai") * 2 + ("gocpho",))
    order = ("bensong", "phuongdong", "thoicuoc", "tinsommai", "gocpho")
    texts: dict[str, list[Story]] = {name: [] for name in order}
    wired = 0
    for story in sorted(stories, key=lambda story: (story.kind, story.id)):
        home = next(turns)
        texts[home].append(replace(story, variants=()))
        others = [name for name in order if name != home]
        if story.variants:
            _reprint_variants(texts, story, others)
        elif story.kind == "on" and not story.flaw and wired < len(_WAYS):
            _WAYS[wired](texts, story, others)
            wired += 1
    return {name: sorted(found, key=lambda s: zlib.crc32(s.id.encode())) for name, found in texts.items()}


def _reprint_variants(texts: dict[str, list[Story]], story: Story, others: list[str]) -> None:
    """Print each variant in the paper its hint names, else in the next paper that has not got the story."""
    free = list(others)
    for variant in story.variants:
        hint = variant.outlet_hint.lower()
        name = next((name for name in free if name in hint), None) or next(iter(free), None)
        if name is None:
            return
        free.remove(name)
        texts[name].append(
            replace(story, title=variant.title, lead=variant.lead, paragraphs=variant.paragraphs, variants=())
        )


def _respelled_everywhere(texts: dict[str, list[Story]], story: Story, others: list[str]) -> None:
    texts[others[0]].append(variants.respelled(story, variants.decomposed))
    texts[others[1]].append(variants.respelled(story, variants.older_tones, variants.curly_quotes))


def _censored(texts: dict[str, list[Story]], story: Story, others: list[str]) -> None:
    texts[others[1]].append(variants.respelled(story, variants.censor_dots))


def _longer(texts: dict[str, list[Story]], story: Story, others: list[str]) -> None:
    texts[others[2]].append(variants.with_one_more(story, MORE))


_WAYS = (_respelled_everywhere, _censored, _longer)


def _with_oddities(name: str, paper: Paper, extras: dict[str, Story], stories: Sequence[Story]) -> Paper:
    """Add what goes wrong at this paper."""
    if name == "bensong":
        return _odd(paper, extras["mat-trang"], {Reason.SOFT_404}, page=error_pages.soft_404)
    if name == "phuongdong":
        paper = _odd(paper, extras["da-go"], {Reason.GONE}, page=error_pages.gone)
        return _announced_elsewhere(paper, lambda item: f"https://{paper.host}/tin-cu-{item.number}.htm")
    if name == "thoicuoc":
        paper = _odd(paper, extras["sau-buc-tuong"], {Reason.CONSENT_WALL}, page=error_pages.consent_wall)
        return _announced_elsewhere(paper, lambda item: f"https://amp.{paper.host}{paper.path(item)}")
    if name == "tinsommai":
        paper = _odd(paper, extras["dut-giua-chung"], {Reason.HALF_PAGE}, page=error_pages.half_page)
        return _odd(paper, extras["muc-rieng"], {Reason.ROBOTS})
    bare = next((story for story in stories if story.kind == "on" and not story.flaw), None)
    if bare is None:
        return paper
    bare = replace(variants.respelled(bare, unaccented), id=f"{bare.id}-khong-dau", caption=None)
    return _odd(paper, bare, {Reason.UNACCENTED})


def _odd(
    paper: Paper,
    story: Story,
    ends: set[Reason],
    *,
    page: Callable[[bytes], Answer] | None = None,
) -> Paper:
    """Print one more story, some hours back, whose address ends a crawl with one of these reasons."""
    rank = len(paper.prints) + 1
    published = paper.prints[0].published - timedelta(minutes=61) * (rank % 7 + 1)
    item = Print(story, published, paper.look.number(published, rank), page=page, ends=frozenset(ends))
    return paper.with_prints(item)


def _announced_elsewhere(paper: Paper, link: Callable[[Print], str]) -> Paper:
    """Let the feed announce the newest good article under another address."""
    newest = next(item for item in paper.prints if not item.ends)
    changed = replace(newest, link=link(newest))
    return replace(paper, prints=tuple(changed if item is newest else item for item in paper.prints))


def _publish_old_addresses(newsroom: Newsroom, paper: Paper) -> None:
    for item in paper.prints:
        if item.link and (parts := urlsplit(item.link)).hostname == paper.host:
            newsroom.site(paper.host).serve(parts.path, redirect(paper.url(item)))
