"""The forms of lines that are no text, as patterns; line_rules says which rule each belongs to. Pure.

Each takes one pass over a line, whatever it is given.
"""

import re

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
PLATFORM_BUTTON = re.compile(
    r"facebook|messenger|zalo|youtube|tiktok|telegram|instagram|twitter|viber|whatsapp|pinterest|linkedin"
    r"|google|e-?mail|pdf|print",
    _I,
)

_TIME = r"\d{1,2} ?[:hg] ?\d{2}(?::\d{2})?(?: ?(?:AM|PM|SA|CH))?"
_DATE = r"\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:19|20)\d{2}"
_WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
_GAP = r"[ ,|-]{0,4}"
_MOMENT = rf"(?:{_TIME}{_GAP}(?:ngày )?{_DATE}|{_DATE}{_GAP}(?:{_TIME})?)"
STAMP = re.compile(
    rf"(?:(?:ngày )?(?:cập nhật|đăng|xuất bản)(?: lúc)? ?:? ?)?(?:{_WEEKDAY}{_GAP})?(?:ngày )?{_MOMENT}"
    rf"{_GAP}(?:\(?(?:GMT|UTC) ?[+-] ?\d{{1,2}}\)?)?|\d{{1,2}}:\d{{2}}|\d{{1,2}} (?:giây|phút|giờ|ngày) trước"
    rf"|(?:{_WEEKDAY}{_GAP})?ngày \d{{1,2}} tháng \d{{1,2}} năm (?:19|20)\d\d(?:{_GAP}{_TIME})?",
    _I,
)
STAMP_IN_FRONT = re.compile(
    rf"(?:{_DATE}[ ,|-]{{1,4}}{_TIME}|{_TIME}[ ,|-]{{1,4}}{_DATE}) {{1,3}}(?=[{UPPER}“\"])"
)

BOX = re.compile(
    r"(?:(?:tin|bài|tin bài|video|clip)(?: viết)? (?:liên quan|cùng (?:chuyên mục|chủ đề)|khác|cũ hơn"
    r"|mới hơn)"
    r"|tham khảo thêm"
    r"|đừng bỏ lỡ|mời (?:bạn |bạn đọc |độc giả |quý vị )?(?:đọc|xem) thêm"
    r"|(?:các )?tin khác|cùng (?:chuyên mục|chủ đề)"
    r"|(?:có thể bạn|bạn có thể) quan tâm|(?:tin |bài )?(?:đọc|xem) nhiều(?: nhất)?|tin nổi bật|tiêu điểm"
    r"|(?:video|clip|tin|bài) (?:đang )?(?:hot|nóng)|tin (?:mới|nóng)(?: nhất)?|đáng chú ý)[ :>»]*",
    _I,
)
MEDIUM = re.compile(
    r"\[(?:video|clip|photo|ảnh|infographic|podcast|audio|emagazine|longform)\]"
    rf" (?-i:[{UPPER}“\"]).{{5,150}}",
    _I,
)
ARROW = re.compile(r"(?:>{1,3}|[»►▶→]{1,3}|=>) ?(?P<rest>\S.*)")
LIST_ITEM = re.compile(r"[^:]{0,60}: ?[^\W\dA-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ]")
MORE_OF = re.compile(
    r"(?:xem|đọc|tham khảo|nghe) (?:thêm|tiếp) (?!(?:các |những |một số |loạt )?(?:bài|tin|video|clip|ảnh"
    r"|hình ảnh|phóng sự|podcast|tại đây|ở đây|trên|kỳ|phần)\b)(?-i:[^\WA-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ])[^:]{0,250}",
    _I,
)
MORE = re.compile(
    r"(?:(?:(?:bạn|bạn đọc|độc giả)(?: quan tâm)? có thể )?(?:xem|đọc|tham khảo|nghe) (?:thêm|tiếp)"
    r"|(?:xem|nghe) (?:video|clip|ảnh|audio) ?:"
    r"|(?:(?:tin|bài(?: viết)?) liên quan|có thể bạn quan tâm) ?:)(?!\w).{0,250}",
    _I,
)
# A list in words, or a clause; headlines begin with a capital.
TOLD_BEHIND_COLON = re.compile(rf"\A[^:]{{1,60}}: (?-i:[^\W\d_{UPPER}])", _I)
INVITE = re.compile(
    r"(?:kính )?mời (?:quý |các )?(?:vị |bạn đọc|độc giả|bạn(?! bè| đọc(?! (?:thêm|tiếp|bài|kỳ)))"
    r"|khán giả|thính giả)[^.]{0,60}?(?:đọc|xem|theo dõi|đón|nghe|đăng ký|tham gia|gửi)\b.*"
    r"|mời (?:đón )?(?:xem|nghe|đọc|theo dõi)(?: thêm)? (?:video|clip|podcast|bài|kỳ)\b.*"
    r"|mời [^,.:]{2,20} (?:xem|nghe|đọc|theo dõi)(?: thêm)? (?:video|clip|phóng sự|podcast|bài|kỳ)"
    r"[^,.:]{0,20}:.*",
    _I,
)
_PART = r"(?:kỳ|bài|phần|tập)"
SERIES = re.compile(
    rf"(?:xem|đọc|đón (?:đọc|xem))(?: lại)? {_PART} (?:\d{{1,2}}|cuối|trước|tới|sau|tiếp)\b.{{0,200}}"
    rf"|{_PART} (?:tới|sau|tiếp(?: theo)?|trước) ?: .{{2,200}}"
    r"|\((?:còn (?:tiếp|nữa)|hết)\)|còn (?:tiếp|nữa)[ .…]*",
    _I,
)
HERE = re.compile(
    r"(?:(?:xem|đọc|tải|nhấn|bấm|click)[^,.]{0,80} )?(?:tại|vào) đây(?: để [^,.]{1,80})?[.! >»]*"
    r"|(?:nhấn|nhấp|bấm|click)(?: chuột)?(?: vào)?(?: để)? (?:xem|nghe|đọc|tải)(?: \w{1,10}){0,4}[.! >»]*",
    _I,
)

