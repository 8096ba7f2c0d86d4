"""The rules for single lines that are no text, with examples and counter-examples. Pure; one table for all.

A rule goes by what a line is: its whole form, its length, whether it is a sentence. No word alone decides.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from crawler.text import line_checks as checks
from crawler.text import line_patterns as patterns


class FlawKind(StrEnum):
    """What is wrong with a line; the last three are mended, all others dropped."""

    BLANK = "blank line"
    STAMP = "time stamp"
    POINTER = "pointer to other news"
    CAPTION = "caption"
    CREDIT = "credit"
    BYLINE = "by-line"
    END = "end mark"
    APPEAL = "appeal to readers"
    CONTACT = "contact line"
    IMPRINT = "imprint"
    PLAYER = "player"
    BUTTON = "button"
    TAGS = "tags"
    REPEATED = "repeated paragraph"
    TEASER = "teaser"
    HEADLINE = "headline tail"
    STACKED = "stacked article"
    RECURRING = "recurring line"
    DATED = "time stamp in front"
    ENCODING = "old encoding"


@dataclass(frozen=True, slots=True)
class Rule:
    """`holds` is asked with a line of at most LONGEST_CHARACTERS, no blanks around it.

    `may_head`: alone over a paragraph, such a line is its heading.
    """

    kind: FlawKind
    name: str
    holds: Callable[[str], object]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    may_head: bool = False


BOX_HEADING = "heading of a box of news"
_LONG_CREDIT_CHARACTERS, _LONG_AGENCY_CHARACTERS = 90, 40
LONGEST_CHARACTERS = 400  # no line that is no text is longer; nothing longer is given to a pattern

RULES: tuple[Rule, ...] = (
    Rule(
        FlawKind.STAMP,
        "stamp",
        checks.whole(patterns.STAMP),
        (
            "07:30:12 02/03/2026",
            "Thứ Hai, 02/03/2026 07:30 (GMT+7)",
            "Cập nhật lúc: 8h05 ngày 3/4/2026",
            "8 giờ trước",
        ),
        (
            "Ngày 2/3/2026, tàu rời cảng.",
            "Sáng 2/3",
            "8 ngày trước bão",
            "30/4/1975 là một ngày không ai quên",
        ),
    ),
    Rule(
        FlawKind.PLAYER,
        "player",
        checks.whole(patterns.PLAYER),
        (
            "Nghe bài viết 04:10",
            "Audio bài viết",
            "0:00",
            "0:00 / 4:36",
            "1.25x",
            "Tốc độ đọc",
            "Nghe đọc bài",
            "Nữ miền Nam",
            "Tự động phát bài tiếp theo",
            "Tạm dừng",
            "Thời lượng: 05:12",
        ),
        (
            "Nghe bài viết của con gái, ông bật khóc.",
            "Tốc độ đọc của học sinh tăng gấp đôi",
            "Nghe tin bão, bà con về",
            "Đang phát quà cho trẻ em",
            "Tạm dừng thi công",
            "Thời lượng: hai giờ",
            "Nam miền Bắc, nữ miền Nam",
        ),
    ),
    Rule(
        FlawKind.BUTTON,
        "button",
        checks.whole(patterns.BUTTON),
        (
            "Chia sẻ lên Facebook",
            "Copy link thành công",
            "Bình luận (12)",
            "Lưu bài viết",
            "#cau #song",
            "***",
        ),
        ("Chia sẻ với chúng tôi, bà cười.", "Bình luận về kết quả, ông nói ít", "12 người", "In bài lên vải"),
    ),
    Rule(
        FlawKind.BUTTON,
        "button of a platform",
        checks.whole(patterns.PLATFORM_BUTTON),
        ("Facebook", "Zalo"),
        ("Facebook và Zalo", "Trên YouTube"),
        may_head=True,
    ),
    Rule(
        FlawKind.POINTER,
        BOX_HEADING,
        checks.whole(patterns.BOX),
        (
            "Tin liên quan",
            "Có thể bạn quan tâm:",
            "Đừng bỏ lỡ",
            "Mời đọc thêm:",
            "Video đang HOT",
            "Các tin khác",
        ),
        (
            "Tin mới nhất từ thủ đô cho biết quân đội báo động.",
            "Tin khác thì không ai tin",
            "Tiêu điểm của hội nghị",
            "Đừng bỏ lỡ chuyến đò cuối",
        ),
    ),
    Rule(
        FlawKind.POINTER,
        "arrow and headline",
        checks.is_arrow,
        (
            ">> Cầu mới thông xe sau Tết",
            "> Vì sao nước sông dâng nhanh?",
            "► Chợ nổi họp sớm hơn vì nắng gắt",
        ),
        ("► 9h: đưa người già lên nhà cao", "» Bước 2: khóa van nước", "▶ Mang theo nước uống;", "► thuốc"),
    ),
    Rule(
        FlawKind.POINTER,
        "headline of another medium",
        checks.no_sentence(patterns.MEDIUM),
        ("[Video] Đua thuyền trên sông ngày hội", "[Photo] Một ngày ở bến Gỗ"),
        ("[Video] cho thấy thuyền lật ở khúc cua.", "[Ba] Một người trong ảnh", "[Video]"),
    ),
    Rule(
        FlawKind.POINTER,
        "read more",
        checks.is_more,
        (
            "Xem thêm: Cầu mới thông xe",
            "Đọc tiếp bài trước: ai được lợi?",
            "Bài viết liên quan: Chợ nổi họp sớm",
            "Xem thêm các bài về cầu tại đây >>",
            "Bạn đọc quan tâm có thể xem thêm: Cầu mới thông xe",
        ),
        (
            "Xem thêm tài liệu, nhóm chuyên gia rút lại kết luận.",
            "Xem thêm: hai cuốn sổ và một tấm bản đồ được giao cho ban quản lý.",
            "Đọc tiếp đến trang cuối, ông mới hiểu.",
            "Bạn có thể đọc thêm sách ở thư viện xã.",
        ),
    ),
    Rule(
        FlawKind.POINTER,
        "read more of something",
        lambda line: not line.endswith(".") and patterns.MORE_OF.fullmatch(line),
        ("Xem thêm lịch cắt điện tuần này", "Đọc tiếp về cây cầu"),
        ("Xem thêm bằng chứng, tòa tuyên án.",),
        may_head=True,
    ),
    Rule(
        FlawKind.POINTER,
        "readers are invited",
        checks.invites,
        (
            "Mời độc giả xem video: Đua thuyền trên sông ngày hội",
            "Mời bạn đọc đón đọc kỳ sau!",
            "Mời quý vị theo dõi chương trình trên VTV1 lúc 20h",
            "Mời bà con xem thêm clip: Đua thuyền trên sông",
        ),
        (
            "Mời đại diện các bên tham dự là bước đi chưa có tiền lệ.",
            "Mời độc giả của thư viện đọc sách trên ghe là ý của cô giáo làng.",
            "Mời bạn bè xem phim, anh hồi hộp đợi.",
            "Mời cả xóm xem clip, ông cười.",
            "Mời bạn đọc vào quán, bà pha ấm trà rồi kể.",
        ),
    ),
    Rule(
        FlawKind.POINTER,
        "parts of a series",
        lambda line: (not line.endswith(".") or line.endswith("...")) and patterns.SERIES.fullmatch(line),
        (
            "Xem lại bài 1: Ai xây cầu?",
            "Đón đọc kỳ 2: Mùa nước lên",
            "Kỳ sau: Người giữ bến",
            "(Còn tiếp)",
            "Còn nữa...",
        ),
        (
            "Xem lại bài 1 và bài 2, cô giáo chấm thêm điểm.",
            "Bài 2: Người giữ bến",
            "Còn nữa thì chia cho hàng xóm",
            "Hết",
        ),
    ),
    Rule(
        FlawKind.POINTER,
        "here",
        checks.whole(patterns.HERE),
        ("Xem chi tiết tại đây", "Bấm vào đây để xem kết quả", "Tại đây >>", "Click để xem thêm"),
        ("Bấm vào đây là chuông reo, ông nói.", "Ông sinh ra tại đây", "Tại đây, bà gặp lại con."),
    ),
    Rule(
        FlawKind.APPEAL,
        "follow us",
        lambda line: (
            (
                len(line) <= checks.LONG_CHARACTERS
                and (patterns.FOLLOW.fullmatch(line) or patterns.FOLLOW_CHANNEL.fullmatch(line))
            )
            or (not checks.is_sentence(line) and patterns.SCAN.fullmatch(line))
        ),
        (
            "Theo dõi Báo Bến Sông trên Google News",
            "Hãy nhấn nút theo dõi kênh YouTube Bến Sông để không bỏ lỡ video mới",
            "Theo dõi chúng tôi trên Facebook!",
            "Bạn đọc có thể theo dõi Bến Sông trên Zalo",
            "Đừng quên like và đăng ký kênh nhé!",
            "Quý độc giả có thể gửi bình luận về bài viết này.",
            "Follow fanpage Bến Sông để không bỏ lỡ tin",
            "Like và share bài viết nếu thấy hay nhé!",
            "Đừng quên like, share và subscribe nhé!",
            "Theo dõi fanpage Bến Sông tại đây",
            "Bạn nghĩ gì về cây cầu này? Hãy để lại bình luận bên dưới.",
            "Cảm ơn bạn đã theo dõi!",
            "Quét mã QR để tải ứng dụng",
        ),
        (
            "Theo dõi tài khoản ấy trên Facebook, cảnh sát lần ra nhóm lừa đảo.",
            "Theo dõi tàu ngầm trên vùng biển phía đông",
            "Tham gia nhóm Zalo ấy, bà bị lừa hết tiền.",
            "Bạn đọc gửi về những bài thơ hay nhất.",
            "Cô theo dõi tin tức trên Facebook mỗi sáng.",
            "Like và share là thước đo của cả một thế hệ.",
            "Follow kênh ấy suốt một năm, bà mất sạch tiền.",
            "Quét mã QR để trả tiền là thói quen mới ở chợ.",
            "Cảm ơn bạn đã đọc lá thư này của mẹ.",
            "Bạn nghĩ gì khi thấy cầu sập? Tôi chỉ biết chạy.",
        ),
    ),
    Rule(
        FlawKind.APPEAL,
        "app or newsletter",
        lambda line: (
            len(line) <= checks.LONG_CHARACTERS
            and (
                patterns.APP.fullmatch(line)
                or patterns.SUBSCRIBE.fullmatch(line)
                or patterns.GIVE_EMAIL.fullmatch(line)
            )
        ),
        (
            "Tải ứng dụng Báo Bến Sông để đọc tin nhanh hơn.",
            "Đăng ký nhận bản tin mỗi sáng",
            "Nhập email của bạn để nhận tin mỗi sáng từ Bến Sông.",
        ),
        (
            "Tải ứng dụng lạ về máy, bà mất sạch tiền.",
            "Tải ứng dụng giả mạo là cái bẫy",
            "Đăng ký thi đấu xong, đội về",
            "Nhập email của bạn bè vào máy, anh gửi thiệp mời.",
        ),
    ),
    Rule(
        FlawKind.APPEAL,
        "cookies",
        checks.whole(patterns.COOKIES),
        (
            "Chúng tôi sử dụng cookie để trang chạy tốt hơn và để hiểu cách dùng trang của bạn.",
            "Bằng việc tiếp tục truy cập trang này, bạn đồng ý với các điều khoản.",
        ),
        (
            "Chúng tôi sử dụng cookie làm bánh cho cả lớp.",
            "Bằng việc tiếp tục sử dụng cây cầu cũ, xã chấp nhận rủi ro.",
            "Trang web dùng cookie, tòa nói.",
        ),
    ),
    Rule(
        FlawKind.CONTACT,
        "how to reach the paper",
        checks.is_contact,
        (
            "Mọi ý kiến xin gửi về toasoan@bensong.example",
            "Đường dây nóng của báo: 0912 345 678",
            "Hotline: 1900 1234",
            "Liên hệ quảng cáo: 024 1234 5678",
            "Email: banbientap@bensong.example",
        ),
        (
            "Email cầu cứu của bến gửi tới phao@bensong.example mãi đến sáng mới có người đọc.",
            "Đường dây nóng 113 nhận hàng trăm cuộc gọi trong đêm.",
            "Liên hệ với bến qua số 0912 345 678 là việc ai trong xóm cũng thuộc.",
            "Ai gặp cháu xin gọi số 0912 345 678 cho gia đình.",
            "Mọi đóng góp cho gia đình xin chuyển vào tài khoản 0123 456 789.",
        ),
    ),
    Rule(
        FlawKind.IMPRINT,
        "imprint",
        checks.is_imprint,
        (
            "© 2026 Báo Bến Sông. Cấm sao chép dưới mọi hình thức.",
            "Cơ quan chủ quản: Hội Bến Sông",
            "Giấy phép số 12/GP-BC cấp ngày 3/4/2020",
            "Bản quyền © Bến Sông",
            "Copyright © 2020 by Ben Song",
            "© bensong.example",
            "ISSN 1234-5678",
        ),
        (
            "Cấm sao chép đề thi là quy định mới.",
            "Cơ quan chủ quản chưa trả lời.",
            "Bản quyền truyền hình đã bán",
            "© là dấu mà ông thợ khắc lên từng chiếc lư.",
            "Copyright là chữ ông không hiểu, nhưng ông vẫn ký.",
            "© 2020 là dòng chữ duy nhất còn đọc được trên bìa.",
        ),
    ),
    Rule(
        FlawKind.TAGS,
        "tags",
        checks.no_sentence(patterns.TAGS),
        ("Từ khóa: cầu cũ, bến sông", "Tags: cầu", "Chủ đề: Giao thông"),
        ("Từ khóa của cuộc gặp là hòa giải.", "Chủ đề: hòa bình, thơ chọn một câu hỏi cho cả nước."),
    ),
    Rule(
        FlawKind.CREDIT,
        "made by",
        lambda line: (
            not line.endswith(("?", "!", ":", ".”"))
            and (
                (
                    len(line) <= _LONG_CREDIT_CHARACTERS
                    and (
                        checks.is_credit(line)
                        or patterns.PAPER.fullmatch(line)
                        or patterns.AFTER.fullmatch(line)
                        or patterns.BRACKETED.fullmatch(line)
                    )
                )
                or (not line.endswith(".") and patterns.MADE_BY.fullmatch(line))
                or patterns.SOURCE_ADDRESS.fullmatch(line)
            )
        ),
        (
            "Ảnh: Minh Khôi",
            "(Nguồn: Hãng tin Sao Mai)",
            "Tin, ảnh: Hà Thu",
            "Nguồn clip: Mạng xã hội",
            "Theo Reuters, AFP",
            "Nguồn: https://bensong.example/cau-van.html",
            "Biên tập: Thanh Vân - Đồ họa: Hà Thu",
            "Ảnh và clip: Minh Khôi",
            "(Báo Bến Sông)",
            "Nguồn: bensong.example",
            "Nguồn tham khảo: Sách cầu gỗ, Hội Cầu Gỗ",
            "Biên tập viên: Hà Thu",
        ),
        (
            "Theo ông Tư",
            "Tin: “Cầu sập rồi”, tiếng loa vang lên trong đêm.",
            "Nguồn: ai đã bán cát?",
            "(Ảnh hưởng nặng nhất là bà con ở bãi)",
            "Video: hai người đàn ông bước ra, rồi quay lại.",
        ),
    ),
    Rule(
        FlawKind.CREDIT,
        "agencies",
        lambda line: len(line) <= _LONG_AGENCY_CHARACTERS and patterns.AGENCY.fullmatch(line),
        (
            "BNEWS/TTXVN",
            "(TTXVN)",
            "AFP/GETTY",
            "TTXVN/Báo Bến Sông",
            "Minh Khôi/TTXVN",
            "(Theo TTXVN/Bến Sông)",
            "THEO TTXVN",
            "Theo TTXVN/Vietnam+",
        ),
        ("TTXVN đưa tin", "NATO/EU", "AP dẫn lời ông", "TTXVN/Bến Sông đưa tin cầu sập"),
    ),
    Rule(
        FlawKind.CAPTION,
        "label of a picture",
        checks.no_sentence(patterns.LABELLED, 120),
        (
            "Clip: Cảnh cây cầu đổ sập xuống sông",
            "Video: Toàn cảnh lễ thông xe",
            "Ảnh: Sở Giao thông tỉnh",
            "Ảnh | Minh Khôi",
            "Nguồn ảnh: Hợp tác xã bến Gỗ",
            "Ảnh/Video: Minh Khôi",
            "Photo by Minh Khoi",
            "Chú thích ảnh",
        ),
        (
            "Clip: cầu đổ, người chạy, rồi màn hình tối.",
            "Video: 15 triệu đồng một phút",
            "Hình như: Ai cũng biết",
            "Ảnh hưởng của bão: Ba xã mất điện",
        ),
    ),
    Rule(
        FlawKind.CAPTION,
        "caption with its credit",
        checks.is_caption,
        (
            "Cây cầu nhìn từ bờ nam. Ảnh: TÂN HOA/TTXVN",
            "Cây cầu nhìn từ bờ nam. Ảnh Minh Khôi",
            "Cây cầu cũ (Ảnh minh họa)",
            "Cây cầu cũ (ảnh Minh Khôi)",
            "Cây cầu nhìn từ bờ nam. Ảnh do người dân cung cấp",
            "Cây cầu nhìn từ bờ nam. Ảnh chụp màn hình",
            "Thợ lắp nhịp cuối. Nguồn: Hội Cầu Gỗ",
            "ẢNH CHỤP MÀN HÌNH FACEBOOK",
            "Ảnh minh họa.",
        ),
        (
            "Cảnh sát đưa ra hình ảnh: hai chiếc ghe và một máy bơm.",
            "Trong nhà treo tấm ảnh: Ba đời nhà bà đứng trước sân.",
            "Hỏi về tấm ảnh: “Tôi chụp lúc rạng sáng”, cô nói.",
            "Anh gửi hai tấm ảnh: bến đò hôm trước và bến đò hôm nay.",
            'Phim có "Ảnh đế" tham gia',
            "Trên vách treo hai khung gỗ (ảnh Bà Ba và ông ngoại)",
            "Trên vách treo một khung gỗ (ảnh Minh Khôi).",
            "Ảnh minh họa cho bài thơ được vẽ tay suốt một tháng trời ở làng.",
        ),
    ),
)


def rule_of(line: str) -> Rule | None:
    """Return the rule that takes a line for no text, wherever it stands; None for text."""
    if len(line) > LONGEST_CHARACTERS:
        return None
    bare = " ".join(line.lstrip("-–•*· ").split())
    if not bare:
        return _BULLETS if line.strip() else _BLANK
    return next((rule for rule in RULES if rule.holds(bare)), None)


_BLANK = Rule(FlawKind.BLANK, "blank", lambda line: not line.strip(), ("", " "), ("a",))
_BULLETS = Rule(
    FlawKind.BUTTON, "rule between parts", lambda line: not line.strip("-–•*· "), ("---", "***"), ("- a",)
)

LONGEST_BYLINE_CHARACTERS = 90
_INVITATION = "Mời "


def is_byline(line: str) -> bool:
    """Tell whether a line could be who wrote the text: names and nothing else. Holds only at a text's end."""
    return (
        len(line) <= LONGEST_BYLINE_CHARACTERS
        and not is_end_mark(line)
        and bool(patterns.BYLINE.fullmatch(line.strip()))
    )


def opens_list(line: str) -> bool:
    """Tell whether what follows a line is a list; after an invitation, pictures followed it."""
    return line.rstrip().endswith(":") and not line.startswith(_INVITATION)


def is_end_mark(line: str) -> bool:
    """Tell whether a line says that the text is over, or for now. Holds only at a text's end."""
    return len(line) <= LONGEST_BYLINE_CHARACTERS and bool(patterns.END_MARK.fullmatch(line))


def lines_told(count: int) -> str:
    """Say how many lines: "1 line", "2 lines"."""
    return f"{count} line{'s' * (count != 1)}"
