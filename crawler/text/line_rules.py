"""The rules for single lines that are no text, with examples and counter-examples. Pure; one table for all.

A rule goes by what a line is: its whole form, its length, whether it is a sentence. No word alone decides.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is wrong with a line; the last three are mended, all others dropped."""

    BLANK = "blank line"
    STAMP = "time stamp"
    POINTER = "pointer to other news"
    CAPTION = "caption"
    CREDIT = "credit"
    BYLINE = "by-line"
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
    """`holds` is asked with a line of at most LONGEST_CHARACTERS, no blanks around it."""

    kind: Kind
    name: str
    holds: Callable[[str], object]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


_LONG_CHARACTERS = 250  # of an invitation, a pointer, an appeal
_LONG_CREDIT_CHARACTERS, _LONG_AGENCY_CHARACTERS = 90, 40
_ARROW_WORDS = 4  # a headline has more than a list's keyword
LONGEST_CHARACTERS = 400  # no line that is no text is longer; nothing longer is given to a pattern
_I = re.IGNORECASE
SENTENCE_END = re.compile(r"[.!?…:;][”\"’')\]]*$")
UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-Ỹ"
_NAME = rf"[{UPPER}][\w'’.]*"
_CREDIT_WORD = (
    r"(?i:internet|mạng xã hội|mạng|facebook|fb|youtube|tiktok|zalo|sưu tầm|minh họa|minh hoạ|tư liệu"
    r"|màn hình|chụp|cắt từ|clip|video|nhân vật|cung cấp|gia đình|cơ quan|công an|báo|của|do|và|từ"
    r"|tổng hợp|theo)"
)
_NAMED = rf"(?:{_NAME}|{_CREDIT_WORD})"
# Who took or made it: names, or the few words that stand for them; never a clause.
_WHO = rf"{_NAMED}(?:[ ,./&–-]{{1,3}}{_NAMED}){{0,9}}(?: ?\([^()]{{2,40}}\))?"
_PLATFORM = (
    r"(?:google(?: news| tin tức)?|facebook|zalo|youtube|tiktok|telegram|instagram|fanpage|twitter|x|viber)"
)

_TIME = r"\d{1,2} ?[:hg] ?\d{2}(?::\d{2})?(?: ?(?:AM|PM|SA|CH))?"
_DATE = r"\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:19|20)\d{2}"
_WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
_GAP = r"[ ,|-]{0,4}"
_MOMENT = rf"(?:{_TIME}{_GAP}(?:ngày )?{_DATE}|{_DATE}{_GAP}(?:{_TIME})?)"
_STAMP = re.compile(
    rf"(?:(?:cập nhật|đăng|xuất bản)(?: lúc)? ?:? ?)?(?:{_WEEKDAY}{_GAP})?(?:ngày )?{_MOMENT}"
    rf"{_GAP}(?:\(?(?:GMT|UTC) ?[+-] ?\d{{1,2}}\)?)?",
    _I,
)
STAMP_IN_FRONT = re.compile(
    rf"(?:{_DATE}[ ,|-]{{1,4}}{_TIME}|{_TIME}[ ,|-]{{1,4}}{_DATE}) {{1,3}}(?=[{UPPER}“\"])"
)

