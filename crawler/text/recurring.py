"""Lines that recur over the articles of an outlet: which may be learnt, which are no text. Pure.

A line is known by itself, word for word, figures included: another price is another line.
Recurring alone makes no standing line: sentences recur in news, too.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from math import sqrt

from crawler.text.line_checks import is_sentence
from crawler.text.normalize import normal_form

ENOUGH_ARTICLES = 5  # a line that stands in fewer is learnt, and stays
_COMMON_SHARE = 0.12  # of an outlet's articles; no sentence of news stands in so many
_LABEL_SHARE = 0.01  # of them: sub-headings and labels of what is told again stand in fewer
LONGEST_CHARACTERS = 300  # a longer line that recurs is a text
_SHORT_CHARACTERS = 100
_EDGE_LINES = 3  # at either end
_LEAST_LETTERS = 4
# Whom a line speaks to, or of what it speaks: readers, the paper, its page. Only what is said beside news.
# Platforms, videos and comments are no such sign: news tells of them, too.
_SIGN = re.compile(
    r"bạn đọc|độc giả|quý vị|thính giả|tòa soạn|toà soạn|ban biên tập|hotline|bản quyền"
    r"|bài viết (?:này|dưới đây|trên đây)|(?:nội dung|thông tin) trong bài|chuyên (?:mục|trang)|fanpage"
    r"|google news|tại đây|xem (?:thêm|tiếp)|đọc (?:thêm|tiếp)|theo dõi (?:báo|kênh)"
    r"|https?://|www\.|\w@\w|\.vn\b|ghi rõ nguồn|đăng ký nhận",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Recurring:
    """Least shares of an outlet's articles, by the hashes of lines that stand in enough of them."""

    shares: Mapping[int, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.shares)

    @classmethod
    def over(cls, texts: Iterable[Sequence[str]]) -> "Recurring":
        """Count the lines of texts that are there, title first in each."""
        counts: Counter[int] = Counter()
        articles = 0
        for lines in texts:
            counts.update(set(learnable(lines[1:])))
            articles += 1
        found = {line: n for line, n in counts.items() if n >= ENOUGH_ARTICLES}
        return cls({line: least_share(n, articles, n) for line, n in found.items()})

    def holds(self, lines: Sequence[str], index: int) -> bool:
        """Tell whether a line is a standing one: printed with articles, not told in them."""
        line = lines[index]
        place = _place(lines, index) if self.shares else None
        share = self.shares.get(line_hash(line)) if place else None
        if share is None:
            return False
        if _SIGN.search(line[:LONGEST_CHARACTERS]):
            return True
        told = is_sentence(line) or len(line) > _SHORT_CHARACTERS or _heads(lines, index)
        return share >= (_COMMON_SHARE if told or place == "inside" else _LABEL_SHARE)


def _heads(lines: Sequence[str], index: int) -> bool:
    """Tell whether a line may be the sub-heading of what stands under it."""
    return bool(index) and any(map(is_sentence, lines[index + 1 : index + 3]))


def least_share(articles: float, of: float, counted: int) -> float:
    """Return the share of an outlet's articles that a line has at least: one standard error below the seen.

    `counted` is how many were looked at: few of few articles may be chance.
    """
    return articles * (1 - 1 / sqrt(counted)) / of


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
