"""Vietnamese text: cleaned for keeping, and in the normal form where all spellings of one text agree."""

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from unicodedata import normalize

from crawler.text.syllables import TONES, is_syllable

# Control characters, soft hyphen, grapheme joiner, zero-width and bidi signs, surrogates, non-characters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\ufe00-\ufe0f\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
)
# What colours a terminal, or more: without its first character, the rest would stand there as text.
_ESCAPE_SEQUENCE = re.compile("\x1b(?:\\[[0-?]{0,30}[ -/]{0,5}[@-~]|][^\x07\x1b\n]{0,99}(?:\x07|\x1b\\\\))")
# Hangul fillers and the empty Braille pattern: letters by name, blanks to the eye.
_FILLER = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")
_STYLED = re.compile(
    "[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\ufb00-\ufb06\u24b6-\u24e9\U0001d400-\U0001d7ff]+"
)
# Left over by NFC only where they are broken: a tone before its hat, a mark behind a blank.
_LOOSE_MARK = re.compile("[\u0300-\u0303\u0306\u0309\u031b\u0323]")
_BLANK_BEFORE_MARK = re.compile("(?<=[^\\W\\d_]) (?=[\u0300-\u0303\u0306\u0309\u031b\u0323])")
_TONE_BEFORE_HAT = re.compile("([\u0300\u0301\u0303\u0309])([\u0302\u0306])")
_LINE_END = re.compile("\r\n|[\n\x0b\x0c\r\x85\u2028\u2029]")
# What nearly all lines are made of: letters of Latin alphabets, and signs; no reference to resolve.
_PLAIN = re.compile("[\n -%'-~\xa1-\xac\xae-\u02ff\u1ea0-\u1ef9\u2010-\u2027\u2030-\u205e]*+")
_UNESCAPES = 8  # more levels than any publisher's system; a hostile text may nest thousands

_WORD = re.compile("[^\\W_]++(?:[\u0300-\u036f]++[^\\W_]*+)*+")
_TONE = re.compile(f"[{TONES}]")
_DOTTED = re.compile(r"[^\W\d_]{1,7}(?:\.[^\W\d_]{1,7})+")
_DOT = re.compile(r"\.[^\W\d_]")
_LONG_LINE = 2000  # characters; no line, and not worth a place in the cache
_LONG = 24  # no word; not worth a place in the cache
_Y_OR_I = re.compile(r"\b([hklmst]|qu)y(?!\w)")  # in a normal form, where the tone stands behind the word
_PLAIN_D = str.maketrans("đðɖ", "ddd")
_ETH = str.maketrans("ðɖ", "đđ")  # letters that look like đ when capital


def nfc_clean(text: str) -> str:
    """Return the text in NFC, entities resolved, nothing invisible in it, blanks single, lines stripped."""
    if not _PLAIN.fullmatch(text):
        text = _LINE_END.sub("\n", _resolved(without_escapes(text)))
    if "\n" in text:
        return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
    return " ".join(text.split())


def without_escapes(text: str) -> str:
    """Return a text without the sequences that steer a terminal."""
    return _ESCAPE_SEQUENCE.sub("", text) if "\x1b" in text else text


def _resolved(text: str) -> str:
    """Return a text with whole letters, entities resolved, and nothing invisible in it."""
    for _ in range(_UNESCAPES):
        before = text
        text = _with_whole_letters(normalize("NFC", _INVISIBLE.sub("", text)))
        if "&" in text:
            text = html.unescape(text)
        if text == before or "&" not in text:
            break
    return text


def _with_whole_letters(text: str) -> str:
    """Set marks on their letters and write styled letters and figures plainly."""
    if text.isascii():
        return text
    text = _STYLED.sub(lambda run: normalize("NFKC", run[0]), _FILLER.sub(" ", text))
    if _LOOSE_MARK.search(text):
        bare = normalize("NFD", _BLANK_BEFORE_MARK.sub("", text))
        text = normalize("NFC", _TONE_BEFORE_HAT.sub(r"\2\1", bare))
    return text


def words(text: str) -> list[str]:
    """Return the words of a text as they stand there; dots set into a word against filters are taken out."""
    text = nfc_clean(text)
    if _DOT.search(text):
        text = _DOTTED.sub(_joined_up, text)
    return _WORD.findall(text)


def without_censor_dots(text: str) -> str:
    """Take out dots set into words against filters, where nothing else can be meant: "9 a.m" stays."""
    if not _DOT.search(text):
        return text
    return _DOTTED.sub(_without_dots, text)


def tokens(text: str) -> list[str]:
    """Return the words of a text, each in its normal form."""
    return list(map(normal_word, words(text)))


def normal_form(text: str) -> str:
    """Return what remains of a text when case, punctuation, Unicode form and tone placement do not count."""
    return _line_form(text) if len(text) <= _LONG_LINE else " ".join(tokens(text))


@lru_cache(maxsize=1024)
def _line_form(text: str) -> str:
    """Return the normal form of a line; the last ones are kept, for one step after another asks."""
    return " ".join(tokens(text))


def content_hash(text: str) -> str:
    """Return the SHA-256 of the normal form, in hex: equal for two spellings of the same text."""
    return sha256(whole_form(text).encode()).hexdigest()


@lru_cache(maxsize=8)
def whole_form(text: str) -> str:
    """Return the normal form of a whole text; the last ones are kept, for one stage after another asks."""
    return " ".join(filter(None, map(normal_form, text.split("\n"))))  # no word goes over a line's end


def normal_word(word: str) -> str:
    """Return the word in lower case with its tone mark at the end: "hoà" and "hòa" become the same."""
    return _fold(word) if len(word) > _LONG else _fold_cached(word)


def _fold(word: str) -> str:
    letters = word.lower()
    if letters.isascii():
        return letters
    letters = normalize("NFD", letters).translate(_ETH)
    tones = normalize("NFD", "".join(_TONE.findall(letters)))
    return normalize("NFC", _TONE.sub("", letters)) + tones


def one_style(form: str) -> str:
    """Write i for y in a normal form where house styles differ and words do not: "kỹ" and "kĩ"."""
    return _Y_OR_I.sub(r"\1i", form)


def unmarked(text: str) -> str:
    """Return the text in lower case without tones and other marks, as addresses spell it: "Đà" is "da"."""
    letters = normalize("NFD", text.lower()).translate(_PLAIN_D)
    return "".join(letter for letter in letters if letter.isascii())


_fold_cached = lru_cache(maxsize=1 << 15)(_fold)


def _joined_up(match: re.Match[str]) -> str:
    return ".".join(_joined(match[0].split(".")))


def _without_dots(match: re.Match[str]) -> str:
    """Join a dotted word; one without marks is short for something where it is short, or not one word."""
    joined = _joined_up(match)
    short = match[0].isascii() and (len(match[0]) <= len("a.mm") or "." in joined)
    return match[0] if short else joined


def _joined(parts: list[str]) -> Iterator[str]:
    """Join neighbours that make one syllable, the most first: "đ", "e" -> "đe"; "sáng", "ngày" stay two."""
    start = 0
    while start < len(parts):
        end = next(
            (end for end in (start + 4, start + 3, start + 2) if _censored(parts[start:end])),
            start + 1,
        )
        yield "".join(parts[start:end])
        start = end


def _censored(parts: list[str]) -> bool:
    # One capital before the first dot begins a sentence or a name: "Đ.e dọa".
    inner_lower = all(
        (left[-1].islower() or (left is parts[0] and len(left) == 1)) and right[0].islower()
        for left, right in pairwise(parts)
    )
    return len(parts) > 1 and inner_lower and is_syllable("".join(parts).lower())