CREDIT = re.compile(
    rf"\(?(?i:(?:hình )?ảnh|photo|dựng|quay phim|biên tập viên|phóng viên|cộng tác viên"
    rf"|(?:tin|bài|clip|video|đồ họa|nguồn|ảnh)(?:(?:, ?| và | - |/)?(?: )?(?:ảnh|clip|video"
    rf"|tin|bài)){{0,3}}"
    rf"|infographics?|nguồn|thực hiện|trình bày|thiết kế|biên tập|theo|kỹ thuật|nội dung"
    rf"|ảnh (?:minh họa|minh hoạ|tư liệu|bìa|chụp màn hình)) ?[:：] ?{_WHO}\)?\.?"
)
# What follows such a label in a line that is no sentence is who made it or what it shows.
LABELLED = re.compile(
    r"(?:(?:(?:hình|nguồn) )?ảnh|hình|photo|(?:nguồn )?(?:clip|video)|chú thích ảnh)"
    r"(?:(?:/|, ?| và | & )(?:ảnh|clip|video))?"
    r" ?[:：|] ?"
    rf"(?-i:[{UPPER}“\"]).{{1,100}}|photos? by (?-i:[{UPPER}]).{{2,60}}|chú thích ảnh",
    _I,
)
BETWEEN_CREDITS = re.compile(r"(?: [-–|] |; )(?=[^:]{2,20}[:：])")
PAPER = re.compile(r"\((?:theo )?(?:báo|tạp chí|đài) [^():.!?]{2,40}\)", _I)
BRACKETED = re.compile(r"\((?:nguồn|ảnh|video|clip|theo)[^:()]{0,20}[:：] ?[^().?!:]{2,60}\)\.?", _I)
SOURCE_ADDRESS = re.compile(
    r"(?:nguồn|theo|link|link gốc)(?: (?:bài(?: viết)?(?: gốc)?|tin|tham khảo))? ?[:：]? ?"
    r"(?:(?:https?://|www\.)\S{1,200}|(?:[a-z\d-]{1,40}\.){1,4}[a-z]{2,10}(?:/\S{0,200})?)",
    _I,
)
MADE_BY = re.compile(
    r"(?i:nguồn(?: (?:tin|tham khảo|bài viết))?|tác giả|người (?:viết|thực hiện)|biên dịch|người dịch"
    r"|dịch giả|hiệu đính) ?[:：] ?"
    r"(?:[^.?!]|(?<=[ .:：][A-ZĐ])\.){2,180}"
)
AFTER = re.compile(rf"\(?Theo {_NAME}(?:[ ,./&-]{{1,3}}(?:và )?{_NAME}){{0,9}}(?: \([^()]{{2,40}}\))?\)?\.?")
_AGENCIES = r"TTXVN|BNEWS|VNA|TASS|AFP|AP|REUTERS|YONHAP|XINHUA|KCNA|GETTY|EPA|EFE"
AGENCY = re.compile(
    r"\A\(?(?:Theo |THEO )?"
    rf"(?:(?:[A-Z&ĐÀ-Ỹ]{{2,15}}/){{0,12}}(?:{_AGENCIES})(?:/[A-Z&ĐÀ-Ỹ]{{2,15}}){{0,12}}"
    rf"|(?:{_AGENCIES})/(?:Báo )?{_NAME}\+?(?: \w{{2,10}}){{0,3}}"
    rf"|(?:Báo )?{_NAME}(?: \w{{2,10}}){{0,3}}/(?:{_AGENCIES}))\)?\.?"
)
_PICTURE = (
    r"\(?(?:(?:ảnh|hình|clip|video)(?: ảnh)? (?:minh họa|minh hoạ|tư liệu|chụp màn hình|(?:cắt|chụp) từ"
    r" (?:clip|video|camera)|internet|hiện trường"
    r"|do [^\W\d_]{1,20}(?: [^\W\d_]{1,20}){0,4} cung cấp|nhân vật cung cấp|sưu tầm))"
    r"(?: [^\W\d_]{1,20}){0,3}\)?\.?"
)
BARE_PICTURE = re.compile(_PICTURE, _I)
CAPTION_PICTURE = re.compile(rf"[.!?…)\]] {_PICTURE}$", _I)
_CAPTION_MARK = r"(?:[Nn]guồn [Ảả]nh|NGUỒN ẢNH|Ảnh|ẢNH|Photo|PHOTO|Nguồn)(?: (?i:minh họa|minh hoạ|tư liệu))?"
CAPTION = re.compile(rf"(?:^|[\s(\[]){_CAPTION_MARK} ?[:：] ?{_WHO}[)\]]?\.?$")
CAPTION_LOWER = re.compile(rf"(?:[.!?…)”\"] |\()(?:nguồn )?ảnh ?[:：] ?{_WHO}[)\]]?\.?$")
CAPTION_SHORT = re.compile(rf"[.!?…)\]] \(?(?:Ảnh|ẢNH) {_NAME}(?:[ /-]{{1,2}}{_NAME}){{0,4}}\)?\.?$")
CAPTION_BRACKET = re.compile(
    r"\((?:ảnh|hình) (?:minh họa|minh hoạ|tư liệu|internet|chụp màn hình|cắt từ (?:clip"
    r"|video))[^()]{0,30}\)\.?$",
    _I,
)
CAPTION_NAMED = re.compile(rf"[^.!?] \((?:ảnh|Ảnh) {_NAME}(?: {_NAME}){{1,3}}\)$")

