"""What the page says, in English and Vietnamese."""

from collections.abc import Callable
from enum import StrEnum

from crawler.reasons import Reason


class Language(StrEnum):
    EN = "en"
    VI = "vi"


WORDS: dict[str, tuple[str, str]] = {
    "title": ("How gomtin is doing", "Tình hình của gomtin"),
    "skip": ("Skip to content", "Đến phần nội dung"),
    "language": ("Language", "Ngôn ngữ"),
    "corpus": ("Corpus", "Kho văn bản"),
    "as_of": ("as of", "lúc"),
    "refresh": ("Refresh", "Tải lại"),
    "well": ("All is well", "Mọi thứ đều ổn"),
    "alarms": ("Needs a look", "Cần xem lại"),
    "since": ("since", "từ"),
    "daemon_on": ("The daemon runs, process {pid}", "Chương trình nền đang chạy, tiến trình {pid}"),
    "daemon_off": ("No daemon keeps this corpus now", "Hiện không có chương trình nền nào trông kho này"),
    "schedules": ("Schedules", "Lịch chạy"),
    "schedule": ("schedule", "lịch"),
    "does": ("does", "việc"),
    "when": ("when", "khi nào"),
    "now": ("now", "hiện tại"),
    "next": ("next", "lần tới"),
    "last": ("last run", "lần chạy gần nhất"),
    "success": ("last success", "lần thành công gần nhất"),
    "history": ("last runs", "các lần gần đây"),
    "running": ("runs since {time}", "đang chạy từ {time}"),
    "waits": ("waits", "đang chờ"),
    "never": ("never", "chưa lần nào"),
    "no_schedules": ("schedules.yaml has no schedules.", "schedules.yaml chưa có lịch nào."),
    "texts": ("Texts per day", "Số văn bản mỗi ngày"),
    "texts_chart": (
        "New texts on each of the last {days} days; the most on one day: {most}",
        "Văn bản mới trong {days} ngày qua; ngày nhiều nhất: {most}",
    ),
    "total": ("{n} texts in all", "tổng cộng {n} văn bản"),
    "new_texts": ("{n} new in {days} days", "{n} văn bản mới trong {days} ngày"),
    "outlets": ("Outlets", "Các báo"),
    "outlet": ("outlet", "báo"),
    "announced": ("announced", "thông báo"),
    "kept": ("kept", "đã giữ"),
    "state": ("state", "tình trạng"),
    "fine": ("fine", "ổn"),
    "spark": (
        "Announced in the last {n} runs, from {least} to {most}; at the end {last}",
        "Số bài được thông báo trong {n} lần chạy gần đây, từ {least} đến {most}; lần cuối {last}",
    ),
    "no_outlets": ("Nothing was crawled yet.", "Chưa thu thập gì."),
    "waiting": ("Articles that wait", "Các bài đang chờ"),
    "nothing_waits": ("No article waits.", "Không có bài nào đang chờ."),
    "never_tried": ("not asked for yet", "chưa tải lần nào"),
    "verdicts": ("What became of the pages", "Kết quả của các trang"),
    "verdict": ("verdict", "kết quả"),
    "reason": ("reason", "lý do"),
    "pages": ("pages", "số trang"),
    "latest": ("Latest texts", "Văn bản mới nhất"),
    "number": ("number", "số"),
    "text": ("text", "văn bản"),
    "added": ("added", "thêm lúc"),
    "score": ("score", "điểm"),
    "why": ("why", "vì sao"),
    "why_kept": ("Why text {number} was kept", "Vì sao văn bản {number} được giữ"),
    "no_texts": ("No text was added yet.", "Chưa có văn bản nào được thêm."),
    "file": ("file", "tệp"),
    "address": ("address", "địa chỉ"),
    "origin": ("origin", "nguồn gốc"),
    "steps": ("Each step on the way", "Từng bước đã qua"),
    "step": ("step", "bước"),
    "passed": ("passed", "qua"),
    "ended_here": ("ended here", "dừng tại đây"),
    "detail": ("detail", "chi tiết"),
    "no_page": ("It did not come from a page.", "Văn bản này không lấy từ một trang nào."),
    "back": ("Back to the overview", "Trở lại trang chung"),
    "not_found": ("There is no such page", "Không có trang này"),
    "figures": ("Figures for programs", "Số liệu cho chương trình"),
    "disk": ("{n} MB free on the disk", "đĩa còn trống {n} MB"),
    "done": ("done", "xong"),
    "needs a look": ("needs a look", "cần xem lại"),
    "failed": ("failed", "hỏng"),
    "killed": ("killed", "bị ngắt"),
    "overtime": ("overtime", "quá giờ"),
    "stopped": ("stopped", "được dừng"),
    "cut off": ("cut off", "đứt giữa chừng"),
    "deferred": ("deferred", "tạm hoãn"),
    "duplicate": ("duplicate", "trùng"),
    "version": ("version", "bản khác"),
    "rejected": ("rejected", "bị loại"),
    "quarantined": ("quarantined", "chờ người xem"),
    "gone": ("gone", "không còn"),
    "skipped": ("skipped", "bỏ qua"),
}

