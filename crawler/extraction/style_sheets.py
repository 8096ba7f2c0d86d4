"""What a page's own style sheets hide: a guard against copying, mostly, set by a class made for it.

No engine: rules outside conditions, whose selectors are tags, classes and ids, one within another. An element
that any rule shows again is left alone, and so is everything where the text itself would go.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from lxml.html import HtmlElement

from crawler.extraction.hidden import hides
from crawler.extraction.prose import weight

_MOST_CHARACTERS: Final = 400_000  # of sheets in one page
_MOST_RULES: Final = 4_000  # of one sheet that name something in the text
_MOST_SHARE: Final = 0.4  # of the prose; what a script shows when it is there is no guard
_RULE_CHARACTERS: Final = 2_000  # of a rule's selectors or declarations
_HINT: Final = re.compile(
    r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}(?:hidden|collapse)|clip(?:-path)?\s{0,3}:"
    r"|:\s{0,3}-\d{3,5}|font-size\s{0,3}:\s{0,3}[01.]|opacity\s{0,3}:\s{0,3}0|transparent|scale\(0",
    re.IGNORECASE,
)
_SHOWS: Final = re.compile(
    r"(?:display\s{0,3}:\s{0,3}+(?!none)|visibility\s{0,3}:\s{0,3}visible|opacity\s{0,3}:\s{0,3}(?:1|0?\.[1-9]))",
    re.IGNORECASE,
)
_ON_SCREENS: Final = re.compile(r"\A\s{0,9}(?:only\s{1,9})?(?:all|screen)?\s{0,9}\Z", re.IGNORECASE)
_SCREENS: Final = re.compile(r"@media\s{1,9}(?:only\s{1,9})?(?:all|screen)\s{0,9}\{", re.IGNORECASE)
_BRACE: Final = re.compile(r"@media\s{1,9}(?:only\s{1,9})?(?:all|screen)\s{0,9}\{|[{}]", re.IGNORECASE)
_BY_ATTRIBUTE: Final = re.compile(r"""\[(class|id)~?=["']?([\w-]{1,80})["']?\]""")
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
    sheet = "".join(style.text or "" for style in root.iter("style") if _applies(style))[:_MOST_CHARACTERS]
    first, *commented = sheet.split("/*")
    sheet = first + "".join(part.partition("*/")[2] for part in commented)
    if not _HINT.search(sheet):
        return
    sheet = _for_screens(sheet)
    named = {part: names for part in container.iterdescendants() if (names := _names(part))}
    known = frozenset().union(*named.values())
    rules = _rules_naming(sheet, known)
    hiding = list(_selectors(sheet, rules, _HINT, known, outside=True))
    hidden = [
        part
        for part in named
        if any(_matches(part, selector) for selector in hiding) and not _SHOWS.search(part.get("style") or "")
    ]
    showing = list(_selectors(sheet, rules, _SHOWS, known, outside=False)) if hidden else []
    doomed = [part for part in hidden if not any(_matches(part, selector) for selector in showing)]
    if sum(map(weight, doomed)) <= _MOST_SHARE * weight(container):
        for part in doomed:
            part.set("style", f"{part.get('style') or ''};display:none")


def _applies(style: HtmlElement) -> bool:
    """Whether a sheet of a page is one for readers with a screen and scripts."""
    off = style.get("disabled") is not None or next(style.iterancestors("noscript"), None) is not None
    return not off and bool(_ON_SCREENS.match(style.get("media") or ""))


def _for_screens(sheet: str) -> str:
    """The sheet without the conditions that always hold: @media all, @media screen."""
    if not _SCREENS.search(sheet):
        return sheet
    kept: list[str] = []
    opened: list[bool] = []
    done = 0
    for brace in _BRACE.finditer(sheet):
        holds = len(brace[0]) > 1 or (brace[0] == "}" and bool(opened) and opened.pop())
        if brace[0] != "}":
            opened.append(holds)
        kept.append(sheet[done : brace.start() if holds else brace.end()])
        done = brace.end()
    return "".join(kept) + sheet[done:]


def _names(element: HtmlElement) -> set[str]:
    """The classes and the id of an element, as selectors write them."""
    names = {f".{name}" for name in (element.get("class") or "").split()}
    return names | {f"#{element.get('id')}"} if element.get("id") else names


def _rules_naming(sheet: str, known: frozenset[str]) -> list[int]:
    """The places of the braces that open a rule behind a known name, in order: in C, name by name."""
    by_attribute = "[class" in sheet or "[id" in sheet
    opened: set[int] = set()
    for name in known:
        word = name[1:] if by_attribute else name
        at = sheet.find(word)
        while at >= 0 and len(opened) < _MOST_RULES:
            brace = sheet.find("{", at, at + _RULE_CHARACTERS)
            if brace >= 0:
                opened.add(brace)
            at = sheet.find(word, max(at + 1, brace))
    return sorted(opened)


def _selectors(
    sheet: str, rules: Sequence[int], hint: re.Pattern[str], known: frozenset[str], *, outside: bool
) -> Iterator[tuple[_Compound, ...]]:
    """The selectors, for elements of known names, of those rules that have a hint in them.

    With `outside`, only of those that hide and stand in no condition.
    """
    depth, counted = 0, 0
    for opened in rules:
        depth += sheet.count("{", counted, opened) - sheet.count("}", counted, opened)
        counted = opened
        end = sheet.find("}", opened, opened + _RULE_CHARACTERS)
        if end < 0 or not hint.search(sheet, opened, end):
            continue
        start = max(sheet.rfind(sign, max(0, opened - _RULE_CHARACTERS), opened) for sign in "{};")
        selectors = _BY_ATTRIBUTE.sub(_as_name, sheet[start + 1 : opened])
        asked = [text for text in selectors.split(",") if _innermost(text) in known]
        if asked and (not outside or (not depth and hides(sheet[opened + 1 : end]))):
            yield from filter(None, map(_parsed, asked))


def _as_name(found: re.Match[str]) -> str:
    return f"{'#' if found[1] == 'id' else '.'}{found[2]}"


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
