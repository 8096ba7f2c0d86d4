"""Lines of a text that are no text: what stands around articles in pages, and what repeats. Pure.

Only what cannot be meant is marked: a heading, a list or a poem is left alone.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from crawler.text.encodings import repair
from crawler.text.normalize import nfc_clean, normal_form, without_censor_dots
from crawler.text.shingles import shingle_hashes


class Kind(StrEnum):
    """What is wrong with a line; the first nine are dropped, the last three mended."""

    BLANK = "blank line"
    STAMP = "time stamp"
    POINTER = "pointer to other news"
    CAPTION = "caption"
    BYLINE = "by-line"
    REPEATED = "repeated paragraph"
    TEASER = "teaser"
    HEADLINE = "headline tail"
    STACKED = "stacked article"
    RECURRING = "recurring line"
    DATED = "time stamp in front"
    CENSORED = "censor dots"
    ENCODING = "old encoding"


@dataclass(frozen=True, slots=True)
class Flaw:
    """Lines `first` to `last`, counted from 0, and what they are; `better` is the mended line, None: drop."""

    first: int
    last: int
    kind: Kind
    better: str | None = None

    @property
    def lines(self) -> range:
        return range(self.first, self.last + 1)


_TIME = r"\d{1,2}\s*[:hg]\s*\d{2}(?::\d{2})?(?:\s*(?:AM|PM|SA|CH))?"
_DATE = r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*(?:19|20)\d{2}"
_WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
_MOMENT = rf"(?:{_TIME}[\s,|-]*(?:ngày\s+)?{_DATE}|{_DATE}[\s,|-]*(?:{_TIME})?)"
_STAMP = re.compile(
    rf"(?:(?:cập nhật|đăng|xuất bản)(?: lúc)?\s*:?\s*)?(?:{_WEEKDAY}[\s,|-]*)?(?:ngày\s+)?{_MOMENT}"
    r"[\s,|-]*(?:\(?(?:GMT|UTC)\s*[+-]\s*\d{1,2}\)?)?",
    re.IGNORECASE,
)
_STAMP_IN_FRONT = re.compile(rf"(?:{_DATE}[\s,|-]+{_TIME}|{_TIME}[\s,|-]+{_DATE})\s+(?=[A-ZÀ-ỸĐ“\"])")
_POINTER = re.compile(
    r"(?:>{1,3}|»|►|▶)\s*\S.*"
    r"|(?:(?:xem|đọc) (?:thêm|tiếp)|(?:tin|bài) (?:liên quan|cùng chuyên mục|khác)|tham khảo thêm)\b.{0,200}"
    r"|(?:video|clip|tin|bài)\s+(?:đang )?hot|tiêu điểm|tin đang nóng|tin (?:mới|nóng)(?: nhất)?"
    r"|(?:các )?tin khác|đọc nhiều(?: nhất)?"
    r"|có thể bạn quan tâm|bạn có thể quan tâm|mời bạn đọc .{0,80}|quảng cáo|chia sẻ|bình luận(?: \(\d+\))?"
    r"|(?:chủ đề|từ khóa|tags?)\s*:.{0,200}"
    r"|theo dõi .{2,40} trên .{0,40}|[-–—*_•·|]{1,20}",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"(?:\b|\()(?i:(?:nguồn )?(?:ảnh|photo)(?: minh họa| minh hoạ| tư liệu)?)\s*[:：]\s*[^:：]{2,60}$"
    r"|[.!?…)\]]\s+\(?(?:Ảnh|ẢNH)\s+[A-ZĐÀ-Ỹ][^.:]{1,40}\)?\.?$"
)
_LONGEST_CAPTION = 400
_PEOPLE = re.compile(
    r"(?:(?:theo|nguồn|bài|tin|tác giả|phóng viên|pv|biên dịch|lược dịch|thực hiện)\s*[:.]?\s*)"
    r"(?:[A-ZĐÀ-Ỹ][\w'’.]*[\s,&–/-]*){1,8}(?:\([^()]{2,60}\))?\.?",
)
_SENTENCE_END = re.compile(r"[.!?…:;][”\"’')\]]*$")
_CUT_SHORT = re.compile(r"(?:\.\.\.|…)$")
# Words that begin a news sentence: one in the middle of a line's first words ends a headline there.
_BEGINS = re.compile(
    r"^.{20,160}?[^\W\d_][\w'’”\"]*\s(?:Theo|Ngày|Hôm|Sáng|Trưa|Chiều|Tối|Đêm|Trong|Tại|Ông|Bà|Bộ|Các|Những|Một|Sau"
    r"|Trước|Khi|Tổng thống|Thủ tướng|Chính phủ|Quân đội|Mới đây|Hãng)\s"
)
_BODY, _LONG_BODY = 60, 200  # characters of a paragraph: with, and without, the end of a sentence
_LEAST_REPEAT = 40
_LEAST_TEASER = 150
_HEADLINE = range(20, 150)
_HEADLINE_WORDS = 5
_TAIL_OF_HEADLINES = 5  # lines; where nothing else says that the article is over
_BEFORE_STACK = 3  # lines an article has before another one can follow
_HEAD = 5  # lines from a headline on: within them a second article shows its caption
_ECHO = 0.6  # of a headline's words come again in the lines under it


def find_boilerplate(lines: Sequence[str], recurring: Collection[int] = ()) -> list[Flaw]:
    """Return what is wrong with one text, in order. `recurring`: shapes of an outlet's furniture."""
    found = {index: kind for index, line in enumerate(lines) if (kind := _alone(line, recurring))}
    if found.get(0) is Kind.CAPTION and _CAPTION.match(lines[0]):
        del found[0]  # the title of a photo story
    for index in _repeats(lines):
        found.setdefault(index, Kind.REPEATED)
    last = _last_paragraph(lines, found)
    if last is not None and _is_teaser(lines[last]):
        found[last] = Kind.TEASER
        last = _last_paragraph(lines, found)
    for index in _tail(lines, found, -1 if last is None else last):
        found.setdefault(index, Kind.HEADLINE)
    plain = [Flaw(index, index, kind) for index, kind in found.items()]
    stack = _stacked(lines, found, last)
    better = [
        mark for index, line in enumerate(lines) if index not in found and (mark := _mended(index, line))
    ]
    return sorted([*plain, *([stack] if stack else []), *better], key=lambda mark: (mark.first, -mark.last))


