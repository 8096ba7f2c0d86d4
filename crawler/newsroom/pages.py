"""HTML of a paper: articles with all that stands around and inside them, front and section pages."""

import re
import zlib
from datetime import datetime
from html import escape

from crawler.newsroom.layouts import json_ld
from crawler.newsroom.paper import Paper, Print
from crawler.newsroom.vietnamese import VIETNAM, WEEKDAYS, section_name, slug

TAGS = (
    "Triều Tiên",
    "Hàn Quốc",
    "NATO",
    "Nhật Bản",
    "Bình Nhưỡng",
    "tập trận",
    "tên lửa",
    "xuất khẩu",
    "doanh nghiệp",
    "đội tuyển",
    "học sinh",
    "nông dân",
    "du khách",
)
COMMENTS = (
    ("Người đọc bến đò", "Bài viết dễ hiểu, mong tòa soạn có thêm bản đồ để bạn đọc tiện theo dõi."),
    ("Cựu giáo viên địa", "Tôi đọc báo từ sáng sớm, thấy tin này nơi khác chưa có. Cảm ơn tòa soạn."),
    ("Bạn đọc xóm Chài", "Chuyện dài kỳ rồi, mong các bên ngồi lại nói chuyện với nhau cho dân được nhờ."),
    ("Minh bán phở", "Đọc xong mới hiểu vì sao giá cả mấy hôm nay cứ nhấp nhổm."),
)


def article_page(paper: Paper, item: Print) -> str:
    story = item.story
    words = _print_words(paper, item) | _frame_words(paper)
    words |= {
        "body": _body(paper, item, words),
        "json_ld": _news_article(paper, item),
        "source": escape(item.source),
        "stamp": f'<span class="location-stamp">{escape(story.location)}</span>' if story.location else "",
        "tags": " ".join(_tag(paper, "tag", tag) for tag in _tags_of(item)),
        "keywords": escape(", ".join(_tags_of(item)).lower()),
        "most_read": _links(paper, "most_read", paper.others(item, 5, salt="read")),
        "more_news": _links(paper, "most_read", paper.others(item, 4, salt="more")),
        "comment_count": str(len(COMMENTS) - 1),
        "comments": _comments(paper, item),
        "author_slug": slug(story.author),
    }
    return paper.look.piece("article", **words)


