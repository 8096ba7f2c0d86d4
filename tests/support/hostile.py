"""Answers no outlet should give: broken transfers, bombs, wrong labels, refusals, disguises and traps."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from crawler.newsroom import error_pages as oddities
from crawler.newsroom.answers import Answer, Framing, Request, Site, redirect
from crawler.newsroom.vietnamese import windows_1258

MEGABYTE = 1 << 20
_HEAD = b"<!DOCTYPE html><html><head><title>T</title></head><body>"


# Transfers that break. Each takes the bytes of a page.


def slow(page: bytes, pause: float = 1.0) -> Answer:
    return Answer(page, pause=pause)


def silent(page: bytes, seconds: float = 600.0) -> Answer:
    return Answer(page, delay=seconds)


def reset_inside(page: bytes) -> Answer:
    return Answer(page, cut_after=len(page) // 2, reset=True)


def cut_inside(page: bytes) -> Answer:
    return Answer(page, cut_after=len(page) // 2)


def cut_chunked(page: bytes) -> Answer:
    return Answer(page, cut_after=len(page) // 2, framing=Framing.CHUNKED)


def cut_without_length(page: bytes) -> Answer:
    """The connection's end is the body's end, and comes too early."""
    return Answer(page[: len(page) // 2], framing=Framing.CLOSE)


def length_too_long(page: bytes) -> Answer:
    return Answer(page, claimed_length=len(page) + 1000)


def length_too_short(page: bytes) -> Answer:
    return Answer(page, claimed_length=len(page) // 2)


def gzip_cut(page: bytes) -> Answer:
    """A gzip stream without its end, in a transfer that is whole."""
    packed = gzip.compress(page, mtime=0)
    return Answer(packed[: len(packed) * 2 // 3], headers=(("Content-Encoding", "gzip"),))


def gzip_bad_sum(page: bytes) -> Answer:
    packed = bytearray(gzip.compress(page, mtime=0))
    packed[-8] ^= 0xFF
    return Answer(bytes(packed), headers=(("Content-Encoding", "gzip"),))


def gzip_lie(page: bytes) -> Answer:
    return Answer(page, headers=(("Content-Encoding", "gzip"),))


def no_body(_page: bytes) -> Answer:
    return Answer(b"")


TRANSFERS: dict[str, Callable[[bytes], Answer]] = {
    "reset-inside": reset_inside,
    "cut-inside": cut_inside,
    "cut-chunked": cut_chunked,
    "cut-without-length": cut_without_length,
    "length-too-long": length_too_long,
    "length-too-short": length_too_short,
    "gzip-cut": gzip_cut,
    "gzip-bad-sum": gzip_bad_sum,
    "gzip-lie": gzip_lie,
    "no-body": no_body,
}


# Too much.


def gzip_bomb(megabytes: int = 256) -> Answer:
    """A few hundred kilobytes on the wire, `megabytes` when unpacked."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b"a" * MEGABYTE
    body = b"".join(
        [packer.compress(_HEAD), *(packer.compress(block) for _ in range(megabytes)), packer.flush()]
    )
    return Answer(body, headers=(("Content-Encoding", "gzip"),))


def big_body(megabytes: int = 64, *, length_said: bool = False) -> Answer:
    def stream() -> Iterator[bytes]:
        yield _HEAD
        for _ in range(megabytes):
            yield b"<p>" + b"a" * (MEGABYTE - 7) + b"</p>"

    if length_said:
        return Answer(stream, claimed_length=len(_HEAD) + megabytes * MEGABYTE)
    return Answer(stream, framing=Framing.CHUNKED)


def many_headers(count: int = 200_000) -> Answer:
    return Answer(b"x", headers=tuple((f"X-{n}", "y") for n in range(count)))


def long_header(kilobytes: int = 512) -> Answer:
    return Answer(b"x", headers=(("X-Long", "y" * kilobytes * 1024),))


# Bytes and labels. Each takes the text of a page.


def mislabelled(page: str, label: str) -> Answer:
    """UTF-8 bytes under another name."""
    return Answer(page.encode(), content_type=f"text/html; charset={label}")


def windows_1258_unlabelled(page: str) -> Answer:
    return Answer(windows_1258(page), content_type="text/html")


def twice_encoded(page: str) -> Answer:
    return Answer(page.encode().decode("latin-1").encode())


def utf_16(page: str, *, mark: bool = True) -> Answer:
    return Answer(page.encode("utf-16" if mark else "utf-16-le"), content_type="text/html")


