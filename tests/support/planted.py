"""Lines that are no text, of ten kinds as papers print them, about invented papers, people and news."""

import random
from collections.abc import Iterator, Mapping, Sequence

PLACES = {"by-line": "last", "credit": "last", "contact line": "last", "imprint": "last", "tags": "last"}
_SLOTS: Mapping[str, Sequence[str]] = {
    "paper": ("Báo Bến Sông", "Đài Vàm Tre", "Tạp chí Gỗ Cây", "Muối Trắng"),
    "site": ("bensong.example", "vamtre.example", "gocay.example"),
    "person": ("Hà Thu", "Lê Minh Đăng", "Nguyễn Thị Sáu", "Trần Quốc Hải", "K'Brơi Lan"),
    "other": ("Đỗ Khánh", "Phan Vĩnh", "Mai Anh"),
    "agency": ("Reuters", "AFP", "TTXVN", "Yonhap"),
    "headline": (
        "Cầu ván mới của xóm Bến thông xe trước Tết",
        "Vì sao mùa muối năm nay đến muộn?",
        "Chợ nổi họp sớm hơn một giờ vì nắng gắt",
        "Ngư dân Vàm Gỗ đóng chung một chiếc tàu lớn",
    ),
    "seen": (
        "Cây cầu nhìn từ bờ nam sau cơn mưa",
        "Bà con đưa lúa lên nhà văn hóa ấp",
        "Thợ lắp nhịp cuối vào sáng thứ Sáu",
        "Ông Ba bên chiếc ghe đóng năm 1986",
    ),
    "day": ("03/04/2026", "17/11/2025", "9/1/2026"),
    "time": ("07:05", "18:40", "6:15"),
    "minutes": ("04:10", "12:37", "0:58"),
    "words": ("cầu ván, xóm Bến", "mùa muối", "chợ nổi, du lịch, miền Tây"),
    "phone": ("0912 345 678", "028 3822 1234", "1900 1234"),
    "mail": ("toasoan@bensong.example", "bandoc@vamtre.example"),
}
_FORMS: Mapping[str, Sequence[str]] = {
    "pointer to other news": (
        ">> {headline}",
        ">>> {headline}",
        "Xem thêm: {headline}",
        "Đọc thêm: {headline}",
        "Đọc tiếp: {headline}",
        "Mời độc giả xem video: {headline}",
        "Mời bạn đọc đón xem bài tiếp theo vào số ngày mai!",
        "► {headline}",
        "Tin liên quan",
        "Bài viết liên quan: {headline}",
        "Có thể bạn quan tâm",
        "Xem chi tiết tại đây",
    ),
    "caption": (
        "{seen}. Ảnh: {person}",
        "{seen}. Ảnh: {person}/{agency}",
        "{seen} - Ảnh: {person}",
        "{seen} (Ảnh: {agency})",
        "{seen}. (Ảnh minh họa)",
        "{seen}. Nguồn ảnh: {agency}",
        "Ảnh minh họa",
        "{seen}. Ảnh: Nhân vật cung cấp",
        "{seen}. Ảnh chụp màn hình",
    ),
    "credit": (
        "Ảnh: {person}",
        "Tin, ảnh: {person}",
        "Bài và ảnh: {person}",
        "Bài, ảnh: {person} - {other}",
        "Nguồn: {agency}",
        "(Nguồn: {agency})",
        "Đồ họa: {person}",
        "Theo {agency}",
        "(Theo {agency})",
        "Video: {person}",
        "Thực hiện: {person}",
        "Biên tập: {person} - Đồ họa: {other}",
    ),
    "by-line": (
        "{person}",
        "{person} - {other}",
        "{person} (tổng hợp)",
        "{person} (Theo {agency})",
        "PV {person}",
        "Nhóm PV",
        "{person} và {other}",
        "Tác giả: {person}",
    ),
    "appeal to readers": (
        "Theo dõi {paper} trên Google News",
        "Theo dõi {paper} trên Facebook để cập nhật tin mới nhất",
        "Hãy theo dõi kênh YouTube {paper} để xem video mới nhất.",
        "Đăng ký nhận bản tin buổi sáng của {paper}",
        "Tải ứng dụng {paper} để đọc tin nhanh hơn",
        "Nhấn nút đăng ký kênh TikTok {paper} để không bỏ lỡ tin mới",
        "Mời bạn đọc tham gia bình luận về bài viết này.",
        "Like fanpage Facebook {paper} để nhận tin mới",
    ),
    "contact line": (
        "Mọi ý kiến đóng góp xin gửi về {mail}",
        "Đường dây nóng: {phone}",
        "Liên hệ quảng cáo: {phone}",
        "Email: {mail}",
        "Bạn đọc gửi tin, bài về tòa soạn qua hộp thư {mail}",
        "Điện thoại: {phone} - Fax: {phone}",
        "Hotline: {phone}",
        "Tòa soạn: số 5 đường Bờ Kè. Điện thoại: {phone}",
    ),
    "imprint": (
        "© 2026 {paper}. Cấm sao chép dưới mọi hình thức.",
        "Bản quyền thuộc về {paper}",
        "Giấy phép số 12/GP-BTTTT cấp ngày {day}",
        "Cơ quan chủ quản: Hội Bến Sông",
        "Tổng biên tập: {person}",
        "Ghi rõ nguồn {paper} khi phát hành lại thông tin từ trang này.",
        "Chịu trách nhiệm nội dung: {person}",
        "Không được sao chép khi chưa có sự đồng ý bằng văn bản của {paper}.",
    ),
    "time stamp": (
        "{time} {day}",
        "{day} {time}",
        "{day} - {time}",
        "Thứ Hai, {day} {time} (GMT+7)",
        "Thứ sáu, {day}, {time}",
        "Cập nhật lúc: {time} ngày {day}",
        "Ngày {day}, {time}",
        "Đăng lúc {time} {day}",
    ),
    "player": (
        "Nghe bài viết",
        "Nghe bài viết {minutes}",
        "0:00 / {minutes}",
        "Tốc độ đọc",
        "1.25x",
        "Giọng nữ miền Nam",
        "Nghe đọc bài",
        "Trình duyệt của bạn không hỗ trợ thẻ audio.",
    ),
    "tags": (
        "Từ khóa: {words}",
        "Tags: {words}",
        "Chủ đề: {words}",
        "Tag: {words}",
        "Chia sẻ",
        "Bình luận (12)",
        "Copy link",
        "Gửi bình luận",
        "Thẻ: {words}",
    ),
}


def planted(most_of_a_form: int = 6) -> Iterator[tuple[str, str]]:
    """Yield kind and line, each line once; a form is filled in at most so many ways."""
    chance = random.Random(5)
    for kind, forms in _FORMS.items():
        for form in forms:
            lines = {
                form.format(**{slot: chance.choice(each) for slot, each in _SLOTS.items()}) for _ in range(40)
            }
            yield from ((kind, line) for line in sorted(lines)[:most_of_a_form])
