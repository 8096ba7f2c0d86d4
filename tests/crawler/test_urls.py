import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.article import ArticlePattern
from crawler.urls import (
    article_key,
    article_url,
    clean_url,
    host_of,
    is_public_ip,
    matches,
    url_key,
    without_login,
)

SHAPE = ArticlePattern(
    outlet="docbao",
    hosts=("docbao.example", "docbao-cu.example", "giaitri.docbao.example"),
    pattern=r"https://docbao\.example/(?!video/|tag/)(?:[\w-]+/)*[\w-]+-(?P<id>\d{6,})\.html",
)
PAGE = "https://docbao.example/the-gioi/hoi-nghi-khai-mac-4801234.html"

SPELLINGS = [
    PAGE,
    "http://docbao.example/the-gioi/hoi-nghi-khai-mac-4801234.html",
    "HTTPS://DocBao.Example/the-gioi/hoi-nghi-khai-mac-4801234.html",
    "https://www.docbao.example/the-gioi/hoi-nghi-khai-mac-4801234.html",
    "https://m.docbao.example/the-gioi/hoi-nghi-khai-mac-4801234.html",
    "https://amp.docbao.example/the-gioi/hoi-nghi-khai-mac-4801234.html",
    "https://www.m.docbao.example/the-gioi/hoi-nghi-khai-mac-4801234.html",
    "https://docbao.example:443/the-gioi/hoi-nghi-khai-mac-4801234.html",
    "http://docbao.example:80/the-gioi/hoi-nghi-khai-mac-4801234.html",
    PAGE + "/",
    PAGE + "#box_comment",
    PAGE + "?",
    PAGE + "?#",
    PAGE + "?utm_source=zalo&utm_medium=social&utm_campaign=tin",
    PAGE + "?UTM_Source=rss",
    PAGE + "?fbclid=IwAR0abc",
    PAGE + "?gclid=1&dclid=2&msclkid=3",
    PAGE + "?vn_source=Home&vn_thumb=1",
    PAGE + "?gidzl=abc&zarsrc=30",
    PAGE + "?_gl=1*x&_ga=2",
    PAGE + "?amp;utm_source=x",
    PAGE + "?ref=trangchu",
    PAGE + "?gad_source=1&gad_campaignid=22",
    PAGE + "?srsltid=Afm&mibextid=Zx&rdid=q",
    PAGE + "?outputType=amp",
    PAGE + "?PHPSESSID=0123abcd",
    PAGE + ";jsessionid=0123abcd",
    PAGE + "?amp=1#goog",
    "https://docbao.example/amp/the-gioi/hoi-nghi-khai-mac-4801234.html",
    "https://docbao.example/the-gioi/hoi-nghi-khai-mac-4801234.amp",
    "https://docbao.example/the-gioi/hoi-nghi-khai-mac-4801234.amp.html",
    "https://docbao.example/the-gioi/hoi-nghi-khai-mac-4801234/amp",
    "https://docbao.example/the-gioi/hoi-nghi-khai-mac-4801234/amp/",
    "https://docbao.example/the-gioi/hoi-nghi-khai-mac-4801234.html/amp",
    "https://docbao.example//the-gioi///hoi-nghi-khai-mac-4801234.html",
    "https://docbao.example/the-gioi/./hoi-nghi-khai-mac-4801234.html",
    "https://docbao.example/video/../the-gioi/hoi-nghi-khai-mac-4801234.html",
    "https://docbao.example/the%2Dgioi/hoi-nghi-khai-mac-4801234.html",
    "https://docbao.example/the-gioi/hoi-nghi-khai-m%61c-4801234.html",
    " https://docbao.example/the-gioi/hoi-nghi-khai-mac-4801234.html\n",
]

