"""Pages that answer 200 and hold no article: told apart by what they say and by how they are made."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.errors import Rejected
from crawler.extraction.dom import strings
from crawler.reasons import Reason
from crawler.text.article_types import LEAST_CHARACTERS, classify, shortness

_WEAK_CHARACTERS = 1200  # of text: less may be a notice instead of an article
_SHELL_CHARACTERS = 400  # seen without scripts: less is a page that they would fill
_LISTING_CHARACTERS = 1500  # of text: more is an article, however many links stand around it
_LINK_SHARE = 0.35  # of what is seen stands in links: a list of articles
_LEAST_TEXT_SHARE = 0.065  # of what is seen
_PASSAGE_CHARACTERS = 80
_LEAST_PASSAGES = 3

_CHALLENGE = re.compile(
    r"just a moment\.\.\.|checking your browser|attention required! \| cloudflare"
    r"|verify(?:ing)? (?:that )?you are (?:a )?human|ddos protection by"
    r"|xác minh (?:rằng )?bạn (?:là con người|không phải (?:là )?(?:robot|người máy))"
    r"|đang kiểm tra trình duyệt|please enable cookies|captcha"
    r"|kiểm tra bảo mật|security check",
    re.IGNORECASE,
)
_CHALLENGE_MARK = re.compile(
    r"cf-challenge|cf_chl_|challenge-form|g-recaptcha|h-captcha|hcaptcha\.com|_incapsula_|ddos-guard|__ddg"
)
_COOKIE_GATE = re.compile(
    r"document\.cookie\s*=.{0,2000}location\s*(?:\.(?:reload|replace|href)|=)", re.DOTALL
)
_SOFT_404 = re.compile(
    r"(?:không tìm thấy|không tồn tại|không có|đã bị (?:xóa|xoá|gỡ)|đã được gỡ"
    r"|không còn).{0,40}(?:trang|bài viết|nội dung|đường dẫn|địa chỉ|liên kết|tin)\b"
    r"|(?:trang|bài viết|nội dung|đường dẫn|địa chỉ|liên kết|tin)\b.{0,50}(?:không tìm thấy"
    r"|không tồn tại|không còn|đã bị (?:xóa|xoá|gỡ)|không được tìm thấy|đã được gỡ)"
    r"|\b(?:lỗi|error)\s*(?:404|410)|\b404\b.{0,20}(?:not found|error|không)|page not found"
    r"|not be found|bài viết đã bị",
    re.IGNORECASE,
)
_ERROR_TITLE = re.compile(
    r"^\W*(?:lỗi\s*)?(?:404|410)\b|^\W*(?:trang|bài viết|nội dung|đường dẫn)\s+(?:này\s+"
    r"|bạn\s+\w+\s+)?(?:không|đã bị)"
    r"|^\W*không tìm thấy (?:trang|bài viết|nội dung|đường dẫn)|^\W*(?:page )?not found\b|^\W*(?:lỗi"
    r"|error)\W*$|^\W*có lỗi xảy ra",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"(?:đồng ý|chấp nhận|accept|agree|consent).{0,200}(?:cookie|dữ liệu cá nhân"
    r"|chính sách (?:bảo mật|quyền riêng tư)|điều khoản)"
    r"|(?:cookie|dữ liệu cá nhân|quyền riêng tư|privacy).{0,200}(?:đồng ý|chấp nhận|accept|agree|consent)",
    re.IGNORECASE | re.DOTALL,
)
_LOGIN = re.compile(
    r"(?:đăng nhập|đăng ký|mua gói|trả phí|nâng cấp|trở thành (?:thành viên"
    r"|hội viên)).{0,60}(?:để (?:đọc|xem|tiếp tục)|toàn bộ|đầy đủ|bài viết|nội dung)"
    r"|(?:nội dung|bài viết|bài)\s.{0,30}(?:dành (?:riêng )?cho (?:thành viên|hội viên|bạn đọc (?:vip"
    r"|đăng ký|trả phí)|thuê bao|độc giả (?:đăng ký|trả phí)))"
    r"|(?:bạn|quý độc giả)\s(?:cần|phải|vui lòng)\sđăng nhập|vui lòng đăng nhập|subscribe to (?:read"
    r"|continue)|sign in to (?:read|continue)",
    re.IGNORECASE,
)
_TO_THE_READER = re.compile(r"\b(?:bạn|quý (?:khách|vị|độc giả)|you)\b", re.IGNORECASE)
_BY_THE_SITE = re.compile(r"\b(?:chúng tôi|trang (?:web|này)|website|we)\b", re.IGNORECASE)
_NOTICE = re.compile(
    r"^\W*+(?:(?:rất tiếc|xin lỗi|oops|sorry)\W++)?(?:không tìm thấy|không có"
    r"|(?:trang|bài viết|nội dung|đường dẫn|địa chỉ|liên kết|tin)\b.{0,50}(?:không|đã bị|đã được gỡ)"
    r"|(?:lỗi|error)?\s*(?:404|410)\b|(?:the )?page\b)",
    re.IGNORECASE,
)
_IMPRINT = re.compile(
    r"giấy phép|cơ quan chủ quản|tổng biên tập|trụ sở|tòa soạn|toà soạn|bản quyền|sao chép|ghi rõ nguồn"
    r"|hotline|đường dây nóng|điện thoại\s*:|email\s*:|^\W*(?:báo|tạp chí)\b[^.]{0,60}$",
    re.IGNORECASE,
)
_IMPRINT_SHARE = 0.6
_IMPRINT_CHARACTERS = 200  # of a line with a sign of an imprint; a story of a firm has one in a paragraph
_NOTICE_CHARACTERS = 200
_SCRIPT_NEEDED = re.compile(
    r"(?:enable|bật|kích hoạt|requires?|cần)\s.{0,20}javascript|javascript.{0,30}(?:enable|bật"
    r"|kích hoạt|disabled|tắt)",
    re.IGNORECASE,
)
_END_CHARACTERS = 200_000  # of a page, where its markup is closed
_ROOTS = frozenset({"root", "app", "__next", "__nuxt", "main-app", "react-root"})
_OPTIONAL_ENDS = re.compile(r"</(?:p|li|td|option)\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageTraits:
    """How the whole page looks, before anything is taken out of it."""

    title: str
    seen: str
    link_share: float
    scripts: int
    rooted: bool  # has the empty element scripts of single-page programs fill

    @classmethod
    def at(cls, tree: HtmlElement) -> "PageTraits":
        body = tree.find("body")
        pieces = list(strings(tree if body is None else body))
        seen = _joined(text for text, _ in pieces)
        prose = _joined(text for text, linked in pieces if not linked)
        return cls(
            title=" ".join((tree.findtext(".//title") or "").split()),
            seen=seen,
            link_share=1 - len(prose) / max(len(seen), 1),
            scripts=sum(1 for _ in tree.iter("script")),
            rooted=any(element.get("id") in _ROOTS for element in tree.iter("div", "main")),
        )


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was read out of the page. `sworn`: JSON-LD calls it an article; `declared`: or og:type does.

    `goes_on`: it is a part of an article, however short; the rest stands on another page.
    """

    title: str
    lead: str
    lines: Sequence[str]
    dated: bool
    sworn: bool
    declared: bool
    free: bool = True
    goes_on: bool = False

    @property
    def text(self) -> str:
        return "\n".join([*([self.lead] if self.lead else []), *self.lines])


