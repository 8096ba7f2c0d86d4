"""The lead (sapo): in its own place where outlets have one, else where the page's description stands."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from crawler.article import ReadingRules
from crawler.extraction.dom import drop, meta, names_of, select, tag_of, text_of, text_sizes
from crawler.extraction.json_ld import LinkedData
from crawler.extraction.paper_names import AGENCIES, without_agency
from crawler.extraction.prose import SENTENCE_END, link_share
from crawler.extraction.regions import Regions
from crawler.text.normalize import normal_form

_CALLED_LEAD = re.compile(
    r"(?<![a-z])(sapo|lead|chapp?eau|standfirst|summary|sum|description|desc|intro|txt-head"
    r"|init_content)(?![a-z])"
)
_NEVER = re.compile(r"caption|image|photo|author|category-sapo|relat|comment|footer|card|item")
_TAGS = ("h2", "h3", "h4", "p", "div", "strong", "b", "span")
_OUTSIDE = frozenset({"a", "figcaption", "figure", "footer", "aside", "nav", "li"})
_AGENCY = re.compile(rf"^\(?(?:{AGENCIES})\)?\s*[-–—]?$")
_POINTER = re.compile(r"(?:(?<!\s)\s++)?+>>.*$")
_LEAST_CHARACTERS = 30
_MOST_CHARACTERS = 1500
_MATCH_CHARACTERS = 40
_LINK_SHARE = 0.9  # of a headline that leads elsewhere
_BEGINNING_CHARACTERS = 160  # of a text, whose normal form is longer than what is matched
_EARLY_ELEMENTS = 30  # elements after the body's start, where a lead may stand
_PASSAGE_CHARACTERS = 60
_PROSE = frozenset({"h2", "h3", "p", "strong", "b", "em"})
_STANDFIRST = re.compile(r"(?<![a-z])(?:sapo|lead|chapp?eau|standfirst|txt-head|init_content)(?![a-z])")
_BOX = re.compile(
    r"audio|player|podcast|(?<![a-z])goi(?![a-z])|offer|promo|dossier|(?<![a-z])box(?![a-z])|subscri|quang-?cao"
)


def read_lead(
    tree: HtmlElement,
    container: HtmlElement | None,
    heading: HtmlElement | None,
    rules: ReadingRules,
    linked: LinkedData,
    regions: Regions,
) -> HtmlElement | None:
    """The element that is the lead, or None."""
    around = {container, *container.iterancestors()} if container is not None else set()
    for element in select(tree, rules.lead):
        if text_of(element) and element not in around and not regions.is_foreign(element):
            return element
    raw = (linked.description, *meta(tree, "og:description", "description"))
    forms = dict.fromkeys(normal_form(without_prefix(text, rules)) for text in raw)
    told = [form for form in forms if len(form) >= _LEAST_CHARACTERS]
    order = regions.order
    named = [element for element in _named(tree, container, heading) if not regions.is_foreign(element)]
    placed = [element for element in named if _between(order, element, heading, container)]
    best = next((element for element in named if _confirmed(element, told, rules)), None)
    if best is None:
        best = next((element for element in placed if _STANDFIRST.search(names_of(element))), None)
    if best is None:
        # So many things are called a summary or a description: the last of them before the text, in no box.
        best = next((element for element in reversed(placed) if not _boxed(element, around)), None)
    if best is not None:
        return best
    standing = _standing(tree, told, rules)
    return standing if standing is not None else _opening(order, heading, container)


def _boxed(element: HtmlElement, around: set[HtmlElement]) -> bool:
    """Whether an element stands in something beside the text: an offer, a player, a dossier."""
    for up in (element, *element.iterancestors()):
        if up in around:
            return False
        if _BOX.search(names_of(up)):
            return True
    return False


def lead_text(element: HtmlElement, rules: ReadingRules) -> str:
    """The lead's words: the paper's name in front and pointers to other news behind are not of them."""
    first = next((child for child in element if isinstance(child.tag, str)), None)
    if first is not None and not (element.text or "").strip() and _AGENCY.match(text_of(first)):
        drop(first)
        return _POINTER.sub("", without_prefix(text_of(element).lstrip("-–—: "), rules)).strip()
    return _POINTER.sub("", without_prefix(text_of(element), rules)).strip()


def without_prefix(lead: str, rules: ReadingRules) -> str:
    """The lead without the paper's name in front: "(Dân trí) - ", "TTO - "."""
    for prefix in rules.lead_prefixes:
        lead = lead.removeprefix(prefix)
    return without_agency(lead)


