"""gomtin announced: every entry of a saved channel is shown, taken or not, with the reason."""

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from conftest import Done, run_press

from crawler.discovery.announcements import MAX_ENTRIES, SkipReason
from crawler.discovery.feeds import MAX_FEED_ENTRIES
from crawler.discovery.kinds import kind_of

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
ARTICLE = "https://vnexpress.net/cau-bac-qua-rach-muong-khe-thong-xe-49000{:02}.html"


FORMAT = tuple(re.findall(r'"(\w+)"', next(line for line in README.splitlines() if '{"file"' in line)))


def announced(home: Path, *args: str) -> Done:
    return run_press(None, home, "announced", *args, "--outlet", "vnexpress")


def item(title: str, link: str = "", date: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate></item>"


def rss(*items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{"".join(items)}</channel></rss>'


def test_every_entry_of_a_feed_has_a_line_with_the_reason_where_it_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "kenh.xml").write_text(
        rss(
            item("Cầu bắc qua rạch Mương Khế thông xe", ARTICLE.format(1), "Fri, 20 Nov 2026 06:30:00 +0700"),
            item("Chuyên mục", "https://vnexpress.net/kinh-doanh"),
            item("Nơi khác", "https://baolahoac.example.vn/bai-1.html"),
            item("Viết thư cho tòa soạn", "mailto:toasoan@vnexpress.net"),
            item("Không có địa chỉ"),
            item("Cũng bài ấy", ARTICLE.format(1) + "?utm_source=rss"),
        ),
        encoding="utf-8",
    )

    done = announced(tmp_path, "--json", "kenh.xml")

    taken, *others = done.lines
    assert done.code == 0
    assert {tuple(line) for line in done.lines} == {FORMAT}
    assert (taken["url"], taken["key"]) == (ARTICLE.format(1), "vnexpress:4900001")
    assert (taken["published"], taken["reason"]) == ("2026-11-20T06:30:00+07:00", None)
    assert [(line["title"], line["reason"]) for line in others] == [
        ("Chuyên mục", "no-article-address"),
        ("Nơi khác", "other-host"),
        ("Viết thư cho tòa soạn", "unusable-address"),
        ("Không có địa chỉ", "no-address"),
        ("Cũng bài ấy", "repeated"),
    ]


def test_people_get_a_table_and_the_reasons_counted(tmp_path: Path) -> None:
    (tmp_path / "kenh.xml").write_text(
        rss(item("Một", ARTICLE.format(1)), *(item("Mục", f"https://vnexpress.net/muc-{n}") for n in "ab")),
        encoding="utf-8",
    )

    done = announced(tmp_path, "kenh.xml")

    assert "kenh.xml: 3 entries, 1 taken" in done.out
    assert "2  no-article-address: " in done.out


def test_each_kind_of_channel_is_known_by_its_content(tmp_path: Path) -> None:
    locs = f"<url><loc>{ARTICLE.format(2)}</loc></url><url><loc>https://vnexpress.net/</loc></url>"
    (tmp_path / "a.bin").write_bytes(gzip.compress(f"<urlset>{locs}</urlset>".encode()))
    (tmp_path / "b.bin").write_text(
        "<sitemapindex><sitemap><loc>https://vnexpress.net/articles-2026-11-sitemap.xml</loc></sitemap>"
        "<sitemap><loc>https://khac.example/tags-sitemap.xml</loc></sitemap></sitemapindex>"
    )
    (tmp_path / "c.bin").write_text(json.dumps({"data": [{"url": ARTICLE.format(3), "title": "Ba"}]}))
    (tmp_path / "d.bin").write_text(
        f'<!DOCTYPE html><html><body><article class="item-news"><h3 class="title-news">'
        f'<a href="{ARTICLE.format(4)}">Bốn</a></h3></article></body></html>',
        encoding="utf-8",
    )

    done = announced(tmp_path, "--json", "a.bin", "b.bin", "c.bin", "d.bin")

    assert done.code == 0
    lines = [(line["file"], line["key"], line["reason"]) for line in done.lines]
    assert lines[:4] == [
        ("a.bin", "vnexpress:4900002", None),
        ("a.bin", None, "no-article-address"),
        ("b.bin", None, "sitemap"),
        ("b.bin", None, "other-sitemap"),
    ]
    assert ("c.bin", "vnexpress:4900003", None) in lines
    assert ("d.bin", "vnexpress:4900004", None) in lines


def test_what_stands_behind_the_limits_is_told_too(tmp_path: Path) -> None:
    (tmp_path / "dai.xml").write_text(
        rss(
            *(
                item("Bài", f"https://vnexpress.net/bai-{n}.html")
                for n in range(4_000_000, 4_000_020 + MAX_FEED_ENTRIES)
            )
        )
    )
    (tmp_path / "dai-sitemap.txt").write_text(
        "\n".join(
            f"https://vnexpress.net/bai-{n}.html" for n in range(4_000_000, 4_000_000 + MAX_ENTRIES + 7)
        )
    )

    done = announced(tmp_path, "--json", "dai.xml", "dai-sitemap.txt")

    counts = Counter((line["file"], line["reason"]) for line in done.lines)
    assert counts == {
        ("dai.xml", None): MAX_FEED_ENTRIES,
        ("dai.xml", "over-limit"): 20,
        ("dai-sitemap.txt", None): MAX_ENTRIES,
        ("dai-sitemap.txt", "over-limit"): 7,
    }


def test_what_is_no_channel_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "anh.bin").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (tmp_path / "rss.xml").write_text("khong phai xml")
    (tmp_path / "nua.xml.gz").write_bytes(gzip.compress(rss(item("x")).encode())[:30])

    for name, said in (
        ("anh.bin", "say so with --kind"),
        ("rss.xml", "no feed: the answer is no XML"),
        ("nua.xml.gz", "say so with --kind"),
    ):
        done = announced(tmp_path, "--json", name)
        assert (done.code, done.out) == (1, ""), name
        (line,) = done.err.splitlines()
        assert line.startswith(f"gomtin: {name}: ")
        assert said in line

    forced = announced(tmp_path, "--kind", "feed", "nua.xml.gz")
    assert forced.err == "gomtin: nua.xml.gz: no feed: its gzip is cut off\n"


