"""A page that calls itself another article is that article only when it tells the same."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

import pytest

from crawler.article import Article, ArticlePattern, Page
from crawler.extraction.pool import WorkerPool
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


@pytest.fixture(scope="module")
def workers() -> Iterator[WorkerPool]:
    with WorkerPool(1, 60, 2048) as pool:
        yield pool


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


def read(workers: WorkerPool, offered: Page, known: Mapping[str, str]) -> Article:
    stage = Extract(workers, lambda key: [known[key]] if key in known else [])
    return asyncio.run(stage.process_item(offered))


def test_a_page_that_names_another_text_stands_for_itself(workers: WorkerPool) -> None:
    known = {"songlam:2000001": "\n".join(("Chuyện bên sông", *FERRY))}
    article = read(workers, page(2000002, SCHOOL, 2000001), known)

    assert article.key == "songlam:2000002"
    assert any("not believed" in note for note in article.notes)


def test_a_page_that_names_an_article_nobody_has_read_stands_for_itself(workers: WorkerPool) -> None:
    assert read(workers, page(2000002, SCHOOL, 2000001), {}).key == "songlam:2000002"


@pytest.mark.parametrize("shown", [FERRY, FERRY[:5], (*FERRY, SCHOOL[0])], ids=["all", "most of it", "more"])
def test_a_twin_is_the_article_it_names(workers: WorkerPool, shown: Sequence[str]) -> None:
    known = {"songlam:2000001": "\n".join(("Chuyện bên sông", *FERRY))}

    assert read(workers, page(2000002, shown, 2000001), known).key == "songlam:2000001"


def test_a_page_the_outlet_led_to_its_canonical_address_is_that_article(workers: WorkerPool) -> None:
    there = page(2000002, SCHOOL, 2000001, url=f"{HOME}/bai-2000001.html")

    assert read(workers, there, {}).key == "songlam:2000001"


@pytest.mark.parametrize("canonical", [None, 2000002])
def test_a_page_that_names_itself_needs_no_proof(workers: WorkerPool, canonical: int | None) -> None:
    article = read(workers, page(2000002, SCHOOL, canonical), {})

    assert article.key == "songlam:2000002"
    assert not any("not believed" in note for note in article.notes)
