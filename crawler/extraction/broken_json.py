"""JSON as pages hold it: commented, escaped for HTML, with bare quotes, several values, cut off. Linear."""

import html
import json
import re
from typing import Any

_WRAPPER = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_BETWEEN = re.compile(r"[\s,;]*")
_BAD_ESCAPE = re.compile(r"\\(?:u(?![0-9a-fA-F]{4})|(?![\"\\/bfnrtu]))")
_TOKEN = re.compile(r'\\.|["{}\[\],]|/\*.*?(?:\*/|$)|//[^\n]*', re.DOTALL)
# What may stand behind the quote that ends a string; behind any other a sentence goes on.
_STRING_ENDS = re.compile(r'\s{0,200}+(?:[:}\]]|/[*/]|,\s{0,200}+(?:["{\[}\]\d-]|/[*/]|true|false|null)|$)')
_CLOSING = {"{": "}", "[": "]"}


def read_json(text: str) -> list[Any]:
    """The values of a script, as far as they can be read; raw line ends in strings are forgiven."""
    text = _WRAPPER.sub("", text.strip("\ufeff \t\r\n")).strip().rstrip(";")
    if "&quot;" in text and '"' not in text:
        text = html.unescape(text)
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return [json.loads(attempt, strict=False)]
        except (ValueError, RecursionError):
            continue
    return _values(_TRAILING_COMMA.sub(r"\1", _mended(text)))


def _values(text: str) -> list[Any]:
    """One value after another, up to the first that is broken."""
    decoder, values, at = json.JSONDecoder(strict=False), [], _BETWEEN.match(text).end()  # type: ignore[union-attr]
    while at < len(text):
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        values.append(value)
        at = _BETWEEN.match(text, end).end()  # type: ignore[union-attr]
    return values


def _mended(text: str) -> str:
    """Quotes within strings escaped, comments out, what is open at the end closed after its last value."""
    text = _BAD_ESCAPE.sub(lambda found: "\\" + found[0], text)
    written: list[str] = []
    opened: list[str] = []
    whole = (0, "")  # how much of `written` is whole, and what would close it
    done, in_string = 0, False
    for token in _TOKEN.finditer(text):
        sign = token[0]
        written.append(text[done : token.start()])
        done = token.end()
        if in_string:
            ends = sign == '"' and _STRING_ENDS.match(text, done)
            written.append('\\"' if sign == '"' and not ends else sign)
            in_string = not ends
            continue
        in_string = sign == '"'
        if sign == ",":
            whole = (len(written), "".join(_CLOSING[sign] for sign in reversed(opened)))
        written.append("" if sign[0] == "/" else sign)
        if sign in _CLOSING:
            opened.append(sign)
        elif sign in "}]" and opened:
            opened.pop()
    if not opened:
        return "".join(written) + text[done:]
    length, closing = whole
    return "".join(written[:length]) + closing
