"""Articles of four outlets with the lines they print under all of theirs, and true lines that come again."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from crawler.article import Article
from crawler.newsroom.story import load_stories

NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Planted:
    """`place`: first, inside or last among the paragraphs; `share` of the outlet's articles have it."""

    line: str
    place: str
    share: float


STANDING = {
    "bensong": (
        Planted("Bến Sông sẽ cập nhật diễn biến của sự việc này trong các bản tin tiếp theo.", "last", 0.4),
        Planted("Bến Sông Thời sự", "last", 0.6),
        Planted("Độc giả có câu hỏi cho bài viết này xin gửi về hộp thư của Bến Sông.", "last", 0.05),
    ),
    "vamtre": (
        Planted("Đài Vàm Tre, tần số 98,5 MHz", "first", 0.5),
        Planted("Chuyên mục Nhịp Chợ ra mắt sáng thứ Bảy hằng tuần trên Đài Vàm Tre.", "last", 0.2),
        Planted("Video do cộng tác viên của chuyên mục Nhịp Chợ thực hiện", "inside", 0.06),
    ),
    "gocay": (
        Planted("Gỗ Cây giữ bản quyền nội dung của bài viết này trên mọi nền tảng.", "last", 0.8),
        Planted("Tòa soạn Gỗ Cây rất mong nhận được góp ý của bà con gần xa.", "last", 0.1),
        Planted("Gỗ Cây - Tiếng nói của làng nghề", "first", 0.9),
    ),
    "muoitrang": (
        Planted("Các bài trong chuyên đề này được Muối Trắng đăng mỗi thứ Năm, tuần một bài.", "last", 0.25),
        Planted("Nhóm phóng viên Muối Trắng tại miền biển", "last", 0.03),
        Planted("Bản đọc bằng giọng nói của Muối Trắng có ở đầu trang.", "first", 0.3),
    ),
}
TRUE = (
    Planted("Vụ việc đang được cơ quan công an tiếp tục điều tra, làm rõ.", "last", 0.06),
    Planted("Phía bên kia chưa bình luận về thông tin này.", "last", 0.05),
    Planted("Cầu Gỗ dài 1,2 km, khởi công năm 2019 với số vốn 850 tỉ đồng.", "last", 0.04),
    Planted("“Chúng tôi chỉ mong có đường đi học cho tụi nhỏ”, bà nói.", "inside", 0.08),
    Planted("Người dân nói gì?", "inside", 0.04),
    Planted("Hướng xử lý", "heading", 0.05),
    Planted("Diễn biến trước đó", "heading", 0.06),
    Planted("Ông Lê Hữu Phước, chủ tịch xã Vàm Gỗ:", "inside", 0.03),
    Planted("Tài khoản TikTok nói trên đã bị khóa.", "last", 0.03),
    Planted("Cơ quan chức năng khuyến cáo người dân không chia sẻ clip này.", "last", 0.03),
)
PEOPLE = ("Chủ tịch xã Vàm Gỗ Lê Hữu Phước", "Bà Nguyễn Thị Sáu ở ấp Bãi Giữa", "Kỹ sư Trần Minh Đăng")


def articles(count: int) -> list[Article]:
    """Return articles of the four outlets, the same ones each time; no line but the planted comes twice."""
    chance = random.Random(17)
    pool = [line.split(". ") for story in load_stories() for line in story.paragraphs]
    return [_article(number, list(STANDING)[number % len(STANDING)], pool, chance) for number in range(count)]


def _article(number: int, outlet: str, pool: Sequence[list[str]], chance: random.Random) -> Article:
    lines = list(_paragraphs(number, pool, chance))
    for planted in (*TRUE, *STANDING[outlet]):
        if chance.random() < planted.share:
            lines.insert(_index(planted.place, lines, chance), planted.line)
    return Article(
        f"https://{outlet}.example/{number}",
        f"{outlet}:{number}",
        outlet,
        f"Bài {number}",
        None,
        tuple(lines),
        NOW,
    )


def _paragraphs(number: int, pool: Sequence[list[str]], chance: random.Random) -> Iterator[str]:
    for part in range(chance.randrange(6, 11)):
        told = chance.choice(pool)
        begins = f"{chance.choice(PEOPLE)} nói trong buổi gặp thứ {number} lần {part + 1}"
        yield f"{begins}, {told[0][:1].lower()}{'. '.join(told)[1:]}"


def _index(place: str, lines: Sequence[str], chance: random.Random) -> int:
    if place in ("first", "last"):
        return 0 if place == "first" else len(lines)
    return chance.randrange(1, len(lines) - 1) if place == "heading" else chance.randrange(1, len(lines))


def lines_of(article: Article, planted: Sequence[Planted]) -> list[str]:
    known = {each.line for each in planted}
    return [line for line in article.paragraphs if line in known]
