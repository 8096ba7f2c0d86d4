"""UTF-8 read as windows-1252 in single words of a sound text, undone where only one reading fits.

`encodings` undoes whole lines; here is what a title, a name or a quotation taken over from elsewhere needs.
The method is that of ftfy (github.com/rspeer/python-ftfy), bound to Vietnamese: a run of signs is undone only
where the word becomes a Vietnamese syllable and was none before.
"""

import re
from itertools import pairwise
from typing import Final
from unicodedata import normalize

from crawler.text.syllables import is_syllable

_BYTES: Final = {chr(code): code for code in range(128, 256)} | {
    bytes([code]).decode("cp1252"): code
    for code in range(128, 160)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_REST: Final = "".join(re.escape(sign) for sign, code in _BYTES.items() if code < 0xC0)  # noqa: PLR2004 - UTF-8
_RUN = re.compile(f"[ÂÃÄÅÆÌ][{_REST}]|[áâ][{_REST}]{{2}}|ð[{_REST}]{{3}}")
# Of "”" and "Đ" the second half is a control character, which cleaning takes out.
_HALF = re.compile(f"â€(?![{_REST}])|Ä(?=[a-zà-ỹ])")
_HALVES = {"â€": "”", "Ä": "Đ"}
# What cleaning leaves of ề, ọ, ỏ, ờ; a straight quote is what an editor makes of the second half of ố.
_AMBIGUOUS = re.compile(r"á»(?:'|(?![^\s\w]))")
_LOST = ("ề", "ọ", "ỏ", "ờ")
_TOKEN = re.compile(r"[^ \t\n]+")
_WORD = re.compile(r"[^\W\d_]+")
_SIGN = re.compile(f"[ÃÄÆ][{_REST}]|á[º»]|â€|Ä[a-zà-ỹ]")
_QUOTES = "“”‘’…–—.,!?:;()\"'"
_SIGNS = ("áº", "á»", "Ã", "Ä", "Æ", "â€")  # sought first, for a page is long
_TIMES = 3  # wrongly decoded, once and again


def undo(text: str) -> tuple[str, int]:
    """Return the text with its damaged words as they were meant, and how many of them there were."""
    if not any(sign in text for sign in _SIGNS) or not _SIGN.search(text):
        return text, 0
    count = 0

    def mended(token: re.Match[str]) -> str:
        nonlocal count
        better = _mended(token[0])
        count += better != token[0]
        return better

    return normalize("NFC", _TOKEN.sub(mended, text)), count


def damaged_words(line: str) -> list[str]:
    """Return the words of a line in which signs of a wrong decoding are left.

    Where a guillemet opens, "á»" may be the end of a quotation.
    """
    if not _SIGN.search(line):
        return []
    quoted = "«" in line
    words = (token.replace("á»", "") if quoted else token for token in _TOKEN.findall(line))
    return [word for word in words if _SIGN.search(word) and not _is_sound(word)]


def _mended(token: str) -> str:
    if not _SIGN.search(token) or _is_sound(token):
        return token
    better = token
    for _ in range(_TIMES):
        better = _RUN.sub(_decoded, before := better)
        if better == before:
            break
    better = _HALF.sub(lambda half: _HALVES[half[0]], better)
    better = _AMBIGUOUS.sub(lambda sign: _the_one(better, sign), better)
    return better if all(word.isascii() or is_syllable(word) for word in _words(better)) else token


def _decoded(run: re.Match[str]) -> str:
    try:
        return bytes(_BYTES[sign] for sign in run[0]).decode()
    except UnicodeError:
        return run[0]


def _the_one(token: str, sign: re.Match[str]) -> str:
    """Return the one letter that makes a syllable of the word; the sign where none does, or several do."""
    if sign[0].endswith("'"):
        return "ố"
    words = (f"{token[: sign.start()]}{letter}{token[sign.end() :]}" for letter in _LOST)
    fits = [letter for letter, word in zip(_LOST, words, strict=True) if all(map(is_syllable, _words(word)))]
    return fits[0] if len(fits) == 1 else sign[0]


def _is_sound(token: str) -> bool:
    """Whether a token is one word, with quotes around it at most: "ĐÃ”"."""
    word = token.strip(_QUOTES)
    mixed = any(one.islower() and two.isupper() for one, two in pairwise(word))
    return word.isalpha() and not mixed and is_syllable(normalize("NFC", word).lower())


def _words(token: str) -> list[str]:
    return _WORD.findall(normalize("NFC", token).lower())
