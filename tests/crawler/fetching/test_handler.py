import base64
import gzip
import hashlib
import itertools
import zlib
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from backports import zstd
from support import hostile
from support.probe import Found, Order, probe

from crawler.newsroom.answers import Answer, Framing, Request, redirect
from crawler.newsroom.certificates import Authority
from crawler.newsroom.server import Newsroom

HOST = "bao.example"
MIB = 1 << 20


def gzip_bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(1, wbits=31)
    first = packer.compress(bytes(16 * MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(16 * MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + again * (megabytes // 16 - 1)


def deflate_bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(1)
    first = packer.compress(bytes(16 * MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(16 * MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + again * (megabytes // 16 - 1)


def brotli_bomb(megabytes: int) -> bytes:
    packer = brotli.Compressor(quality=1)
    return b"".join(packer.process(bytes(16 * MIB)) for _ in range(megabytes // 16)) + packer.finish()


def zstd_bomb(megabytes: int) -> bytes:
    return zstd.compress(bytes(16 * MIB), level=1) * (megabytes // 16)


def stream(megabytes: int) -> Iterator[bytes]:
    return itertools.repeat(bytes(MIB), megabytes)


def packed(body: bytes, encoding: str) -> Answer:
    return Answer(body, headers=(("Content-Encoding", encoding),))


BOMBS = {
    "gzip-2048": packed(gzip_bomb(2048), "gzip"),
    "gzip-896": packed(gzip_bomb(896), "gzip"),
    "gzip-hai-lan": packed(gzip.compress(gzip_bomb(2048)), "gzip, gzip"),
    "deflate-2048": packed(deflate_bomb(2048), "deflate"),
    "br-2048": packed(brotli_bomb(2048), "br"),
    "br-896": packed(brotli_bomb(896), "br"),
    "zstd-2048": packed(zstd_bomb(2048), "zstd"),
    "zstd-896": packed(zstd_bomb(896), "zstd"),
    "noi-that": Answer(lambda: stream(900), claimed_length=900 * MIB),
    "tung-khuc": Answer(lambda: stream(900), framing=Framing.CHUNKED),
    "den-het": Answer(lambda: stream(2048), framing=Framing.CLOSE),
    "chin-mib": Answer(bytes(9 * MIB)),
}


@pytest.fixture(scope="module")
def bombed() -> Iterator[tuple[Newsroom, Found]]:
    with Newsroom() as newsroom:
        for name, answer in BOMBS.items():
            newsroom.site(HOST).serve(f"/{name}", answer)
        newsroom.site(HOST).serve("/bay-mib", Answer(bytes(7 * MIB)))
        urls = [f"https://{HOST}/{name}" for name in (*BOMBS, "bay-mib")]
        yield newsroom, probe(Order(urls, [HOST]), newsroom.environment())


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused(name: str, bombed: tuple[Newsroom, Found]) -> None:
    (end,) = bombed[1].ends(f"/{name}")

    assert end in {"IgnoreRequest", "DownloadCancelledError"}
    assert bombed[0].hits[f"{HOST}/{name}"] == 1


def test_bombs_cost_little_memory(bombed: tuple[Newsroom, Found]) -> None:
    print(f"{bombed[1].megabytes:.0f} MB for {len(BOMBS)} bombs")

    assert bombed[1].ends("/bay-mib") == {"200"}
    assert bombed[1].megabytes < 128


def test_certificates_are_verified_also_through_the_proxy(tmp_path: Path) -> None:
    other = Authority(tmp_path)
    with Newsroom() as newsroom:
        newsroom.site(HOST).otherwise = Answer(b"<html></html>")
        newsroom.site("khac.example").otherwise = Answer(b"<html></html>")
        own = newsroom._authority
        own._contexts["khac.example"] = own.context(HOST)
        order = Order([f"https://{HOST}/x", "https://khac.example/x"], [HOST, "khac.example"])

        trusted = probe(order, newsroom.environment())
        assert trusted.ends(HOST) == {"200"}
        assert trusted.ends("khac.example") == {"robots-unreadable"}
        newsroom.forget()
        unknown = probe(order, {**newsroom.environment(), "SSL_CERT_FILE": str(other.bundle)})
        assert unknown.ends() == {"robots-unreadable"}
        assert newsroom.log == []


def hang_up(_request: Request) -> Answer:
    raise ConnectionResetError


def test_a_broken_connection_is_tried_once_more_and_never_behind_our_back() -> None:
    with Newsroom() as newsroom:
        site = newsroom.site(HOST)
        site.serve("/tot", Answer(b"<html></html>"))
        site.serve("/cat", Answer(bytes(1000), cut_after=0, reset=True))
        site.serve("/im", hang_up)
        site.serve("/nua", Answer(bytes(1000), cut_after=500))
        site.serve("/500", Answer(status=500))
        names = ("tot", "im", "cat", "nua", "500", "404")
        found = probe(Order([f"http://{HOST}/{name}" for name in names], [HOST]), newsroom.environment())

        assert {name: newsroom.hits[f"{HOST}/{name}"] for name in names} == {
            "tot": 1,
            "cat": 2,
            "im": 2,
            "nua": 2,
            "500": 2,
            "404": 1,
        }
        assert found.ends("/nua") == {"ResponseDataLossError"}


# All others are whole for HTTP, or nobody can tell: what their pages then lack is found by reading them.
NOT_WHOLE = {
    "reset-inside": {"DownloadFailedError", "ResponseDataLossError"},  # whichever is seen first
    "cut-inside": {"ResponseDataLossError"},
    "cut-chunked": {"ResponseDataLossError"},
    "gzip-lie": {"BadGzipFile"},
    "gzip-bad-sum": {"ResponseDataLossError"},
}


def test_what_no_outlet_should_answer_has_an_end() -> None:
    page = b"<html><body>" + b"<p>m\xc3\xb4t</p>" * 500 + b"</body></html>"
    nowhere = {f"khong-dau-{n}": target for n, target in enumerate(hostile.BROKEN_TARGETS)}
    with Newsroom() as newsroom:
        site = newsroom.site(HOST)
        for name, make in hostile.TRANSFERS.items():
            site.serve(f"/{name}", make(page))
        for name, target in nowhere.items():
            site.serve(f"/{name}", redirect(target, 302))
        hostile.redirect_loop(site)
        names = (*hostile.TRANSFERS, *nowhere, "vong")
        found = probe(Order([f"https://{HOST}/{name}" for name in names], [HOST]), newsroom.environment())

    for name in hostile.TRANSFERS:
        (end,) = found.ends(f"/{name}")
        assert end in NOT_WHOLE.get(name, {"200"}), name
    for name, target in nowhere.items():
        (end,) = found.ends(f"/{name}")
        assert end in {"ValueError", "IgnoreRequest", "unsafe-address"}, target
    assert found.ends("/vong") == {"IgnoreRequest"}


def summed(page: bytes, name: str, of: bytes, *, packed: bool = False) -> Answer:
    md5 = base64.b64encode(hashlib.md5(of, usedforsecurity=False).digest()).decode()
    sha = base64.b64encode(hashlib.sha256(of).digest()).decode()
    value = {
        "Content-MD5": md5,
        "Digest": f"MD5={md5}, SHA-256={sha}",
        "Repr-Digest": f"sha-256=:{sha}:",
        "Content-Digest": f"unknown=:{md5}:, sha-256=:{sha}:",
    }[name]
    answer = Answer(page, headers=((name, value),))
    return answer.gzipped() if packed else answer


@pytest.mark.parametrize("name", ["Content-MD5", "Digest", "Repr-Digest", "Content-Digest"])
def test_a_body_that_does_not_have_its_sum_is_a_broken_transfer(name: str) -> None:
    page = b"<html><body>" + "<p>Nước lên</p>".encode() * 50 + b"</body></html>"
    answers = {
        "dung": summed(page, name, page),
        "sai": summed(page, name, page.replace("ư".encode(), b"u")),
        "nen-dung": summed(page, name, gzip.compress(page, mtime=0), packed=True),
        "tong-truoc-khi-nen": summed(page, name, page, packed=True),
        "nen-sai": summed(page, name, page + b" ", packed=True),
        "khong-doc-duoc": Answer(page, headers=((name, "md5=khong-phai"),)),
    }
    with Newsroom() as newsroom:
        for path, answer in answers.items():
            newsroom.site(HOST).serve(f"/{path}", answer)
        found = probe(Order([f"https://{HOST}/{path}" for path in answers], [HOST]), newsroom.environment())
    wrong = {"sai", "nen-sai"}
    for path in answers:
        assert found.ends(f"/{path}") == {"ResponseDataLossError" if path in wrong else "200"}, path


def test_what_is_said_about_us() -> None:
    with Newsroom() as newsroom:
        newsroom.site(HOST).otherwise = Answer(b"<html></html>", headers=(("Set-Cookie", "a=1; Path=/"),))
        probe(Order([f"https://{HOST}/{number}" for number in range(3)], [HOST]), newsroom.environment())

        for visit in newsroom.log:
            assert visit.request.headers["user-agent"] == "gomtin/0 (test)"
            assert visit.request.headers["accept-language"].startswith("vi")
            assert not {"cookie", "referer", "proxy-authorization"} & set(visit.request.headers)


def test_nothing_but_http_is_read() -> None:
    urls = ["file:///etc/hostname", "data:text/plain,x", "ftp://bao.example/x", "s3://bao/x"]
    found = probe(Order(urls, [HOST]), {})

    assert found.ends() == {"unsafe-address"}
