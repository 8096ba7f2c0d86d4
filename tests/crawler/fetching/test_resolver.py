from urllib.parse import urlsplit

import pytest
from scrapy.resolver import dnscache
from support.probe import Order, probe
from twisted.internet.error import DNSLookupError
from twisted.internet.testing import MemoryReactor

from crawler.fetching.resolver import PublicResolver
from crawler.newsroom.answers import Answer
from crawler.newsroom.server import Newsroom

INNER = ["127.0.0.1", "127.0.0.2", "10.0.0.8", "169.254.169.254", "192.168.0.1", "100.64.0.9", "0.0.0.0"]


@pytest.mark.parametrize(
    ("address", "passes"), [("93.184.215.14", True), *((inner, False) for inner in INNER)]
)
def test_only_public_answers_pass_also_remembered_ones(address: str, passes: bool) -> None:
    resolver = PublicResolver(MemoryReactor(), 100, 1.0)  # type: ignore[arg-type]
    # Public at the first look-up, inside at the second: each answer is judged, not the name.
    dnscache["doi.example"] = address
    got: list[object] = []
    resolver.getHostByName("doi.example").addCallbacks(got.append, lambda failure: got.append(failure.type))

    assert got == [address if passes else DNSLookupError]


def test_a_name_that_leads_inside_is_not_connected_to() -> None:
    names = {f"trong-{number}.example": [address] * 4 for number, address in enumerate(INNER)}
    found = probe(Order([f"http://{name}/x" for name in names], list(names), names=names), {})

    # Its robots.txt cannot be read, so no page is asked for; the next run tries again.
    assert found.ends() == {"robots-unreadable"}
    for name, (address, *_) in names.items():
        assert any(f"{name} is {address}, which is not on the public web" in line for line in found.warnings)


def test_the_configured_proxy_may_be_on_this_machine() -> None:
    with Newsroom() as newsroom:
        newsroom.site("bao.example").otherwise = Answer(b"<html></html>")
        environment = newsroom.environment()
        here = f"http://may-chu.lan:{urlsplit(newsroom.url).port}"
        proxies = {name: here for name in environment if name.lower() in ("http_proxy", "https_proxy")}
        order = Order(
            ["http://bao.example/x", "https://bao.example/x", "http://may-chu.lan/x"],
            ["bao.example", "may-chu.lan"],
            names={"may-chu.lan": ["127.0.0.1"] * 9},
        )
        found = probe(order, {**environment, **proxies})

        assert found.ends("bao.example") == {"200"}
        assert found.ends("may-chu.lan") == {"unsafe-address"}