_BOX = re.compile(
    r"(?:(?:tin|bài|tin bài)(?: viết)? (?:liên quan|cùng chuyên mục|khác|cũ hơn|mới hơn)|tham khảo thêm"
    r"|(?:các )?tin khác"
    r"|(?:có thể bạn|bạn có thể) quan tâm|(?:bài )?(?:đọc|xem) nhiều(?: nhất)?|tin nổi bật|tiêu điểm"
    r"|(?:video|clip|tin|bài) (?:đang )?(?:hot|nóng)|tin (?:mới|nóng)(?: nhất)?|đáng chú ý)[ :>»]*",
    _I,
)
_ARROW = re.compile(r"(?:>{1,3}|[»►▶]{1,3}) ?(?P<rest>\S.*)")
_LIST_ITEM = re.compile(r"[^:]{0,60}: ?[^\W\dA-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ]")
_MORE = re.compile(r"(?:(?:xem|đọc|tham khảo|nghe) (?:thêm|tiếp)|(?:tin|bài) liên quan ?:)(?!\w).{0,250}", _I)
_INVITE = re.compile(
    r"(?:kính )?mời (?:quý |các )?(?:vị |bạn đọc|độc giả|bạn(?! bè)|khán giả|thính giả)[^.]{0,60}?"
    r"(?:đọc|xem|theo dõi|đón|nghe|đăng ký|tham gia|gửi)\b.*",
    _I,
)
_HERE = re.compile(
    r"(?:(?:xem|đọc|tải|nhấn|bấm|click)[^,.]{0,80} )?(?:tại|vào) đây(?: để [^,.]{1,80})?[.! >»]*", _I
)

_CREDIT = re.compile(
    rf"\(?(?i:ảnh|photo|(?:tin|bài|clip|video|đồ họa|nguồn)(?:(?:, ?| và | - |/)?(?: )?(?:ảnh|clip|video"
    rf"|tin|bài))?"
    rf"|infographics?|nguồn|thực hiện|trình bày|thiết kế|biên tập|theo|kỹ thuật|nội dung"
    rf"|ảnh (?:minh họa|minh hoạ|tư liệu|bìa|chụp màn hình)) ?[:：] ?{_WHO}\)?\.?"
)
_BRACKETED = re.compile(r"\((?:nguồn|ảnh|video|clip|theo)[^:()]{0,20}[:：] ?[^().?!:]{2,60}\)\.?", _I)
_MADE_BY = re.compile(
    r"(?i:nguồn|tác giả|biên dịch|người dịch|dịch giả|hiệu đính) ?[:：] ?"
    r"(?:[^.?!]|(?<=[ .:：][A-ZĐ])\.){2,180}"
)
_AFTER = re.compile(rf"\(?Theo {_NAME}(?:[ ,./&-]{{1,3}}(?:và )?{_NAME}){{0,9}}(?: \([^()]{{2,40}}\))?\)?\.?")
_AGENCIES = r"TTXVN|BNEWS|VNA|TASS|AFP|AP|REUTERS|YONHAP|XINHUA|KCNA|GETTY|EPA|EFE"
_AGENCY = re.compile(
    rf"\A\(?(?:[A-Z&ĐÀ-Ỹ]{{2,15}}/){{0,12}}(?:{_AGENCIES})(?:/[A-Z&ĐÀ-Ỹ]{{2,15}}){{0,12}}\)?\.?"
)
_BARE_PICTURE = re.compile(
    r"\(?(?:(?:ảnh|hình|clip|video)(?: ảnh)? (?:minh họa|minh hoạ|tư liệu|chụp màn hình|cắt từ (?:clip"
    r"|video)|internet"
    r"|do nhân vật cung cấp|nhân vật cung cấp|sưu tầm))(?: [^\W\d_]{1,20}){0,3}\)?\.?",
    _I,
)
_CAPTION_MARK = r"(?:[Nn]guồn [Ảả]nh|NGUỒN ẢNH|Ảnh|ẢNH|Photo|PHOTO|Nguồn)(?: (?i:minh họa|minh hoạ|tư liệu))?"
_CAPTION = re.compile(rf"(?:^|[\s(\[]){_CAPTION_MARK} ?[:：] ?{_WHO}[)\]]?\.?$")
_CAPTION_LOWER = re.compile(rf"(?:[.!?…)”\"] |\()(?:nguồn )?ảnh ?[:：] ?{_WHO}[)\]]?\.?$")
_CAPTION_SHORT = re.compile(rf"[.!?…)\]] \(?(?:Ảnh|ẢNH) {_NAME}(?:[ /-]{{1,2}}{_NAME}){{0,4}}\)?\.?$")
_CAPTION_BRACKET = re.compile(
    r"\((?:ảnh|hình) (?:minh họa|minh hoạ|tư liệu|internet|chụp màn hình|cắt từ (?:clip"
    r"|video))[^()]{0,30}\)\.?$",
    _I,
)

