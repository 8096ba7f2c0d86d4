"""A page to an article: decode, parse once, read metadata, lead and body, let the page types refuse."""

from dataclasses import replace
from datetime import datetime
from functools import cache, partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from crawler.article import Article, Page
from crawler.errors import Rejected
from crawler.extraction import page_types, rights
from crawler.extraction.announced import refuse_other
from crawler.extraction.authors import people_in, read_authors
from crawler.extraction.body import read_lines
from crawler.extraction.completeness import complete, is_whole, much_missing
from crawler.extraction.container import find_container
from crawler.extraction.dom import drop, meta, parse, text_of
from crawler.extraction.further_pages import MAX_PAGE_BYTES, join, next_page
from crawler.extraction.headings import Heading, read_heading
from crawler.extraction.json_ld import LinkedData, read_linked_data
from crawler.extraction.lead import lead_text, read_lead
from crawler.extraction.lines import clean_lines
from crawler.extraction.metadata import (
    date_doubt,
    read_canonical,
    read_published,
    read_section,
)
from crawler.extraction.paper_names import without_paper
from crawler.extraction.placeholders import own_heading
from crawler.extraction.prose import linked_words
from crawler.extraction.regions import Regions
from crawler.extraction.selectors import moved_parts, strip
from crawler.extraction.teasers import cards, comments
from crawler.extraction.text_end import look_at_end, part
from crawler.reasons import Reason, Verdict
from crawler.text.decode import decode_and_mend, plausible
from crawler.text.letters import Repair
from crawler.text.normalize import content_hash, normal_form


class Document(NamedTuple):
    """A page's HTML, its one tree, and how many of its words were mended."""

    html: str
    tree: HtmlElement
    mended: int


def document_of(page: Page) -> Document:
    """Decode and parse a page. Raises Rejected where that cannot be."""
    if len(page.body) > MAX_PAGE_BYTES:
        raise Rejected(Reason.TOO_LARGE, f"{len(page.body)} bytes of HTML")
    html, mended = decode_and_mend(page.body, page.content_type)
    return Document(html, parse(html), mended)


def extract(page: Page, document: Document | None = None) -> Article:
    """The article in a page, whose document is taken apart. Raises Rejected when there is none.

    One that `goes_on` at a page that is not among `page.further` is not whole.
    """
    html, tree, mended = document or document_of(page)
    try:
        article = _read(page, html, tree)
        note = f"{mended} words of the page mended: {Repair.DECODED}"
        return replace(article, notes=(note, *article.notes)) if mended else article
    except RecursionError as error:
        raise Rejected(Reason.READER_CRASH, "nested too deeply") from error


def _read(page: Page, html: str, tree: HtmlElement) -> Article:
    # From a tree of its own, when it comes to that: this one is taken apart.
    looked = cache(lambda: page_types.PageTraits.at(parse(html)))
    linked = read_linked_data(tree, page.url)
    found_heading, placeholder = own_heading(read_heading(tree, page.rules, linked), tree, page.url)
    heading = found_heading or Heading("", None)
    regions = Regions(tree, heading.element, page.rules)
    published, of_change = read_published(page, tree, linked, heading.element)
    article = Article(
        url=page.url,
        key=page.key,
        outlet=page.outlet,
        title=heading.text,
        lead=None,
        paragraphs=(),
        fetched_at=page.fetched_at,
        published=published,
        authors=read_authors(page, tree, linked, heading.element, regions),
        section=read_section(tree, page.rules, linked, heading.text),
        canonical=read_canonical(page, tree, linked),
        announcement=page.announcement,
        rights=rights.together(page.rights, rights.in_page(tree)),
    )
    unsure = date_doubt(page, tree, linked, heading.element) if article.published else None
    article, doubt = _with_text(article, page, tree, heading.element, linked, regions)
    article = replace(article, notes=(*article.notes, *filter(None, (placeholder, unsure, of_change))))
    found = page_types.Extracted(
        title=article.title,
        lead=article.lead or "",
        lines=article.paragraphs,
        dated=article.published is not None,
        sworn=linked.is_article,
        declared=linked.is_article or "article" in meta(tree, "og:type"),
        free=linked.free,
        goes_on=article.goes_on is not None,
    )
    try:
        page_types.refuse_no_article(looked, html, found)
    except Rejected as refused:
        if refused.reason.verdict is Verdict.REJECTED:
            refuse_other(article, page.key)  # a table or a forecast in its place may be gone tomorrow
        raise
    if not plausible(article.text):
        raise Rejected(Reason.CHARSET, "the text taken out of the page is damaged")
    article = replace(article, normal_hash=content_hash(article.text))
    if doubt:
        raise Rejected(doubt.reason, doubt.detail, article=article)
    if unsure and not _is_confirmed(page, article.published):
        raise Rejected(Reason.UNSURE_DATE, unsure, article=article)
    return article