def listing_page(paper: Paper, section: str | None, page: int = 1) -> str:
    """Return the front page (section None, page 1) or a section's page; past the end it holds no articles."""
    all_items = paper.printed_in(section)
    items = all_items[(page - 1) * paper.page_size : page * paper.page_size]
    last = max(1, -(-len(all_items) // paper.page_size))
    pages, next_link = "", ""
    if section is not None:
        numbers = range(1, last + 1)
        pages = " ".join(
            paper.look.piece("page_link", path=paper.section_path(section, n), text=f"Trang {n}")
            for n in numbers
        )
        if page < last:
            next_link = (
                f'<link rel="next" href="https://{paper.host}{paper.section_path(section, page + 1)}"/>'
            )
    words = _frame_words(paper) | {
        "heading": escape(section_name(section) if section else "Tin mới"),
        "slug": section or "trang-nhat",
        "url": f"https://{paper.host}" + (paper.section_path(section, page) if section else "/"),
        "items": items_html(paper, items),
        "pages": pages,
        "next_link": next_link,
        "most_read": _links(paper, "most_read", paper.prints[-3:]),
        "video": f"{zlib.crc32(paper.host.encode()) % 90000 + 10000}",
        "zone": paper.zone(section) if section else "0",
    }
    return paper.look.piece("listing", **words)


def items_html(paper: Paper, items: tuple[Print, ...]) -> str:
    return "\n".join(
        paper.look.piece("item", index=str(rank), **_print_words(paper, item))
        for rank, item in enumerate(items, 1)
    )


def image(paper: Paper, item: Print) -> str:
    return f"https://static.{paper.host}/{item.published:%Y/%m/%d}/{item.story.id}-{item.number}.jpg"


def _frame_words(paper: Paper) -> dict[str, str]:
    today = paper.now.astimezone(VIETNAM)
    return {
        "paper": escape(paper.name),
        "paper_upper": escape(paper.name.upper()),
        "host": paper.host,
        "charset": paper.look.charset,
        "today": f"{WEEKDAYS[today.weekday()]}, {today.day}/{today.month}/{today.year}",
        "menu": " ".join(
            paper.look.piece(
                "menu_item",
                slug=section,
                path=paper.section_path(section),
                text=escape(section_name(section)),
                digits=paper.zone(section),
            )
            for section in paper.sections
        ),
    }


def _print_words(paper: Paper, item: Print) -> dict[str, str]:
    story = item.story
    return {
        "title": escape(story.title),
        "lead": escape(story.lead),
        "prefix": escape(paper.prefix),
        "path": paper.path(item),
        "url": paper.url(item),
        "slug": slug(story.title),
        "number": item.number,
        "digits": f"{zlib.crc32(story.author.encode()) % 900 + 100}",
        "author": escape(story.author),
        "section": escape(section_name(story.section)),
        "section_path": paper.section_path(story.section),
        "zone": paper.zone(story.section),
        "image": image(paper, item),
        "date": paper.look.date(item.published),
        "published": item.published.isoformat(),
        "published_short": f"{item.published:%Y-%m-%d %H:%M}",
        "published_compact": f"{item.published:%Y-%m-%dT%H:%M:%S%z}",
        "unix": str(int(item.published.timestamp())),
    }


def _body(paper: Paper, item: Print, words: dict[str, str]) -> str:
    """Paragraphs, and between them a picture, a related box, an advertisement or link line, a by-line."""
    look, story = paper.look, item.story
    linked: set[str] = set()
    blocks = [look.piece("paragraph", text=_with_links(paper, text, linked)) for text in story.paragraphs]
    after: dict[int, list[str]] = {}
    if story.caption:
        caption = escape(story.caption) + ("" if "Ảnh" in story.caption else " Ảnh: Hư cấu")
        after.setdefault(1, []).append(look.piece("figure", caption=caption, **words))
    boxes = paper.others(item, 2)
    for place, name, other in zip((2, 4), ("related", "more"), boxes, strict=False):
        after.setdefault(min(place, len(blocks)), []).append(
            look.piece(name, **words | _print_words(paper, other))
        )
    after.setdefault(len(blocks), []).append(look.piece("byline", **words, source=escape(item.source)))
    parts: list[str] = []
    for rank, block in enumerate(blocks, 1):
        parts += [block, *(extra for extra in after.get(rank, ()) if extra)]
    return "\n".join(parts)


def _with_links(paper: Paper, text: str, linked: set[str]) -> str:
    """Link the first mention of two known words in the article, as desks do."""
    done = escape(text, quote=False)
    for tag in TAGS:
        found = re.search(rf"\b{re.escape(tag)}\b", done)
        if found and tag not in linked and len(linked) < 2 and "<a" not in done:  # noqa: PLR2004
            linked.add(tag)
            done = done[: found.start()] + _tag(paper, "tag_link", tag) + done[found.end() :]
    return done


def _tags_of(item: Print) -> tuple[str, ...]:
    text = item.story.text
    return tuple(tag for tag in TAGS if tag in text)[:4] or (section_name(item.story.section),)


def _tag(paper: Paper, piece: str, tag: str) -> str:
    digits = str(zlib.crc32(tag.encode()) % 900 + 100)
    return paper.look.piece(piece, slug=slug(tag), text=escape(tag), digits=digits)


def _links(paper: Paper, piece: str, items: tuple[Print, ...]) -> str:
    return "\n".join(paper.look.piece(piece, **_print_words(paper, item)) for item in items)


def _comments(paper: Paper, item: Print) -> str:
    start = zlib.crc32(item.story.id.encode()) % len(COMMENTS)
    chosen = (COMMENTS + COMMENTS)[start : start + len(COMMENTS) - 1]
    return "\n".join(
        paper.look.piece("comment", author=escape(author), text=escape(text), hours=str(rank + 1))
        for rank, (author, text) in enumerate(chosen)
    )


def _news_article(paper: Paper, item: Print) -> str:
    story, write = item.story, paper.look.over_escaped
    person = {"@type": "Person", "name": write(story.author)}
    value = {
        "@context": "http://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": paper.url(item)},
        "headline": write(story.title),
        "description": write(paper.prefix + story.lead),
        "articleSection": section_name(story.section),
        "image": [image(paper, item)],
        "datePublished": _iso(item.published),
        "dateModified": _iso(item.published),
        "author": [person] if paper.look.author_is_person else {"@type": "Organization", "name": paper.name},
        "publisher": {"@type": "Organization", "name": paper.name, "url": f"https://{paper.host}"},
    }
    return json_ld(value)


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
