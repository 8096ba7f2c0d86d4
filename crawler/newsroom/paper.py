"""Papers and prints: one outlet of the newsroom, and one story as it prints it."""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from crawler.newsroom.answers import Answer
from crawler.newsroom.layouts import Look
from crawler.newsroom.story import Story
from crawler.newsroom.vietnamese import VIETNAM, slug
from crawler.reasons import Reason


@dataclass(frozen=True, slots=True)
class Print:
    """One story as one paper prints it.

    `page` makes what the address really answers of the bytes of the article page; `ends` are the reasons a
    crawl may end with there, empty for a good page. `link` is the address feeds announce, where it is not
    the article's own.
    """

    story: Story
    published: datetime
    number: str
    source: str = ""
    page: Callable[[bytes], Answer] | None = None
    ends: frozenset[Reason] = frozenset()
    link: str | None = None
    in_feed: bool = True


@dataclass(frozen=True, slots=True)
class Paper:
    """One outlet: who it is, how its system lays out pages, what it prints, newest first."""

    name: str
    host: str
    look: Look
    now: datetime
    prints: tuple[Print, ...] = ()
    prefix: str = ""
    tracking: str = ""
    robots: str | None = None
    page_size: int = 8
    feed_size: int = 40
    zones: dict[str, int] = field(default_factory=dict)

    def path(self, item: Print) -> str:
        return self.look.article.format(
            slug=slug(item.story.title),
            number=item.number,
            section=item.story.section,
        )

    def url(self, item: Print) -> str:
        return f"https://{self.host}{self.path(item)}"

    def announced_url(self, item: Print) -> str:
        return item.link or self.url(item) + self.tracking

    def zone(self, section: str) -> str:
        """Return the number of a section in systems that number them."""
        return str(self.zones.get(section) or zlib.crc32(section.encode()) % 900 + 100)

    def section_path(self, section: str, page: int = 1) -> str:
        pattern = self.look.section if page == 1 else self.look.page
        return pattern.format(section=section, page=page, zone=self.zone(section))

    @property
    def sections(self) -> tuple[str, ...]:
        return tuple(sorted({item.story.section for item in self.prints}))

    def printed_in(self, section: str | None) -> tuple[Print, ...]:
        return tuple(item for item in self.prints if section in {None, item.story.section})

    def others(self, item: Print, count: int, *, salt: str = "") -> tuple[Print, ...]:
        """Choose other good prints for boxes and lists, always the same ones."""
        rest = [other for other in self.prints if other.story.id != item.story.id and not other.ends]
        if not rest:
            return ()
        start = zlib.crc32(f"{self.host} {item.story.id} {salt}".encode()) % len(rest)
        return tuple((rest[start:] + rest[:start])[:count])

    def with_prints(self, *more: Print) -> "Paper":
        prints = sorted((*self.prints, *more), key=lambda item: item.published, reverse=True)
        return replace(self, prints=tuple(prints))


def set_in_type(paper: Paper, stories: Sequence[Story], *, step: timedelta = timedelta(minutes=157)) -> Paper:
    """Print the stories in this paper, the first one newest, one each `step` back from the paper's now."""
    start = paper.now.astimezone(VIETNAM).replace(second=0, microsecond=0) - timedelta(minutes=35)
    prints = []
    for rank, story in enumerate(stories):
        published = start - rank * step
        number = paper.look.number(published, len(stories) - rank)
        ends = frozenset({story.flaw}) if story.flaw else frozenset()
        prints.append(Print(story, published, number, ends=ends))
    return paper.with_prints(*prints)