def _is_confirmed(page: Page, published: datetime | None) -> bool:
    """Whether the channel named the same day; a page that none announced has nobody to ask."""
    told = page.announcement.published if page.announcement else published
    zone = ZoneInfo(page.rules.zone)
    return bool(told and published and told.astimezone(zone).date() == published.astimezone(zone).date())


def _with_text(
    article: Article,
    page: Page,
    tree: HtmlElement,
    heading: HtmlElement | None,
    linked: LinkedData,
    regions: Regions,
) -> tuple[Article, Rejected | None]:
    """Lead and paragraphs, and what speaks against them. Takes the tree apart on the way."""
    moved = moved_parts(tree, page.rules)
    notes = ["moved: " + ", ".join(moved)] if moved else []
    following = next_page(tree, page.url, page)
    container, unused, beside = find_container(tree, page.rules, regions)
    notes += [*unused, *([f"{beside} characters beside the text left out"] if beside else [])]
    if container is not None:
        others = regions.drop_others(container)
        notes += [f"{others} characters left out: another article"] if others else []
        notes += [f"{kept} characters kept: a title, maybe of another article" for kept in regions.unsure]
    notes += strip(tree, container, page.rules)
    none = comments(container, article.title, heading)
    if container is not None and not none:
        none = regions.doubt(container)
    if not (none or article.published or linked.is_article or "article" in meta(tree, "og:type")):
        none = cards(container)
    end = look_at_end(container, page)
    element = read_lead(tree, container, heading, page.rules, linked, regions)
    written = text_of(element) if element is not None else ""
    lead = lead_text(element, page.rules) if element is not None else ""
    if element is not None:
        drop(element)
    lines, more, doubtful = read_lines(tree, container, page.url)
    against = none or much_missing(beside + doubtful, lines)
    clean = partial(clean_lines, title=article.title, lead=lead, authors=article.authors)
    joined = join(page, article.title, lead, lines, following, clean)
    lines, beyond = (
        (joined.lines, []) if joined.goes_on else complete(joined.lines, linked, free=_is_free(tree))
    )
    lead, lines, cut = _without_papers(lead, lines, article.title, page, tree, linked)
    cleaned = clean_lines(lines, title=article.title, lead=lead, authors=article.authors)
    if not (against or joined.goes_on or page.further):
        against = part(lines, cleaned.lines, end, whole=is_whole(lines, linked))
    trimmed = ["lead trimmed"] if lead != written else []
    notes += [*more, *joined.notes, *beyond, *cut, *trimmed, *cleaned.notes]
    article = replace(
        article,
        lead=lead or None,
        paragraphs=cleaned.lines,
        authors=article.authors or people_in(page, tree, linked, cleaned.byline or joined.byline),
        notes=tuple(notes),
        moved=moved,
        dropped=(*joined.dropped, *cleaned.dropped),
        goes_on=joined.goes_on,
        # Of what is left of it: links that were taken out are not in the text.
        linked=linked_words(container) if container is not None else None,
    )
    return article, against


def _is_free(tree: HtmlElement) -> bool:
    """Whether the meta elements leave the article open; a metered one is shown until the count is full."""
    return "locked" not in map(str.lower, meta(tree, "article:content_tier", "content_tier"))


def _without_papers(
    lead: str, lines: list[str], title: str, page: Page, tree: HtmlElement, linked: LinkedData
) -> tuple[str, list[str], list[str]]:
    """Lead and lines without a paper's name in front of the lead and the first paragraph, and a note."""
    names = (*page.rules.not_authors, *linked.publishers, *meta(tree, "og:site_name", "application-name"))
    place = 1 if len(lines) > 1 and normal_form(lines[0]) == normal_form(title) else 0
    first = lines[place] if lines else ""
    rest = "\n".join([title, *lines[place + 1 :]])
    bare_lead = without_paper(lead, names, f"{rest}\n{first}")
    bare_first = without_paper(first, names, f"{rest}\n{lead}")
    cut = [
        text[: len(text) - len(bare)].strip()
        for text, bare in ((lead, bare_lead), (first, bare_first))
        if text != bare
    ]
    kept = [*lines[:place], bare_first, *lines[place + 1 :]] if lines else []
    return bare_lead, kept, [f"front cut: {name}" for name in cut]
