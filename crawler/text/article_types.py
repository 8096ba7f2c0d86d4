"""What a text is when it is no article that one can keep: ticker, list, table, pictures, a few lines. Pure.

Each check asks for what only that type has, in the title and in the lines; in doubt a text is an article.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from crawler.reasons import Reason
from crawler.text.normalize import words

_TICKER_TITLE = re.compile(
    r"\b(?:trực tiếp|tường thuật|cập nhật liên tục|live|diễn biến mới nhất)\b", re.IGNORECASE
)
_TICKER_LINE = re.compile(
    r"(?:\d{1,2}\s*[:hg]\s*\d{2}\b|phút(?: thứ)?\s+\d{1,3}\b|\d{1,3}\s*['’′])", re.IGNORECASE
)
_PHOTO_TITLE = re.compile(
    r"^\s*\[?(?:ảnh|chùm ảnh|photo|infographics?|video|clip)\b\]?\s*[:\]\-–|]"
    r"|\bqua ảnh\b|\bchùm ảnh\b|\[(?:ảnh|photo|video|infographics?)\]",
    re.IGNORECASE,
)
_WEATHER_TITLE = re.compile(
    r"\b(?:thời tiết|dự báo thời tiết|không khí lạnh|nắng nóng|mưa (?:lớn|rào))\b", re.IGNORECASE
)
_WEATHER_SIGN = re.compile(
    r"\d\s*(?:độ(?:\s*C)?\b|°\s*C)|nhiệt độ (?:thấp|cao) nhất"
    r"|gió (?:đông|tây|nam|bắc|nhẹ|mạnh)|\bmưa rào\b|\bcó dông\b|\bít mưa\b|\bnhiều mây\b",
    re.IGNORECASE,
)
_PRICE_TITLE = re.compile(
    r"\b(?:giá (?:vàng|xăng|dầu|heo|lúa|gạo|cà phê|tiêu|usd|thép|bitcoin)"
    r"|tỷ giá|tỉ giá|lãi suất|kết quả xổ số|xổ số|xsm[bnt]"
    r"|lịch thi đấu|bảng xếp hạng|kết quả bóng đá|điểm chuẩn)\b",
    re.IGNORECASE,
)
_LIST_TITLE = re.compile(
    r"\b(?:điểm tin|điểm báo|tin vắn|tin nhanh|tin tức (?:24h|trong ngày|nổi bật)"
    r"|bản tin (?:sáng|trưa|chiều|tối|24h|cuối ngày)"
    r"|thế giới 24h|tin (?:sáng|trưa|chiều|tối)(?: ngày)? \d)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?…][”\"’')\]]*(?=\s|$)")
_SENTENCE_END = re.compile(r"[.!?…][”\"’')\]]*$")

LEAST_CHARACTERS = 400
_LEAST_SENTENCES = 3  # sentences: fewer are a notice
_TICKER_LINES, _TICKER_SHARE = 5, 0.35
_PHOTO_WORDS = 200
_PARAGRAPHS = 3  # of more than one sentence: somebody tells a story
_WEATHER_SIGNS = 6  # temperatures, winds and skies named: a report tells of fewer
_FIGURES_WITH_TITLE, _FIGURES = 0.2, 0.4  # share of the words that are numbers
_LEAST_WORDS = 30
# Lines that are headlines: under a title that calls it a list, and under any other, where they are also most.
_HEADLINES_WITH_TITLE, _HEADLINES, _HEADLINE_SHARE = 3, 6, 0.5
_HEADLINE = range(25, 150)
_HEADLINE_WORDS = 5


class NoArticle(NamedTuple):
    """The type of a text that is not kept, as a reason, and what shows it."""

    reason: Reason
    says: str


def classify(title: str, lines: Sequence[str]) -> NoArticle | None:
    """Return what a text is when it is no article; `lines` are its lead and paragraphs."""
    return (
        _ticker(title, lines)
        or _weather(title, lines)
        or _table(title, lines)
        or _photos(title, lines)
        or _list(title, lines)
    )


def shortness(lines: Sequence[str]) -> NoArticle | None:
    """Return what a text is that has too little in it to be an article."""
    characters = len("\n".join(lines))
    sentences = sum(len(_SENTENCE.findall(line)) or 1 for line in lines)
    if characters < LEAST_CHARACTERS or sentences < _LEAST_SENTENCES:
        return NoArticle(Reason.TOO_SHORT, f"{characters} characters, {sentences} sentences")
    return None


def _ticker(title: str, lines: Sequence[str]) -> NoArticle | None:
    timed = sum(bool(_TICKER_LINE.match(line)) for line in lines)
    called = bool(_TICKER_TITLE.search(title))
    if timed >= _TICKER_LINES and (called or timed >= _TICKER_SHARE * len(lines)):
        return NoArticle(Reason.LIVE_TICKER, f"{timed} of {len(lines)} lines begin with a time")
    return None


def _weather(title: str, lines: Sequence[str]) -> NoArticle | None:
    signs = len(_WEATHER_SIGN.findall("\n".join(lines)))
    if signs >= _WEATHER_SIGNS and _WEATHER_TITLE.search(title):
        return NoArticle(Reason.WEATHER, f"its title, and {signs} signs of a forecast")
    return None


def _table(title: str, lines: Sequence[str]) -> NoArticle | None:
    found = words("\n".join(lines))
    if len(found) < _LEAST_WORDS:
        return None
    share = sum(word.isdecimal() for word in found) / len(found)
    called = bool(_PRICE_TITLE.search(title))
    if share >= (_FIGURES_WITH_TITLE if called else _FIGURES):
        return NoArticle(Reason.PRICE_TABLE, f"{share:.0%} of its words are numbers")
    return None


def _photos(title: str, lines: Sequence[str]) -> NoArticle | None:
    count = sum(len(line.split()) for line in lines)
    told = sum(len(_SENTENCE.findall(line)) > 1 for line in lines)
    if _PHOTO_TITLE.search(title) and count < _PHOTO_WORDS and told < _PARAGRAPHS:
        return NoArticle(Reason.PHOTO_STORY, f"{count} words under a title that announces pictures")
    return None


def _list(title: str, lines: Sequence[str]) -> NoArticle | None:
    heads = sum(
        len(line) in _HEADLINE and len(line.split()) >= _HEADLINE_WORDS and not _SENTENCE_END.search(line)
        for line in lines
    )
    called = bool(_LIST_TITLE.search(title))
    if (called and heads >= _HEADLINES_WITH_TITLE) or (
        heads >= _HEADLINES and heads > _HEADLINE_SHARE * len(lines)
    ):
        return NoArticle(Reason.NEWS_LIST, f"{heads} of {len(lines)} lines are headlines")
    return None
