"""What a page's own style sheets hide: a guard against copying, mostly, set by a class made for it.

No engine: rules outside conditions, whose selectors are tags, classes and ids, one within another. An element
that any rule shows again is left alone, and so is everything where the text itself would go.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from lxml.html import HtmlElement

from crawler.extraction.hidden import hides
from crawler.extraction.prose import weight

_MOST_CHARACTERS: Final = 400_000  # of sheets in one page
_MOST_RULES: Final = 4_000  # of one sheet that may hide something
_MOST_SHARE: Final = 0.4  # of the prose; what a script shows when it is there is no guard
_RULE_CHARACTERS: Final = 2_000  # of a rule's selectors or declarations
_HINT: Final = re.compile(
    r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}(?:hidden|collapse)|clip(?:-path)?\s{0,3}:"
    r"|:\s{0,3}-\d{3,5}|font-size\s{0,3}:\s{0,3}[01.]|opacity\s{0,3}:\s{0,3}0|transparent|scale\(0"
)
_SHOWS: Final = re.compile(
    r"(?:display\s{0,3}:\s{0,3}+(?!none)|visibility\s{0,3}:\s{0,3}visible|opacity\s{0,3}:\s{0,3}(?:1|0?\.[1-9]))"
)
_COMPOUND: Final = re.compile(
    r"(?P<tag>[a-z][a-z0-9]{0,20})?(?P<names>(?:[.#][\w-]{1,80}){0,6})", re.IGNORECASE
)
_NAME: Final = re.compile(r"[.#][\w-]{1,80}")
_COMBINATOR: Final = re.compile(r"\s{0,9}>\s{0,9}|\s{1,9}")


class _Compound(NamedTuple):
    """What one part of a selector asks of an element; the tag may be ""."""

    tag: str
    names: frozenset[str]


def mark_hidden(container: HtmlElement) -> None:
    """Write what the page's own sheets hide in a container into the elements' style, for `is_hidden`."""
    root = container.getroottree().getroot()
    sheet = "".join(style.text or "" for style in root.iter("style"))[:_MOST_CHARACTERS]
    if not _HINT.search(sheet):
        return
    named = {part: names for part in container.iterdescendants() if (names := _names(part))}
    known = frozenset().union(*named.values())
    first, *commented = sheet.split("/*")
    sheet = first + "".join(part.partition("*/")[2] for part in commented)
    hiding = list(_selectors(sheet, _HINT, known, outside=True)) if known else []
    hidden = [part for part in named if any(_matches(part, selector) for selector in hiding)]
    showing = list(_selectors(sheet, _SHOWS, known, outside=False)) if hidden else []
    doomed = [part for part in hidden if not any(_matches(part, selector) for selector in showing)]
    if sum(map(weight, doomed)) <= _MOST_SHARE * weight(container):
        for part in doomed:
            part.set("style", f"{part.get('style') or ''};display:none")


def _names(element: HtmlElement) -> set[str]:
    """The classes and the id of an element, as selectors write them."""
    names = {f".{name}" for name in (element.get("class") or "").split()}
    return names | {f"#{element.get('id')}"} if element.get("id") else names


def _selectors(
    sheet: str, hint: re.Pattern[str], known: frozenset[str], *, outside: bool
) -> Iterator[tuple[_Compound, ...]]:
    """The selectors, for elements of known names, of the rules with a hint in them.

    With `outside`, only of those that hide and stand in no condition.
    """
    depth, counted, end = 0, 0, -1
    for found in islice(hint.finditer(sheet), _MOST_RULES):
        opened = sheet.rfind("{", max(0, found.start() - _RULE_CHARACTERS), found.start())
        if found.start() < end or opened < 0:
            continue
        end = sheet.find("}", found.start(), found.start() + _RULE_CHARACTERS)
        if end < 0:
            return
        depth += sheet.count("{", counted, opened) - sheet.count("}", counted, opened)
        counted = opened
        start = max(sheet.rfind(sign, max(0, opened - _RULE_CHARACTERS), opened) for sign in "{};")
        asked = [text for text in sheet[start + 1 : opened].split(",") if _innermost(text) in known]
        if asked and (not outside or (not depth and hides(sheet[opened + 1 : end]))):
            yield from filter(None, map(_parsed, asked))


def _innermost(selector: str) -> str:
    """The last name in a selector, "" for none."""
    names: list[str] = _NAME.findall(selector)
    return names[-1] if names else ""


def _parsed(text: str) -> tuple[_Compound, ...]:
    """The parts of a selector, the innermost first; () for one that is not as simple."""
    parts = []
    for part in _COMBINATOR.split(text.strip()):
        found = _COMPOUND.fullmatch(part)
        if not found or not part:
            return ()
        parts.append(_Compound((found["tag"] or "").lower(), frozenset(_NAME.findall(found["names"]))))
    named = parts and (parts[-1].names)
    return tuple(reversed(parts)) if named else ()


def _matches(element: HtmlElement, selector: tuple[_Compound, ...]) -> bool:
    first, *around = selector
    if not _fits(element, first):
        return False
    ups = element.iterancestors()
    return all(any(_fits(up, compound) for up in ups) for compound in around)


def _fits(element: HtmlElement, compound: _Compound) -> bool:
    return (not compound.tag or element.tag == compound.tag) and compound.names <= _names(element)
