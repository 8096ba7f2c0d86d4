import pytest

from crawler.extraction.lines import clean_lines

PROSE = (
    "Cuộc họp kéo dài hơn ba giờ và kết thúc mà không có tuyên bố chung.",
    "Hai bên hẹn gặp lại vào tháng sau tại một địa điểm trung lập.",
)


def kept(*lines: str, authors: tuple[str, ...] = ()) -> tuple[str, ...]:
    return clean_lines(lines, title="Họp ba giờ, không ra tuyên bố", lead=None, authors=authors).lines


@pytest.mark.parametrize(
    "line",
    [
        ">> Đọc bài trước: Vòng đàm phán bế tắc",
        "Xem thêm: Vòng đàm phán bế tắc",
        "Đọc thêm Vòng đàm phán bế tắc",
        "Tin liên quan",
        "Có thể bạn quan tâm:",
        "TIN MỚI",
        "Mời bạn đọc xem thêm các bài khác tại đây",
        "Ảnh: Hà Thu",
        "(Nguồn: Cơ quan báo chí)",
        "Theo Reuters, AFP",
        "Tàu khu trục rời cảng sáng 7/3. Ảnh: Hà Thu",
        "Quang cảnh cuộc họp (Ảnh minh họa)",
        "16:40:12 07/03/2026",
        "Thứ bảy, 07/03/2026 08:07",
        "Copy link thành công",
        "Chia sẻ",
        "Từ khóa: đàm phán",
        "12",
        "Họp ba giờ, không ra tuyên bố",
    ],
)
def test_lines_that_are_no_text_are_dropped(line: str) -> None:
    assert kept(PROSE[0], line, PROSE[1]) == PROSE


@pytest.mark.parametrize(
    "line",
    [
        "Ảnh hưởng tới kinh tế khu vực",
        "Nguồn cung vũ khí bị cắt đứt",
        "Theo dấu tàu ngầm hạt nhân",
        "Theo dõi tàu ngầm trên vùng biển phía đông",
        "Trở lại bàn đàm phán",
        "Từ khóa của cuộc gặp là phi hạt nhân hóa.",
        "Tin mới nhất từ thủ đô cho biết quân đội đã được đặt trong tình trạng báo động.",
        "Video về vụ phóng lan truyền trên mạng",
        "Xem thêm nhiều tài liệu, nhóm chuyên gia rút lại kết luận ban đầu.",
        "Mời đại diện các bên tham dự là bước đi chưa có tiền lệ.",
        "Bước ngoặt?",
    ],
)
def test_lines_that_only_begin_alike_stay(line: str) -> None:
    assert kept(PROSE[0], line, PROSE[1]) == (PROSE[0], line, PROSE[1])


@pytest.mark.parametrize(
    "mark",
    [
        "Hết.",
        "HẾT",
        "--- Hết ---",
        "(Còn nữa)",
        "(Còn tiếp)",
        "Còn nữa.",
        "Kỳ sau: Người Giữ Bến",
        "Hết kỳ 2",
    ],
)
@pytest.mark.parametrize("signed", [(), ("Hà Thu",)])
def test_an_end_mark_goes_and_names_nobody(mark: str, signed: tuple[str, ...]) -> None:
    for end in ((*signed, mark), (mark, *signed)):
        cleaned = clean_lines([*PROSE, *end], title="", lead=None)
        assert cleaned.lines == PROSE
        assert cleaned.byline == (signed[0] if signed else None)


def test_a_sub_heading_like_an_end_mark_stays() -> None:
    assert kept(PROSE[0], "Hết", PROSE[1]) == (PROSE[0], "Hết", PROSE[1])


@pytest.mark.parametrize(
    "byline",
    [
        "Hà Thu (tổng hợp)",
        "HÀ THU - MINH ANH",
        "Hà Thu",
        "Tổng hợp: Hà Thu",
        "Hà Thu (Theo Reuters, AFP)",
        "K. Miên",
    ],
)
def test_the_by_line_at_the_end_goes_and_is_told(byline: str) -> None:
    cleaned = clean_lines([*PROSE, byline], title="", lead=None)
    assert cleaned.lines == PROSE
    assert cleaned.byline == byline
    assert cleaned.notes == ("1 line dropped: by-line",)


def test_a_known_author_goes_however_it_is_written() -> None:
    assert kept(*PROSE, "minh chiến", authors=("Minh Chiến",)) == PROSE


def test_a_subheading_made_of_names_stays_inside_the_text() -> None:
    assert kept(PROSE[0], "NATO - Nhật Bản", PROSE[1]) == (PROSE[0], "NATO - Nhật Bản", PROSE[1])


def test_a_short_last_sentence_is_no_by_line() -> None:
    assert kept(*PROSE, "Ông đồng ý.") == (*PROSE, "Ông đồng ý.")


def test_repeats_go_but_short_refrains_stay() -> None:
    cleaned = clean_lines([PROSE[0], "Không.", PROSE[0], "Không.", PROSE[1]], title="", lead=None)
    assert cleaned.lines == (PROSE[0], "Không.", "Không.", PROSE[1])
    assert cleaned.notes == ("1 line dropped: repeated paragraph",)


def test_a_platform_over_its_paragraph_is_a_heading_and_in_a_row_of_buttons_none() -> None:
    text = ["Facebook", PROSE[0], "Zalo", PROSE[1]]
    assert kept(*text) == tuple(text)
    assert kept(PROSE[0], "Facebook", "Zalo", PROSE[1], "YouTube") == (PROSE[0], PROSE[1])


def test_headlines_under_the_heading_of_a_box_end_the_text() -> None:
    headlines = (
        "Tàu khu trục trở lại vùng biển phía đông sau ba năm",
        "Giá gạo xuất khẩu tăng tuần thứ tư liên tiếp",
    )
    assert kept(*PROSE, "Tin liên quan", *headlines) == PROSE
    assert kept(PROSE[0], "Tin liên quan", headlines[0], PROSE[1]) == (PROSE[0], headlines[0], PROSE[1])