NOT_PUBLIC = [
    "http://169.254.169.254/latest/meta-data/",
    "http://127.0.0.1/",
    "http://127.0.0.2:8080/",
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.0.0.1./",
    "http://0.0.0.0/",
    "http://0/",
    "http://10.0.0.5/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://192.0.2.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fc00::1]/",
    "http://[ff02::1]/",
    "http://localhost/",
    "http://LOCALHOST/",
    "http://localhost./",
    "http://tin.localhost/",
    "http://metadata.google.internal/",
    "http://may-in.local/",
    "http://intranet/",
    "http://docbao.example./",
    "http://docbao.example@127.0.0.1/",
    "http://ai:matkhau@docbao.example/",
    "http://@docbao.example/",
    "http://docbao.example\\@127.0.0.1/",
    "http:\\\\127.0.0.1\\",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://①②⑦.0.0.1/",
    "http://ｌｏｃａｌｈｏｓｔ/",
    "http://docbao．example/",
    "http://%31%32%37.0.0.1/",
]

UNUSABLE = [
    "javascript:void(0)",
    "mailto:toasoan@docbao.example",
    "tel:0900000000",
    "file:///etc/hostname",
    "data:text/html,x",
    "ftp://docbao.example/x",
    "gopher://docbao.example/",
    "view-source:https://docbao.example/",
    "http://[::1",
    "http://[docbao.example]/",
    "https://docbao.example:99999/",
    "https://docbao.example:8443/",
    "https://docbao.example:22/",
    "http://docbao.example:443/",
    "https://docbao.example:x/",
    "https://docbao..example/",
    "https://.docbao.example/",
    "https://-docbao.example/",
    "https://doc bao.example/",
    "https://docbao.example/" + "a" * 512,
]


@pytest.mark.parametrize("address", NOT_PUBLIC + UNUSABLE)
def test_what_is_not_on_the_public_web_is_no_address(address: str) -> None:
    assert clean_url("https://docbao.example/trang/", address) is None


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("hoi-nghi-1.html", "https://docbao.example/muc/hoi-nghi-1.html"),
        ("/hoi-nghi-1.html#tren", "https://docbao.example/hoi-nghi-1.html"),
        ("../x?b=2&a=1", "https://docbao.example/x?b=2&a=1"),
        ("//m.docbao.example", "https://m.docbao.example/"),
        ("http://WWW.Docbao.Example:80/A", "http://www.docbao.example/A"),
        ("https://docbao.example:443?trang=2", "https://docbao.example/?trang=2"),
        ("/tin/hội nghị", "https://docbao.example/tin/h%E1%BB%99i%20ngh%E1%BB%8B"),
        ("/x?a=1&amp;b=2", "https://docbao.example/x?a=1&b=2"),
        ("https://báo.vn/x", "https://xn--bo-mia.vn/x"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("", "https://docbao.example/muc/"),
    ],
)
def test_a_link_becomes_the_address_it_means(href: str, expected: str) -> None:
    assert clean_url("https://docbao.example/muc/", href) == expected


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_all_spellings_of_an_article_have_one_key(spelling: str) -> None:
    assert url_key(spelling) == "docbao.example/the-gioi/hoi-nghi-khai-mac-4801234"


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_outlets_own_number_names_the_article(spelling: str) -> None:
    assert article_key(spelling, SHAPE) == "docbao:4801234"
    assert matches(spelling, SHAPE)


def test_a_new_slug_or_an_old_host_is_the_same_article() -> None:
    assert article_key("https://docbao.example/khac/tieu-de-moi-4801234.html", SHAPE) == "docbao:4801234"
    assert article_key("https://www.docbao-cu.example/hoi-nghi-4801234.html", SHAPE) == "docbao:4801234"
    assert article_key("https://m.giaitri.docbao.example/hoi-nghi-4801234.html", SHAPE) == "docbao:4801234"


