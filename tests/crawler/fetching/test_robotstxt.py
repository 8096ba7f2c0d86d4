import gzip
import itertools
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterator

import brotli
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import Response
from support.probe import Found, Order, probe

from crawler.fetching.robotstxt import AGENT, MAX_BYTES, decoded, delay_asked, rules_in
from crawler.newsroom.answers import HTML, PLAIN, Answer, Framing, Reply, Request, redirect
from crawler.newsroom.server import Newsroom

PATHS = [f"/{kind}/bai-{number}.html" for number in range(6) for kind in ("mo", "kin")]
ALL, HALF, NONE = set(PATHS), {path for path in PATHS if path.startswith("/mo/")}, set[str]()

SHUT = "User-agent: *\nDisallow: /\n"
HALF_SHUT = "User-agent: *\nDisallow: /kin/\n"


def text(rules: str | bytes, **more: object) -> Answer:
    body = rules if isinstance(rules, bytes) else rules.encode()
    return Answer(body, content_type=PLAIN, **more)  # type: ignore[arg-type]


def loop(request: Request) -> Answer:
    return redirect(f"{request.path}?{len(request.target)}{'x' * len(request.target)}"[:300])


def chain(request: Request) -> Answer:
    step = int(request.query.get("buoc", "0"))
    return text(HALF_SHUT) if step == 5 else redirect(f"/robots.txt?buoc={step + 1}")


def long_chain(request: Request) -> Answer:
    step = int(request.query.get("buoc", "0"))
    return text("") if step == 6 else redirect(f"/robots.txt?buoc={step + 1}")


def zeros() -> Iterator[bytes]:
    return itertools.repeat(bytes(64 * 1024), 2000)


