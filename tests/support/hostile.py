"""Answers no outlet should give: broken transfers, and redirects that lead nowhere or where nobody may."""

import gzip
from collections.abc import Callable

from crawler.newsroom.answers import Answer, Framing, Site, redirect

# Transfers that break. Each takes the bytes of a page.


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


def redirect_loop(site: Site, path: str = "/vong") -> None:
    site.serve(path, redirect(f"https://{site.host}{path}b", 302))
    site.serve(f"{path}b", redirect(f"https://{site.host}{path}", 302))