def _confirmed(element: HtmlElement, told: list[str], rules: ReadingRules) -> bool:
    words = normal_form(without_prefix(text_of(element), rules))
    return any(words.startswith(text[:_MATCH_CHARACTERS]) for text in told)


def _named(
    tree: HtmlElement, container: HtmlElement | None, heading: HtmlElement | None
) -> Iterator[HtmlElement]:
    """Elements called a lead, in document order, of a lead's size, and outside listings."""
    title = normal_form(text_of(heading)) if heading is not None else ""
    around = {container, *container.iterancestors()} if container is not None else set()
    for element in tree.iter(*_TAGS):
        names = names_of(element)
        if not names or element in around or not _CALLED_LEAD.search(names) or _NEVER.search(names):
            continue
        text = text_of(element)
        if (
            _LEAST_CHARACTERS <= len(text) <= _MOST_CHARACTERS
            and normal_form(text) != title
            and not _outside(element)
            and link_share(element) < _LINK_SHARE
        ):
            yield element


def is_called_lead(element: HtmlElement) -> bool:
    """Whether the markup calls an element the standfirst of an article."""
    return bool(tag_of(element) and _STANDFIRST.search(names_of(element)))


def _outside(element: HtmlElement) -> bool:
    return any(up.tag in _OUTSIDE for up in element.iterancestors())


def _between(
    order: dict[HtmlElement, int],
    element: HtmlElement,
    heading: HtmlElement | None,
    container: HtmlElement | None,
) -> bool:
    """Whether the element stands between title and text, or early in the text; so called, it is the lead."""
    if container is None:
        return False
    title = order.get(heading, -1) if heading is not None else -1
    return title < order[element] < order[container] + _EARLY_ELEMENTS


def _opening(
    order: dict[HtmlElement, int], heading: HtmlElement | None, container: HtmlElement | None
) -> HtmlElement | None:
    """The one passage of prose between title and text, whatever it is called."""
    if heading is None or container is None:
        return None
    around = {container, *container.iterancestors()}
    between = [
        e for e, place in order.items() if order[heading] < place < order[container] and e.tag in _PROSE
    ]
    passages = [
        e
        for e in between
        if e not in around and _PASSAGE_CHARACTERS <= len(text_of(e)) <= _MOST_CHARACTERS and not _outside(e)
    ]
    return passages[0] if passages and SENTENCE_END.search(text_of(passages[0])) else None


def _standing(tree: HtmlElement, told: list[str], rules: ReadingRules) -> HtmlElement | None:
    """The element that says what the page's description says, from its beginning on, and not much more."""
    if not told:
        return None
    sizes = text_sizes(tree)
    starts = tuple(wanted[:_MATCH_CHARACTERS] for wanted in told)
    texts = (
        (element, without_prefix(text_of(element), rules))
        for element in tree.iter(*_TAGS)
        if _LEAST_CHARACTERS <= sizes[element] <= 2 * _MOST_CHARACTERS and not _outside(element)
    )
    forms = [(element, normal_form(text)) for element, text in texts if _may_start(text, starts)]
    for wanted in told:
        start, most = wanted[:_MATCH_CHARACTERS], max(2 * len(wanted), len(wanted) + 200)
        found = (element for element, form in forms if form.startswith(start) and len(form) <= most)
        if (element := next(found, None)) is not None:
            return element
    return None


def _may_start(text: str, starts: tuple[str, ...]) -> bool:
    """Whether a text may begin with one of these normal forms, by its own beginning."""
    form = normal_form(text[:_BEGINNING_CHARACTERS])
    return len(form) < _BEGINNING_CHARACTERS // 2 or form.startswith(starts)