def packed_and_cut(encoding: str) -> Answer:
    body = b"".join(b"# %06d\n" % (number * 7919 % 999983) for number in range(4000)) + HALF_SHUT.encode()
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}
    packed: bytes = pack[encoding](body)
    return text(packed[: len(packed) // 2]).with_headers(("Content-Encoding", encoding))


FILLER = b"# " + b"x" * 997 + b"\n"

KINDS: dict[str, tuple[Reply, set[str]]] = {
    "dong": (text(SHUT), NONE),
    "dong-cham": (text(SHUT, delay=1.0), NONE),
    "nua": (text(HALF_SHUT), HALF),
    "mo-trong-dong": (text("User-agent: *\nDisallow: /\nAllow: /mo/\n"), HALF),
    "mau": (text("User-agent: *\nDisallow: /*in/*.html$\n"), HALF),
    "rieng-dong": (text("User-agent: *\nAllow: /\n\nUser-agent: Gomtin\nDisallow: /\n"), NONE),
    "rieng-mo": (text("User-agent: gomtin\nDisallow: /kin/\n\nUser-agent: *\nDisallow: /\n"), HALF),
    "rieng-so": (text("User-agent: gomtin/2.1 (news)\nDisallow: /\n"), NONE),
    "go-zilla": (text("User-agent: Go!Zilla\nDisallow: /\n"), ALL),
    "go-cho-phep": (text("User-agent: Go!Zilla\nAllow: /\n\nUser-agent: *\nDisallow: /kin/\n"), HALF),
    "go-goi": (text("User-agent: Go 1.1 package http\nDisallow: /\n"), ALL),
    "phan-ten": (text("User-agent: gom\nUser-agent: tin\nUser-agent: gomtinbot\nDisallow: /\n"), ALL),
    "ten-sao": (text("User-agent: gom*\nDisallow: /\n"), ALL),
    "nen-cat": (packed_and_cut("gzip"), NONE),
    "nen-cat-br": (packed_and_cut("br"), NONE),
    "nen-cat-zstd": (packed_and_cut("zstd"), NONE),
    "nen-cat-deflate": (packed_and_cut("deflate"), NONE),
    "nguoi-khac": (text("User-agent: khac\nDisallow: /\n"), ALL),
    "nhom": (text("User-agent: khac\nUser-agent: gomtin\nDisallow: /kin/\n"), HALF),
    "sai-chinh-ta": (text("useragent: *\nDissallow: /kin/\n"), HALF),
    "chu-hoa": (text("USER-AGENT: *\nDISALLOW: /kin/\n"), HALF),
    "ghi-chu": (text("User-agent: * # tất cả\nDisallow: /kin/ # kín\n"), HALF),
    "crlf": (text(HALF_SHUT.replace("\n", "\r\n")), HALF),
    "cr": (text(HALF_SHUT.replace("\n", "\r")), HALF),
    "bom": (text(b"\xef\xbb\xbf" + HALF_SHUT.encode()), HALF),
    "utf-16-le": (text(b"\xff\xfe" + HALF_SHUT.encode("utf-16-le")), HALF),
    "utf-16-be": (text(b"\xfe\xff" + HALF_SHUT.encode("utf-16-be")), HALF),
    "utf-32": (text(HALF_SHUT.encode("utf-32")), HALF),
    "nul": (text(b"\0User-agent: *\0\nDis\0allow: /kin/\n"), HALF),
    "byte-la": (text(b"# \xe1\xba b\xe0o\nUser-agent: *\nDisallow: /kin/\n"), HALF),
    "gzip": (text(HALF_SHUT).gzipped(), HALF),
    "tung-khuc": (text(HALF_SHUT, framing=Framing.CHUNKED), HALF),
    "den-het": (text(HALF_SHUT, framing=Framing.CLOSE), HALF),
    "lon-dau": (text(SHUT.encode() + FILLER * 1500), NONE),
    "lon-cuoi": (text(FILLER * 1500 + SHUT.encode()), ALL),
    "qua-lon": (Answer(zeros, content_type=PLAIN, framing=Framing.CHUNKED), NONE),
    "bom-nen": (text(gzip.compress(bytes(64 << 20))).with_headers(("Content-Encoding", "gzip")), NONE),
    "rong": (text(""), ALL),
    "html": (Answer(b"<!DOCTYPE html><html><body>Disallow: /</body></html>", content_type=HTML), ALL),
    "nhi-phan": (text(bytes(range(256)) * 4), ALL),
    "204": (Answer(status=204, content_type=None), ALL),
    "400": (text(SHUT, status=400), ALL),
    "401": (text(SHUT, status=401), ALL),
    "403": (text(SHUT, status=403), ALL),
    "404": (text(SHUT, status=404), ALL),
    "410": (text(SHUT, status=410), ALL),
    "451": (text(SHUT, status=451), ALL),
    "408": (text("", status=408), NONE),
    "429": (text("", status=429), NONE),
    "500": (text("", status=500), NONE),
    "502": (text("", status=502), NONE),
    "503": (text("", status=503), NONE),
    "202": (text("", status=202), NONE),
    "206": (text("User-agent: *\n", status=206), NONE),
    "503-nghi": (text("", status=503).with_headers(("Retry-After", "5")), NONE),
    "599": (text("", status=599), NONE),
    "300": (text("", status=300), NONE),
    "304": (Answer(status=304, content_type=None), NONE),
    "im-lang": (text("", delay=30), NONE),
    "nho-giot": (text(FILLER * 60, pause=0.2), NONE),
    "cat": (text(HALF_SHUT, cut_after=10), NONE),
    "cat-reset": (text(HALF_SHUT, cut_after=0, reset=True), NONE),
    "thieu": (text(HALF_SHUT, claimed_length=5000), NONE),
    "nen-hong": (text(b"khong phai gzip").with_headers(("Content-Encoding", "gzip")), NONE),
    "chuyen": (redirect("/that/robots.txt"), HALF),
    "chuyen-nam": (chain, HALF),
    "chuyen-sau": (long_chain, NONE),
    "vong": (loop, NONE),
    "chuyen-ra": (redirect("http://la.example/robots.txt"), NONE),
    "chuyen-trong": (redirect("http://127.0.0.1/robots.txt"), NONE),
    "chuyen-tep": (redirect("file:///etc/hostname"), NONE),
    "cham-lai": (text("User-agent: *\nCrawl-delay: 0.05\nDisallow: /kin/\n"), HALF),
    "nhip": (text("User-agent: *\nRequest-rate: 20/1s\nDisallow: /kin/\n"), HALF),
}


def host(kind: str) -> str:
    return f"{kind}.robots.example"


@pytest.fixture(scope="module")
def crawled() -> Iterator[tuple[Newsroom, Found]]:
    with Newsroom() as newsroom:
        for kind, (rules, _) in KINDS.items():
            site = newsroom.site(host(kind))
            site.serve("/robots.txt", rules)
            site.serve("/that/robots.txt", text(HALF_SHUT))
            site.otherwise = Answer(b"<html><body>bai</body></html>")
        scheme = itertools.cycle(["https", "http", "http", "http"])
        urls = [f"{s}://{host(kind)}{path}" for kind, s in zip(KINDS, scheme, strict=False) for path in PATHS]
        order = Order(
            urls,
            [host(kind) for kind in KINDS],
            settings={
                "DOWNLOAD_TIMEOUT": 4,
                "CONCURRENT_REQUESTS": 4000,
                "CONCURRENT_REQUESTS_PER_DOMAIN": 40,
            },
        )
        yield newsroom, probe(order, newsroom.environment())


@pytest.fixture(scope="module")
def visited(crawled: tuple[Newsroom, Found]) -> dict[str, list[str]]:
    visits = defaultdict(list)
    for visit in crawled[0].log:
        visits[visit.request.host].append(visit.request.path)
    return visits


@pytest.mark.parametrize("kind", KINDS)
def test_only_those_pages_are_fetched_that_robots_txt_allows(
    kind: str, visited: dict[str, list[str]]
) -> None:
    pages = [path for path in visited[host(kind)] if "robots" not in path]

    assert sorted(pages) == sorted(KINDS[kind][1])


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_ends_with_the_reason(kind: str, crawled: tuple[Newsroom, Found]) -> None:
    ends = crawled[1].ends(f"//{host(kind)}/")
    allowed = KINDS[kind][1]
    forbids = {"nua", "dong", "dong-cham", "mo-trong-dong", "lon-dau", "rieng-dong", "rieng-so"}
    if allowed == ALL:
        assert ends == {"200"}
    elif allowed == HALF:
        assert ends == {"200", "robots"}
    elif kind in forbids:
        assert ends == {"robots"}
    else:
        assert ends == {"robots-unreadable"}


def test_robots_txt_is_asked_for_once(visited: dict[str, list[str]]) -> None:
    for kind in ("dong", "nua", "html", "404", "503", "429", "im-lang"):
        asked = visited[host(kind)].count("/robots.txt")
        # One retry after a time-out is Scrapy's; an answer is an answer.
        assert asked == 1 or (kind == "im-lang" and asked == 2), (kind, asked)


def test_nobody_else_was_asked(visited: dict[str, list[str]]) -> None:
    assert set(visited) == {host(kind) for kind in KINDS}


def test_a_redirect_into_the_forbidden_part_is_not_followed() -> None:
    with Newsroom() as newsroom:
        site = newsroom.site("bao.example")
        site.serve("/robots.txt", text(HALF_SHUT))
        site.serve("/mo/chuyen", redirect("https://bao.example/kin/dich"))
        site.serve("/kin/dich", Answer(b"<html></html>"))
        # Another scheme is another site with its own rules.
        found = probe(
            Order(["https://bao.example/mo/chuyen", "http://bao.example/mo/chuyen"], ["bao.example"]),
            newsroom.environment(),
        )

        assert found.ends() == {"robots"}
        assert newsroom.hits["bao.example/kin/dich"] == 0
        assert newsroom.hits["bao.example/robots.txt"] == 2


@pytest.mark.parametrize(
    "path",
    [
        "/x/../kin/a",
        "/./kin/a",
        "/x/%2e%2E/kin/a",
        "/x/%252e./kin/a",
        "//kin/a",
        "/mo//..//../kin/a",
        "/kin/./a",
    ],
)
def test_no_dots_and_slashes_lead_around_a_rule(path: str) -> None:
    rules = rules_in(Response("https://bao.example/robots.txt", body=b"User-agent: *\nDisallow: /kin/\n"))

    assert not rules.allow(f"https://bao.example{path}")
    assert rules.allow("https://bao.example/mo/../x/kin/a")


def test_a_redirect_by_way_of_dots_is_not_followed_into_the_forbidden_part() -> None:
    with Newsroom() as newsroom:
        site = newsroom.site("bao.example")
        site.serve("/robots.txt", text(HALF_SHUT))
        site.serve("/mo/a", redirect("https://bao.example/mo/../kin/dich"))
        site.serve("/mo/b", redirect("https://bao.example/mo/../kin/../mo/dich"))
        site.serve("/mo/dich", Answer(b"<html></html>"))
        order = Order([f"https://bao.example/mo/{name}" for name in "ab"], ["bao.example"])
        found = probe(order, newsroom.environment())

        assert [found.ends("/mo/a"), found.ends("/mo/b")] == [{"robots"}, {"200"}]
        assert newsroom.hits["bao.example/mo/dich"] == 1


def test_only_whole_lines_of_a_cut_file_are_read() -> None:
    body = b"# " + b"x" * (MAX_BYTES - 20) + b"\nAllow: /mot-doan-rat-dai-bi-cat"

    assert decoded(body).endswith("x")


LINES = (
    "User-agent: |gomtin|*|Disallow: |Allow: |/|$|%|%2f|#|ộ|Crawl-delay: |Request-rate: |1/0|0/9|1/10s|nan|-1"
)
words = st.sampled_from([*LINES.split("|"), "\n", "\r", "\0"])


@given(st.binary(max_size=200) | st.lists(words, max_size=40).map(lambda parts: "".join(parts).encode()))
def test_no_bytes_break_the_reading(body: bytes) -> None:
    rules = rules_in(Response("https://bao.example/robots.txt", body=body))

    rules.parsed.can_fetch("https://bao.example/a%2fb?c=d", AGENT)
    assert 0 <= delay_asked(rules.parsed) < float("inf")


@pytest.mark.parametrize(
    ("spelling", "seconds"),
    [
        ("2", 2),
        ("2s", 2),
        ("1,5", 1.5),
        ("2.0 seconds", 2),
        ("2 # giây", 2),
        ("500ms", 0.5),
        ("1 phút", 60),
        ("3 giây", 3),
        (".5", 0.5),
        ('"4"', 4),
        ("~4", 4),
        ("1h", 3600),
        ("", 0),
        ("nhanh", 0),
        ("-1", 0),
        ("nan", 0),
        ("1e9", 1e9),
        ("0x10", 30),
        ("1_000", 30),
    ],
)
def test_a_delay_is_read_in_any_spelling(spelling: str, seconds: float) -> None:
    body = f"User-agent: *\nCrawl-delay: {spelling}\n".encode()

    assert delay_asked(rules_in(Response("https://bao.example/robots.txt", body=body)).parsed) == seconds


def allows(body: str | bytes, path: str) -> bool:
    raw = body if isinstance(body, bytes) else body.encode()
    rules = rules_in(Response("https://bao.example/robots.txt", body=raw))
    return rules.refusal is None and rules.parsed.can_fetch(f"https://bao.example{path}", AGENT)


OURS = [
    "gomtin",
    "GOMTIN/3.0",
    "gomtin:",
    '"gomtin"',
    "gomtin*",
    "gomtin (tin)",
    "Bingbot, gomtin",
    "gomtin,",
]
NOT_OURS = [
    "go",
    "Go!Zilla",
    "gom",
    "tin",
    "in",
    "gomtinbot",
    "gomtin2",
    "gomtin-anh",
    "gomtin.example",
    "*bot",
]


@pytest.mark.parametrize("name", OURS)
def test_a_group_is_ours_in_any_spelling_of_our_name(name: str) -> None:
    assert not allows(f"User-agent: {name}\nDisallow: /kin/\n\nUser-agent: *\nAllow: /\n", "/kin/a")
    assert allows(f"User-agent: {name}\nAllow: /\n\nUser-agent: *\nDisallow: /\n", "/kin/a")


@pytest.mark.parametrize("name", NOT_OURS)
def test_a_group_of_another_name_is_not_ours(name: str) -> None:
    assert allows(f"User-agent: {name}\nDisallow: /kin/\n\nUser-agent: *\nAllow: /\n", "/kin/a")
    assert not allows(f"User-agent: {name}\nAllow: /\n\nUser-agent: *\nDisallow: /\n", "/kin/a")


@pytest.mark.parametrize(
    "body",
    [
        "\ufeff\ufeffUser-agent: *\nDisallow: /kin/",
        "\u200bUser-agent: *\n\u200bDisallow: /kin/",
        "User\u2011agent：*\nDisallow：/kin/",
        "User_agent: *\nDisallow: /kin/",
        'User-agent: "*"\nDisallow: "/kin/"',
        "User-agent: *, Bingbot\nDisallow: /kin/",
        "User-agent: *\nDisallow: kin/",
        "User-agent: *\nDisallow: https://bao.example/kin/",
        "<pre>\nUser-agent: *\nDisallow: /kin/</pre>",
        "<html><body>User-agent: *<br>Disallow: /kin/<br></body></html>",
        gzip.compress(b"User-agent: *\nDisallow: /kin/\n", mtime=0),
        gzip.compress(b"User-agent: *\nDisallow: /kin/\n", mtime=0)[:-9],
    ],
)
def test_a_rule_holds_however_it_is_written_and_packed(body: str | bytes) -> None:
    assert not allows(body, "/kin/a.html")


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        (unicodedata.normalize("NFD", "Disallow: /thể-thao/").encode(), "/th%E1%BB%83-thao/a"),
        ("Disallow: /thể-thao/".encode(), "/th%E1%BB%83-thao/a"),
        (b"Disallow: /gi\xe1/", "/gi%E1/a"),
    ],
)
def test_a_rule_with_letters_forbids_the_address_that_is_fetched(rule: bytes, path: str) -> None:
    assert not allows(b"User-agent: *\n" + rule, path)
    assert allows(b"User-agent: *\n" + rule, "/tin/a")


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("Crawl_delay: 4", 4),
        ("Crawl-delay = 4", 4),
        ("Request-rate: 1/10", 10),
        ("Request-rate: 1 / 10 seconds", 10),
        ("Request-rate: 2/1m", 30),
    ],
)
def test_a_pace_is_read_whatever_its_line_looks_like(line: str, seconds: float) -> None:
    body = f"User-agent: *\n{line}\n".encode()

    assert delay_asked(rules_in(Response("https://bao.example/robots.txt", body=body)).parsed) == seconds


def test_a_page_that_says_not_found_is_no_rules() -> None:
    assert allows("<!-- máy chủ 3 -->\n<!DOCTYPE html><html><body>Không tìm thấy</body></html>", "/kin/a")
