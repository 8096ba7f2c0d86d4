"""Words hidden from filters by signs, dots or blanks set into them: "gi*ết", "m.a t.ú.y", "c h ế t". Pure.

Mended where only one reading is possible. Initials, abbreviations, addresses and arithmetic stay.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from crawler.text.normalize import unmarked, without_censor_dots
from crawler.text.syllables import is_fragment, is_syllable

_SURE_SIGNS = "*·•‧∙⋅●_|~^+#`"  # never meant inside of a word
_SIGNS = f"{_SURE_SIGNS}/,'’‐‑–—…-"
_NAMES = frozenset("-'’‐‑")  # "H'Hen", "Y-ên": behind a single capital they belong to a name
_IN_WORD = re.compile(rf"[^\W\d_](?:[{_SIGNS}]|\.\.?)[^\W\d_]")
_BROKEN = re.compile(
    rf"(?<![\w.{_SIGNS}])[^\W\d_]{{1,7}}(?:(?:[{_SIGNS}]|\.{{2,3}})[^\W\d_]{{1,7}})+(?![\w{_SIGNS}])"
)
_SIGN = re.compile(rf"[{_SIGNS}]|\.{{2,3}}")
_SURE_LENGTH = 3  # letters of a word without marks; "a*b" is arithmetic

_DOTTED = re.compile(r"(?<![\w.])(?<!\d )[^\W\d_]{1,7}(?:\.[^\W\d_]{1,7}+)++(?![\w.]*\w)")
_SHORT_FOR = frozenset("HPQX")  # huyện, phường, quận, xã, with a name behind the dot
_SURE_PARTS = 3  # single capitals that make a word with marks; two may be initials

_LETTERS_APART = re.compile(r"(?<![^\s(“\"'])[^\W\d_](?: [^\W\d_]){2,40}(?![^\s).,;:!?”\"'])")
_LONGEST_SYLLABLE = 7  # letters: "nghiêng"

# What filters look for. A star for one of the letters leaves one of these, or none.
_FILTERED = frozenset("giết chết hiếp dâm túy tử chém sex heroin mafia".split())  # noqa: SIM905
_STARRED = re.compile(r"(?<![\w*])[^\W\d_]{1,5}\*[^\W\d_]{0,5}(?![\w*])")


_FIGURED = re.compile(r"(?<![^\s(“\"'‘])[^\W\d_]{1,4}[01345][^\W\d_]{1,5}(?![\w.@])")
_FOR_FIGURES = str.maketrans("01345", "oieas")


def without_censor_signs(line: str) -> str:
    """Take out signs set into words against filters, where nothing else can be meant."""
    line = _FIGURED.sub(lambda found: _with_letters(found[0]), line)
    line = _LETTERS_APART.sub(lambda found: _closed_up(found[0]), line)
    if not _IN_WORD.search(line):
        return line
    better = _undone(line, sure=False)
    # Who hides one word of a line hides others there the same way.
    return _undone(better, sure=True) if better != line else line


def _undone(line: str, *, sure: bool) -> str:
    line = without_censor_dots(line)
    line = _DOTTED.sub(lambda found: _without_dots(found, sure=sure), line)
    line = _STARRED.sub(lambda found: _with_letter(found[0]), line)
    return _BROKEN.sub(lambda found: _whole(found[0], sure=sure), line)


def _whole(found: str, *, sure: bool) -> str:
    parts = _SIGN.split(found)
    word = "".join(parts)
    lower = word.lower()
    if not is_syllable(lower) or not (word.isupper() or "".join(parts[1:]).islower()):
        return found
    signs = set(_SIGN.findall(found))
    if signs <= set(_SURE_SIGNS):
        return word if sure or not word.isascii() or len(word) >= _SURE_LENGTH else found
    broken = any(is_fragment(part) or not is_syllable(part) for part in map(str.lower, parts))
    named = not _NAMES.isdisjoint(signs) and len(parts[0]) == 1 and parts[0].isupper()
    return word if broken and not named and (sure or not word.isascii()) else found


def _without_dots(found: re.Match[str], *, sure: bool) -> str:
    """Join what `without_censor_dots` leaves: capitals, and words without marks where others are hidden."""
    parts = found[0].split(".")
    word = "".join(parts)
    if word.lower() in _FILTERED:
        return word
    if not is_syllable(word.lower()):
        return found[0]
    if word.isupper():
        district = len(parts) == 2 and parts[0] in _SHORT_FOR  # noqa: PLR2004 - one dot
        told = len(parts[0]) > 1 or len(parts) >= _SURE_PARTS
        initials = found.string[found.end() :][:1] == "." and max(map(len, parts)) == 1
        return word if (sure and not district) or (told and not initials and not word.isascii()) else found[0]
    return word if sure and "".join(parts[1:]).islower() else found[0]


def _with_letters(found: str) -> str:
    """Write a figure inside of a word as the letter it stands for: "c0n"; a name or a measure is no word."""
    better = found.translate(_FOR_FIGURES)
    if not found[1:].islower():
        return found
    if is_syllable(better.lower()):
        return better
    fit = [word for word in _FILTERED if unmarked(word) == better.lower()]
    return fit[0] if len(fit) == 1 and found.islower() else found


def _with_letter(found: str) -> str:
    """Write the one word that filters look for where a star stands for a letter of it."""
    lower = found.lower()
    before, _, behind = lower.partition("*")
    fit = [
        word
        for word in _FILTERED
        if len(word) == len(found) >= _SURE_LENGTH and word.startswith(before) and word.endswith(behind)
    ]
    if len(fit) != 1:
        return found
    letter = fit[0][len(before)]
    return found.replace("*", letter.upper() if found.isupper() else letter)


def _closed_up(found: str) -> str:
    """Close up letters set apart, "c h ế t", where they are whole Vietnamese words."""
    letters = found.replace(" ", "")
    if letters.isascii() or not (letters.isupper() or letters[1:].islower()):
        return found
    words = _words(letters.lower())
    if not words:
        return found
    sizes = map(len, words)
    return " ".join(_cut(letters, sizes))


def _cut(letters: str, sizes: Iterator[int]) -> Iterator[str]:
    start = 0
    for size in sizes:
        yield letters[start : start + size]
        start += size


@lru_cache(maxsize=256)
def _words(letters: str) -> tuple[str, ...]:
    """Return the fewest syllables that make up the letters, the longest first; () where none do."""
    if not letters:
        return ()
    for size in range(min(_LONGEST_SYLLABLE, len(letters)), 1, -1):
        if is_syllable(letters[:size]):
            rest = _words(letters[size:])
            if rest or size == len(letters):
                return (letters[:size], *rest)
    return ()
