"""No pattern of the program takes long over any text: what is foreign may be anything."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator

import pytest

# Packages and modules whose patterns are tried; the others join as they are mended.
PLACES = ("crawler.discovery", "crawler.fetching", "crawler.urls")
SIZE = 20_000  # characters; at this size a quadratic pattern needs seconds, a linear one milliseconds
MAX_S = 1.0

PIECES = (
    *" \t\n,.-_/:;=&#%<>\"'()[]!?+",
    *"0aAzđ\x00\u3000",
    *("<a ", "<!", "<!--", "<![CDATA[", "</a", "<a:", "&#", "&a", "a=", "?a=", "a.", "1.", "1/", "1-", "1:"),
    *(" 1", "1 ", ", ", " ,", " -", "- ", "aa ", "a\n", "\n ", "\r\n", "http://", "https://a", "/a", "../"),
    *("%2", "(a", "[a", "'a", "user-agent", "crawl-delay ", "2026-", "2026/1/", "1 thg 1 ", "jan 1 "),
    *(
        "<item",
        "<x:item ",
        "</item ",
        "<date>",
        "<script>",
        "<script ",
        "/Date(",
        ";sid=",
        "/amp",
        "charset=",
    ),
)


def patterns() -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    """Yield the compiled patterns of all modules, also those inside tuples and mappings, with their names."""
    for place in PLACES:
        package = importlib.import_module(place)
        inner = pkgutil.walk_packages(getattr(package, "__path__", ()), f"{place}.")
        for module in (package, *(importlib.import_module(each.name) for each in inner)):
            for name, value in vars(module).items():
                yield from ((f"{module.__name__}.{name}", each) for each in _within(value))


def _within(value: object) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from _within(tuple(value.values()))
    elif isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from _within(each)


def texts() -> Iterator[str]:
    for piece in PIECES:
        many = piece * (SIZE // len(piece))
        yield from (many, f"x{many}!")


@pytest.mark.parametrize(("name", "pattern"), [pytest.param(*each, id=each[0]) for each in patterns()])
@pytest.mark.timeout(600)
def test_a_pattern_is_linear(name: str, pattern: "re.Pattern[str] | re.Pattern[bytes]") -> None:
    for text in texts():
        subject: str | bytes = text.encode() if isinstance(pattern.pattern, bytes) else text
        began = time.process_time()
        for _ in pattern.finditer(subject):  # type: ignore[arg-type]
            pass
        pattern.match(subject)  # type: ignore[arg-type]
        pattern.fullmatch(subject)  # type: ignore[arg-type]
        assert time.process_time() - began < MAX_S, (name, text[:20])
