"""Texts made to keep a regular expression busy: out of what its loops take, and of what pages are made of."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

# The parser of `re` is the only place that says how a pattern is built.
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

AnyPattern = re.Pattern[str] | re.Pattern[bytes]

_MANY = 8  # a repeat up to so many times is no loop
_MOST = 60  # texts derived from one pattern
_CHARACTERS = "a1 ,.-:/\nA(đĐ\"'>&=%_<\x00"
_CATEGORIES = {
    ops.CATEGORY_DIGIT: str.isdecimal,
    ops.CATEGORY_SPACE: str.isspace,
    ops.CATEGORY_WORD: lambda char: char.isalnum() or char == "_",
    ops.CATEGORY_NOT_DIGIT: lambda char: not char.isdecimal(),
    ops.CATEGORY_NOT_SPACE: lambda char: not char.isspace(),
    ops.CATEGORY_NOT_WORD: lambda char: not (char.isalnum() or char == "_"),
}

PIECES = (
    *" \t\n,.-_/:;=&#%<>\"'()[]!?+",
    *"0aAzđĐ\x00\u3000\u0301",
    *("<a ", "<!", "<!--", "<![CDATA[", "</a", "<a:", "&#", "&a", "a=", "?a=", "a.", "1.", "1/", "1-", "1:"),
    *(" 1", "1 ", ", ", " ,", " -", "- ", "aa ", "a\n", "\n ", "\r\n", "http://", "https://a", "/a", "../"),
    *("%2", "(a", "[a", "'a", "user-agent", "crawl-delay ", "2026-", "2026/1/", "1 thg 1 ", "jan 1 "),
    *("<item", "<x:item ", "</item ", "<date>", "<script>", "<script ", "/Date(", ";sid=", "/amp"),
    *("charset=", "Ảnh: A, ", "A A ", "A.A", "(A ", "Theo A ", "12:30 ", "1/1/2026 ", "mời bạn đọc ", "xem "),
    *("a@a.", "\\", '{"a":', '"a",', "[{", "//", "/*", "a, a và "),
)


def texts_against(pattern: AnyPattern, size: int) -> Iterator[str]:
    """Yield texts of `size` characters: of common pieces, and of those that the pattern's loops take."""
    yield from repeated(PIECES, size)
    yield from repeated(dict.fromkeys(islice(_pieces_of(pattern), _MOST)), size)


def repeated(pieces: Iterable[str], size: int) -> Iterator[str]:
    """Yield each piece over and over, by itself and with a beginning and an end that fit nothing."""
    for piece in pieces:
        many = piece * (size // len(piece))
        yield from (many, f"x{many}\x01")


def _pieces_of(pattern: AnyPattern) -> Iterator[str]:
    source = pattern.pattern.decode("latin-1") if isinstance(pattern.pattern, bytes) else pattern.pattern
    flags = pattern.flags & (re.VERBOSE | re.IGNORECASE | re.DOTALL | re.MULTILINE)
    for before, loops in _loops(list(_parser.parse(source, flags)), ""):
        for choice in range(6):
            bodies = [_example([loop], choice) for loop in loops]
            for body in filter(None, dict.fromkeys((bodies[0], "".join(bodies)))):
                yield from (body, before + body, body + before) if before else (body,)


def _loops(nodes: Sequence[Any], before: str) -> Iterator[tuple[str, list[Any]]]:
    """Yield each loop with what leads to it and the loops that follow it at once."""
    for index, (op, value) in enumerate(nodes):
        if _is_loop(op, value):
            following = [node[1][2] for node in nodes[index + 1 : index + 3] if _is_loop(*node)]
            yield (
                before,
                [(ops.SUBPATTERN, (None, 0, 0, value[2]))]
                + [(ops.SUBPATTERN, (None, 0, 0, body)) for body in following],
            )
        for inner in _inner(op, value):
            yield from _loops(list(inner), before)
        before += _example([(op, value)], 0)


def _is_loop(op: Any, value: Any) -> bool:
    return op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT) and value[1] > _MANY


def _inner(op: Any, value: Any) -> list[Any]:
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
        return [value[2]]
    if op is ops.SUBPATTERN:
        return [value[3]]
    if op is ops.BRANCH:
        return list(value[1])
    if op is ops.ATOMIC_GROUP:
        return [value]
    return [value[1]] if op in (ops.ASSERT, ops.ASSERT_NOT) else []


def _example(nodes: Iterable[Any], choice: int) -> str:
    """Return a short string that the nodes match, as far as one can say without trying."""
    found = ""
    for op, value in nodes:
        if op is ops.LITERAL:
            found += chr(value)
        elif op is ops.NOT_LITERAL:
            found += _pick(lambda char, value=value: ord(char) != value, choice)
        elif op is ops.ANY:
            found += _pick(lambda char: char != "\n", choice)
        elif op is ops.IN:
            found += _of_set(value, choice)
        elif op is ops.BRANCH:
            found += _example(value[1][choice % len(value[1])], choice)
        elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
            found += _example(value[2], choice) * max(value[0], int(value[1] > _MANY))
        elif op is ops.SUBPATTERN:
            found += _example(value[3], choice)
        elif op is ops.ATOMIC_GROUP:
            found += _example(value, choice)
    return found


def _of_set(items: Sequence[Any], choice: int) -> str:
    def holds(char: str) -> bool:
        negated = bool(items) and items[0][0] is ops.NEGATE
        return negated != any(_in_item(char, *item) for item in items)

    firsts = (
        value if op is ops.LITERAL else value[0] for op, value in items if op in (ops.LITERAL, ops.RANGE)
    )
    first = chr(next(firsts, 0))
    return _pick(holds, choice) or (first if holds(first) else "")


def _in_item(char: str, op: Any, value: Any) -> bool:
    if op is ops.LITERAL:
        return ord(char) == value
    if op is ops.RANGE:
        return bool(value[0] <= ord(char) <= value[1])
    return bool(op is ops.CATEGORY and _CATEGORIES[value](char))


def _pick(holds: Any, choice: int) -> str:
    fitting = [char for char in _CHARACTERS if holds(char)]
    return fitting[choice % len(fitting)] if fitting else ""
