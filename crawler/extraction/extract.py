"""A page to an article: decode, parse once, read metadata, lead and body, let the page types refuse."""

from dataclasses import replace

from lxml.html import HtmlElement

from crawler.article import Article, Page
from crawler.errors import Rejected
from crawler.extraction import page_types
from crawler.extraction.authors import people_in, read_authors
from crawler.extraction.body import read_lines
from crawler.extraction.completeness import complete, next_page
from crawler.extraction.container import find_container
from crawler.extraction.dom import drop, meta, parse, text_of
from crawler.extraction.json_ld import LinkedData, read_linked_data
from crawler.extraction.lead import lead_text, read_lead
from crawler.extraction.lines import clean_lines
from crawler.extraction.metadata import Heading, read_canonical, read_heading, read_published, read_section
from crawler.extraction.paper_names import without_paper
from crawler.extraction.regions import Regions
from crawler.extraction.selectors import moved_parts, strip
from crawler.reasons import Reason
from crawler.text.decode import decode, plausible
from crawler.text.normalize import content_hash

MAX_PAGE_BYTES = 2_000_000


def extract(page: Page) -> Article:
    """The article in a page. Raises Rejected when there is none, with the reason."""
    if len(page.body) > MAX_PAGE_BYTES:
        raise Rejected(Reason.TOO_LARGE, f"{len(page.body)} bytes of HTML")
    html = decode(page.body, page.content_type)
    tree = parse(html)
    try:
        return _read(page, html, tree)
    except RecursionError as error:
        raise Rejected(Reason.READER_CRASH, "nested too deeply") from error


def _read(page: Page, html: str, tree: HtmlElement) -> Article:
    look = page_types.PageTraits.at(tree)
    linked = read_linked_data(tree, page.url)
    heading = read_heading(tree, page.rules, linked) or Heading("", None)
    article = Article(
        url=page.url,
        key=page.key,
        outlet=page.outlet,
        title=heading.text,
        lead=None,
        paragraphs=(),
        fetched_at=page.fetched_at,
        published=read_published(page, tree, linked, heading.element),
        authors=read_authors(page, tree, linked, heading.element),
        section=read_section(tree, page.rules, linked, heading.text),
        canonical=read_canonical(page, tree, linked),
        announcement=page.announcement,
    )
    article = _with_text(article, page, tree, heading.element, linked)
    found = page_types.Extracted(
        title=article.title,
        lead=article.lead or "",
        lines=article.paragraphs,
        dated=article.published is not None,
        sworn=linked.is_article,
        declared=linked.is_article or "article" in meta(tree, "og:type"),
        free=linked.free,
    )
    page_types.refuse_no_article(look, html, found)
    if not plausible(article.text):
        raise Rejected(Reason.CHARSET, "the text taken out of the page is damaged")
    return replace(article, normal_hash=content_hash(article.text))


def _with_text(
    article: Article, page: Page, tree: HtmlElement, heading: HtmlElement | None, linked: LinkedData
) -> Article:
    """Lead and paragraphs. Takes the tree apart on the way."""
    regions = Regions(tree, heading, page.rules)
    moved = moved_parts(tree, page.rules)
    notes = ["moved: " + ", ".join(moved)] if moved else []
    following = next_page(tree, page.url)
    notes += [f"goes on at {following}"] if following else []
    container, doubt = find_container(tree, page.rules, regions)
    notes += [doubt] if doubt else []
    if container is not None:
        others = regions.drop_others(container)
        notes += [f"{others} characters left out: another article"] if others else []
    notes += strip(tree, container, page.rules)
    element = read_lead(tree, container, heading, page.rules, linked, regions)
    written = text_of(element) if element is not None else ""
    lead = lead_text(element, page.rules) if element is not None else ""
    if element is not None:
        drop(element)
    lines, more = read_lines(tree, container)
    lines, beyond = complete(lines, linked)
    lead, lines, cut = _without_papers(lead, lines, article.title, page, tree, linked)
    cleaned = clean_lines(lines, title=article.title, lead=lead, authors=article.authors)
    notes += [*more, *beyond, *cut, *(["lead trimmed"] if lead != written else []), *cleaned.notes]
    return replace(
        article,
        lead=lead or None,
        paragraphs=cleaned.lines,
        authors=article.authors or people_in(page, tree, linked, cleaned.byline),
        notes=tuple(notes),
        moved=moved,
        dropped=cleaned.dropped,
    )


def _without_papers(
    lead: str, lines: list[str], title: str, page: Page, tree: HtmlElement, linked: LinkedData
) -> tuple[str, list[str], list[str]]:
    """Lead and lines without a paper's name in front of the lead and the first paragraph, and a note."""
    names = (*page.rules.not_authors, *linked.publishers, *meta(tree, "og:site_name", "application-name"))
    first = lines[0] if lines else ""
    rest = "\n".join([title, *lines[1:]])
    bare_lead = without_paper(lead, names, f"{rest}\n{first}")
    bare_first = without_paper(first, names, f"{rest}\n{lead}")
    cut = [
        text[: len(text) - len(bare)].strip()
        for text, bare in ((lead, bare_lead), (first, bare_first))
        if text != bare
    ]
    return bare_lead, [bare_first, *lines[1:]] if lines else [], [f"front cut: {name}" for name in cut]
