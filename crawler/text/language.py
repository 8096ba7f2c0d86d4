"""The language of a text."""

import re
from functools import cache
from threading import Lock
from typing import Any
from unicodedata import normalize

# Letters only Vietnamese uses much: not é or â, nor the dotted e, i, o, u of Igbo and Yoruba.
_ONLY_VIETNAMESE = re.compile(
    "[đơưạảấầẩẫậắằẳẵặẻẽếềểễệỉỏốồổỗộớờởỡợủứừửữựỳỵỷỹĐƠƯẠẢẤẦẨẪẬẮẰẲẴẶẺẼẾỀỂỄỆỈỎỐỒỔỖỘỚỜỞỠỢỦỨỪỬỮỰỲỴỶỸ]"
)
_LETTER = re.compile(r"[^\W\d_]")
_SURELY_VIETNAMESE = 0.06  # of all letters; articles have twice that
_UNACCENTED = 0.02
_SAMPLE = 1_000  # characters; more make langdetect slower, not better

_detecting = Lock()  # langdetect loads its profiles into globals


def language_of(text: str) -> tuple[str, float]:
    """Return the ISO 639-1 code of the text's main language and how sure that is; "und" when none shows."""
    text = normalize("NFC", text)
    if _marked(text) >= _SURELY_VIETNAMESE:
        return "vi", 1.0
    with _detecting:
        return _detected(_sample(text))


def is_unaccented(text: str) -> bool:
    """Whether the text is Vietnamese typed without its marks."""
    return _marked(normalize("NFC", text)) < _UNACCENTED and language_of(text)[0] == "vi"


def _marked(text: str) -> float:
    return len(_ONLY_VIETNAMESE.findall(text)) / max(1, len(_LETTER.findall(text)))


def _sample(text: str) -> str:
    """Return the beginning, middle and end: a page may open in one language and go on in another."""
    if len(text) <= _SAMPLE:
        return text
    part, middle = _SAMPLE // 3, len(text) // 2
    return "\n".join((text[:part], text[middle : middle + part], text[-part:]))


def _detected(sample: str) -> tuple[str, float]:
    from langdetect.lang_detect_exception import LangDetectException

    try:
        found = _detector()(sample)
    except LangDetectException:  # no letters in it
        return "und", 0.0
    return (found[0].lang, found[0].prob) if found else ("und", 0.0)


@cache
def _detector() -> Any:
    from langdetect import DetectorFactory, detect_langs

    DetectorFactory.seed = 0  # else the answer for a short text changes from call to call
    return detect_langs
