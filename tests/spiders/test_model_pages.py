"""One page in the markup of each family and system, its oddities in it, and what must be read out of it."""

from datetime import UTC, datetime
from pathlib import Path
from string import Template
from typing import Any

import pytest

from crawler.article import Article, Page
from crawler.extraction.extract import extract
from crawler.newsroom import pages
from crawler.newsroom.layouts import LOOKS
from crawler.newsroom.paper import Paper, set_in_type
from crawler.newsroom.story import Story, load_stories
from crawler.outlets import loader as outlets
from crawler.urls import article_key

NOW = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
PRINTED = datetime(2026, 11, 18, 1, 5, tzinfo=UTC)
MODELS = {path.stem: path for path in sorted((Path(__file__).parent / "models").glob("*.html"))}
OUTLETS: dict[str, Any] = dict(outlets.load())
STORY = next(story for story in load_stories() if story.id == "thaad-seongju")

NO_AUTHOR = {"24h", "baoquocte", "danviet", "kbs", "koreanet", "nghiencuuquocte", "vietgiaitri"}
NO_LEAD = {"kbs", "koreanet", "nghiencuuquocte"}
DAY_ONLY = {"koreanet"}
# Outlets whose system the newsroom prints in.
LAYOUTS = {"vnexpress": "express", "dantri": "tailwind", "tuoitre": "vccorp", "soha": "vccorp"} | {
    name: "hemera" for name, outlet in OUTLETS.items() if outlet.family == "hemera"
}


def page_of(name: str, html: bytes) -> Page:
    outlet = OUTLETS[name]
    url = outlet.examples[0]
    key = article_key(url, outlet.article_pattern)
    return Page(url, key, name, html, "text/html; charset=utf-8", NOW, outlet.reading, outlet.article_pattern)


def in_markup_of(name: str, story: Story) -> bytes:
    def paragraphs(*texts: str) -> str:
        return "\n".join(f"<p>{text}</p>" for text in texts)

    html = Template(MODELS[name].read_text(encoding="utf-8")).substitute(
        title=story.title,
        lead=story.lead,
        author=story.author,
        caption=story.caption,
        first=paragraphs(*story.paragraphs[:3]),
        rest=paragraphs(*story.paragraphs[3:]),
        all=paragraphs(story.lead, *story.paragraphs),
        lines="<br><br>".join((story.lead, *story.paragraphs)),
    )
    return html.encode()


def lines_of(article: Article) -> list[str]:
    return article.text.split("\n")


@pytest.mark.parametrize("name", MODELS)
def test_a_page_in_the_outlets_markup(name: str) -> None:
    article = extract(page_of(name, in_markup_of(name, STORY)))

    assert lines_of(article) == STORY.text.split("\n")
    assert article.lead == (None if name in NO_LEAD else STORY.lead)
    assert article.authors == (() if name in NO_AUTHOR else (STORY.author,))
    assert article.published is not None
    if name in DAY_ONLY:
        assert article.published.date() == PRINTED.date()
    else:
        assert article.published.replace(second=0) == PRINTED


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_page_in_the_familys_markup(name: str) -> None:
    outlet = OUTLETS[name]
    look = LOOKS[LAYOUTS[name]]
    paper = set_in_type(Paper(outlet.title, outlet.hosts[0], look, NOW), load_stories())
    item = next(item for item in paper.prints if item.story.id == STORY.id)

    article = extract(page_of(name, pages.article_page(paper, item).encode()))

    assert lines_of(article) == STORY.text.split("\n")
    assert article.lead == STORY.lead
    assert article.authors == (STORY.author,)
    assert article.published == item.published


def test_every_family_and_every_system_has_a_model() -> None:
    described = {name for name, outlet in OUTLETS.items() if outlet.enabled and outlet.reading.body}
    families = {OUTLETS[name].family for name in (*MODELS, *LAYOUTS)}
    own = {name for name in described if OUTLETS[name].family == "own"}

    assert families == {"own", "vccorp", "hemera", "mastercms", "onecms"}
    assert own - {*MODELS, *LAYOUTS} == {"kinhtedothi"}, (
        "write a page in the outlet's markup: tests/spiders/models/<name>.html"
    )
