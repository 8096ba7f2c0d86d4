import itertools
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from scrapy.exceptions import IgnoreRequest
from support.probe import Order, probe

from crawler.fetching.refusal import NotFetched
from crawler.fetching.scope import check
from crawler.newsroom.answers import PLAIN, Answer, redirect
from crawler.newsroom.server import Newsroom
from crawler.reasons import Reason

HOSTS = frozenset({"bao.example", "www.dai.example"})

TARGETS = [
    "http://169.254.169.254/latest/meta-data/",
    "http://127.0.0.2:{port}/",
    "http://127.0.0.2/",
    "http://2130706434:{port}/",
    "http://0x7f000002:{port}/",
    "http://0177.0.0.02:{port}/",
    "http://127.2:{port}/",
    "http://[::ffff:127.0.0.2]:{port}/",
    "http://[::1]:{port}/",
    "http://localhost:{port}/",
    "http://tin.localhost/",
    "http://metadata.google.internal/",
    "http://0.0.0.0:{port}/",
    "http://127.0.0.2.:{port}/",
    "http://bao.example@127.0.0.2:{port}/",
    "http://bao.example:{port}/",
    "https://127.0.0.2:{port}/",
    "http://10.0.0.1/",
]


@pytest.fixture
def intranet() -> Iterator[tuple[int, list[object]]]:
    """A service on another address of this machine, with the list of who came."""
    came: list[object] = []
    with socket.create_server(("127.0.0.2", 0)) as server:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, address = server.accept()
                    came.append(address)
                    connection.close()

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1], came
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.mark.parametrize(
    "url",
    [
        "https://bao.example/x",
        "http://bao.example/x",
        "https://www.bao.example/",
        "https://m.bao.example/",
        "https://amp.bao.example/",
        "https://bao.example:443/x",
        "https://dai.example/",
    ],
)
def test_the_outlets_own_addresses_pass(url: str) -> None:
    check(url, HOSTS)


@pytest.mark.parametrize(
    "url", ["https://khac.example/", "https://bao.example.khac.example/", "https://xbao.example/"]
)
def test_other_hosts_do_not(url: str) -> None:
    with pytest.raises(NotFetched) as refused:
        check(url, HOSTS)

    assert refused.value.reason is Reason.FOREIGN_HOST


@pytest.mark.parametrize("url", [*TARGETS, "file:///etc/hostname", "data:text/html,x", "ftp://bao.example/"])
def test_what_is_not_public_does_not(url: str) -> None:
    with pytest.raises(NotFetched) as refused:
        check(url.format(port=8080), HOSTS | {"127.0.0.2", "localhost"})

    assert refused.value.reason is Reason.UNSAFE_ADDRESS


def test_not_fetched_is_a_request_ignored_with_a_reason() -> None:
    refused = NotFetched(Reason.RESTING, "đến 8 giờ")

    assert isinstance(refused, IgnoreRequest)
    assert str(refused) == "resting: đến 8 giờ"
    assert str(NotFetched(Reason.RESTING)) == f"resting: {Reason.RESTING.meaning}"


@pytest.mark.parametrize("proxied", [True, False])
def test_no_way_leads_to_a_service_of_this_machine(intranet: tuple[int, list[object]], proxied: bool) -> None:
    port, came = intranet
    targets = [target.format(port=port) for target in TARGETS]
    with Newsroom() as newsroom:
        site = newsroom.site("bao.example")
        site.serve("/robots.txt", Answer(b"Sitemap: http://127.0.0.2/s.xml\n", content_type=PLAIN))
        ways = []
        for (number, target), status in itertools.product(enumerate(targets), (301, 302, 307, 308)):
            site.serve(f"/{status}/{number}", redirect(target, status))
            ways.append(f"https://bao.example/{status}/{number}")
        order = Order([*targets, *ways], ["bao.example", "127.0.0.2", "localhost"])
        # Without a proxy a request that slipped through would really reach the service.
        found = probe(order, newsroom.environment() if proxied else {})

        assert came == []
        assert {visit.request.host for visit in newsroom.log} == ({"bao.example"} if proxied else set())
        for target in targets:
            assert found.outcomes[target] == ["unsafe-address"], target
        if proxied:
            assert found.ends("https://bao.example/") == {"unsafe-address"}
            assert len(newsroom.log) == 1 + len(ways)


def test_redirects_stay_with_the_outlet_and_never_in_a_circle() -> None:
    with Newsroom() as newsroom:
        site = newsroom.site("bao.example")
        site.serve("/ra", redirect("https://khac.example/x"))
        site.serve("/tep", redirect("file:///etc/hostname"))
        site.serve("/duoc", redirect("https://www.bao.example/dich"))
        site.serve("/vong", redirect("/vong?nua"))
        site.serve("/vong?nua", redirect("/vong"))
        newsroom.site("www.bao.example").serve("/dich", Answer(b"<html></html>"))
        paths = ("ra", "tep", "duoc", "vong")
        found = probe(
            Order([f"https://bao.example/{path}" for path in paths], ["bao.example"]), newsroom.environment()
        )

        assert found.ends("/ra") == {"foreign-host"}
        assert found.ends("/tep") == {"301"}
        assert found.ends("/duoc") == {"200"}
        assert newsroom.hits["bao.example/vong"] == 2
        assert not [page for page in newsroom.hits if page.startswith("khac.example")]


def test_two_pages_that_redirect_to_a_third_all_end_with_an_answer() -> None:
    with Newsroom() as newsroom:
        site = newsroom.site("bao.example")
        site.serve("/dich", Answer(b"<html></html>"))
        site.serve("/cu-1", redirect("/dich"))
        site.serve("/cu-2", redirect("/dich"))
        urls = [f"https://bao.example/{path}" for path in ("dich", "cu-1", "cu-2")]
        found = probe(Order(urls, ["bao.example"]), newsroom.environment())

        assert list(found.outcomes.values()) == [["200"]] * 3
        assert newsroom.hits["bao.example/dich"] == 3


def test_nothing_listens_while_a_crawl_runs() -> None:
    with Newsroom() as newsroom:
        newsroom.site("bao.example").serve("/x", Answer(b"<html></html>"))
        found = probe(Order(["https://bao.example/x"], ["bao.example"]), newsroom.environment())

    assert found.ends() == {"200"}
    assert found.listening == []
