"""Lines that recur over the articles of an outlet: which may be learnt, which are no text. Pure.

A line is known by itself, word for word, figures included: another price is another line.
Recurring alone makes no standing line: sentences recur in news, too.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from crawler.text.line_rules import is_sentence
from crawler.text.normalize import normal_form

ENOUGH_ARTICLES = 5  # a line that stands in fewer is learnt, and stays
COMMON_SHARE = 0.1  # of an outlet's articles: no sentence of news stands in so many, what a page prints does
LONGEST_CHARACTERS = 300  # a longer line that recurs is a text
_SHORT_CHARACTERS = 100
_EDGE_LINES = 3  # at either end
_LEAST_LETTERS = 4
# Whom a line speaks to, or of what it speaks: readers, the paper, its page. Only what is said beside news.
_SIGN = re.compile(
    r"bạn đọc|độc giả|quý vị|khán giả|thính giả|tòa soạn|toà soạn|ban biên tập|hotline|đường dây nóng"
    r"|bản quyền"
    r"|(?:bài viết|video|clip|nội dung|thông tin) (?:này|dưới đây|trên đây|trong bài)|chuyên (?:mục"
    r"|trang)|fanpage"
    r"|google news|youtube|zalo|tiktok|telegram|ứng dụng|tại đây|xem (?:thêm|tiếp)|đọc (?:thêm|tiếp)"
    r"|theo dõi (?:báo|kênh)"
    r"|https?://|www\.|\w@\w|\.vn\b|\.com\b|quảng cáo|sao chép|ghi rõ nguồn|bình luận|đăng ký nhận"
    r"|phát sóng",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Recurring:
    """Hashes of lines that stand in enough articles of an outlet, and of those in a tenth of them."""

    known: Collection[int] = frozenset()
    common: Collection[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.known)

    @classmethod
    def over(cls, texts: Iterable[Sequence[str]]) -> "Recurring":
        """Count the lines of texts that are there, title first in each."""
        counts: Counter[int] = Counter()
        articles = 0
        for lines in texts:
            counts.update(set(learnable(lines[1:])))
            articles += 1
        known = {line for line, count in counts.items() if count >= ENOUGH_ARTICLES}
        common = {line for line in known if counts[line] >= COMMON_SHARE * articles}
        return cls(frozenset(known), frozenset(common))

    def holds(self, lines: Sequence[str], index: int) -> bool:
        """Tell whether a line is a standing one: printed with articles, not told in them."""
        line = lines[index]
        place = _place(lines, index)
        if not self.known or not place or (hashed := line_hash(line)) not in self.known:
            return False
        if _SIGN.search(line[:LONGEST_CHARACTERS]):
            return True
        prose = is_sentence(line) or len(line) > _SHORT_CHARACTERS
        return hashed in self.common if prose or place == "inside" else True


def line_hash(line: str) -> int:
    """Return what a line is known by: its whole normal form."""
    return int.from_bytes(blake2b(normal_form(line).encode(), digest_size=7).digest())


def learnable(lines: Sequence[str]) -> Iterator[int]:
    """Yield the lines of an article that could be standing ones, should they come again."""
    return (line_hash(line) for index, line in enumerate(lines) if _place(lines, index))


def _place(lines: Sequence[str], index: int) -> str | None:
    """Return where a line stands, when a standing line could stand so; None for a sentence told inside."""
    line = lines[index]
    if len(line) > LONGEST_CHARACTERS or sum(map(str.isalpha, line)) < _LEAST_LETTERS:
        return None
    if index < _EDGE_LINES or index >= len(lines) - _EDGE_LINES:
        return "edge"
    inside = _SIGN.search(line) or (len(line) <= _SHORT_CHARACTERS and not is_sentence(line))
    return "inside" if inside else None
