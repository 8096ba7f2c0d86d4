"""Letters left as escapes in a line: "qu%E1%BA%A3n", "qu=E1=BA=A3n", "bÃ con", "phi´". Pure.

Undone where a Vietnamese syllable comes out, and nowhere in an address.
"""

import re
from collections.abc import Callable
from unicodedata import normalize

from crawler.text.syllables import is_syllable

_ESCAPE = re.compile(r"\\u[0-9a-fA-F]{4}|U\+1E[0-9A-F]{2}|(?:%[0-9A-F]{2}){2,12}|(?:=[0-9A-F]{2}){2,12}")
_TOKEN = re.compile(r"(?<!\S)\S*(?:\\u|U\+1E|%[0-9A-F]|=[0-9A-F]{2}=)\S*")
_ADDRESS = re.compile(r"://|www\.|[?&/]")
_WORD = re.compile(r"[^\W\d_]+")
# Of "à" in UTF-8 the second byte is a no-break space, which cleaning took for a blank.
_HALF_OF_A = re.compile(r"(?<=[a-zđ])Ã(?=[\s,.;:!?”\"]|$)")
# A mark behind its vowel instead of on it, twice, or a cedilla for the dot below.
_APART = re.compile(
    "(?<![^\\W\\d_])[^\\W\\d_]*(?:[^\\W\\d_][´ˊˋ˜ˀ\u0300-\u0303\u0309\u0323\u0327]|[ȩȨ])[^\\W\\d_]*"
)
_MARK = re.compile("[´ˊˋ˜ˀ\u0300-\u0303\u0309\u0323\u0327ȩȨ]")
_MARKS = str.maketrans("´ˊˋ˜ˀ\u0327", "\u0301\u0301\u0300\u0303\u0309\u0323")
_TWICE = re.compile("([\u0300-\u0303\u0306\u0309\u031b\u0323])\\1+")


def without_escapes(line: str) -> str:
    """Return a line with the letters that its escapes stand for, where they make words."""
    if "Ã" in line:
        line = _HALF_OF_A.sub("à", line)
    if _ESCAPE.search(line):
        line = _TOKEN.sub(lambda token: _or_as_it_was(token[0], _unescaped), line)
    if not line.isascii() and _MARK.search(line):
        line = _APART.sub(lambda word: _or_as_it_was(word[0], _with_marks), line)
    return line


def _or_as_it_was(token: str, way: Callable[[str], str]) -> str:
    better = normalize("NFC", way(token))
    sound = all(map(is_syllable, _WORD.findall(better.lower())))
    return better if better != token and sound and not _ADDRESS.search(token) else token


def _unescaped(token: str) -> str:
    return _ESCAPE.sub(lambda found: _letters(found[0]), token)


def _letters(escape: str) -> str:
    try:
        if escape[0] in "%=":
            return bytes.fromhex(escape.replace(escape[0], "")).decode()
        return chr(int(escape.lstrip("U+\\u"), 16))
    except ValueError:
        return escape


def _with_marks(word: str) -> str:
    return _TWICE.sub(r"\1", normalize("NFD", word).translate(_MARKS))
