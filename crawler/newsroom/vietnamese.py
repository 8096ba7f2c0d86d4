"""How Vietnamese outlets write dates, addresses, sections and old bytes."""

import re
import unicodedata
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

VIETNAM = timezone(timedelta(hours=7))
WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
SECTIONS = {
    "the-gioi": "Thế giới",
    "quan-su": "Quân sự",
    "phan-tich": "Phân tích",
    "thoi-su": "Thời sự",
    "kinh-te": "Kinh tế",
    "the-thao": "Thể thao",
    "van-hoa": "Văn hóa",
    "doi-song": "Đời sống",
    "giao-duc": "Giáo dục",
    "khoa-hoc": "Khoa học",
    "suc-khoe": "Sức khỏe",
    "du-lich": "Du lịch",
    "phap-luat": "Pháp luật",
    "cong-nghe": "Công nghệ",
    "giai-tri": "Giải trí",
}
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def slug(text: str) -> str:
    """Return the text as it stands in addresses: no marks, words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", unaccented(text).lower()).strip("-")[:90].strip("-")


def unaccented(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def section_name(section: str) -> str:
    return SECTIONS.get(section, section.replace("-", " ").capitalize())


def windows_1258(text: str) -> bytes:
    """Encode as old Vietnamese Windows programs did: tone marks as letters of their own."""
    return "".join(_with_loose_tone(c) for c in unicodedata.normalize("NFC", text)).encode(
        "cp1258", "xmlcharrefreplace"
    )


def _with_loose_tone(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    base = "".join(c for c in parts if c not in _TONES)
    tone = "".join(c for c in parts if c in _TONES)
    return unicodedata.normalize("NFC", base) + tone if tone else letter


def unpadded_date(at: datetime) -> str:
    return f"{WEEKDAYS[at.weekday()]}, {at.day}/{at.month}/{at.year}, {at:%H:%M} (GMT+7)"


def zoned_date(at: datetime) -> str:
    return f"{at:%d/%m/%Y %H:%M} GMT+7"


def bare_date(at: datetime) -> str:
    return f"{at:%d/%m/%Y %H:%M}"


def dashed_date(at: datetime) -> str:
    return f"{WEEKDAYS[at.weekday()]}, {at:%d/%m/%Y} - {at:%H:%M}"


def spelled_date(at: datetime) -> str:
    return f"Ngày {at.day} tháng {at.month} năm {at.year}, {at:%H:%M}"


def mail_date(at: datetime) -> str:
    return format_datetime(at)


def short_year_mail_date(at: datetime) -> str:
    full = format_datetime(at)
    return full.replace(f" {at.year} ", f" {at:%y} ", 1)


def greenwich_date(at: datetime) -> str:
    return format_datetime(at.astimezone(timezone.utc), usegmt=True)  # noqa: UP017 - usegmt asks for this very object