REASONS_VI: dict[str, str] = {
    "on-topic": "văn bản đúng chủ đề của các bài mẫu",
    "too-old": "đăng trước khoảng thời gian của lần chạy",
    "too-new": "đăng sau khoảng thời gian của lần chạy",
    "hopeless": "tiêu đề và tóm tắt quá xa chủ đề",
    "foreign-slug": "được báo không kèm tiêu đề, và các chữ trong địa chỉ xa lạ với chủ đề",
    "over-limit": "đã đủ số bài của lần chạy; để lần sau",
    "dry-run": "chạy thử thì không tải bài nào",
    "robots": "robots.txt không cho phép địa chỉ này",
    "robots-unreadable": "không đọc được robots.txt; máy chủ được để yên",
    "resting": "máy chủ yêu cầu tạm nghỉ (Retry-After)",
    "over-budget": "đã hết số lượt yêu cầu dành cho máy chủ trong lần chạy này",
    "host-failing": "máy chủ lỗi nhiều lần liên tiếp; để lần chạy sau",
    "foreign-host": "địa chỉ dẫn tới một máy chủ mà tờ báo không khai báo",
    "unsafe-address": "địa chỉ không nằm trên mạng công cộng",
    "stopped": "lần chạy kết thúc trước khi trang được đọc",
    "gone": "tờ báo cho biết trang không tồn tại (404, 410)",
    "forbidden": "tờ báo từ chối yêu cầu (401, 403, 406, 428, 451)",
    "refused": "tờ báo trả lời bằng một lỗi 4xx khác, hoặc 3xx không dẫn tới đâu",
    "server-error": "tờ báo trả lời bằng lỗi 5xx",
    "too-many-requests": "tờ báo trả lời 429",
    "timeout": "tờ báo không trả lời kịp",
    "network": "kết nối hỏng hoặc bị đứt",
    "too-large": "trang lớn hơn mức cho phép",
    "redirected-away": "địa chỉ dẫn tới một trang không phải bài báo",
    "not-html": "câu trả lời không phải trang HTML",
    "empty": "không tìm thấy văn bản trong trang",
    "no-title": "không tìm thấy tiêu đề trong trang",
    "too-short": "văn bản quá ngắn, không thể là một bài báo",
    "much-dropped": "phần lớn văn xuôi sẽ bị bỏ vì bị coi không phải nội dung bài",
    "other-article": "trang không phải bài đã được giới thiệu",
    "half-text": "trang chỉ cho xem một phần của bài",
    "unsure-date": "ngày đăng chỉ có trong dữ liệu của bài khác",
    "half-page": "trang bị cắt giữa chừng",
    "soft-404": "trang báo lỗi nhưng tự xưng là trang thường",
    "consent-wall": "trang xin đồng ý thay cho bài báo",
    "script-shell": "trang chỉ có nội dung khi chạy mã lệnh",
    "challenge": "trang kiểm tra máy tự động thay cho bài báo; không trả lời",
    "login-wall": "trang đòi đăng nhập hoặc trả tiền thay cho bài báo",
    "charset": "các byte không giải mã được thành chữ Việt",
    "reader-timeout": "đọc trang quá lâu nên bị dừng",
    "reader-memory": "đọc trang tốn quá nhiều bộ nhớ",
    "reader-crash": "tiến trình đọc bị hỏng vì trang này",
    "not-vietnamese": "văn bản viết bằng ngôn ngữ khác",
    "mixed-language": "có phần viết bằng ngôn ngữ khác, hoặc có vẻ như vậy, dài hơn một câu trích",
    "unaccented": "tiếng Việt viết không dấu",
    "off-topic": "văn bản không thuộc chủ đề của các bài mẫu",
    "borderline": "văn bản có thể đúng chủ đề; để người quyết định",
    "same-text": "kho đã có văn bản này",
    "same-article": "kho đã có bài này, dưới một địa chỉ khác",
    "changed": "một bài đã giữ được đăng lại với nội dung khác",
    "news-list": "danh sách tiêu đề hay tin vắn, không phải một bài báo",
    "live-ticker": "bản tin cập nhật liên tục, không bao giờ xong",
    "photo-story": "ảnh kèm chú thích, hầu như không có chữ",
    "weather": "bản tin dự báo thời tiết",
    "price-table": "bảng giá, tỷ giá, kết quả hay số xổ số",
    "mojibake": "chữ bị hỏng đến mức không khôi phục được",
    "near-text": "kho đã có một văn bản gần như y hệt",
    "contained": "văn bản là một phần của một bài trong kho",
    "contains": "một bài trong kho là một phần của văn bản này",
    "edited": "bản biên tập lại của một bài trong kho",
    "unchanged": "xem lại: trang vẫn như cũ",
    "unreadable-now": "xem lại: trang không còn bài báo; văn bản đã giữ vẫn giữ nguyên",
    "accepted-by-person": "một người đã lấy ra khỏi hàng chờ; nay là bài mẫu",
    "rejected-by-person": "một người cho rằng văn bản không thuộc kho này",
    "retry": "một người yêu cầu thử lại",
    "outlet-changed": "các trang của tờ báo đã đổi; cần người xem lại",
    "bug": "chương trình hỏng ở trang này; lần chạy có báo lại",
}


def translator(language: Language) -> Callable[..., str]:
    """Return what says a word of the page in a language; an unknown word stays as it is."""
    place = 0 if language is Language.EN else 1

    def say(word: str, **values: object) -> str:
        pair = WORDS.get(word)
        return pair[place].format(**values) if pair else word

    return say


def reason(code: str, language: Language) -> str:
    """Return a reason's sentence; of a newer gomtin's reason, its code."""
    try:
        known = Reason.from_code(code)
    except KeyError:
        return code
    return REASONS_VI.get(code, known.meaning) if language is Language.VI else known.meaning


def language_of(asked: str | None, accepted: str) -> Language:
    """Return the language asked for in the address, else the better one of the browser's."""
    known = {language.value: language for language in Language}
    wished = [asked or "", *(part.strip()[:2].lower() for part in accepted.split(","))]
    return next((known[word] for word in wished if word in known), Language.EN)
