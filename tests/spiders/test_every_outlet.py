"""What holds for every outlet, said once; and the real section pages and feeds, where they are present."""

import inspect
from dataclasses import fields
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import pytest

from crawler.article import ReadingRules
from crawler.discovery.announcements import Found, Source
from crawler.discovery.apis import parse_api
from crawler.discovery.feeds import parse_feed
from crawler.discovery.listings import parse_listing
from crawler.discovery.sitemaps import parse_sitemap
from crawler.errors import OutletError
from crawler.outlets import loader as outlets
from crawler.urls import article_key, matches

NOW = datetime(2026, 11, 21, tzinfo=UTC)
OUTLETS: dict[str, Any] = dict(outlets.load())
every_outlet = pytest.mark.parametrize("outlet", OUTLETS.values(), ids=OUTLETS)

CLOSED = {"bbc", "laodong", "sputnik", "voa"}
OTHER_MATTERS = {"baodautu", "eva", "genk", "kenh14", "vietnambiz", "vietstock", "vneconomy"}
OFF = CLOSED | OTHER_MATTERS
FAMILIES = {"vccorp", "hemera", "mastercms", "onecms"}
# Nobody has described the markup of these: what they declare of it is less than the rest.
GENERIC = {"baocantho", "kinhtedothi", "nghiencuubiendong", "nghiencuuquocte", "vietgiaitri"} | OTHER_MATTERS
NO_LEAD = {"kbs", "koreanet"}
# The topic is all these write about, or they have one stream for everything.
FOREIGN = {"bbc", "kbs", "koreanet", "nghiencuubiendong", "nghiencuuquocte", "sputnik", "voa"}
WORLD = ("the-gioi", "thegioi", "quoc-te", "quocte", "qu%E1%BB%91c-t%E1%BA%BF")
NO_BACK_CATALOGUE = {"baocantho", "danviet", "kinhtedothi", "nghiencuubiendong", "vietgiaitri"} | OFF

# file, address it was saved from, outlet, how many articles it announces (counted apart from this program)
LISTINGS = (
    ("baocantho.com.vn/01.html", "https://baocantho.com.vn/thoi-su/", "baocantho", 78),
    ("baochinhphu.vn/01.html", "https://baochinhphu.vn/chinh-sach-moi.htm", "baochinhphu", 34),
    ("baodautu.vn/01.html", "http://baodautu.vn/tai-chinh-chung-khoan-d6/", "baodautu", 32),
    ("eva.vn/01.html", "https://eva.vn/di-dau-xem-gi-c40.html", "eva", 35),
    ("genk.vn/01.html", "http://genk.vn/", "genk", 75),
    ("kenh14.vn/01.html", "https://kenh14.vn/", "kenh14", 43),
    ("cafef.vn/01.html", "https://cafef.vn/thi-truong-chung-khoan.chn", "cafef", 54),
    ("dantri.com.vn/01.html", "https://dantri.com.vn/", "dantri", 129),
    ("dantri.com.vn/03.html", "https://dantri.com.vn/", "dantri", 129),
    ("dantri.com.vn/05.html", "https://dantri.com.vn/", "dantri", 132),
    ("dantri.com.vn/07.html", "http://dantri.com.vn", "dantri", 77),
    ("dantri.com.vn/09.html", "http://dantri.com.vn/", "dantri", 126),
    ("laodong.vn/01.html", "https://laodong.vn/xe", "laodong", 19),
    ("nld.com.vn/01.html", "https://nld.com.vn/kinh-te.htm", "nld", 37),
    ("soha.vn/01.html", "http://soha.vn/", "soha", 67),
    ("thanhnien.vn/01.html", "http://www.thanhnien.com.vn/", "thanhnien", 110),
    ("tuoitre.vn/01.html", "https://tuoitre.vn/thoi-su.htm", "tuoitre", 20),
    ("tuoitre.vn/03.html", "http://tuoitre.vn/", "tuoitre", 132),
    ("vietnamnet.vn/01.html", "https://vietnamnet.vn/kinh-doanh", "vietnamnet", 31),
    ("vnexpress.net/01.html", "http://vnexpress.net/", "vnexpress", 32),
    ("vnexpress.net/03.html", "https://vnexpress.net/kinh-doanh", "vnexpress", 50),
    ("vtc.vn/01.html", "https://vtcnews.vn", "vtcnews", 32),
    ("znews.vn/01.html", "https://znews.vn", "znews", 153),
)
NO_ARTICLE = (
    "/video/",
    "/tag/",
    "-tag",
    "/topic/",
    "/chu-de/",
    "/event/",
    "/tac-gia/",
    "/print/",
    "/tim-kiem/",
    "/photo/",
    "/nld/",
)


