"""Letters that are not what they seem, words that are broken up: mended where only one reading is possible.

Look-alikes (Ð, Cyrillic, Greek) in Vietnamese words; signs set into words against filters ("gi*ết"); blanks
set into words ("vi ệc"). What may be meant stays: names of minorities and foreign ones, abbreviations, units.
"""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import NamedTuple

from crawler.text.censored import without_censor_signs
from crawler.text.escapes import without_escapes
from crawler.text.mojibake import undo
from crawler.text.normalize import nfc_clean
from crawler.text.syllables import is_fragment, is_syllable


class Repair(StrEnum):
    """What was mended in a line, as notes say it."""

    DECODED = "UTF-8 read as windows-1252"
    LOOK_ALIKE = "letters of other scripts"
    CENSORED = "censor signs"
    SPLIT = "blanks inside of words"
    PICTURE = "signs that replaced pictures"


class Mended(NamedTuple):
    text: str
    repairs: tuple[Repair, ...]


_LETTERS = re.compile(r"[^\W\d_]+")
# A letter of another script, or one of the Latin ones that are taken for ă, ư, a and g.
_ALIEN = re.compile(r"[^\W\d_a-zA-Z\u00c0-\u0130\u0132-\u01a1\u01a4-\u01cc\u01cf-\u024f\u1e00-\u1eff]")
_D = re.compile("[ÐƉðɖ]")
_SAME_D = str.maketrans("ÐƉðɖ", "ĐĐđđ")
_ICELANDIC = frozenset("þæöÞÆÖ")
_SAME = str.maketrans(
    "аеорсухіјѕһԁԛԝАВЕКМНОРСТУХІЈЅԌαονρυιΑΒΕΖΗΙΚΜΝΟΡΤΥΧɑǎǍƣƢɡıʀɴɪʟɢʜʙᴀᴄᴅᴇᴋᴍᴏᴘᴛᴜᴠ",
    "aeopcyxijshdqwABEKMHOPCTYXIJSGaovpuiABEZHIKMNOPTYXaăĂưƯgirnilghbacdekmoptuv",
)
_CYRILLIC = range(0x0400, 0x0530)
_MOST_CAPITALS = 5  # letters of an abbreviation

_OPENS = "\"'“‘«(["
_BEHIND = re.compile(r"([^\W\d_]+)([^\w\s]*)\Z")
_PICTURE = re.compile(r"\A\ufffd+(?:\s|\Z)|\s\ufffd+\Z")
_ENDS = frozenset(["c", "ch", "m", "n", "ng", "nh", "p", "t"])
_SURELY_TORN = 2  # words of a line
_ONSETS_OF_TWO = frozenset(["ch", "gh", "gi", "kh", "ng", "ngh", "nh", "ph", "qu", "th", "tr"])


def mend(line: str) -> Mended:
    """Return a line with its letters as they were meant, and what was mended."""
    repairs: list[Repair] = []
    for repair, way in _WAYS:
        better = way(line)
        if better != line:
            repairs.append(repair)
            line = better
    return Mended(line, tuple(repairs))


def _decoded(line: str) -> str:
    better, count = undo(line)
    return without_escapes(nfc_clean(better) if count else line)


def with_own_letters(line: str) -> str:
    """Write look-alikes as the letters they stand for, in words that are Vietnamese by all other letters."""
    if line.isascii() or not (_ALIEN.search(line) or _D.search(line)):
        return line
    line = _LETTERS.sub(lambda word: _with_own_d(word[0]) if _D.search(word[0]) else word[0], line)
    rest = _ALIEN.findall(line.translate(_SAME))
    return _LETTERS.sub(lambda word: _in_one_script(word[0], alone=not rest), line)


def _with_own_d(word: str) -> str:
    """Read a capital eth at the beginning of a word, where Icelandic has none, and in abbreviations as Đ."""
    better = word.translate(_SAME_D)
    short = word.isupper() and len(word) <= _MOST_CAPITALS and _ICELANDIC.isdisjoint(word)
    own = word[0] in "ÐƉ" and not word.isupper()
    return better if own or short or is_syllable(better.lower()) else word