def line_hash(line: str) -> int:
    """Return what a line is known by: its words, whatever the digits."""
    return min(shingle_hashes(re.sub(r"\d+", "0", normal_form(line)).split(" ")))


def _alone(line: str, recurring: Collection[int]) -> Kind | None:
    """Judge a line by itself."""
    bare = line.strip()
    if not bare:
        return Kind.BLANK
    if _STAMP.fullmatch(bare):
        return Kind.STAMP
    if _POINTER.fullmatch(bare) and not (len(bare) > _LEAST_REPEAT and _SENTENCE_END.search(bare)):
        return Kind.POINTER
    if len(bare) < _LONGEST_CAPTION and _CAPTION.search(bare):
        return Kind.CAPTION
    return Kind.RECURRING if recurring and line_hash(bare) in recurring else None


def _repeats(lines: Sequence[str]) -> Iterator[int]:
    seen: set[str] = set()
    for index, line in enumerate(lines):
        form = normal_form(line) if len(line) > _LEAST_REPEAT else ""
        if form and form in seen:
            yield index
        seen.add(form)


def _last_paragraph(lines: Sequence[str], found: Collection[int]) -> int | None:
    return next((i for i in reversed(range(len(lines))) if i not in found and _is_paragraph(lines[i])), None)


def _is_paragraph(line: str) -> bool:
    return len(line) >= _LONG_BODY or (len(line) >= _BODY and bool(_SENTENCE_END.search(line)))


def _is_teaser(line: str) -> bool:
    """Tell whether a line is the beginning of another article: cut short, its headline run into its text."""
    return len(line) >= _LEAST_TEASER and bool(_CUT_SHORT.search(line)) and bool(_BEGINS.match(line))


def _tail(lines: Sequence[str], found: dict[int, Kind], last: int) -> Iterator[int]:
    """Yield the lines after the last paragraph, where it is plain that the article is over there."""
    after = [index for index in range(last + 1, len(lines)) if lines[index].strip()]
    signs = sum(found.get(index) in (Kind.POINTER, Kind.STAMP) for index in after)
    headlines = [index for index in after if index not in found and _is_headline(lines[index])]
    if last >= 0 and (signs or len(headlines) >= _TAIL_OF_HEADLINES):
        yield from (index for index in after if not _is_sentence(lines[index]))
    elif last > 0 and after and _PEOPLE.fullmatch(lines[after[-1]].strip()):
        found.setdefault(after[-1], Kind.BYLINE)


def _is_sentence(line: str) -> bool:
    return len(line.split()) >= _HEADLINE_WORDS and bool(_SENTENCE_END.search(line.rstrip()))


def _is_headline(line: str) -> bool:
    words = line.split()
    starts = line[:1].isupper() or line[:1] in "\"'“‘"
    return (
        len(line) in _HEADLINE
        and len(words) >= _HEADLINE_WORDS
        and starts
        and not line.isupper()
        and not _SENTENCE_END.search(line)
    )


def _stacked(lines: Sequence[str], found: dict[int, Kind], last: int | None) -> Flaw | None:
    """Find where a second article begins: a headline that the lines under it take up, and its own picture."""
    for index in range(_BEFORE_STACK, (last or 0) - 1):
        if index in found or not _is_headline(lines[index]):
            continue
        head = range(index + 1, min(index + _HEAD, len(lines)))
        pictured = any(found.get(each) is Kind.CAPTION for each in head)
        if pictured and _echoes(lines[index], [lines[each] for each in head[:3] if each not in found]):
            assert last is not None
            return Flaw(index, last, Kind.STACKED)
    return None


def _echoes(headline: str, under: Sequence[str]) -> bool:
    words = set(normal_form(headline).split(" "))
    return bool(under) and len(words & set(normal_form(" ".join(under)).split(" "))) >= _ECHO * len(words)


def _mended(index: int, line: str) -> Flaw | None:
    repaired = repair(line)
    if repaired.encoding:
        return Flaw(index, index, Kind.ENCODING, nfc_clean(repaired.text))
    dotless = without_censor_dots(line)
    if dotless != line:
        return Flaw(index, index, Kind.CENSORED, dotless)
    later = _STAMP_IN_FRONT.sub("", line, count=1) if _STAMP_IN_FRONT.match(line) else line
    return Flaw(index, index, Kind.DATED, later) if later != line else None
