from typing import Any

import pytest

from crawler.article import ArticlePattern, ReadingRules
from crawler.errors import OutletError
from crawler.outlets import Archive, Outlet
from crawler.outlets.outlet import SCHEMA

GOOD: dict[str, Any] = {
    "name": "songnay",
    "title": "Sông Này",
    "hosts": ("songnay.vn", "cu.songnay.vn"),
    "feeds": ("https://songnay.vn/rss/the-gioi.rss",),
    "article_url": r"https://songnay\.vn/[^/?#]+-(?P<id>\d{6})\.html",
    "examples": ("https://songnay.vn/mua-lon-100001.html", "http://m.cu.songnay.vn/mua-lon-100001.html"),
    "non_examples": ("https://songnay.vn/the-gioi",),
    "floor": 10,
}


def declare(*bases: type, **changes: Any) -> Any:
    attributes = {name: value for name, value in {**GOOD, **changes}.items() if value is not ...}
    return type("SongNay", bases or (Outlet,), attributes)


def test_a_declaration_becomes_an_outlet() -> None:
    outlet = declare()

    assert outlet.article_pattern == ArticlePattern("songnay", GOOD["hosts"], GOOD["article_url"])
    assert outlet.allowed_hosts == {"songnay.vn", "cu.songnay.vn"}
    assert outlet.zone == "Asia/Ho_Chi_Minh"
    assert outlet.enabled
    assert not outlet.abstract


def test_the_schema_is_what_the_class_says() -> None:
    required = [name for name, attribute in SCHEMA.items() if attribute.required]

    assert required == ["name", "title", "hosts", "article_url", "examples", "non_examples", "floor"]
    assert (SCHEMA["feeds"].kind, SCHEMA["feeds"].of) == (tuple, str)
    assert (SCHEMA["archives"].kind, SCHEMA["archives"].of) == (tuple, Archive)
    assert (SCHEMA["floor"].kind, SCHEMA["floor"].of) == (int, None)
    assert all(attribute.meaning for attribute in SCHEMA.values())
    assert not {"abstract", "article_pattern", "allowed_hosts"} & SCHEMA.keys()


def test_what_is_derived_cannot_be_declared() -> None:
    with pytest.raises(OutletError, match=r"SongNay\.allowed_hosts: is unknown"):
        declare(allowed_hosts=frozenset({"songnay.vn"}))


def test_a_family_declares_what_its_outlets_share() -> None:
    class Family(Outlet, abstract=True):
        family = "nguon"
        reading = ReadingRules(title=("h1.tieu-de",))

    outlet = declare(Family)

    assert Family.abstract
    assert outlet.family == "nguon"
    assert outlet.reading.title == ("h1.tieu-de",)


def a_method(self: object) -> None:
    """Stand for any code in a declaration."""


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ...}, "name: is missing"),
        ({"title": ""}, "title: is missing"),
        ({"hosts": ...}, "hosts: is missing"),
        ({"hosts": ()}, "hosts: is missing"),
        ({"article_url": ...}, "article_url: is missing"),
        ({"examples": ()}, "examples: is missing"),
        ({"non_examples": ...}, "non_examples: is missing"),
        ({"floor": ...}, "floor: is missing"),
        ({"name": "Sông Này"}, "name: 'Sông Này' must be lower case letters, digits and _"),
        ({"hosts": "songnay.vn"}, "hosts: must be a tuple, not str"),
        ({"hosts": ["songnay.vn"]}, "hosts: must be a tuple, not list"),
        ({"hosts": ("Songnay.vn",)}, "hosts: 'Songnay.vn' is no public host name in lower case"),
        ({"hosts": ("localhost",)}, "hosts: 'localhost' is no public host name in lower case"),
        (
            {"hosts": ("https://songnay.vn",)},
            "hosts: 'https://songnay.vn' is no public host name in lower case",
        ),
        ({"feeds": (1,)}, "feeds: must hold texts that are not empty"),
        ({"feeds": ()}, "feeds: no feed, sitemap or listing is declared"),
        ({"feeds": ("songnay.vn/rss",)}, "feeds: 'songnay.vn/rss' is no https address"),
        ({"feeds": ("http://songnay.vn/rss",)}, "feeds: 'http://songnay.vn/rss' is no https address"),
        (
            {"feeds": ("https://khac.vn/rss",)},
            "feeds: the host of https://khac.vn/rss is not among the hosts",
        ),
        ({"listings": GOOD["feeds"]}, "feeds: https://songnay.vn/rss/the-gioi.rss is declared twice"),
        ({"unverified": ("https://songnay.vn/x",)}, "unverified: https://songnay.vn/x is none of its feeds"),
        ({"article_url": "("}, "article_url: does not compile"),
        (
            {"examples": ("https://songnay.vn/the-gioi",)},
            "examples: https://songnay.vn/the-gioi does not match article_url",
        ),
        (
            {"non_examples": GOOD["examples"]},
            "non_examples: https://songnay.vn/mua-lon-100001.html matches article_url",
        ),
        ({"floor": 0}, "floor: is missing"),
        ({"floor": -1}, "floor: must be at least 1"),
        ({"floor": "10"}, "floor: must be an int, not str"),
        ({"floor": True}, "floor: must be an int, not bool"),
        ({"enabled": False}, "off: must say why when the outlet is not enabled, and only then"),
        ({"off": "lũ cuốn trôi"}, "off: must say why when the outlet is not enabled, and only then"),
        ({"zone": "Asia/Hanoi_City"}, "zone: 'Asia/Hanoi_City' is no time zone"),
        ({"reading": {"title": "h1"}}, "reading: must be a ReadingRules, not dict"),
        ({"reading": ReadingRules(lead=("h2[",))}, "reading.lead: 'h2[' is no CSS selector"),
        ({"listing_links": "a[["}, "listing_links: 'a[[' is no CSS selector"),
        ({"feed": ("https://songnay.vn/rss",)}, "feed: is unknown; did you mean feeds?"),
        ({"hopeless": 1}, "hopeless: is unknown"),
        ({"custom_settings": {}}, "custom_settings: is unknown"),
        ({"start_requests": a_method}, "start_requests: an outlet is data and defines no methods"),
        ({"parse": staticmethod(a_method)}, "parse: an outlet is data and defines no methods"),
        ({"title": property(a_method)}, "title: must be a str, not property"),
        ({"__init__": a_method}, "__init__: an outlet is data and defines no methods"),
    ],
)
def test_a_wrong_declaration_fails_at_import(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(OutletError) as caught:
        declare(**changes)

    assert f"SongNay.{message}" in str(caught.value)


def test_an_outlet_may_be_switched_off_with_a_reason() -> None:
    outlet = declare(enabled=False, off="chuyển tên miền", feeds=())

    assert not outlet.enabled
