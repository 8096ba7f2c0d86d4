import pytest
from scrapy.http import Response

from crawler.fetching.responses import is_html

PAGE = b"<!DOCTYPE html><html><body><p>Con</p></body></html>"
ODD = "application/octet-stream"


def answer(content_type: str, body: bytes) -> Response:
    return Response("https://bao.example/a.html", headers={"Content-Type": content_type}, body=body)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/html;;charset=utf-8", b""),
        ("application/json", PAGE),
        ("text/xml", b'<?xml version="1.0"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml">'),
        (ODD, b"<!-- " + b"bo nho dem " * 900 + b"-->" + PAGE),
        (ODD, b"<head><title>Con</title></head><body><p>Con</p>"),
        (ODD, b"<body class=bai><h1>Con</h1>"),
        (ODD, b"Notice: bien chua dat on line 4\n" + PAGE),
        (ODD, b" \n" * 5000 + PAGE),
        (ODD, b"<div class=bai><h1>Con</h1></div>"),
        (ODD, PAGE.decode().encode("utf-16")),
    ],
)
def test_a_page_is_one_under_any_type(content_type: str, body: bytes) -> None:
    assert is_html(answer(content_type, body))


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b'{"bai": "<html><body>"}'),
        ("application/pdf", b"%PDF-1.7 <html>"),
        (
            "application/rss+xml",
            b"<?xml version='1.0'?><rss><description><![CDATA[<html>]]></description></rss>",
        ),
        ("image/svg+xml", b"<svg><foreignObject><html></html></foreignObject></svg>"),
        ("text/plain", b"Khong co gi"),
        ("", b""),
    ],
)
def test_other_things_are_no_pages(content_type: str, body: bytes) -> None:
    assert not is_html(answer(content_type, body))
