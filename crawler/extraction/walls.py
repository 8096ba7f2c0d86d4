"""Walls: what asks the reader to log in or pay before the rest of an article is shown."""

import re
from typing import Final

from lxml.html import HtmlElement

from crawler.extraction.dom import names_of

REST: Final = r"(?:toàn (?:bộ|văn)|đầy đủ|trọn(?: vẹn)?|hết|phần còn lại)"
_WALL_CHARACTERS: Final = 200
_ASKED = (
    r"(?:đăng nhập|đăng ký|đặt mua|mua (?:gói|báo|quyền|bài)|trả phí|nâng cấp|trở thành (?:thành|hội) viên)"
)
_READER = (
    r"(?:(?:vui lòng|xin(?: mời)?|mời|hãy|để|bạn|quý (?:độc giả|bạn đọc|khách|vị)|độc giả)\s[^.!?]{0,40})?"
)
_TEXT = r"(?:tin|bài(?: viết| báo)?|nội dung|chuyên mục|phần (?:còn lại|tiếp theo))"
_PAYING = r"(?:vip|trả phí|đăng ký|premium|plus|dài hạn|đã (?:mua|đặt mua|đăng ký|trả phí))"
_PEOPLE = r"(?:độc giả|bạn đọc|người đọc|người dùng|khách hàng|tài khoản)"
_READING = rf"(?:đọc|xem|mở khóa|truy cập)\s+(?:tiếp|{REST}|bài|nội dung|tin)"
_APP = r"(?:tải|cài(?: đặt)?|mở)(?: về)?(?: trong)? (?:ứng dụng|app)"
_WALL: Final = re.compile(
    rf"^\W*{_READER}{_ASKED}\b[^.!?]{{0,60}}\bđể (?:(?:tiếp tục )?{_READING}"
    r"|tiếp tục(?= (?:đọc|xem)|\W*(?:\Z|đăng)))"
    rf"|^\W*để (?:tiếp tục )?{_READING}\b[^.!?]{{0,40}}[, ](?:vui lòng|xin|mời|hãy|bạn|quý)\s"
    rf"[^.!?]{{0,40}}{_ASKED}"
    rf"|^\W*để (?:tiếp tục )?{_READING}\b[^.!?]{{0,40}}[, ](?:vui lòng|xin|mời|hãy|bạn|quý)\s"
    rf"[^.!?]{{0,40}}{_APP}"
    rf"|^\W*{_READER}quét [^.!?]{{0,40}}\bđể (?:tiếp tục )?{_READING}"
    rf"|^\W*(?:đọc|xem) (?:tiếp|{REST})[^.!?]{{0,30}} (?:trên|trong|qua|bằng) (?:ứng dụng|app)\b"
    rf"|^\W*(?:(?:{_TEXT}\b[^.!?]{{0,40}}\s)(?:chỉ )?|(?:đây là )?(?:{_TEXT} )?chỉ )"
    r"dành (?:riêng )?cho (?:các )?"
    rf"(?:thành viên|hội viên|thuê bao|người (?:đăng ký|trả phí)|{_PEOPLE} {_PAYING})"
    rf"|^\W*dành (?:riêng )?cho {_PEOPLE} (?:vip|trả phí|premium|plus)"
    r"|^\W*(?:bạn|quý (?:độc giả|bạn đọc|khách)) (?:đã|chỉ còn|còn) [^.!?]{0,40}(?:miễn phí|chưa đọc)"
    r"|^\W*mở kh(?:óa|oá) (?:bài|nội dung|toàn bộ)"
    rf"|^\W*(?:đây là )?{_TEXT} (?:trả phí|(?:có )?thu phí|premium|vip)\W*(?:\Z|đăng)"
    rf"|^\W*{_READER}{_APP}\b[^.!?]{{0,60}}"
    rf"\bđể (?:tiếp tục )?(?:đọc|xem|mở khóa) (?:tiếp|{REST})(?: (?:nội dung|bài|phần)\b|\W*\Z)"
    rf"|^\W*(?:đọc|xem) (?:tiếp|{REST})[^.!?]{{0,20}} (?:với|bằng|cùng) (?:gói|tài khoản|thẻ)\b"
    r"|^\W*mua (?:lẻ )?bài (?:viết|báo|này)"
    r"|^\W*(?:subscribe|sign in|log in) to (?:read|continue)",
    re.IGNORECASE,
)
_LOCK: Final = re.compile(
    r"(?<![a-z])(?:pay-?_?wall|(?:premium|vip|content|article|member)[-_]?(?:content[-_])?lock(?:ed)?"
    r"|lock(?:ed)?[-_](?:content|premium|article|vip))(?![a-z])"
)


def is_wall(line: str) -> bool:
    """Whether a line says that the rest is for those who log in or pay; a sentence about others does not."""
    return len(line) <= _WALL_CHARACTERS and bool(_WALL.search(line))


def lock_of(element: HtmlElement) -> str | None:
    """Return the part of an element's name that calls it a lock on the text, None where nothing does."""
    found = _LOCK.search(names_of(element))
    return found[0] if found else None
