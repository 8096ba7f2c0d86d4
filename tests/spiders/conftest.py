from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.article import Shape
from spiders.announcements import Source

PAGES = Path(__file__).resolve().parents[2].parent / "shared" / "pages"


@pytest.fixture
def source() -> Callable[..., Source]:
    """Make the source of a channel of a fictional outlet; keywords change it."""
    shape = Shape(
        "songnay",
        ("songnay.vn",),
        r"https://songnay\.vn/(?!video/)(?:[^/?#]+/)*[^/?#]+-(?P<id>\d{6})\.html(?:\?a=1&b=2)?",
    )

    def make(**changes: Any) -> Source:
        address = changes.get("channel", "https://songnay.vn/rss/the-gioi.rss")
        plain = Source(address, address, shape, "Asia/Ho_Chi_Minh", datetime(2026, 7, 20, 5, 0, tzinfo=UTC))
        return replace(plain, **changes)

    return make


@pytest.fixture(scope="session")
def pages() -> Path:
    if not PAGES.is_dir():
        pytest.skip("the real pages beside the repository are not there")
    return PAGES
