"""Vietnamese in old fonts and encodings, or decoded wrongly: recognised by its syllables, undone."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from unicodedata import normalize

from crawler.text.syllables import is_syllable

_SHOWN = {  # what windows-1252 shows for the codes 128 to 159
    ord(bytes([code]).decode("cp1252")): chr(code)
    for code in range(128, 160)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_MARKS = {  # quotes, dashes and dots are what they seem
    ord(sign) for sign in "“”‘’…–—"
}
_WORD = re.compile(r"[\s<>=\-/.,;:!?()\[\]'\"“”‘’…–—]+")
_MIN_DAMAGED_WORDS = 4  # with letters beyond ASCII; fewer are chance
_SOUND_SHARE = 0.8  # of the words with marks are syllables: the text is what it should be
_REPAIRED_SHARE = 0.85  # of the words with marks are syllables after it, for a repair to be believed
_MIN_GAIN = 0.1  # of that share by the repair

# Letters of the font family .VnTime, in the order of their codes; upper case with tones is another font.
_TCVN3 = dict(
    zip(
        "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË®§ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\xadøõö÷ùýúûüþ¡¢£¤¥¦",
        "áàảãạăắằẳẵặâấầẩẫậđĐéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵĂÂÊÔƠƯ",
        strict=True,
    )
)
# RFC 1456: six capitals among the control characters, then the codes from 128 on.
_VISCII = {chr(code): letter for code, letter in zip((2, 5, 6, 20, 25, 30), "ẲẴẪỶỸỴ", strict=True)} | {
    chr(128 + index): letter
    for index, letter in enumerate(
        "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
        "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
    )
}
_VISCII |= {
    shown: _VISCII[code] for number, code in _SHOWN.items() if (shown := chr(number)) and number not in _MARKS
}
# VNI writes a letter and then its mark as another character; some letters have a character of their own.
_VNI_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VNI_HATS = dict(zip("âáàåãä", ("", *_VNI_TONES.values()), strict=True))
_VNI_BREVES = dict(zip("êéèúüë", ("", *_VNI_TONES.values()), strict=True))
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_pairs() -> Iterator[tuple[str, str]]:
    for base, plain in (*((letter, letter) for letter in "aeouy"), ("ô", "ơ"), ("ö", "ư")):
        yield from ((base + mark, normalize("NFC", plain + tone)) for mark, tone in _VNI_TONES.items())
    for base in "aeo":
        hats = ((base + mark, normalize("NFC", f"{base}\u0302{tone}")) for mark, tone in _VNI_HATS.items())
        yield from hats
    yield from (("a" + mark, normalize("NFC", f"a\u0306{tone}")) for mark, tone in _VNI_BREVES.items())


_VNI = dict(_vni_pairs()) | _VNI_LETTERS
_VNI |= {old.upper(): new.upper() for old, new in _VNI.items()}
_VNI |= {old[0].upper() + old[1]: new.upper() for old, new in _VNI.items() if len(old) == 2}  # noqa: PLR2004 - letter and mark
_VNI_SIGN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text as it was meant. `encoding` is what it was in; None when nothing was undone."""

    text: str
    encoding: str | None = None
    lines: int = 0


def repair(text: str) -> Repaired:
    """Undo an old encoding, or a wrong decoding, in the lines that have it. Call it before nfc_clean."""
    if text.isascii():
        return Repaired(text)
    damaged = text if not is_sound(text) else "\n".join(filter(_is_damaged, text.split("\n")))
    encoding = _encoding_of(damaged)
    if encoding is None:
        return Repaired(text)
    undo, before = _WAYS[encoding], text.split("\n")
    after = [new if _syllables(new := undo(old))[0] > _syllables(old)[0] else old for old in before]
    return Repaired(
        "\n".join(after), encoding, sum(new != old for new, old in zip(after, before, strict=True))
    )


def decoded(page: bytes) -> str | None:
    """Return the text of a page in an 8-bit encoding of Vietnamese; None when it is in none of them."""
    found = repair(page.decode("latin-1"))
    return found.text if found.encoding else None


def is_sound(text: str, share: float = _SOUND_SHARE) -> bool:
    """Tell whether the words with marks are mostly Vietnamese syllables."""
    good, all_of_them = _syllables(text)
    return all_of_them == 0 or good >= share * all_of_them


def _is_damaged(line: str) -> bool:
    good, all_of_them = _syllables(line)
    return all_of_them >= _MIN_DAMAGED_WORDS and good < _SOUND_SHARE * all_of_them


def _encoding_of(sample: str) -> str | None:
    """Return the encoding whose undoing makes nearly all words syllables."""
    good, before = _syllables(sample)
    if before < _MIN_DAMAGED_WORDS:
        return None
    best, found = max(_REPAIRED_SHARE, good / before + _MIN_GAIN), None
    for name, undo in _WAYS.items():
        good, after = _syllables(undo(sample))
        if after >= _MIN_DAMAGED_WORDS and good / after > best:
            best, found = good / after, name
    return found


def _syllables(text: str) -> tuple[int, int]:
    """Count the words with letters beyond ASCII, and those of them that are Vietnamese syllables."""
    words = [word for word in _WORD.split(normalize("NFC", text)) if word and not word.isascii()]
    return sum(is_syllable(word.lower()) for word in words), len(words)


def _letter_by_letter(table: dict[str, str]) -> Callable[[str], str]:
    letters = str.maketrans(table)
    return lambda text: text.translate(letters)


def _vni(text: str) -> str:
    return _VNI_SIGN.sub(lambda match: _VNI[match[0]], text)


def _redecoded(encoding: str) -> Callable[[str], str]:
    def undo(text: str) -> str:
        try:
            return normalize("NFC", text.translate(_SHOWN).encode("latin-1").decode(encoding))
        except UnicodeError:
            return text

    return undo


def _twice(text: str) -> str:
    once = _redecoded("utf-8")
    return once(once(text))


_WAYS: dict[str, Callable[[str], str]] = {
    "UTF-8 read as windows-1252": _redecoded("utf-8"),
    "UTF-8 read as windows-1252 twice": _twice,
    "windows-1258": _redecoded("cp1258"),
    "TCVN3": _letter_by_letter(_TCVN3),
    "VISCII": _letter_by_letter(_VISCII),
    "VNI": _vni,
}
