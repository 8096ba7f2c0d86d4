"""What every line of a text must pass: by-lines, captions, pointers to other news and repeats are no text."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from crawler.text.normalize import normal_form

_NEWS_BOX = re.compile(
    r"^(?:tin liên quan|bài liên quan|tin cùng chuyên mục|tham khảo thêm|(?:có thể bạn|bạn có thể) quan tâm"
    r"|tin mới(?: nhất)?|(?:các )?tin khác|bài đọc nhiều|đọc nhiều"
    r"|tin nổi bật|video đang hot|xem nhiều)\s*[:>»]*$",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"^(?:[>»►▶]{1,3}\s*\S.*|(?:xem|đọc|tham khảo) thêm\b.*|(?:đọc|xem) tiếp\b.*|(?:tin|bài) liên quan\s*:.*"
    r"|mời (?:bạn|quý|độc giả|các bạn)[^.]{0,25}(?:đọc|xem|theo dõi|đón)\b.*"
    r"|(?:nhấn|bấm|click) vào đây\b.*)$",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"^\(?(?:ảnh|(?:tin|bài)(?:,| và)? ảnh|ảnh (?:minh họa|tư liệu|chụp màn hình)|video|clip|đồ họa"
    r"|infographic|nguồn(?: ảnh| tin| bài)?|thực hiện|trình bày|thiết kế|biên tập|theo)\s*[:：].{0,80}$",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"^(?:nguồn|tác giả|biên dịch|người dịch|dịch giả|hiệu đính)\s*[:：].{2,180}$", re.IGNORECASE
)
_WRITTEN_BY = re.compile(r"^\(?(?:tin|bài)(?:,| và)? ảnh\s*:", re.IGNORECASE)
_CAPTION_END = re.compile(
    r"[.)\]”\"]?\s*\(?(?:ảnh|photo|nguồn ảnh|ảnh minh họa)\s*[:：]\s*[^.:]{2,60}\)?\.?$"
    r"|\(ảnh (?:minh họa|minh hoạ|tư liệu|internet|chụp màn hình|cắt từ clip)[^()]{0,30}\)\.?$",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"^(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)[,\s]*)?(?:\d{1,2}[:h]\d{2}(?::\d{2})?[\s,"
    r"|-]*)?(?:ngày\s+)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}"
    r"(?:[\s,|-]*\d{1,2}[:h]\d{2}(?::\d{2})?)?(?:\s*\(?GMT\s*\+\s*\d+\)?)?$",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"^(?:chia sẻ|copy link(?: thành công)?|sao chép (?:liên kết|đường dẫn)|lấy link!?|link bài gốc.*"
    r"|\[?quay lại\]?|(?:gửi )?bình luận(?: \(\d+\))?|ý kiến bạn đọc(?: \(\d+\))?"
    r"|từ kh(?:óa|oá)(?: *:.*)?|quảng cáo"
    r"|theo dõi .{2,40} trên(?::.*| (?:google|facebook|zalo|youtube|tiktok|telegram).*)?"
    r"|thích|facebook|twitter|zalo"
    r"|xem các bài viết của tác giả|về trang chủ đề|tải ứng dụng:?|in bài|gửi email|lưu bài|nghe đọc bài"
    r"|tắt quảng cáo|phóng to|thu nhỏ|xem video|\d{1,3}|[-–—*_.•|]{1,20})$",
    re.IGNORECASE,
)
_UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-Ỹ"
_WORD = rf"(?:[{_UPPER}][\w'’.]*|[{_UPPER}]\.)"
_NAMES = re.compile(
    rf"^(?i:(?:bài|tin|tin,? ảnh|bài,? ảnh|bài và ảnh|tổng hợp|thực hiện|theo|lược dịch|biên dịch)\s*:?\s*)?"
    rf"{_WORD}(?:\s+{_WORD}){{0,4}}(?:\s*(?:[-–—,&/;]"
    rf"|và)\s*{_WORD}(?:\s+{_WORD}){{0,4}}){{0,4}}(?:\s*\([^()]{{2,60}}\))?[.]?$"
)
_AFTER = re.compile(rf"^\(?Theo\s+{_WORD}(?:[\s,.&/-]+(?:và\s+)?{_WORD}){{0,9}}\)?$")
_BYLINE_LENGTH = 90
_POINTER_LENGTH = 250
_CAPTION_LENGTH = 400
_REPEAT = 40


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The lines that stay, what was dropped (a note each kind), and the by-line found at the end."""

    lines: tuple[str, ...]
    notes: tuple[str, ...]
    byline: str | None = None


def clean_lines(
    lines: Iterable[str], *, title: str, lead: str | None, authors: Iterable[str] = ()
) -> Cleaned:
    known = {normal_form(text) for text in (title, lead or "") if text}
    people = {normal_form(name) for name in authors}
    kept: list[str] = []
    dropped: Counter[str] = Counter()
    seen: set[str] = set()
    written_by: str | None = None
    for line in lines:
        form = normal_form(line)
        why = _kind(line, form, known, seen)
        if why:
            dropped[why] += 1
            written_by = line if why == "credit" and _WRITTEN_BY.match(line) else written_by
            continue
        seen.add(form)
        kept.append(line)
    kept, byline = _without_byline(kept, people)
    if byline:
        dropped["by-line"] += 1
    notes = tuple(f"{count} {kind} line{'s' * (count > 1)} dropped" for kind, count in dropped.items())
    return Cleaned(tuple(kept), notes, byline or written_by)


def _kind(line: str, form: str, known: set[str], seen: set[str]) -> str | None:
    bare = line.lstrip("-–•*· ")
    if not form:
        return "empty"
    if form in known:
        return "title or lead"
    if form in seen and len(line) > _REPEAT:
        return "repeated"
    tests: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("furniture", _FURNITURE.match),
        ("time stamp", _STAMP.match),
        ("related", _is_pointer),
        ("credit", _is_credit),
        ("caption", _is_caption),
    )
    return next((kind for kind, test in tests if test(bare)), None)


def _is_pointer(line: str) -> bool:
    if _NEWS_BOX.match(line):
        return True
    # Prose may begin with such words too; then it is long, or ends like a sentence and has no colon.
    sentence = line.endswith(".") and ":" not in line and not line.startswith((">", "»"))
    return len(line) <= _POINTER_LENGTH and bool(_POINTER.match(line)) and not sentence


def _is_credit(line: str) -> bool:
    if line.endswith((".", "?", "!", ":")):
        return False
    short = len(line) <= _BYLINE_LENGTH
    return bool(_ORIGINAL.match(line) or (short and (_CREDIT.match(line) or _AFTER.match(line))))


def _is_caption(line: str) -> bool:
    return len(line) < _CAPTION_LENGTH and bool(_CAPTION_END.search(line))


def _without_byline(lines: list[str], people: set[str]) -> tuple[list[str], str | None]:
    """Cut the authors' lines off the end: known names, or lines made like names and not like a sentence."""
    byline = None
    while len(lines) > 1 and len(lines[-1]) <= _BYLINE_LENGTH:
        named = _NAMES.match(lines[-1])
        if not named and normal_form(lines[-1]) not in people:
            break
        byline = lines[-1] if named else byline
        lines = lines[:-1]
    return lines, byline
