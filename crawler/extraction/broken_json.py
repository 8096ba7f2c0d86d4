"""JSON as pages hold it: commented, escaped for HTML, with bare quotes, several values, cut off. Linear.

Also a script's own notation: single quotes, bare keys, no commas between lines.
"""

import html
import json
import re
from typing import Any

_WRAPPER = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_BETWEEN = re.compile(r"[\s,;]*")
_BAD_ESCAPE = re.compile(r"\\(?:u(?![0-9a-fA-F]{4})|(?![\"\\/bfnrtu]))")
_OUTSIDE = re.compile(r'["{}\[\],]|/\*.*?(?:\*/|$)|//[^\n]*', re.DOTALL)
_IN_STRING = re.compile(r'\\.|"', re.DOTALL)  # an address has two slashes that begin no comment
# What may stand behind the quote that ends a string; behind any other a sentence goes on.
_STRING_ENDS = re.compile(r'\s{0,200}+(?:[:}\]]|/[*/]|,\s{0,200}+(?:["{\[}\]\d-]|/[*/]|true|false|null)|$)')
_ESCAPED = re.compile(r"&(?:amp;)?(?:quot|#34|#x22);", re.IGNORECASE)
_ASSIGNED = re.compile(r"^(?:(?:var|let|const)\s{1,20}+)?[\w.$]{1,60}+\s{0,20}+=\s{0,20}+(?=[{\[])")
_UNDEFINED = re.compile(r"([:\[,]\s{0,200}+)undefined\b")
_QUOTED_KEY = re.compile(r"\"\s{0,20}+:")
_SINGLE_QUOTED = re.compile(
    r"([{\[,:]\s{0,200}+)'((?:[^'\n]|'(?!\s{0,20}+[,:}\]])){0,2000}+)'(?=\s{0,200}+[,:}\]])"
)
_BARE_KEY = re.compile(r"([{,]\s{0,200}+)(@?[A-Za-z_]\w{0,40}+)(?=\s{0,20}+:)")
_NO_COMMA = re.compile(r"([\"\d}\]])(\s{0,200}?\n\s{0,200}+)(?=\"@?\w{1,40}+\"\s{0,20}+:)")
_LONGEST_NOTATION_CHARACTERS = 200_000
_LEVELS = 2  # of JSON written as a string of JSON
_CLOSING = {"{": "}", "[": "]"}


def read_json(text: str, levels: int = _LEVELS) -> list[Any]:
    """The values of a script, as far as they can be read; raw line ends in strings are forgiven."""
    text = _WRAPPER.sub("", text.strip("\ufeff \t\r\n")).strip().rstrip(";")
    if '"' not in text and _ESCAPED.search(text):
        text = html.unescape(html.unescape(text))
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text), _TRAILING_COMMA.sub(r"\1", _plain(text))):
        try:
            value = json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
        return read_json(value, levels - 1) if isinstance(value, str) and levels else [value]
    return _values(_TRAILING_COMMA.sub(r"\1", _mended(_plain(text))))


def _plain(text: str) -> str:
    """A script's own notation as JSON: what it is assigned to left out, keys and strings in double quotes."""
    text = _UNDEFINED.sub(r"\1null", _ASSIGNED.sub("", text))
    if '"' not in text and "“" in text:
        text = text.replace("“", '"').replace("”", '"')
    if len(text) <= _LONGEST_NOTATION_CHARACTERS and not _QUOTED_KEY.search(text):
        text = _SINGLE_QUOTED.sub(lambda found: found[1] + json.dumps(found[2].replace("\\'", "'")), text)
        text = _BARE_KEY.sub(r'\1"\2"', text)
    return _NO_COMMA.sub(r"\1,\2", text)


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
    while token := (_IN_STRING if in_string else _OUTSIDE).search(text, done):
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