@pytest.mark.parametrize(
    "address",
    [
        "https://docbao.example/video/hoi-nghi-4801234.html",
        "https://docbao.example/the-gioi",
        "https://docbao.example/",
        "https://khac.example/the-gioi/hoi-nghi-khai-mac-4801234.html",
        "https://docbao.example.khac.example/hoi-nghi-4801234.html",
        "https://khacdocbao.example/hoi-nghi-4801234.html",
        "http://127.0.0.1/the-gioi/hoi-nghi-4801234.html",
    ],
)
def test_other_addresses_are_no_articles_of_the_outlet(address: str) -> None:
    assert not matches(address, SHAPE)
    assert article_key(address, SHAPE) == url_key(address)


def test_different_pages_have_different_keys() -> None:
    pages = [
        "https://docbao.example/a",
        "https://docbao.example/b",
        "https://docbao.example/a?trang=2",
        "https://docbao.example/a?id=3",
        "https://khac.example/a",
        "https://docbao.example:8080/a",
        "https://docbao.example/camp",
        "https://docbao.example/A",
        "https://docbao.example/a%2Fb",
        "https://docbao.example/a/b",
    ]
    assert len({url_key(page) for page in pages}) == len(pages)
    assert url_key("https://docbao.example/x?b=2&a=1") == url_key("https://docbao.example/x?a=1&b=2")


@pytest.mark.parametrize(
    "spelling",
    [
        "ch%E1%BB%A3-n%E1%BB%95i.html",
        "ch%e1%bb%a3-n%e1%bb%95i.html",
        "ch%E1%BB%A3%2Dn%E1%BB%95i%2ehtml",
        "%63h%E1%BB%A3-n%E1%BB%95i.html",
        "ch%25E1%25BB%25A3-n%25E1%25BB%2595i.html",
        "ch%25e1%25bb%25a3%252dn%25e1%25bb%2595i.html",
    ],
)
def test_a_path_escaped_without_need_or_twice_is_the_same_article(spelling: str) -> None:
    article_pattern = ArticlePattern("blog", ("blog.example",), r"https://blog\.example/tin/[^/]+\.html")
    written = article_url("", "https://blog.example/tin/chợ-nổi.html", article_pattern)

    assert article_url("", f"https://blog.example/tin/{spelling}", article_pattern) == written
    assert written == "https://blog.example/tin/ch%E1%BB%A3-n%E1%BB%95i.html"


def test_accents_in_a_letter_of_their_own_are_the_same_article() -> None:
    assert url_key("https://blog.example/cho%CC%9B%CC%A3-no%CC%82%CC%89i") == url_key(
        "https://blog.example/chợ-nổi"
    )
    assert url_key("https://blog.example/giam-50%25da") == "blog.example/giam-50%25da"


def test_a_query_in_the_pattern_still_matches_without_its_tracking() -> None:
    article_pattern = ArticlePattern(
        "dai", ("dai.example",), r"https://dai\.example/tin\?lang=v&so=(?P<id>\d+)"
    )
    assert article_key("http://www.dai.example/tin?lang=v&so=77&utm_source=x", article_pattern) == "dai:77"


def test_a_pattern_without_a_number_still_tells_articles() -> None:
    article_pattern = ArticlePattern("blog", ("blog.example",), r"https://blog\.example/\d{4}/[\w-]+/?")
    assert matches("http://www.blog.example/2026/bai-viet/?fbclid=1", article_pattern)
    assert (
        article_key("http://www.blog.example/2026/bai-viet/", article_pattern) == "blog.example/2026/bai-viet"
    )


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        ("::ffff:10.0.0.1", False),
        ("100.100.100.200", False),
        ("198.18.0.1", False),
        ("240.0.0.1", False),
        ("239.1.1.1", False),
        ("2001:db8::1", False),
        ("fec0::1", False),
        ("127.1", False),
        ("docbao.example", False),
        ("", False),
    ],
)
def test_public_ip(text: str, public: bool) -> None:
    assert is_public_ip(text) is public


