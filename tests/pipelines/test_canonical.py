"""A page that calls itself another article is that article only when it tells the same."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import lay_out

from crawler.article import Announcement, Article, ArticlePattern, Page
from crawler.config.models import Config
from crawler.corpus.corpus import Corpus
from crawler.crawl.writer import Writer
from crawler.errors import Rejected
from crawler.reasons import Reason
from pipelines.dedup import Dedup
from pipelines.extract import Extract

HOME = "https://songlam.example.vn"
PATTERN = ArticlePattern("songlam", ("songlam.example.vn",), rf"{HOME}/[^/?#]+-(?P<id>\d{{7}})\.html")
FERRY = (
    "Bến phà Nam Đàn ngừng chạy từ chiều 3/2 vì nước sông dâng cao hơn mức báo động hai gần nửa mét.",
    "Ban quản lý bến cho biết hơn bốn trăm xe máy phải vòng lên cầu Yên Xuân, xa thêm mười hai cây số.",
    "Đội cứu hộ của huyện kéo hai chiếc phà vào âu thuyền và canh dây neo suốt đêm, chờ lũ rút.",
    "Theo trạm thủy văn Chợ Tràng, đỉnh lũ sẽ đến vào sáng hôm sau rồi xuống chậm trong ba ngày.",
    "Nhiều hộ bán hàng ven bến đã dọn đồ lên đê từ trưa, chỉ để lại quầy nước cho người chờ đò.",
    "Huyện dặn các xã ven sông không cho ai chèo thuyền nhỏ vớt củi khi nước còn chảy xiết.",
)
SCHOOL = (
    "Trường tiểu học Hưng Lợi khánh thành thư viện mới có bốn nghìn cuốn sách do cựu học sinh góp tặng.",
    "Cô hiệu trưởng kể rằng phòng đọc cũ chỉ đủ chỗ cho một lớp, các em phải ngồi chờ nhau ngoài hiên.",
    "Phụ huynh trong xã thay phiên trực thư viện vào chiều thứ bảy, ngày trẻ con đến mượn sách đông nhất.",
    "Mỗi em được giữ một cuốn trong hai tuần; cuốn nào rách thì lớp cùng dán lại trước khi đem trả.",
    "Nhà trường định mở thêm góc kể chuyện cho lớp một, do các anh chị lớp năm đọc vào giờ ra chơi.",
    "Một nhóm thợ mộc trong làng tặng hai mươi giá sách đóng bằng gỗ xoan lấy từ vườn nhà.",
)


def page(number: int, paragraphs: Sequence[str], canonical: int | None, *, url: str = "") -> Page:
    head = "" if canonical is None else f'<link rel="canonical" href="{HOME}/bai-{canonical}.html">'
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    html = (
        f'<html lang="vi"><head><meta charset="utf-8">{head}</head><body><main><h1>Chuyện bên sông</h1>'
        f'<div class="content">{body}</div></main></body></html>'
    )
    own = f"{HOME}/bai-{number}.html"
    at = datetime(2026, 2, 4, tzinfo=UTC)
    key = f"songlam:{number}"
    return Page(url or own, key, "songlam", html.encode(), None, at, article_pattern=PATTERN)


def article(offered: Page) -> Article:
    """Read a page as the worker does."""
    return Extract().process_item(offered)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Dedup]:
    """Return the stage of a corpus that keeps the ferry's article under its number."""
    lay_out(tmp_path / "corpus")
    with Corpus.open(tmp_path / "corpus") as corpus:
        corpus.add(article(page(2000001, FERRY, 2000001)))
        write = Writer()
        yield Dedup(corpus, Config().dedup, write)
        write.close()


def judged(stage: Dedup, offered: Page) -> tuple[Article | None, Reason | None]:
    try:
        return asyncio.run(stage.process_item(article(offered))), None
    except Rejected as end:
        return end.article, end.reason


def test_a_page_that_names_another_text_stands_for_itself(kept: Dedup) -> None:
    found, reason = judged(kept, page(2000002, SCHOOL, 2000001))

    assert reason is None
    assert found is not None
    assert found.key == "songlam:2000002"
    assert "not believed" in kept.describe(found)


def test_a_page_that_names_an_article_nobody_keeps_stands_for_itself(kept: Dedup) -> None:
    found, reason = judged(kept, page(2000002, SCHOOL, 2000009))

    assert reason is None
    assert found is not None
    assert found.key == "songlam:2000002"


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (FERRY, Reason.SAME_ARTICLE),
        (FERRY[:5], Reason.CHANGED),
        ((*FERRY, SCHOOL[0]), Reason.CHANGED),
    ],
    ids=["all", "most of it", "more"],
)
def test_a_twin_is_the_article_it_names(kept: Dedup, shown: Sequence[str], expected: Reason) -> None:
    found, reason = judged(kept, page(2000002, shown, 2000001))

    assert reason is expected
    assert found is not None
    assert found.key == "songlam:2000001"


def test_one_page_for_many_addresses_is_asked_again_where_another_title_was_announced(kept: Dedup) -> None:
    def of(title: str) -> Page:
        told = Announcement(f"{HOME}/bai-2000003.html", "songlam:2000003", "songlam", f"{HOME}/rss", title)
        # What the announced title says, the opening says as well: all is of one place.
        return replace(page(2000003, FERRY, None), announcement=told)

    _, another = judged(kept, of("Nước sông dâng, trạm thủy văn Chợ Tràng báo động"))
    _, itself = judged(kept, of("Chuyện bên sông"))

    assert (another, itself) == (Reason.OTHER_ARTICLE, Reason.SAME_TEXT)


def test_a_page_the_outlet_led_to_its_canonical_address_is_that_article() -> None:
    there = page(2000002, SCHOOL, 2000001, url=f"{HOME}/bai-2000001.html")

    assert article(there).key == "songlam:2000001"


@pytest.mark.parametrize("canonical", [None, 2000002])
def test_a_page_that_names_itself_needs_no_proof(canonical: int | None) -> None:
    found = article(page(2000002, SCHOOL, canonical))

    assert found.key == "songlam:2000002"
    assert found.named is None