def seen(outlet: Any, url: str) -> Source:
    return Source(url, url, outlet.article_pattern, outlet.zone, NOW, content_type="text/html; charset=utf-8")


def test_there_are_as_many_as_promised() -> None:
    on = [name for name, outlet in OUTLETS.items() if outlet.enabled]

    assert len(OUTLETS) >= 36
    assert len(on) >= 30
    assert set(OUTLETS) - set(on) == OFF, "CLOSED and OTHER_MATTERS name the outlets that are not enabled"
    families = {outlet.family for outlet in OUTLETS.values()}
    assert families == {"own", *FAMILIES}, "a new family stands in FAMILIES"


@every_outlet
def test_it_is_one_class_of_data_in_its_own_short_file(outlet: Any) -> None:
    lines = Path(inspect.getfile(outlet)).read_text(encoding="utf-8").splitlines()

    assert outlet.__module__.removeprefix("spiders.").endswith(outlet.name), "name the file as the outlet"
    code = [line for line in lines if line.lstrip().startswith(("def ", "async def ", "lambda"))]
    assert not code, "an outlet is data; what it needs code for belongs into a family or crawler/outlets/"
    assert len(lines) <= 80, "too long for five minutes' reading; is there a family with its rules?"


@every_outlet
def test_it_announces_the_topics_section(outlet: Any) -> None:
    channels = (*outlet.feeds, *outlet.listings)

    found = any(word in url for url in channels for word in WORLD)
    assert found or outlet.name in FOREIGN | OTHER_MATTERS, (
        f"declare a feed or listing of its world section (an address with one of {', '.join(WORLD)}); "
        "if it has none, put it into FOREIGN"
    )


@every_outlet
def test_its_articles_have_a_number(outlet: Any) -> None:
    key = article_key(outlet.examples[0], outlet.article_pattern)
    assert key.startswith(f"{outlet.name}:"), "give the number in article_url the group name: (?P<id>…)"


@every_outlet
def test_it_says_where_title_lead_and_body_are(outlet: Any) -> None:
    filled = {field.name for field in fields(ReadingRules) if getattr(outlet.reading, field.name)}

    missing = {"title", "body", "published"} - filled
    assert outlet.name in GENERIC or not missing, f"reading lacks {missing}; if nobody can know, use GENERIC"
    assert outlet.name in GENERIC | NO_LEAD or "lead" in filled, "reading lacks lead; if it has none, NO_LEAD"
    assert "not_authors" in filled, "reading.not_authors names the outlet: it is no author"
    assert outlet.reading.zone == outlet.zone, "reading.zone must be the outlet's zone"


@every_outlet
def test_it_has_a_back_catalogue_or_none_is_known(outlet: Any) -> None:
    assert bool(outlet.archives) != (outlet.name in NO_BACK_CATALOGUE), (
        "declare archives, or put it into NO_BACK_CATALOGUE; not both"
    )