_FOLLOW = re.compile(
    rf"(?:hãy |đừng quên )?(?:nhấn (?:nút )?|bấm (?:nút )?)?(?:theo dõi|like|đăng ký)(?: và (?:theo dõi"
    rf"|đăng ký))?"
    rf" [^,.]{{2,60}}?(?:trên |kênh |fanpage ){_PLATFORM}\b(?: (?:để|và|nhé"
    rf"|[{UPPER}])[^,.]{{0,100}})?(?: ?[:.!].*)?",
    _I,
)
_FOLLOW_CHANNEL = re.compile(
    rf"(?:hãy |đừng quên )?(?:nhấn (?:nút )?|bấm (?:nút )?)?(?:theo dõi|like|đăng ký)"
    rf" (?:kênh|trang|fanpage) {_PLATFORM}\b[^,.]{{0,120}}[.!]?",
    _I,
)
_APP = re.compile(
    rf"(?:(?i:tải (?:ngay )?(?:ứng dụng|app)))(?: ?:| (?:của )?(?:[Bb]áo|{_NAME})[^,.]{{0,100}})?[.!]?"
)
_SUBSCRIBE = re.compile(
    r"(?:hãy |mời |bạn đọc )?đăng ký (?:ngay |để )?(?:nhận )?(?:bản tin|tin tức|newsletter"
    r"|báo)[^,.]{0,100}[.!]?",
    _I,
)
_EMAIL = re.compile(r"[\w.-]{2,40}@[\w-]{2,40}\.[\w.]{2,20}")
_PHONE = re.compile(r"(?:\+84|0|1[89]00)[\d .-]{6,14}\d")
_CONTACT_START = re.compile(
    r"(?:mọi |ý kiến|thư từ|tin,? bài|bài vở|bạn đọc|độc giả|quý |liên hệ|đường dây nóng|hotline|e-?mail"
    r"|điện thoại"
    r"|đt ?:|tel ?:|tòa soạn|toà soạn|fanpage|website|địa chỉ|trụ sở|ban biên tập|quảng cáo|phát hành|fax)",
    _I,
)
_OFFICE = re.compile(
    r"tòa soạn|toà soạn|ban biên tập|hotline|đường dây nóng|e-?mail|điện thoại|fax|liên hệ|phát hành"
    r"|tel ?:|đt ?:",
    _I,
)
_IMPRINT = re.compile(
    r"[-– ]{0,3}(?:(?:©|\(c\) ?(?:19|20)\d\d|copyright)\W.{0,200}"
    r"|(?:bản quyền thuộc|giấy phép (?:số|hoạt động|xuất bản|báo)|cơ quan chủ quản ?:|tổng biên tập ?:"
    r"|phó tổng biên tập ?:"
    r"|trụ sở chính ?:|chịu trách nhiệm (?:nội dung|xuất bản) ?:).{0,200}"
    r"|(?:nghiêm )?cấm sao chép dưới mọi hình thức.{0,120}"
    r"|(?:không được|đề nghị không|vui lòng không) (?:sao chép|phát hành lại|đăng lại|dẫn lại) .{0,200}"
    r"|ghi rõ nguồn .{0,100}phát hành lại .{0,100})",
    _I,
)
_PLAYER = re.compile(
    r"(?:nghe|phát)(?: đọc)? (?:bài viết|bài báo|bài|tin|audio|nội dung|podcast)(?: này)?(?: ?[:"
    r"|-]? ?\d{1,2}:\d{2})?"
    r"|\d{1,2}:\d{2}(?: ?/? ?\d{1,2}:\d{2})?|\d(?:[.,]\d{1,2})?x(?: \d(?:[.,]\d{1,2})?x)*"
    r"|tốc độ (?:đọc|phát)(?: ?:? ?(?:chuẩn|\d(?:[.,]\d{1,2})?x))*"
    r"|chuẩn|giọng (?:nam|nữ)(?: miền (?:bắc|trung|nam))?"
    r"|trình duyệt (?:của bạn )?không hỗ trợ .{0,60}|audio|podcast",
    _I,
)
_TAGS = re.compile(r"(?:chủ đề|từ kh(?:óa|oá)|tags?|thẻ) ?:.{0,200}", _I)
_BUTTON = re.compile(
    r"chia sẻ(?: bài viết| ngay)?|copy link(?: thành công)?|sao chép (?:liên kết|đường dẫn)|lấy link!?"
    r"|link bài gốc.{0,80}"
    r"|\[?quay lại\]?|(?:gửi )?bình luận(?: \(\d+\))?|ý kiến(?: bạn đọc)?(?: \(\d+\))|ý kiến bạn đọc"
    r"|quảng cáo"
    r"|từ kh(?:óa|oá)|thích|facebook|twitter|zalo|xem các bài viết của tác giả|về trang chủ đề"
    r"|tải ứng dụng:?|in bài"
    r"|gửi email|lưu bài|tắt quảng cáo|phóng to|thu nhỏ|xem video|\d{1,3}|[-–—*_•·.|]{1,20}",
    _I,
)


