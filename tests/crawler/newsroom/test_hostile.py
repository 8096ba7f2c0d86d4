"""The hostile answers do what their names say."""

import gzip
import ssl
import urllib.request
import zlib
from http.client import HTTPException

import pytest
from support import hostile

from crawler.newsroom.answers import Answer
from crawler.newsroom.server import Newsroom

PAGE = b"<html><body>" + b"<p>m\xc3\xb4t</p>" * 500 + b"</body></html>"


def fetch(newsroom: Newsroom, answer: Answer) -> bytes:
    newsroom.site("x.example").serve("/", answer)
    handlers = (
        urllib.request.ProxyHandler({"https": newsroom.url}),
        urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=str(newsroom.bundle))),
    )
    with urllib.request.build_opener(*handlers).open("https://x.example/", timeout=30) as response:
        body: bytes = response.read()
        return body


@pytest.mark.parametrize("name", hostile.TRANSFERS)
def test_no_broken_transfer_gives_the_whole_page(newsroom: Newsroom, name: str) -> None:
    try:
        body = fetch(newsroom, hostile.TRANSFERS[name](PAGE))
        if name.startswith("gzip"):
            body = gzip.decompress(body)
    except (OSError, EOFError, HTTPException, zlib.error):
        return
    assert body != PAGE
