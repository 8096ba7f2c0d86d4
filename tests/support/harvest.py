"""Invented texts on two topics, coffee and football, as many as a test needs, no two alike."""

from datetime import UTC, datetime

from crawler.article import Article
from crawler.text.normalize import content_hash

_PLACES = ("Đắk Lắk", "Gia Lai", "Lâm Đồng", "Kon Tum", "Đắk Nông", "Buôn Ma Thuột", "Pleiku", "Di Linh")
_COFFEE = (
    "Giá cà phê nhân xô ở {place} sáng nay tăng thêm, thương lái thu mua cà phê tận vườn.",
    "Nông dân {place} trồng cà phê lo vụ này thiếu nước tưới vì khô hạn kéo dài.",
    "Doanh nghiệp xuất khẩu cà phê robusta ở {place} ký thêm đơn hàng mới.",
    "Vườn cà phê già cỗi ở {place} được tái canh bằng giống cà phê cho năng suất cao.",
    "Hạt cà phê phơi ở {place} đạt độ khô, kho cà phê của hợp tác xã đã gần đầy.",
    "Tây Nguyên có thêm vùng cà phê sạch, {place} là nơi trồng cà phê nhiều nhất.",
    "Người trồng cà phê {place} bón phân, tỉa cành để vườn cà phê giữ được năng suất.",
    "Kim ngạch xuất khẩu cà phê cả nước tăng, cà phê {place} chiếm phần lớn.",
)
_FOOTBALL = (
    "Đội bóng {place} ghi hai bàn thắng trong hiệp hai và giành trọn ba điểm trên sân nhà.",
    "Huấn luyện viên đội {place} thay ba cầu thủ trước trận đấu cuối lượt đi.",
    "Trọng tài rút thẻ đỏ với hậu vệ {place} ở phút bù giờ của trận đấu.",
    "Thủ môn {place} cản phá quả phạt đền, cổ động viên phủ kín khán đài.",
    "Tiền đạo {place} dẫn đầu danh sách ghi bàn của giải bóng đá hạng nhất.",
    "Câu lạc bộ {place} công bố hợp đồng với một cầu thủ trẻ của đội tuyển.",
)


def coffee(number: int) -> str:
    """Return a text on coffee as a corpus file holds it."""
    return _text(_COFFEE, number)


def football(number: int) -> str:
    return _text(_FOOTBALL, number)


def article(text: str, *, key: str = "", at: datetime = datetime(2026, 3, 1, tzinfo=UTC)) -> Article:
    """Return a text as if it had been read out of a page."""
    title, lead, *paragraphs = text.split("\n")
    digest = content_hash(text)
    return Article(
        f"https://a.example/{digest[:8]}.html",
        key or f"a:{digest[:8]}",
        "a",
        title,
        lead,
        tuple(paragraphs),
        at,
        normal_hash=digest,
    )


def _text(sentences: tuple[str, ...], number: int) -> str:
    place = _PLACES[number % len(_PLACES)]
    begin = number // len(_PLACES)
    lines = [sentences[(begin + step * (1 + number % 2)) % len(sentences)] for step in range(5)]
    lines.append(f"Trang tin địa phương, bài thứ {number}.")
    return "\n".join(dict.fromkeys(line.format(place=place) for line in lines))
