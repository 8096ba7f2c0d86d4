"""What an outlet says of how its page may be used: robots directives and TDM reservations, kept as written.

Robots directives stand in `<meta name="robots">` and its like for single robots, and in the header
X-Robots-Tag; reservations of text and data mining in `<meta name="tdm-reservation">` and in the header
TDM-Reservation (TDM Reservation Protocol, W3C community group). A signal is "where: what"; whatever only
allows what is allowed anyway ("index, follow") is none.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml.html import HtmlElement

from crawler.text.normalize import nfc_clean

HEADERS = ("X-Robots-Tag", "TDM-Reservation", "TDM-Policy")

_ROBOT = re.compile(
    r"robots|(?:google|gpt|cc|claude|bing|apple|yandex|petal)bot(?:-\w{1,20})?|google-extended|bytespider"
)
_RESTRICTS = re.compile(
    r"(?:no(?:index|ne|archive|cache|snippet|translate|imageindex|ai|imageai|ml|pagereadaloud)"
    r"|max-(?:snippet|image-preview|video-preview)\s*:\s*(?:0|none)"
    r"|unavailable_after\s*:)",
    re.IGNORECASE,
)
_AGENT = re.compile(r"\A([\w.-]{1,40})\s*:\s*")
_RULES_WITH_VALUES = ("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview")
_TDM = ("tdm-reservation", "tdm-policy")
_LONGEST_CHARACTERS = 200
_MOST_SIGNALS = 20  # of a page: more are nobody's wish


def in_headers(headers: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The signals of an answer's headers, given as values by lower-case name."""
    found = [
        f"{header.lower()}: {value}"
        for header in HEADERS
        for line in headers.get(header.lower(), ())
        for value in (_restrictions(line) if header == "X-Robots-Tag" else [line.strip()])
    ]
    return _bounded(found)


def in_page(tree: HtmlElement) -> tuple[str, ...]:
    """The signals of a page's meta elements."""
    return _bounded(_of_elements(tree))


def together(*signals: tuple[str, ...]) -> tuple[str, ...]:
    return _bounded(signal for some in signals for signal in some)


def _of_elements(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("meta"):
        name = (element.get("name") or element.get("http-equiv") or "").strip().lower()
        content = nfc_clean(element.get("content") or "")
        if name in _TDM and content:
            yield f"{name}: {content}"
        elif name == "x-robots-tag" or _ROBOT.fullmatch(name):
            yield from (f"{name}: {value}" for value in _restrictions(content))


def _restrictions(line: str) -> Iterator[str]:
    """The directives of a line that forbid something, each with the robot it is for, where it names one."""
    agent = ""
    if (named := _AGENT.match(line.strip())) and named[1].lower() not in _RULES_WITH_VALUES:
        agent, line = f"{named[1]}: ", line.strip()[named.end() :]
    # A date holds commas of its own.
    for part in re.split(r",(?!\s*\d{1,2}[ -])", line):
        if _RESTRICTS.match(part.strip()):
            yield f"{agent}{part.strip()}"


def _bounded(signals: Iterable[str]) -> tuple[str, ...]:
    short = (" ".join(signal.split())[:_LONGEST_CHARACTERS] for signal in signals)
    return tuple(dict.fromkeys(short))[:_MOST_SIGNALS]