CHARSETS: dict[str, Callable[[str], Answer]] = {
    "utf-8-as-latin-1": lambda page: mislabelled(page, "iso-8859-1"),
    "utf-8-as-windows-1258": lambda page: mislabelled(page, "windows-1258"),
    "utf-8-as-nonsense": lambda page: mislabelled(page, "x-vni-unknown"),
    "utf-8-with-mark": lambda page: Answer(b"\xef\xbb\xbf" + page.encode()),
    "windows-1258-unlabelled": windows_1258_unlabelled,
    "utf-16": utf_16,
    "utf-16-without-mark": lambda page: utf_16(page, mark=False),
    "twice-encoded": twice_encoded,
}


# Refusals.

STATUSES = (400, 401, 403, 404, 406, 408, 410, 418, 428, 429, 451, 500, 501, 502, 503, 504, 522)


def refused(status: int, retry_after: str | None = None) -> Answer:
    headers = (("Retry-After", retry_after),) if retry_after is not None else ()
    return Answer(b"<html><body>no</body></html>", status=status, headers=headers)


def then(*answers: Answer) -> Callable[[Request], Answer]:
    """Answer the first request with the first, the next with the next, all others with the last."""
    rest = list(answers)
    return lambda _request: rest.pop(0) if len(rest) > 1 else rest[0]


# Disguises: status 200, and no article.

DISGUISES: dict[str, Callable[[bytes], Answer]] = {
    "soft-404": oddities.soft_404,
    "consent-wall": oddities.consent_wall,
    "script-shell": oddities.script_shell,
    "challenge": oddities.challenge,
    "login-wall": oddities.login_wall,
    "half-page": oddities.half_page,
}


# Redirects.

PRIVATE_TARGETS = (
    "http://127.0.0.1/secret",
    "http://127.1/secret",
    "http://0177.0.0.1/secret",
    "http://2130706433/secret",
    "http://0x7f000001/secret",
    "http://[::1]/secret",
    "http://[::ffff:127.0.0.1]/secret",
    "http://10.0.0.1/secret",
    "http://192.168.1.1/secret",
    "http://169.254.169.254/latest/meta-data/",
    "http://0.0.0.0/secret",
    "http://localhost/secret",
    "http://intranet/secret",
    "file:///etc/hostname",
    "ftp://bensong.example/secret",
    "data:text/html,secret",
    "gopher://bensong.example/secret",
)
BROKEN_TARGETS = (
    "http://[::1",
    "https://a.example:99999/",
    "//",
    "https://",
    "http://\x01.example/",
    "https://user:pw@a.example/",
)
REDIRECTS = (301, 302, 303, 307, 308)


def meta_refresh(target: str) -> Answer:
    return Answer(
        _HEAD.replace(b"</head>", f'<meta http-equiv="refresh" content="0;url={target}"></head>'.encode())
    )


def redirect_loop(site: Site, path: str = "/vong") -> None:
    site.serve(path, redirect(f"https://{site.host}{path}b", 302))
    site.serve(f"{path}b", redirect(f"https://{site.host}{path}", 302))


def redirect_chain(site: Site, length: int, end: Answer, path: str = "/chuoi") -> None:
    for step in range(length):
        site.serve(f"{path}{step}", redirect(f"https://{site.host}{path}{step + 1}", 302))
    site.serve(f"{path}{length}", end)


# Traps without an end.


def _page_of_links(links: list[str]) -> Answer:
    items = "".join(f'<h3><a href="{link}">Tin {link}</a></h3>' for link in links)
    return Answer(_HEAD + items.encode() + b"</body></html>")


def endless_listing(pattern: str = "/bai-{n}-51{n:05}.html", size: int = 10) -> Callable[[Request], Answer]:
    """Each page links to new articles and to the next page: ?trang=1, 2, 3 ..."""

    def answer(request: Request) -> Answer:
        page = int(request.query.get("trang", "1"))
        first = page * size
        links = [pattern.format(n=n) for n in range(first, first + size)]
        return _page_of_links([*links, f"{request.path}?trang={page + 1}"])

    return answer


def calendar(request: Request) -> Answer:
    """A day's page links to the day before and the day after, for ever."""
    day = int(request.query.get("ngay", "0"))
    return _page_of_links([f"{request.path}?ngay={day - 1}", f"{request.path}?ngay={day + 1}"])


def sitemap_chain(host: str) -> Callable[[Request], Answer]:
    """An index that names another index, for ever."""

    def answer(request: Request) -> Answer:
        n = int(request.query.get("n", "0")) + 1
        body = (
            '<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            f"<sitemap><loc>https://{host}{request.path}?n={n}</loc></sitemap></sitemapindex>"
        )
        return Answer(body.encode(), content_type="application/xml")

    return answer


def session_links(request: Request) -> Answer:
    """The same article under a new session number each time."""
    number = request.query.get("n", "0") + "1"
    return _page_of_links([f"/bai-5100001.html?sid={number}", f"{request.path}?n={number}"])


def with_delay(answer: Answer, seconds: float) -> Answer:
    return replace(answer, delay=seconds)