@every_outlet
def test_its_articles_are_nobody_elses(outlet: Any) -> None:
    for url in outlet.examples:
        assert getattr(outlets.for_address(url, OUTLETS), "name", None) == outlet.name
        assert [name for name, other in OUTLETS.items() if matches(url, other.article_pattern)] == [
            outlet.name
        ]


@every_outlet
@pytest.mark.parametrize("kind", ["feed", "sitemap", "listing", "api"])
def test_a_channel_of_any_kind_announces_its_articles_and_nothing_else(outlet: Any, kind: str) -> None:
    channel = outlet.feeds[0] if outlet.feeds else (*outlet.sitemaps, *outlet.listings)[0]
    links = [*outlet.examples, *outlet.non_examples, *outlet.listings, f"https://{outlet.hosts[0]}/"]

    found = _channel(kind, links, seen(outlet, channel))

    expected = {article_key(url, outlet.article_pattern) for url in outlet.examples}
    assert {announcement.key for announcement in found.announcements} == expected
    assert found.problem is None


def _channel(kind: str, links: list[str], source: Source) -> Found:
    urls = [escape(url) for url in links]
    if kind == "feed":
        items = "".join(f"<item><title>Tin</title><link>{url}</link></item>" for url in urls)
        return parse_feed(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), source)
    if kind == "sitemap":
        items = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
        space = "http://www.sitemaps.org/schemas/sitemap/0.9"
        return parse_sitemap(f"<urlset xmlns='{space}'>{items}</urlset>".encode(), source)
    items = "".join(f'<li><h3><a href="{url}">Tin</a></h3></li>' for url in urls)
    parse = parse_listing if kind == "listing" else parse_api
    return parse(f"<ul>{items}</ul>".encode(), source)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "https://nld.com.vn/slug-196260712101112123.htm",
            "https://tuoitre.vn/nld/slug-196260712101112123.htm",
        ),
        ("https://news.zing.vn/zingnews-post861659.html", "https://znews.vn/zingnews-post861659.html"),
        ("https://vtc.vn/slug-ar512345.html", "https://vtcnews.vn/slug-ar512345.html"),
        ("https://hanoimoi.com.vn/slug-700000.html", "https://hanoimoi.vn/slug-700000.html"),
        ("https://nhandan.com.vn/slug-post980623.html", "https://nhandan.vn/slug-post980623.html"),
        ("http://vi.rfi.fr/viet-nam/20190102-slug", "https://www.rfi.fr/vi/viet-nam/20190102-slug"),
        ("https://cand.com.vn/slug-post818972.html", "https://cand.vn/slug-post818972.html"),
        (
            "https://sputniknews.vn/20221005/slug-18401810.html",
            "https://kevesko.vn/20221005/slug-18401810.html",
        ),
    ],
)
def test_an_outlet_that_moved_keeps_the_keys_of_its_articles(old: str, new: str) -> None:
    outlet = outlets.for_address(new, OUTLETS)
    assert outlet is not None

    assert outlets.for_address(old, OUTLETS) is outlet
    assert article_key(old, outlet.article_pattern) == article_key(new, outlet.article_pattern)
    assert article_key(new, outlet.article_pattern).startswith(f"{outlet.name}:")


def test_a_page_that_is_no_article_belongs_to_the_outlet_whose_host_it_is() -> None:
    assert outlets.for_address("https://tuoitre.vn/the-gioi.htm", OUTLETS) is OUTLETS["tuoitre"]
    assert outlets.for_address("https://nld.com.vn/quoc-te.htm", OUTLETS) is OUTLETS["nld"]


def test_links_that_call_a_script() -> None:
    outlet = OUTLETS["koreanet"]
    call = "javascript:contentView('/NewsFocus/Policies', '250001');"
    body = f"""<ul class="list-box"><li><a href="{call}"><strong class="tit">Tin một</strong></a></li>
        <li><a href="#" onclick="contentView('/NewsFocus/Society','250002')">Tin hai</a></li>
        <li><a href="javascript:printView('/NewsFocus/Society','250003')">In</a></li></ul>"""

    found = parse_listing(body.encode(), seen(outlet, outlet.listings[0]))

    assert [(item.key, item.title) for item in found.announcements] == [
        ("koreanet:250001", "Tin một"),
        ("koreanet:250002", "Tin hai"),
    ]
    assert found.announcements[0].url == outlet.examples[0].replace("250000", "250001")


