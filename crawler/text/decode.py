"""Bytes of a page to text: our own order of trust, because Vietnamese pages are often labelled wrongly."""

import codecs
import html
import re
import unicodedata
from collections.abc import Iterable

from crawler.errors import Rejected
from crawler.reasons import Reason
from crawler.text import encodings
from crawler.text.mojibake import undo

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
# Unicode Technical Report 26: the halves of a surrogate pair, each in three bytes.
_HALVES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_HALF = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_MAX_BAD_SHARE = 0.001
_SAMPLE_CHARACTERS = 300_000

_VIETNAMESE = re.compile("[ăđơưĂĐƠƯạ-ỹẠ-Ỹ]")
# UTF-8 read as windows-1252 or latin-1, and then encoded once more.
_MOJIBAKE = re.compile("á[º»]|Æ[°¡¯\xa0]|Ä[‘ƒ\x91\x83\x90]|Ã[\x80-\xbf‘’“”•…–€™š›œžŸˆ‰Š‹ŒŽ]")
_MOJIBAKE_SIGNS = ("áº", "á»", "Æ°", "Æ¡", "Ä\x91", "Ã\xa0", "Ã¡")
_QUOTE_SIGN = "Ä‘".encode()
# 8-bit Vietnamese fonts (TCVN3, VISCII): signs in the middle of words, letters no Vietnamese word has.
_FONT_SIGNS = "µ¸¶·¹®©§«ª¬¨¯½¾±²³"
_COMMON_FONT_SIGNS = "µ¸¶¹"  # à, á, ả, ạ of TCVN3: no text is without them
_FONT_WORD = re.compile(rf"[a-zA-Z][{_FONT_SIGNS}][a-zA-Z]")
_ALIEN_LETTER = re.compile(r"[ÄÅÆÇËÎÏÑÖØÛÜßäåæçëîïñöøûüÿþðœ\x80-\x9f]")
_MAX_DAMAGED_LETTERS = 5


def _by_byte(seldom: bytes, signs: Iterable[str]) -> re.Pattern[bytes]:
    """Find signs in UTF-8 by a byte that all of them hold, with what stands before and behind it."""
    parts = (sign.encode().rpartition(seldom) for sign in signs)
    ways = (b"(?<=%b)%b" % (re.escape(front + seldom), re.escape(end)) for front, _, end in parts)
    return re.compile(seldom + b"(?:" + b"|".join(ways) + b")")


_SIGN = _by_byte(b"\xc2", (*_MOJIBAKE_SIGNS, *_COMMON_FONT_SIGNS))

_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|(\d{1,9}));?")
_CONTROL_BYTES = bytes([*range(9), 11, 12, *range(14, 32), 127])
_OTHER_CONTROL_BYTES = (b"\xed", b"\xef\xbf")  # that surrogates and non-characters begin with, and others
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


def decode_and_mend(body: bytes, content_type: str | None) -> tuple[str, int]:
    """The page's text with words read in a wrong charset as they were meant, and how many these were.

    Before parsing: cleaning takes out the control characters that half of the damage consists of.
    Raises as `decode` does.
    """
    return undo(decode(body, content_type))


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
        body = _with_whole_signs(body)
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


def _with_whole_signs(body: bytes) -> bytes:
    """Write signs beyond the first plane as UTF-8 does, where CESU-8 has two halves; a lone half is none."""
    return _HALF.sub(b"", _HALVES.sub(_joined_halves, body))


def _joined_halves(pair: re.Match[bytes]) -> bytes:
    halves = pair[0].decode("utf-8", "surrogatepass")
    return halves.encode("utf-16", "surrogatepass").decode("utf-16").encode()


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
    if sure:
        data = text.encode("utf-8", "surrogatepass")
        if not _SIGN.search(data) and _QUOTE_SIGN not in data:
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
    if "&#" in text:
        text = _REFERENCE.sub(_reference, text)
    data = text.encode("utf-8", "surrogatepass")
    clean = len(data.translate(None, _CONTROL_BYTES)) == len(data)
    if clean and not any(start in data for start in _OTHER_CONTROL_BYTES):
        return text
    return _CONTROL.sub("", text)


def _reference(found: re.Match[str]) -> str:
    """A reference to a control character empties the whole page in libxml2; 128-159 mean windows-1252."""
    code = int(found[1], 16) if found[1] else int(found[2])
    if 0x80 <= code <= 0x9F:  # noqa: PLR2004 - as the HTML standard has it
        return html.unescape(f"&#{code};")
    bad = code > 0x10FFFF or _CONTROL.match(chr(code))  # noqa: PLR2004 - the end of Unicode
    return "" if bad else found[0]