def _joined(texts: Iterable[str]) -> str:
    return " ".join(" ".join(texts).split())


def refuse_half_page(html: str) -> None:
    """Raise when the markup breaks off; minified pages that leave out every optional end are let through."""
    end = html[-_END_CHARACTERS:]
    if "</html" in end or "</body" in end:
        return
    low = end.lower()
    if "</html" in low or "</body" in low or "<html" not in html[:5000].lower():
        return
    if not _OPTIONAL_ENDS.search(html):
        return
    raise Rejected(Reason.HALF_PAGE, "neither </body> nor </html>")


def refuse_no_article(looked: Callable[[], PageTraits], html: str, found: Extracted) -> None:
    """Raise with the reason that fits when what was read is no article.

    `looked` says how the page looks; it is asked only about what could be none.
    """
    text = found.text
    if len(text) < _WEAK_CHARACTERS or not (found.dated or found.declared):
        _refuse_disguises(looked(), html, found)
    refuse_half_page(html)
    if not text:
        raise Rejected(Reason.EMPTY)
    if not found.title:
        raise Rejected(Reason.NO_TITLE)
    lines = text.split("\n")
    if _is_imprint(found.lines, _IMPRINT_SHARE * len(text)):
        raise Rejected(Reason.EMPTY, "the imprint of the site, no article")
    short = shortness(lines)
    if short and not (found.goes_on and found.declared):
        raise Rejected(*(classify(found.title, lines) or short))
    if _is_listing(looked, found):
        raise Rejected(Reason.EMPTY, "a page of links, no article")


