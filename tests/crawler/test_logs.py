"""What stands in a log: our own words from INFO on, those of others from WARNING on, and never a page."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from crawler.article import Page

CHILD = """
import logging, sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from crawler.article import Page
from crawler.logs import log_child, use_zone

log_child(Path(sys.argv[1]))
use_zone(ZoneInfo("Asia/Tokyo"))
logging.getLogger("scrapy").setLevel(logging.DEBUG)  # as Scrapy does when it starts
at = datetime.now(UTC)
page = Page("https://songnay.vn/1", "songnay:1", "songnay", b"<p>trang</p>" * 100_000, None, at)
logging.getLogger("scrapy.core.scraper").debug("Scraped %r %s", page, page.body)
logging.getLogger("scrapy.core.scraper").error("Error processing %s %s", page, "x" * 100_000)
logging.getLogger("gomtin").info("songnay: https://songnay.vn/2: timeout: no answer in 30 s")
logging.getLogger("gomtin").warning("songnay: look at it")
"""


def test_a_page_does_not_show_its_bytes() -> None:
    page = Page("https://songnay.vn/1", "songnay:1", "songnay", b"<p>trang</p>", None, datetime.now(UTC))

    assert "trang" not in repr(page)
    assert "https://songnay.vn/1" in repr(page)


def test_the_log_of_a_run_says_why_and_holds_no_page(tmp_path: Path) -> None:
    log = tmp_path / "run.jsonl"
    done = subprocess.run([sys.executable, "-c", CHILD, log], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]

    assert [line["level"] for line in lines] == ["error", "info", "warning"]
    assert lines[1]["message"].endswith("timeout: no answer in 30 s")
    assert log.stat().st_size < 6_000
    assert "trang" not in log.read_text(encoding="utf-8") + done.stderr
    assert all(line["at"].endswith("+09:00") for line in lines)
    assert "timeout" not in done.stderr
    assert "look at it" in done.stderr
    assert "+09:00" in done.stderr