FOLLOW = re.compile(
    rf"(?:hãy |đừng quên )?(?:nhấn (?:nút )?|bấm (?:nút )?)?(?:theo dõi|like|đăng ký)(?: và (?:theo dõi"
    rf"|đăng ký))?"
    rf" [^,.]{{2,60}}?(?:trên |kênh |fanpage ){_PLATFORM}\b(?: (?:để|và|nhé"
    rf"|[{UPPER}])[^,.]{{0,100}})?(?: ?[:.!].*)?",
    _I,
)
FOLLOW_CHANNEL = re.compile(
    rf"(?:hãy |đừng quên )?(?:nhấn (?:nút )?|bấm (?:nút )?)?(?:theo dõi|like|đăng ký)"
    rf" (?:kênh|trang|fanpage) {_PLATFORM}\b[^,.]{{0,120}}[.!]?"
    rf"|bạn (?:đọc )?có thể theo dõi [^,.]{{2,60}} (?:trên|qua) {_PLATFORM}\b[^,.]{{0,60}}[.!]?"
    r"|đừng quên (?:nhấn )?(?:like|đăng ký|theo dõi)[^,.]{0,20} kênh\b[^,.]{0,80}[.!]?"
    r"|(?:quan tâm|tham gia (?:nhóm|kênh|cộng đồng)) (?:zalo|facebook|telegram|viber)\b[^,.]{0,80}[.!]?"
    r"|follow us on .{1,40}"
    r"|(?:hãy |đừng quên |nhớ |xin )?(?:(?:nhấn|bấm) )?(?:nút )?(?:like|share|follow|subscribe)"
    r"(?:(?:, ?| và )(?:like|share|follow|subscribe|chia sẻ))*"
    rf" [^,.]{{0,60}}?\b(?:nhé|chúng tôi|fanpage|kênh|bài viết|để|{_PLATFORM})\b[^,.]{{0,80}}[.!]?"
    r"|(?:đừng quên|hãy|nhớ) like, share(?: và subscribe)?(?: nhé)?[.!]?"
    r"|theo dõi (?:fanpage|kênh|trang|nhóm) [^,.]{2,50} (?:tại đây|để [^,.]{2,60})[.!]?"
    r"|(?:theo dõi|kết nối với) chúng tôi[.!:]?|theo dõi [^,.]{2,40} trên"
    r"|theo dõi (?:[^,.]{2,40} )?trên google (?:news|tin tức)[^,.]{0,60}[.!]?"
    r"|đăng ký kênh (?:để|của|youtube)\b[^,.]{0,60}[.!]?"
    r"|(?:bạn(?: đọc)?|(?:quý )?độc giả)\b[^.?]{2,80}\? (?:hãy|xin|mời|vui lòng)[^.?]{0,40}"
    r"(?:bình luận|ý kiến)[^.?]{0,60}[.!]?"
    r"|(?:xin )?(?:trân trọng )?cảm ơn (?:quý |các )?(?:bạn|vị|độc giả)[^,.]{0,20} đã"
    r" (?:đọc|theo dõi|quan tâm|ủng hộ)(?: (?:bài|tin|kênh|chương trình|báo|chúng tôi)[^,.]{0,40})?[.!]?"
    r"|(?:quý )?(?:bạn đọc|độc giả)(?: có thể| hãy| vui lòng) (?:gửi|chia sẻ|để lại)[^,.]{0,60}"
    r"(?:bình luận|ý kiến)(?: (?:của mình|về|cho|dưới|ở)[^,.]{0,60})?[.!]?",
    _I,
)
APP = re.compile(
    rf"(?:(?i:tải (?:ngay )?(?:ứng dụng|app)))(?: ?:| (?:của )?(?:[Bb]áo|{_NAME})[^,.]{{0,100}})?[.!]?"
)
SCAN = re.compile(
    r"quét mã(?: qr)? (?:này |dưới đây )?để (?:tải|đọc|xem|theo dõi|tham gia|cài|ủng hộ) [^,.]{2,80}", _I
)
SUBSCRIBE = re.compile(
    r"(?:hãy |mời |bạn đọc )?đăng ký (?:ngay |để )?(?:nhận )?(?:bản tin|tin tức|newsletter"
    r"|báo)[^,.]{0,100}[.!]?",
    _I,
)
GIVE_EMAIL = re.compile(
    r"(?:(?:vui lòng|hãy|xin|mời) )?(?:nhập|điền|để lại) (?:địa chỉ )?e-?mail(?: của)? (?:bạn|quý vị"
    r"|quý độc giả|mình)[^,.]{0,120}[.!]?",
    _I,
)
COOKIES = re.compile(
    r"(?:chúng tôi|(?:trang|website|trang web|ứng dụng)(?: này| của chúng tôi)?) (?:có )?(?:sử dụng|dùng)"
    r" (?:các )?(?:tệp )?cookies?\b.{0,160}(?:trải nghiệm|của bạn|đồng ý|chấp nhận).{0,160}"
    r"|bằng (?:việc|cách) (?:tiếp tục )?(?:sử dụng|truy cập|duyệt)[^.]{0,60}, (?:bạn|quý \w{1,6})"
    r" (?:đã )?(?:đồng ý|chấp nhận).{0,160}",
    _I,
)
EMAIL = re.compile(r"[\w.-]{2,40}@[\w-]{2,40}\.[\w.]{2,20}")
PHONE = re.compile(r"\(?(?:\+84|0)[\d() .-]{6,16}\d|1[89]00[\d .-]{3,9}\d")
CONTACT_START = re.compile(
    r"(?:mọi |ý kiến|thư từ|tin,? bài|bài vở|bạn đọc|độc giả|quý |liên hệ|đường dây nóng|hotline|e-?mail"
    r"|điện thoại"
    r"|đt ?:|tel ?:|tòa soạn|toà soạn|fanpage|website|địa chỉ|trụ sở|ban biên tập|quảng cáo|phát hành|fax)",
    _I,
)
ADDRESS_WORD = re.compile(
    r"\A(?:e-?mail|điện thoại|địa chỉ|website|fanpage|hotline|đường dây nóng)"
    rf" (?-i:[^\W\d_{UPPER}])",
    _I,
)
PAPERS_OWN = re.compile(r"tòa soạn|toà soạn|ban biên tập|quảng cáo", _I)
ASKS = re.compile(r"\b(?:xin|vui lòng|mời|quý|bạn đọc|độc giả)\b", _I)
OFFICE = re.compile(
    r"tòa soạn|toà soạn|ban biên tập|hotline|đường dây nóng|e-?mail|điện thoại|fax|liên hệ|phát hành"
    r"|tel ?:|đt ?:",
    _I,
)
# A sentence about such a sign; an owner's name is written in capitals.
SIGN_IN_PROSE = re.compile(
    r"\A[-– ®]{0,3}(?:©|copyright) ?(?:(?:19|20)\d\d )?"
    r"(?!(?:thuộc|by|bởi|bản quyền|báo|tạp chí|all|copyright|[\w-]{1,30}\.(?:vn|com|net|org))\b)"
    rf"(?-i:[^\W\d_{UPPER}]).{{1,300}}\.\Z",
    _I,
)
IMPRINT = re.compile(
    r"[-– ®]{0,3}(?:(?:bản quyền )?(?:©|\(c\) ?(?:19|20)\d\d|copyright)\W.{0,200}"
    r"|all rights reserved.{0,60}|issn:? ?\d{4}-\d{3}[\dx]"
    r"|(?:bản quyền thuộc|giấy phép (?:số|hoạt động|xuất bản|báo|thiết lập trang)|cơ quan chủ quản ?:"
    r"|tổng biên tập ?:|phó tổng biên tập ?:|trưởng ban biên tập ?:"
    r"|trụ sở chính ?:|chịu trách nhiệm (?:nội dung|xuất bản) ?:).{0,200}"
    r"|(?:nghiêm )?cấm sao chép dưới mọi hình thức.{0,120}"
    r"|(?:không được|đề nghị không|vui lòng không) (?:sao chép|phát hành lại|đăng lại|dẫn lại) .{0,200}"
    r"|ghi rõ nguồn .{0,100}phát hành lại.{0,100}|tòa soạn ?: .{2,200})",
    _I,
)
PLAYER = re.compile(
    r"(?:nghe|phát|audio)(?: đọc)? (?:bài viết|bài báo|bài|tin|audio|nội dung|podcast)(?: này)?(?: ?[:"
    r"|-]? ?\d{1,2}:\d{2})?"
    r"|0?0:\d{2}|\d{1,2}:\d{2} ?/? ?\d{1,2}:\d{2}|\d(?:[.,]\d{1,2})?x(?: \d(?:[.,]\d{1,2})?x)*"
    r"|tốc độ (?:đọc|phát)(?: ?:? ?(?:chuẩn|\d(?:[.,]\d{1,2})?x))*|tốc độ ?:? \d(?:[.,]\d{1,2})?x"
    r"|tự động (?:phát|chuyển)(?: (?:tiếp|bài|video)(?: (?:tiếp theo|kế tiếp|sau))?)?"
    r"|giọng đọc ?: ?[\w ]{2,30}|current time \d{1,2}:\d{2}"
    r"|chuẩn|(?:giọng )?(?:nam|nữ) miền (?:bắc|trung|nam)|giọng (?:nam|nữ|miền (?:bắc|trung|nam))"
    r"|(?:chọn|đổi) giọng(?: đọc)?|(?:bài viết )?được đọc bằng giọng (?:AI|máy|nhân tạo)"
    r"|video sẽ (?:tự động )?phát sau \d{1,2} giây|thời lượng ?:? ?\d{1,2}:\d{2}(?::\d{2})?"
    r"|nghe tóm tắt|đọc bài viết|(?:tiếp tục|tạm dừng|dừng) (?:đọc|nghe|phát)|tạm dừng|đang phát|âm lượng"
    r"|play|pause|(?:un)?mute"
    r"|audio ?[:|-] ?\d{1,2}:\d{2}"
    r"|trình duyệt (?:của bạn )?không hỗ trợ .{0,60}|audio|podcast|your browser does not support .{0,60}",
    _I,
)
TAGS = re.compile(r"(?:chủ đề|từ kh(?:óa|oá)|tags?|thẻ) ?:.{0,200}", _I)
BUTTON = re.compile(
    rf"chia sẻ(?: bài viết| ngay)?(?: (?:lên |qua )?{_PLATFORM})?"
    r"|(?:viết|gửi) (?:bình luận|ý kiến)|ý kiến của bạn|vui lòng nhập nội dung bình luận|(?:trở )?về (?:đầu"
    r" trang|trang chủ)|(?:lưu|in) (?:tin|bài)(?: viết)?|\(quảng cáo\)|advertisement"
    r"|(?:chủ đề|từ kh(?:óa|oá)|tags?|thẻ) ?:|#\w{2,40}(?:,? #\w{2,40}){0,20}"
    r"|copy link(?: thành công)?|sao chép (?:liên kết|đường dẫn)|lấy link!?"
    r"|link bài gốc.{0,80}"
    r"|\[?quay lại\]?|(?:gửi )?bình luận(?: \(\d+\))?|ý kiến(?: bạn đọc)?(?: \(\d+\))|ý kiến bạn đọc"
    r"|(?:quảng|quãng) cáo|qc"
    r"|(?:hiện (?:tại )?)?chưa có bình luận(?: nào)?[.!]?|\d{1,4} bình luận"
    r"|hãy là người đầu tiên bình luận.{0,60}"
    r"|chia sẻ ?:|sao chép link|gửi bài(?: viết)? qua e-?mail|cỡ chữ|(?:A[+-]? ?){1,3}"
    r"|xem (?:chi tiết|toàn màn hình|slideshow|bài gốc|bản tiếng anh)|đăng nhập|đăng ký(?: nhận tin)?"
    r"|nhập e-?mail(?: của bạn)?|rate this post|đánh giá bài viết|\d(?:[.,]\d)?/\d - \(\d{1,5} votes?\)"
    r"|thích \d{1,5}|báo lỗi|góp ý|trở lại|trang chủ|lên đầu trang|ủng hộ tòa soạn|tặng sao"
    r"|từ kh(?:óa|oá)|thích|xem các bài viết của tác giả|về trang chủ đề"
    r"|tải ứng dụng:?"
    r"|gửi email|tắt quảng cáo|phóng to|thu nhỏ|xem video|\d{1,3}|[-–—*_•·.|]{1,20}",
    _I,
)

END_MARK = re.compile(
    r"\W{0,9}(?:hết(?: (?:bài|phần|kỳ|truyện)(?: \d{1,2}| cuối)?)?|còn (?:nữa|tiếp)"
    r"|(?:the )?end|to be continued)\W{0,9}",
    _I,
)
_PEOPLE_BY = (
    r"(?i:(?:bài|tin|tin,? ảnh|bài,? ảnh|bài và ảnh|tổng hợp|thực hiện|theo|nguồn|tác giả|phóng viên|pv"
    r"|nhóm pv"
    r"|lược dịch|biên dịch|dịch)\s?[:.]?\s?)"
)
BYLINE = re.compile(
    rf"{_PEOPLE_BY}?{_NAME}(?: {_NAME}){{0,4}}(?: ?(?:[-–—,&/;]|và) ?{_NAME}(?: {_NAME}){{0,4}}){{0,4}}"
    rf"(?: ?\([^()]{{2,60}}\)| (?:lược |biên )?dịch| tổng hợp| ghi)?\.?"
    rf"|(?i:nhóm (?:pv|phóng viên)|phóng viên|pv|tổng hợp)(?: {_NAME}){{0,4}}"
)