@pytest.mark.parametrize("links", [("contentView", "a", "b"), ("(", r"https://nuisong.vn/\1")])
def test_a_script_that_cannot_be_understood_is_refused(links: tuple[str, ...]) -> None:
    with pytest.raises(OutletError, match="scripted_links: must be a regular expression for the call"):
        type("NuiSong", (OUTLETS["vietgiaitri"],), {"scripted_links": links})


@pytest.mark.parametrize(("file", "address", "name", "expected"), LISTINGS)
def test_a_real_section_page(pages: Path, file: str, address: str, name: str, expected: int) -> None:
    outlet = OUTLETS[name]

    found = parse_listing((pages / "listings" / file).read_bytes(), seen(outlet, address))

    keys = [announcement.key for announcement in found.announcements]
    assert len(keys) == expected
    assert len(set(keys)) == len(keys)
    for announcement in found.announcements:
        assert announcement.title
        assert not announcement.title.startswith(">")
        assert not any(part in announcement.url for part in NO_ARTICLE)
        assert matches(announcement.url, outlet.article_pattern)


def test_a_real_feed(pages: Path) -> None:
    outlet = OUTLETS["dantri"]
    body = (pages / "feeds" / "dantri.com.vn" / "01.xml").read_bytes()

    found = parse_feed(body, seen(outlet, "https://dantri.com.vn/rss/kinh-doanh.rss"))

    assert (len(found.announcements), found.skipped, found.problem) == (100, 0, None)
    assert all(
        item.title and item.summary and item.published and item.section for item in found.announcements
    )
    assert not any("<" in (item.summary or "") for item in found.announcements)


def test_a_real_answer_of_a_list_api(pages: Path) -> None:
    outlet = OUTLETS["tinnhanhchungkhoan"]
    body = (pages / "listings" / "tinnhanhchungkhoan.vn" / "01.json").read_bytes()

    found = parse_api(body, seen(outlet, "https://www.tinnhanhchungkhoan.vn/api/"))

    assert (len(found.announcements), found.problem) == (40, None)
    assert all(item.title and item.summary and item.published for item in found.announcements)


@pytest.mark.parametrize(
    ("name", "channel", "expected"),
    [
        ("vietnambiz", "https://vietnambiz.vn/chung-khoan.rss", 30),
        ("vietstock", "https://vietstock.vn/144/chung-khoan.rss", 27),
        ("vneconomy", "https://vneconomy.vn/chung-khoan.rss", 3),
    ],
)
def test_real_feeds_with_oddities(pages: Path, name: str, channel: str, expected: int) -> None:
    outlet = OUTLETS[name]

    found = parse_feed((pages / "feeds" / f"{name}.vn" / "01.xml").read_bytes(), seen(outlet, channel))

    assert (len(found.announcements), found.problem) == (expected, None)
    assert all(item.title and item.published for item in found.announcements)


def test_the_addresses_of_all_real_articles_find_their_outlet(pages: Path) -> None:
    rows = [line.split("\t") for line in (pages / "manifest.tsv").read_text().splitlines()[1:]]
    homes = {host.removeprefix("www."): name for name, outlet in OUTLETS.items() for host in outlet.hosts[:1]}
    articles = [(row[3], homes.get(row[1])) for row in rows if row[0] == "article"]
    assert len([name for _, name in articles if name]) >= 18

    for url, name in articles:
        outlet = outlets.for_address(url, OUTLETS)

        assert getattr(outlet, "name", None) == name
        assert outlet is None or matches(url, outlet.article_pattern)
