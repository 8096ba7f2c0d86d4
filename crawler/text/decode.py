"""Bytes of a page to text: our own order of trust, because Vietnamese pages are often labelled wrongly."""

import codecs
import html
import re
import unicodedata

from crawler.errors import Rejected
from crawler.reasons import Reason
from crawler.text import encodings

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its BOM begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LABEL = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_HEAD_BYTES = 4096
# Codecs such as "hex" or "unicode_escape" are names a page must not reach.
_TRUSTED = re.compile(
    r"\A(windows|cp|iso|latin|ascii|us-ascii|gb|big5|euc|shift|koi8|tis|utf-?16|utf-?32)[\w-]*$",
    re.IGNORECASE,
)
_MAX_BAD_SHARE = 0.001
_SAMPLE_CHARACTERS = 300_000

_VIETNAMESE = re.compile("[ăđơưĂĐƠƯạ-ỹẠ-Ỹ]")
# UTF-8 read as windows-1252 or latin-1, and then encoded once more.
_MOJIBAKE = re.compile("á[º»]|Æ[°¡¯\xa0]|Ä[‘ƒ\x91\x83\x90]|Ã[\x80-\xbf‘’“”•…–€™š›œžŸˆ‰Š‹ŒŽ]")
_MOJIBAKE_SIGNS = ("áº", "á»", "Æ°", "Æ¡", "Ä‘", "Ä\x91", "Ã\xa0", "Ã¡")
# 8-bit Vietnamese fonts (TCVN3, VISCII): signs in the middle of words, letters no Vietnamese word has.
_FONT_SIGNS = "µ¸¶·¹®©§«ª¬¨¯½¾±²³"
_COMMON_FONT_SIGNS = "µ¸¶¹"  # à, á, ả, ạ of TCVN3: no text is without them
_FONT_WORD = re.compile(rf"[a-zA-Z][{_FONT_SIGNS}][a-zA-Z]")
_ALIEN_LETTER = re.compile(r"[ÄÅÆÇËÎÏÑÖØÛÜßäåæçëîïñöøûüÿþðœ\x80-\x9f]")
_MAX_DAMAGED_LETTERS = 5

_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|(\d{1,9}));?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def decode(body: bytes, content_type: str | None) -> str:
    """The page's text, without characters and references that no parser survives.

    Raises Rejected(CHARSET) when no reading of the bytes is plausible Vietnamese text (or plain text at all).
    """
    for text, sure in _readings(body, content_type):
        if _plausible(text, sure=sure):
            return _without_controls(text)
    repaired = encodings.decoded(body)
    if repaired is not None:
        return _without_controls(repaired)
    raise Rejected(Reason.CHARSET, f"declared {_declared(body, content_type) or 'nothing'}")


def plausible(text: str) -> bool:
    """Whether a decoded text shows no trace of a wrong charset; for the article taken out of a page."""
    return text.count("\ufffd") <= 2 and _plausible(text, sure=True)  # noqa: PLR2004 - one cut letter makes two


def _readings(body: bytes, content_type: str | None) -> "list[tuple[str, bool]]":
    """(text, is surely Unicode), the most trusted first; never empty."""
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return [(body[len(bom) :].decode(encoding, "replace"), True)]
    wide = _wide(body)
    if wide:
        return [(body.decode(wide, "replace"), True)]
    try:
        return [(body.decode("utf-8"), True)]
    except UnicodeDecodeError:
        pass
    text = body.decode("utf-8", "replace")
    if _nearly_utf8(text, len(body)):
        return [(text, True)]
    declared = _declared(body, content_type)
    names = [declared] if declared and _TRUSTED.match(declared) else []
    return [
        (decoded, False) for name in [*names, "windows-1258"] if (decoded := _decoded(body, name)) is not None
    ]


def _wide(body: bytes) -> str | None:
    """UTF-16 without a BOM shows itself by the zero bytes of its markup."""
    head = body[:_HEAD_BYTES]
    if len(head) < 4:  # noqa: PLR2004 - shorter than two characters
        return None
    half = len(head) / 2
    if head[1::2].count(0) > 0.5 * half and head[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if head[::2].count(0) > 0.5 * half and head[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _nearly_utf8(text: str, size: int) -> bool:
    bad = text.count("\ufffd")
    good = sum(1 for _ in re.finditer("[^\x00-\x7f\ufffd]", text))
    return bad <= max(1, size * _MAX_BAD_SHARE) and bad * 10 <= max(good, 10)


def _declared(body: bytes, content_type: str | None) -> str | None:
    for text in (content_type or "", body[:_HEAD_BYTES].decode("latin-1")):
        found = _LABEL.search(text)
        if found:
            return found[1].lower()
    return None


def _decoded(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding, "replace")
    except (LookupError, ValueError):
        return None


def _plausible(text: str, *, sure: bool) -> bool:
    if sure and not any(sign in text for sign in (*_MOJIBAKE_SIGNS, *_COMMON_FONT_SIGNS)):
        return True
    sample = unicodedata.normalize(
        "NFC", text[:_SAMPLE_CHARACTERS] if sure else html.unescape(text[:_SAMPLE_CHARACTERS])
    )
    damage = len(_MOJIBAKE.findall(sample)) + len(_FONT_WORD.findall(sample))
    if not sure:
        damage += len(_ALIEN_LETTER.findall(sample)) + sample.count("\ufffd")
    vietnamese = len(_VIETNAMESE.findall(sample))
    return damage <= _MAX_DAMAGED_LETTERS or damage * 10 <= vietnamese


def _without_controls(text: str) -> str:
    return _CONTROL.sub("", _REFERENCE.sub(_reference, text))


def _reference(found: re.Match[str]) -> str:
    """A reference to a control character empties the whole page in libxml2; 128-159 mean windows-1252."""
    code = int(found[1], 16) if found[1] else int(found[2])
    if 0x80 <= code <= 0x9F:  # noqa: PLR2004 - as the HTML standard has it
        return html.unescape(f"&#{code};")
    bad = code > 0x10FFFF or _CONTROL.match(chr(code))  # noqa: PLR2004 - the end of Unicode
    return "" if bad else found[0]