def test_a_kind_that_the_content_is_not_of_is_told(tmp_path: Path) -> None:
    (tmp_path / "kenh.xml").write_text(rss(item("Một", ARTICLE.format(1))), encoding="utf-8")
    (tmp_path / "muc.html").write_text(f"<ul><li><a href='{ARTICLE.format(2)}'>Hai</a></li></ul>")

    assert announced(tmp_path, "--json", "--kind", "feed", "kenh.xml").err == ""
    assert announced(tmp_path, "--json", "--kind", "api", "muc.html").err == ""
    other = announced(tmp_path, "--json", "--kind", "sitemap", "kenh.xml")
    assert [line["key"] for line in other.lines] == ["vnexpress:4900001"]
    assert other.err == "gomtin: kenh.xml: a feed by its content, read as --kind sitemap\n"


def test_wrong_words_are_usage(tmp_path: Path) -> None:
    assert announced(tmp_path, "khong-co.xml").code == 2
    (tmp_path / "rss.xml").write_text(rss())
    assert announced(tmp_path, "--url", "ftp://x.vn/", "rss.xml").code == 2
    assert run_press(None, tmp_path, "announced", "rss.xml").code == 2
    wrong = run_press(None, tmp_path, "announced", "rss.xml", "--outlet", "vnexpres")
    assert (wrong.code, "did you mean vnexpress?" in wrong.err) == (2, True)


def test_the_address_of_the_channel_completes_relative_links(tmp_path: Path) -> None:
    (tmp_path / "lat.html").write_text(
        '<html><body><article class="item-news"><h3 class="title-news">'
        '<a href="bai-moi-4900009.html">Bài mới</a></h3></article></body></html>',
        encoding="utf-8",
    )

    done = announced(tmp_path, "--json", "--url", "https://vnexpress.net/muc/", "lat.html")

    assert [line["url"] for line in done.lines] == ["https://vnexpress.net/muc/bai-moi-4900009.html"]


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("x", b'\xef\xbb\xbf <?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"/>', "feed"),
        ("x", b"https://a.vn/1\nhttps://a.vn/2\n", "sitemap"),
        ("x", b"[]", "api"),
        ("x", b"<li><a href='/1'>m</a></li>", "listing"),
        ("news-sitemap.xml", b"", "sitemap"),
        ("trang-chu.rss", b"", "feed"),
        ("muc.html", b"", "listing"),
        ("x", b"", None),
    ],
)
def test_the_kind_is_told_by_content_then_by_name(name: str, body: bytes, kind: str | None) -> None:
    assert kind_of(body, name) == kind


@pytest.mark.parametrize("reason", SkipReason)
def test_every_reason_is_in_the_readme(reason: SkipReason) -> None:
    assert f"| `{reason.code}` | {reason.meaning} |" in README
