"""Letters that are lost and cannot be known: "th? Hai", U+FFFD, what is left of a wrong decoding."""

import re
from collections.abc import Iterator, Sequence

from crawler.text import mojibake
from crawler.text.syllables import is_fragment, is_syllable

_TOKEN = re.compile(r"(\d\s)?(?<!\S)(\S*[?\ufffd]\S*)")
_ADDRESS = re.compile(r"://|www\.|[=&]|\.\w{2,4}/")
_OUTER = "\"'“”‘’«»()[]{}.,;:!…–—-"
_LOST = re.compile("[?\ufffd]+")


def damage_of(lines: Sequence[str]) -> str | None:
    """Return what is lost in a text, as a sentence for people; None for a whole one.

    The paragraph that lost most is named: one in ten does not show in the figures of a whole text.
    """
    worst: tuple[float, str] | None = None
    for number, line in enumerate(lines, 1):
        lost = len(list(damaged_words(line)))
        if not lost:
            continue
        words = len(line.split())
        says = f"letters of {lost} of the {words} words of line {number} are lost"
        worst = max(worst or (0.0, ""), (lost / words, says))
    return worst[1] if worst else None


def damaged_words(line: str) -> Iterator[str]:
    """Yield the words of a line that have lost letters for sure."""
    if "?" in line or "\ufffd" in line:
        yield from (found[2] for found in _TOKEN.finditer(line) if _is_damaged(found[2], found[1] or ""))
    yield from mojibake.damaged_words(line)


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