def _is_imprint(lines: Sequence[str], most: float) -> bool:
    """Whether lines with a site's imprint hold more characters than so many; the longest are asked first."""
    held, left = 0, sum(map(len, lines))
    for line in sorted(lines, key=len, reverse=True):
        if held + left <= most:
            return False
        held += len(line) if len(_IMPRINT.findall(line)) * _IMPRINT_CHARACTERS >= len(line) else 0
        left -= len(line)
    return held > most


def _refuse_disguises(look: PageTraits, html: str, found: Extracted) -> None:
    if _is_challenge(look, html, found):
        raise Rejected(Reason.CHALLENGE)
    if _is_soft_404(look, found):
        raise Rejected(Reason.SOFT_404)
    short = len(found.text) < LEAST_CHARACTERS
    if (short or not found.free) and _LOGIN.search(
        look.seen if len(look.seen) < 3 * _WEAK_CHARACTERS else found.text
    ):
        raise Rejected(Reason.LOGIN_WALL)
    if not found.declared and _is_consent_wall(found.text or look.seen[:_WEAK_CHARACTERS]):
        raise Rejected(Reason.CONSENT_WALL)
    if len(look.seen) < _SHELL_CHARACTERS and _is_shell(look, html):
        raise Rejected(Reason.SCRIPT_SHELL)


def _is_consent_wall(text: str) -> bool:
    """The site asks the reader; a story about such questions tells of others."""
    return bool(_CONSENT.search(text) and _TO_THE_READER.search(text) and _BY_THE_SITE.search(text))


def _is_challenge(look: PageTraits, html: str, found: Extracted) -> bool:
    if len(look.seen) > _WEAK_CHARACTERS or (
        len(found.text) >= LEAST_CHARACTERS and not _CHALLENGE.search(look.title)
    ):
        return False
    if _CHALLENGE.search(look.title) or _CHALLENGE.search(look.seen) or _CHALLENGE_MARK.search(html):
        return True
    return len(look.seen) < _SHELL_CHARACTERS and bool(_COOKIE_GATE.search(html))


def _is_soft_404(look: PageTraits, found: Extracted) -> bool:
    if _ERROR_TITLE.search(look.title) or _ERROR_TITLE.search(found.title):
        # A dated story may begin with such words, too; a notice is short.
        least = LEAST_CHARACTERS if found.declared else 2 * LEAST_CHARACTERS
        return not (found.dated and len(found.text) >= least)
    if found.dated:
        return False
    if len(found.text) < LEAST_CHARACTERS:
        return bool(_SOFT_404.search(found.text or look.seen[:_WEAK_CHARACTERS]))
    # With so much text, only a notice about the page itself says that there is no article.
    first = found.text.split("\n")[0]
    rest = found.text[len(first) :]
    notice = len(first) <= _NOTICE_CHARACTERS and _NOTICE.search(first) and _SOFT_404.search(first)
    return bool(notice) and len(rest) < LEAST_CHARACTERS


def _is_shell(look: PageTraits, html: str) -> bool:
    return bool(look.scripts and (look.rooted or look.scripts > 1 or _SCRIPT_NEEDED.search(html)))


def _is_listing(looked: Callable[[], PageTraits], found: Extracted) -> bool:
    """A section or home page: little prose among many links, and no JSON-LD that calls it an article."""
    unknown = not (found.dated or found.declared)
    if found.sworn or len(found.text) > (2 * _LISTING_CHARACTERS if unknown else _LISTING_CHARACTERS):
        return False
    look = looked()
    share = len(found.text) / max(len(look.seen), 1)
    if unknown:
        return look.link_share > _LINK_SHARE or share < _LEAST_TEXT_SHARE
    passages = sum(1 for line in found.text.split("\n") if len(line) >= _PASSAGE_CHARACTERS)
    return look.link_share > _LINK_SHARE / 2 and (
        share < _LEAST_TEXT_SHARE or (share < 2 * _LEAST_TEXT_SHARE and passages < _LEAST_PASSAGES)
    )