def is_sentence(line: str) -> bool:
    """Tell whether a line ends as sentences do; a colon leads to what follows."""
    return bool(SENTENCE_END.search(line[-8:]))


def _whole(pattern: re.Pattern[str]) -> Callable[[str], object]:
    return pattern.fullmatch


def _no_sentence(pattern: re.Pattern[str], longest: int = _LONG_CHARACTERS) -> Callable[[str], object]:
    return lambda line: len(line) <= longest and not is_sentence(line) and pattern.fullmatch(line)


def _arrow(line: str) -> bool:
    """An arrow is followed by a headline; by a step, a time or a sentence, it is a list's bullet."""
    found = _ARROW.fullmatch(line)
    if not found or line.endswith((".", ":", ";")):
        return False
    rest = found["rest"]
    return line[0] == ">" or (
        rest[0].isupper() and len(rest.split()) >= _ARROW_WORDS and not _LIST_ITEM.match(rest)
    )


def _more(line: str) -> bool:
    # Prose may begin with such words too; then it ends with a full stop and has no colon.
    return bool(_MORE.fullmatch(line)) and not (line.endswith(".") and ":" not in line)


def _contact(line: str) -> bool:
    if len(line) > _LONG_CHARACTERS or not _CONTACT_START.match(line):
        return False
    return bool(_EMAIL.search(line) or (_PHONE.search(line) and _OFFICE.search(line)))


def _caption(line: str) -> bool:
    return any(
        mark.search(line) for mark in (_CAPTION, _CAPTION_LOWER, _CAPTION_SHORT, _CAPTION_BRACKET)
    ) or bool(_BARE_PICTURE.fullmatch(line))


