"""Letters that are lost and cannot be known: "th? Hai", U+FFFD, what is left of a wrong decoding."""

import re
from collections.abc import Sequence

from crawler.text import mojibake
from crawler.text.syllables import is_fragment, is_syllable
from crawler.text.typed_marks import typed_words

_TOKEN = re.compile(r"(\d\s)?(?<!\S)(\S*[?\ufffd]\S*)")
_ADDRESS = re.compile(r"://|www\.|[=&]|\.\w{2,4}/")
_OUTER = "\"'“”‘’«»()[]{}.,;:!…–—-"
# Boxes, letters of nobody's font and other signs that stand for a letter between two others.
_SIGN_IN_WORD = re.compile(r"(?<=[^\W\d_])[□■▯▢¿¤\ue000-\uf8ff]+(?=[^\W\d_])")
_PIECES = re.compile(r"(?<![\w@./#])([a-zđ]{1,3})[_#…]([a-zđ]{1,3})(?![\w@/#])")
_LINE_IN_WORD = re.compile(
    r"(?<=[a-zđ])[_·](?=[ă\u1ea0-\u1ef9đơư])|(?<=[ăđơư\u1ea0-\u1ef9])[_·](?=[a-z])"
)  # no name of a user
# Lower-case words, the first of a sentence and names apart; what follows a figure is a unit.
_WORD = re.compile(r"(?<![\w/.'’-])(?<!\d )[a-zß-ÿăđĩũơư\u1ea0-\u1ef9]+(?![\w/'’-])")
_VOWELLESS = re.compile(r"[bcdđfghjklmnpqrstvwxz]+")
_OLD_FONT = re.compile("[äåæçëïñöøûüÿþð]")
_VIETNAMESE = re.compile("[đơưăạ-ỹ]")
_UNITS = frozenset("km kg cm mm ml mg kv kw kwh mw tr vs vnd gb tb mb hz m h g l s".split())  # noqa: SIM905
_FEWEST_WORDS, _FEWEST_TORN = 8, 3  # words of a line
_LEAST_TORN = 0.08  # of its words
_FEWEST_VIETNAMESE = 3  # letters of a line
_LOST = re.compile("[?\ufffd]+")


def damage_of(lines: Sequence[str]) -> str | None:
    """Return what is lost in a text, as a sentence for people; None for a whole one.

    The paragraph that lost most is named: one in ten does not show in the figures of a whole text.
    """
    worst: tuple[float, str] | None = None
    for number, line in enumerate(lines, 1):
        lost = len(damaged_words(line))
        if not lost:
            continue
        words = len(line.split())
        says = f"letters of {lost} of the {words} words of line {number} are lost"
        worst = max(worst or (0.0, ""), (lost / words, says))
    return worst[1] if worst else None


def damaged_words(line: str) -> list[str]:
    """Return the words of a line that have lost letters for sure."""
    if not line.isascii():
        line = _SIGN_IN_WORD.sub("?", line)
        line = _LINE_IN_WORD.sub("?", line)
    pieces = [found[0] for found in _PIECES.finditer(line) if is_fragment(found[1]) and is_fragment(found[2])]
    found = mojibake.damaged_words(line) + (pieces if len(pieces) > 1 else [])
    if "?" in line or "\ufffd" in line:
        found += [token[2] for token in _TOKEN.finditer(line) if _is_damaged(token[2], token[1] or "")]
    return found or _torn_words(line) or typed_words(line)


def _torn_words(line: str) -> list[str]:
    """Return the words that lost their vowels or are in an old font, where a line has many of them."""
    count = line.count(" ") + 1
    if count < _FEWEST_WORDS:
        return []
    words = _WORD.findall(line)
    torn = [word for word in words if word not in _UNITS and _VOWELLESS.fullmatch(word)]
    if sum(len(word) > 1 for word in torn) < _FEWEST_TORN - 1:
        torn = []  # points of a paragraph of law
    if (
        _OLD_FONT.search(line) and len(_VIETNAMESE.findall(line)) >= _FEWEST_VIETNAMESE
    ):  # else it is German or French
        torn += [word for word in words if _OLD_FONT.search(word)]
    return torn if len(torn) >= max(_FEWEST_TORN, _LEAST_TORN * count) else []


def _is_damaged(token: str, figure: str) -> bool:
    """Judge a token that holds a sign of loss; behind a figure, consonants are a unit: "396 m?"."""
    if "\ufffd" in token:
        return True
    core = token.strip(_OUTER)
    if _ADDRESS.search(core):
        return False
    word = core.rstrip("?")
    if "?" not in word:
        # Only consonants before it, or "?" for a whole word or letter: "b?", "??".
        torn = word.isalpha() and (word[1:] or word).islower() and is_fragment(word.lower())
        return (torn and not figure) or (not word and len(core) > 1)
    if word.startswith("?") and word.lstrip("?")[:1].isalpha():
        return True
    parts = [part for part in _LOST.split(word) if part]
    # "Vì sao?ông nói" lacks a blank; in "n?i" and "b?t" the pieces are no words.
    return any(part.isalpha() and part.islower() and not is_syllable(part) for part in parts[:2]) or (
        "?" in word and any(part.isalpha() and is_fragment(part.lower()) for part in parts)
    )