def _in_one_script(word: str, *, alone: bool) -> str:
    """Mend a word that mixes scripts; one of look-alikes only where nothing else is foreign (`alone`)."""
    better = word.translate(_SAME)
    if better == word or _ALIEN.search(better):
        return word
    mixed = any(letter == same for letter, same in zip(word, better, strict=True))
    if mixed and all(ord(letter) in _CYRILLIC for letter in _ALIEN.findall(word)):
        return better  # whatever it says: no language mixes the two
    return better if is_syllable(better.lower()) and (mixed or (alone and len(word) > 1)) else word


def without_blanks_inside(line: str) -> str:
    """Join the pieces of words that blanks part: "vi ệc"; where one is sure, the line's doubtful ones too."""
    if not any(map(is_fragment, set(_LETTERS.findall(line)))):
        return line
    parts = line.split(" ")
    torn = sum(map(_is_torn, parts, parts[1:], ["", *parts]))
    better = " ".join(_joined(parts, sure=torn >= _SURELY_TORN))
    return " ".join(_joined(better.split(" "), sure=True)) if better != line else line


def _is_torn(one: str, other: str, before: str) -> bool:
    """Whether consonants stand alone before a vowel that they make a syllable with."""
    behind = _BEHIND.match(other)
    end = behind[1] if behind else ""
    alone = one.isascii() and one.islower() and is_fragment(one) and not before[-1:].isdigit()
    return alone and end[:1].islower() and is_syllable(one + end) and not is_fragment(end)


def _joined(parts: list[str], *, sure: bool) -> Iterator[str]:
    place = 0
    while place < len(parts):
        part = parts[place]
        before = parts[place - 1][-1:] if place else ""
        earlier, (other, later) = (
            parts[place - 1] if place else "",
            [*parts[place + 1 : place + 3], "", ""][:2],
        )
        one = part.lstrip(_OPENS)
        unsure = _may_close(earlier, one, other) or _opens_next(one, other, later)
        if other and _are_one(one, other, before, sure=sure) and not unsure:
            yield part + parts[place + 1]
            place += 2
        else:
            yield part
            place += 1


def _opens_next(one: str, other: str, later: str) -> bool:
    """Whether consonants behind a whole word may as well open the next: "có m ặt" is no "cóm ặt"."""
    return other in _ENDS and is_syllable(one.lower()) and is_syllable(other + _bare(later))


def _may_close(earlier: str, one: str, other: str) -> bool:
    """Whether consonants before a whole word may as well close the one before: "tro ng anh"."""
    closes = one in _ENDS and is_syllable(earlier.lower()) and is_syllable(earlier.lower() + one)
    return closes and not is_fragment(_bare(other))


def _bare(word: str) -> str:
    """A word without the signs behind it; "" for what is none."""
    found = _BEHIND.match(word)
    return found[1] if found else ""


def _are_one(one: str, other: str, before: str, *, sure: bool) -> bool:
    """Whether two pieces are a word. `before` is what stands before them: a unit follows a figure."""
    behind = _BEHIND.match(other)
    if not one.isalpha() or not behind or not behind[1].islower() or before.isdigit():
        return False
    end, start = behind[1], one.lower()
    if not is_syllable(start + end):
        return False
    if is_fragment(end) and not end.isascii():
        return True
    if not is_syllable(start) and start not in _ONSETS_OF_TWO and len(start) > 1:
        return end in _ENDS
    marked = end in _ENDS and not start.isascii()
    tail = marked or (end in _ENDS and len(end) > 1) or (end in ("h", "g") and start[-1] in "nc")
    return sure and (is_fragment(start) or tail)


def without_replaced_pictures(line: str) -> str:
    """Take out U+FFFD that stands alone at the beginning or the end; inside of a line a word may be lost."""
    return line.strip("\ufffd ") if "\ufffd" in line and _PICTURE.search(line) else line


_WAYS: tuple[tuple[Repair, Callable[[str], str]], ...] = (
    (Repair.DECODED, _decoded),
    (Repair.LOOK_ALIKE, with_own_letters),
    (Repair.CENSORED, without_censor_signs),
    (Repair.SPLIT, without_blanks_inside),
    (Repair.PICTURE, without_replaced_pictures),
)