RULES: tuple[Rule, ...] = (
    Rule(
        Kind.STAMP,
        "stamp",
        _whole(_STAMP),
        ("07:30:12 02/03/2026", "Thứ Hai, 02/03/2026 07:30 (GMT+7)", "Cập nhật lúc: 8h05 ngày 3/4/2026"),
        ("Ngày 2/3/2026, tàu rời cảng.", "Sáng 2/3", "30/4/1975 là một ngày không ai quên"),
    ),
    Rule(
        Kind.PLAYER,
        "player",
        _whole(_PLAYER),
        ("Nghe bài viết 04:10", "0:00", "0:00 / 4:36", "1.25x", "Tốc độ đọc", "Nghe đọc bài"),
        (
            "Nghe bài viết của con gái, ông bật khóc.",
            "Tốc độ đọc của học sinh tăng gấp đôi",
            "Nghe tin bão, bà con về",
        ),
    ),
    Rule(
        Kind.BUTTON,
        "button",
        _whole(_BUTTON),
        ("Chia sẻ", "Copy link thành công", "Bình luận (12)", "12", "***"),
        ("Chia sẻ với chúng tôi, bà cười.", "Bình luận về kết quả, ông nói ít", "12 người"),
    ),
    Rule(
        Kind.POINTER,
        "heading of a box of news",
        _whole(_BOX),
        ("Tin liên quan", "Có thể bạn quan tâm:", "TIN MỚI", "Video đang HOT", "Các tin khác"),
        (
            "Tin mới nhất từ thủ đô cho biết quân đội báo động.",
            "Tin khác thì không ai tin",
            "Tiêu điểm của hội nghị",
        ),
    ),
    Rule(
        Kind.POINTER,
        "arrow and headline",
        _arrow,
        (
            ">> Cầu mới thông xe sau Tết",
            "> Vì sao nước sông dâng nhanh?",
            "► Chợ nổi họp sớm hơn vì nắng gắt",
        ),
        ("► 9h: đưa người già lên nhà cao", "» Bước 2: khóa van nước", "▶ Mang theo nước uống;", "► thuốc"),
    ),
    Rule(
        Kind.POINTER,
        "read more",
        _more,
        (
            "Xem thêm: Cầu mới thông xe",
            "Đọc tiếp bài trước: ai được lợi?",
            "Xem thêm các bài về cầu tại đây >>",
        ),
        ("Xem thêm tài liệu, nhóm chuyên gia rút lại kết luận.", "Đọc tiếp đến trang cuối, ông mới hiểu."),
    ),
    Rule(
        Kind.POINTER,
        "readers are invited",
        lambda line: len(line) <= _LONG_CHARACTERS and _INVITE.fullmatch(line),
        (
            "Mời độc giả xem video: Đua thuyền trên sông ngày hội",
            "Mời bạn đọc đón đọc kỳ sau!",
            "Mời quý vị theo dõi chương trình trên VTV1 lúc 20h",
        ),
        ("Mời đại diện các bên tham dự là bước đi chưa có tiền lệ.", "Mời bạn bè xem phim, anh hồi hộp đợi."),
    ),
    Rule(
        Kind.POINTER,
        "here",
        _whole(_HERE),
        ("Xem chi tiết tại đây", "Bấm vào đây để xem kết quả", "Tại đây >>"),
        ("Bấm vào đây là chuông reo, ông nói.", "Ông sinh ra tại đây", "Tại đây, bà gặp lại con."),
    ),
    Rule(
        Kind.APPEAL,
        "follow us",
        lambda line: (
            len(line) <= _LONG_CHARACTERS and (_FOLLOW.fullmatch(line) or _FOLLOW_CHANNEL.fullmatch(line))
        ),
        (
            "Theo dõi Báo Bến Sông trên Google News",
            "Hãy nhấn nút theo dõi kênh YouTube Bến Sông để không bỏ lỡ video mới",
            "Theo dõi chúng tôi trên Facebook!",
        ),
        (
            "Theo dõi tài khoản ấy trên Facebook, cảnh sát lần ra nhóm lừa đảo.",
            "Theo dõi tàu ngầm trên vùng biển phía đông",
            "Cô theo dõi tin tức trên Facebook mỗi sáng.",
        ),
    ),
    Rule(
        Kind.APPEAL,
        "app or newsletter",
        lambda line: len(line) <= _LONG_CHARACTERS and (_APP.fullmatch(line) or _SUBSCRIBE.fullmatch(line)),
        ("Tải ứng dụng Báo Bến Sông để đọc tin nhanh hơn.", "Đăng ký nhận bản tin mỗi sáng"),
        (
            "Tải ứng dụng lạ về máy, bà mất sạch tiền.",
            "Tải ứng dụng giả mạo là cái bẫy",
            "Đăng ký thi đấu xong, đội về",
        ),
    ),
    Rule(
        Kind.CONTACT,
        "how to reach the paper",
        _contact,
        (
            "Mọi ý kiến xin gửi về toasoan@bensong.example",
            "Đường dây nóng của báo: 0912 345 678",
            "Liên hệ quảng cáo: 024 1234 5678",
            "Email: banbientap@bensong.example",
        ),
        (
            "Đường dây nóng 113 nhận hàng trăm cuộc gọi trong đêm.",
            "Ai gặp cháu xin gọi số 0912 345 678 cho gia đình.",
            "Mọi đóng góp cho gia đình xin chuyển vào tài khoản 0123 456 789.",
        ),
    ),
    Rule(
        Kind.IMPRINT,
        "imprint",
        _whole(_IMPRINT),
        (
            "© 2026 Báo Bến Sông. Cấm sao chép dưới mọi hình thức.",
            "Cơ quan chủ quản: Hội Bến Sông",
            "Giấy phép số 12/GP-BC cấp ngày 3/4/2020",
        ),
        (
            "Cấm sao chép đề thi là quy định mới.",
            "Cơ quan chủ quản chưa trả lời.",
            "Bản quyền truyền hình đã bán",
        ),
    ),
    Rule(
        Kind.TAGS,
        "tags",
        _no_sentence(_TAGS),
        ("Từ khóa: cầu cũ, bến sông", "Tags: cầu", "Chủ đề: Giao thông"),
        ("Từ khóa của cuộc gặp là hòa giải.", "Chủ đề: hòa bình, thơ chọn một câu hỏi cho cả nước."),
    ),
    Rule(
        Kind.CREDIT,
        "made by",
        lambda line: (
            not line.endswith(("?", "!", ":", ".”"))
            and (
                (
                    len(line) <= _LONG_CREDIT_CHARACTERS
                    and (_CREDIT.fullmatch(line) or _AFTER.fullmatch(line) or _BRACKETED.fullmatch(line))
                )
                or (not line.endswith(".") and _MADE_BY.fullmatch(line))
            )
        ),
        (
            "Ảnh: Minh Khôi",
            "(Nguồn: Hãng tin Sao Mai)",
            "Tin, ảnh: Hà Thu",
            "Nguồn clip: Mạng xã hội",
            "Theo Reuters, AFP",
            "Đồ họa: Thanh Vân",
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
        Kind.CREDIT,
        "agencies",
        lambda line: len(line) <= _LONG_AGENCY_CHARACTERS and _AGENCY.fullmatch(line),
        ("BNEWS/TTXVN", "(TTXVN)", "AFP/GETTY"),
        ("TTXVN đưa tin", "NATO/EU", "AP dẫn lời ông"),
    ),
    Rule(
        Kind.CAPTION,
        "caption with its credit",
        _caption,
        (
            "Cây cầu nhìn từ bờ nam. Ảnh: TÂN HOA/TTXVN",
            "Cây cầu nhìn từ bờ nam. Ảnh Minh Khôi",
            "Cây cầu cũ (Ảnh minh họa)",
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


_BLANK = Rule(Kind.BLANK, "blank", lambda line: not line.strip(), ("", " "), ("a",))
_BULLETS = Rule(
    Kind.BUTTON, "rule between parts", lambda line: not line.strip("-–•*· "), ("---", "***"), ("- a",)
)

_PEOPLE_BY = (
    r"(?i:(?:bài|tin|tin,? ảnh|bài,? ảnh|bài và ảnh|tổng hợp|thực hiện|theo|nguồn|tác giả|phóng viên|pv"
    r"|nhóm pv"
    r"|lược dịch|biên dịch|dịch)\s?[:.]?\s?)"
)
_BYLINE = re.compile(
    rf"{_PEOPLE_BY}?{_NAME}(?: {_NAME}){{0,4}}(?: ?(?:[-–—,&/;]|và) ?{_NAME}(?: {_NAME}){{0,4}}){{0,4}}"
    rf"(?: ?\([^()]{{2,60}}\))?\.?"
    rf"|(?i:nhóm (?:pv|phóng viên)|phóng viên|pv|tổng hợp)(?: {_NAME}){{0,4}}"
)
LONGEST_BYLINE_CHARACTERS = 90


def is_byline(line: str) -> bool:
    """Tell whether a line could be who wrote the text: names and nothing else. Holds only at a text's end."""
    return len(line) <= LONGEST_BYLINE_CHARACTERS and bool(_BYLINE.fullmatch(line.strip()))
