"""The paper's name in front of a lead or a first paragraph: "(Dân trí) - ", "TTO - ", "Báo Ví Dụ - "."""

import re
from collections.abc import Iterable

from crawler.text.normalize import normal_form

AGENCIES = (
    "TTO|TT|TPO|TP|NLĐO|NLDO|NLĐ|TNO|TN|PLO|PL|VOV\\.VN|VOV|VTV\\.vn|VTC News|SGGPO|SGGP|HNMO|LĐO"
    "|LĐTĐ|ANTĐ|GD&TĐ|GDVN|SKĐS|KTĐT|BNEWS|ĐCSVN|TBTCO|TBKTSG|KTSG"
    "|QĐND(?: Online)?|BVPL|CTO|ĐVO|PNVN|Dân trí|Dân Trí|Dantri|GiadinhNet|Chinhphu\\.vn|Vietnam\\+"
    "|TTXVN|Baoquocte\\.vn"
    "|TG&VN|VnMedia|VietTimes|Soha(?:\\.vn)?|Zing(?:\\.vn|News)?|Infonet|Kienthuc\\.net\\.vn"
    "|CAND(?: Online)?|VietNamNet|Vietnamnet|VnExpress|Người Lao Động|Thanh Niên"
    "|Tiền Phong|Lao Động|VietnamPlus"
)
_PREFIX = re.compile(
    rf"^(?:[(\[]\s*[^()\[\]]{{2,30}}\s*[)\]]\s*[.,]?\s*[-–—:]+|[(\[](?:{AGENCIES})[)\]]|(?:{AGENCIES})\s*[-–—:]"
    r"|(?:[\w-]{1,30}\.){1,3}(?:vn|com|net|org)\s*[-–—:])\s*(?=\S)"
)
_UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-Ỹ"
_ACRONYM = re.compile(rf"^([{_UPPER}&]{{3,8}}(?: Online)?)(?:\s*[-–—]\s*|\s+)(?=[“\"]?[{_UPPER}][^{_UPPER}])")
_DASH = re.compile(r"(?:(?<!\s)\s++)?+[-–—:]\s*+")
_ROW = re.compile(r"\s[-–—]\s")
_NAME_CHARACTERS = 40


def without_agency(text: str) -> str:
    """The text without the name of a known paper, or of any in brackets, in front."""
    found = _PREFIX.match(text)
    # Words in brackets that a clause explains are the text's own.
    return text[found.end() :].strip() if found and not text[found.end()].islower() else text.strip()


def without_paper(text: str, names: Iterable[str], elsewhere: str) -> str:
    """The text without one paper's name in front: a known one, one of `names`, or letters not met elsewhere.

    An alliance of which an article tells is met again in its text; the initials of a paper are not. Names in
    a row, with dashes between them, are what the text tells of.
    """
    bare = without_agency(text)
    if bare != text.strip():
        return bare
    text = bare
    dash = _DASH.search(text[: _NAME_CHARACTERS + 3])
    if dash and normal_form(text[: dash.start()]) in {normal_form(name) for name in names}:
        return text[dash.end() :]
    acronym = _ACRONYM.match(text)
    if acronym and acronym[1] not in elsewhere:
        dashed = bool(_DASH.fullmatch(text[acronym.end(1) : acronym.end()]))
        row = _ROW.search(text, acronym.end(), acronym.end() + _NAME_CHARACTERS)
        if (dashed and not row) or re.fullmatch(AGENCIES, acronym[1]):
            return text[acronym.end() :]
    return text