def test_host_of() -> None:
    assert host_of("https://WWW.Docbao.example:443/x") == "www.docbao.example"
    assert host_of("http://[2606:4700::1111]/") == "2606:4700::1111"
    assert host_of("/x") == ""
    assert host_of("http://[::1") == ""


messy = st.text(st.sampled_from("ab/.:?&=#%2e;@[]\\ \t1mwpộ&amp;-_~'\"|") | st.characters(), max_size=40)
addresses = st.builds(
    "{}://{}{}/{}".format,
    st.sampled_from(["http", "https"]),
    st.sampled_from(["", "www.", "m.", "amp.m.", "WWW."]),
    st.sampled_from(["docbao.example", "m.vn", "a.b.vn"]),
    messy,
)


@given(messy | addresses)
def test_a_key_is_its_own_key(url: str) -> None:
    key = url_key(url)
    assert url_key(key) == key


@given(messy | addresses, messy | addresses)
def test_a_clean_address_stays_as_it_is(base: str, href: str) -> None:
    clean = clean_url(base, href)
    if clean is not None:
        assert clean_url("", clean) == clean
        assert clean_url(base, clean) == clean
        assert clean.startswith(("http://", "https://"))
        assert clean.isascii()
        assert len(clean) <= 512
        assert url_key(clean) == url_key(url_key(clean))


@given(st.ip_addresses())
def test_every_spelling_of_an_address_is_judged_alike(address: object) -> None:
    shown = f"[{address}]" if ":" in str(address) else str(address)
    assert (clean_url("", f"http://{shown}/") is not None) is is_public_ip(str(address))


@given(st.ip_addresses(v=4).filter(lambda ip: not is_public_ip(str(ip))))
def test_no_spelling_of_an_inner_address_passes(address: object) -> None:
    number = int(address)  # type: ignore[call-overload]
    a, b, c, d = number.to_bytes(4)
    for spelling in (
        str(number),
        hex(number),
        oct(number).replace("0o", "0"),
        f"{a}.{number & 0xFFFFFF}",
        f"{a}.{b}.{(c << 8) + d}",
        f"0x{a:x}.{b}.{c}.{d}",
        f"{a:04o}.{b}.{c}.{d}",
        f"{a}.{b}.{c}.{d}.",
        f"[::ffff:{a}.{b}.{c}.{d}]",
        f"[::ffff:{number >> 16:x}:{number & 0xFFFF:x}]",
    ):
        assert clean_url("", f"http://{spelling}/") is None


QUERIES = [
    "ck=1",
    "v=2&t=99",
    "mode=web",
    "la=gi%20do&x",
    "a=" + "x" * 600,
    "%FF=1",
    "trang=2",
    "=",
    "utm_source=z&ai=ai",
]


@pytest.mark.parametrize("query", QUERIES)
def test_an_unknown_query_makes_no_article_unknown(query: str) -> None:
    assert article_url("", f"{PAGE}?{query}", SHAPE) == PAGE
    assert article_key(f"{PAGE}?{query}", SHAPE) == "docbao:4801234"
    blog = ArticlePattern("blog", ("blog.example",), r"https://blog\.example/\d{4}/[\w-]+/?")
    assert article_key(f"https://blog.example/2026/bai/?{query}", blog) == "blog.example/2026/bai"


def test_a_pattern_that_needs_its_query_keeps_what_it_names() -> None:
    radio = ArticlePattern("dai", ("dai.example",), r"https://dai\.example/tin\?lang=v&so=(?P<id>\d+)")
    wanted = "https://dai.example/tin?lang=v&so=77"

    for query in ("lang=v&so=77&gad_source=1", "x=1&lang=v&moi=2&so=77", "so=77&lang=v"):
        assert article_url("", f"https://dai.example/tin?{query}", radio) == wanted
    for query in ("lang=e&so=77", "so=77", "gad_source=1", ""):
        assert article_url("", f"https://dai.example/tin?{query}", radio) is None


