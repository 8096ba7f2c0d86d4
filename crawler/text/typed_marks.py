"""Words as they are typed, before an input method sets the marks: "ha`ng", "hangf", "hang2". Pure.

The keys are those of VIQR (RFC 1456) and of the input methods Telex and VNI.
"""

import re
from unicodedata import normalize

from crawler.text.syllables import is_syllable, is_unmarked_syllable

_FEWEST_WORDS = 8  # of a line
_LEAST_SIGNED = 0.3  # of its words: with signs or figures in them
_LEAST_TELEX = 0.5  # in letters alone; of English words up to a third look so
_TOKEN = re.compile(r"[A-Za-z][A-Za-z\d`'?~.^(+]{1,12}")
_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_HAT, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_SIGNS = {  # in VIQR and VNI each stands behind its letter
    "`": _GRAVE,
    "'": _ACUTE,
    "?": _HOOK,
    "~": _TILDE,
    ".": _DOT,
    "^": _HAT,
    "(": _BREVE,
    "+": _HORN,
    "2": _GRAVE,
    "1": _ACUTE,
    "3": _HOOK,
    "4": _TILDE,
    "5": _DOT,
    "6": _HAT,
    "8": _BREVE,
    "7": _HORN,
}
_TELEX = {"f": _GRAVE, "s": _ACUTE, "r": _HOOK, "x": _TILDE, "j": _DOT}
_DOUBLED = (("dd", "đ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("uow", "ươ"), ("uwow", "ươ"))
_WITH_W = (("aw", "ă"), ("ow", "ơ"), ("uw", "ư"))


def typed_words(line: str) -> list[str]:
    """Return the words of a line that are typed marks and no words as they stand, where many are."""
    words = line.split()
    if len(words) < _FEWEST_WORDS:
        return []
    tokens = [token[0].lower() for word in words if (token := _TOKEN.match(word.lstrip("“\"'(")))]
    signed = [token for token in tokens if _is_signed(token)]
    if len(signed) >= _LEAST_SIGNED * len(words):
        return signed
    telex = [token for token in tokens if _is_telex(token)]
    return telex if len(telex) >= _LEAST_TELEX * len(words) else []


def _is_signed(token: str) -> bool:
    """Whether a word is one of VIQR or VNI; at its end, a full stop may be what it is."""
    return not token.rstrip(".?'`~").isalpha() and _is_marked(_from_signs(token))


def _is_telex(token: str) -> bool:
    return token.isalpha() and not is_unmarked_syllable(token) and is_syllable(_from_telex(token))


def _is_marked(word: str) -> bool:
    return not word.isascii() and is_syllable(word)


def _from_signs(word: str) -> str:
    letters = word.replace("dd", "đ").replace("d9", "đ")
    return normalize("NFC", "".join(_SIGNS.get(sign, sign) for sign in letters))


def _from_telex(word: str) -> str:
    tone = _TELEX.get(word[-1], "")
    letters = word[:-1] if tone else word
    for typed, letter in (*_DOUBLED, *_WITH_W):
        letters = letters.replace(typed, letter)
    # The tone on the last vowel is enough: only whether it is a syllable is asked.
    place = max((i for i, sign in enumerate(letters) if normalize("NFD", sign)[0] in "aeiouy"), default=-1)
    return normalize("NFC", letters[: place + 1] + tone + letters[place + 1 :]) if place >= 0 else word