def test_length_is_judged_after_tracking_is_cut() -> None:
    assert clean_url("", "https://docbao.example/a?b=1&fbclid=" + "x" * 600) == "https://docbao.example/a?b=1"
    assert clean_url("", "https://docbao.example/a?b=" + "x" * 600) is None
    assert clean_url("", "https://docbao.example/a?fbclid=" + "x" * 100_000) is None


@pytest.mark.parametrize(
    "link",
    [
        PAGE.removeprefix("https://"),
        f"\u200b{PAGE}\ufeff",
        f"{PAGE}&utm_source=rss",
        f"{PAGE}%3Futm_source=rss",
        f"{PAGE};v=2",
        f"{PAGE},",
        f"{PAGE}%20",
        f"{PAGE}#" + "x" * 9000,
        f"{PAGE}?fbclid=" + "x" * 9000,
    ],
)
def test_what_is_stuck_to_an_address_makes_no_article_unknown(link: str) -> None:
    assert article_url("https://docbao.example/rss/tin.rss", link, SHAPE) == PAGE


def test_a_parameter_that_is_written_twice_counts_once() -> None:
    radio = ArticlePattern("dai", ("dai.example",), r"https://dai\.example/tin\?so=(?P<id>\d+)")

    assert article_url("", "https://dai.example/tin?so=77&so=77", radio) == "https://dai.example/tin?so=77"


segments = st.sampled_from(
    ["tin", "a-1", "x.html", "..", ".", "x..y", "_", "~u", "-", "%41", "tết", "a b", ""]
)
paths = st.lists(segments, max_size=4).map(lambda parts: "".join(f"/{part}" for part in parts))
odd_hosts = st.sampled_from(
    [
        "docbao.example",
        "DocBao.example",
        "m.docbao.example",
        "8.8.8.8",
        "127.0.0.1",
        "127.1",
        "a..vn",
        "-a.vn",
        "docbao.local",
        "docbao.example:80",
        "docbao.example:99",
        "xn--a.vn",
        "tết.vn",
        "localhost",
    ]
)
plain_addresses = st.builds("{}://{}{}".format, st.sampled_from(["http", "https", "HTTPS"]), odd_hosts, paths)


@given(plain_addresses, plain_addresses | paths)
def test_a_plain_link_means_what_one_with_an_anchor_does(base: str, href: str) -> None:
    # The anchor is not for the server; a link that has one is taken apart with care.
    assert clean_url(base, href) == clean_url(base, f"{href}#a") or not href


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("https://ten:mat@khau@bao.example/bai-1.html", "https://bao.example/bai-1.html"),
        ("https://ten:mat/khau@bao.example/bai-1.html", "https://bao.example/bai-1.html"),
        ("https://ma-rieng@bao.example/", "https://bao.example/"),
        ("//ten:mat@bao.example/", "//bao.example/"),
        ("ten:mat@bao.example/bai-1.html", "bao.example/bai-1.html"),
        ("https://ten:http://mat@bao.example/", "https://bao.example/"),
        ("https://bao.example/@tac-gia/bai-1.html", "https://bao.example/@tac-gia/bai-1.html"),
        ("https://bao.example:443/@tac-gia", "https://bao.example:443/@tac-gia"),
        ("bai viet.txt", "bai viet.txt"),
    ],
)
def test_a_login_is_not_shown(given: str, shown: str) -> None:
    assert without_login(given) == shown


@pytest.mark.parametrize(
    "path", ["x/../muc/bai", "./muc/bai", "x/y/../../muc/bai", "x/%2E%2e/muc/bai", "../muc/bai"]
)
def test_dot_segments_are_resolved_before_an_address_is_asked(path: str) -> None:
    assert clean_url("", f"https://docbao.example/{path}?a=../b") == "https://docbao.example/muc/bai?a=../b"
