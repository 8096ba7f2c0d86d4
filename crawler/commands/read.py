"""gomtin read: what would be taken out of saved pages."""

from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.article import Article, Page, ReadingRules
from crawler.commands.common import Common, common_options
from crawler.errors import ConfigError, Rejected
from crawler.timestamps import time_text

if TYPE_CHECKING:
    from concurrent.futures import Future


@click.command("read", help="Show what would be taken out of saved pages: .html, .html.gz or WARC files.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--url", help="The page's address; default: what the page says of itself.")
@common_options
def command(files: tuple[Path, ...], url: str | None, common: Common) -> int:
    from crawler.extraction.doubts import extract_with_doubts
    from crawler.extraction.pool import WorkerPool

    if url and len(files) > 1:
        raise ConfigError("--url goes with one file")
    limits = common.config.reading
    failed = 0
    # A bounded window: a WARC may hold more pages than fit in memory.
    waiting: deque[tuple[str, Page, Future[Article]]] = deque()
    with WorkerPool(limits.workers, limits.seconds, limits.megabytes) as workers:
        for file, page in _pages(files, url, common):
            waiting.append((file, page, workers.submit(extract_with_doubts, page)))
            if len(waiting) >= 4 * limits.workers:
                failed += not _tell(*waiting.popleft(), common)
        while waiting:
            failed += not _tell(*waiting.popleft(), common)
    return 1 if failed else 0


def _pages(files: tuple[Path, ...], url: str | None, common: Common) -> Iterator[tuple[str, Page]]:
    from crawler.extraction.saved import saved_pages
    from crawler.outlets import loader
    from crawler.urls import article_key, clean_url

    given = clean_url("", url) if url else None
    if url and not given:
        raise ConfigError(f"--url: {url}: no address on the public web")
    known = loader.load(common.config.outlet_modules)
    for path in files:
        for saved in saved_pages(path):
            address = given or saved.url or ""
            outlet = loader.for_address(address, known) if address else None
            yield (
                saved.file,
                Page(
                    url=address,
                    key=article_key(address, outlet.article_pattern) if outlet else address,
                    outlet=outlet.name if outlet else "",
                    body=saved.body,
                    content_type=saved.content_type,
                    fetched_at=datetime.now(UTC),
                    rules=outlet.reading if outlet else ReadingRules(),
                    article_pattern=outlet.article_pattern if outlet else None,
                ),
            )


def _tell(file: str, page: Page, future: "Future[Article]", common: Common) -> bool:
    """Print one page's reading; return whether there is an article."""
    from crawler.extraction.further_pages import refuse_unfinished

    value: dict[str, Any] = {"file": file, "url": page.url or None, "outlet": page.outlet or None}
    try:
        article = future.result()
        refuse_unfinished(article)
    except Rejected as end:
        nothing = dict.fromkeys(("title", "lead", "text", "paragraphs", "published", "authors", "section"))
        value |= {**nothing, "reason": end.reason.code, "detail": end.detail or end.reason.meaning}
        _print(value, common)
        return False
    value |= {
        "title": article.title,
        "lead": article.lead,
        "text": article.text,
        "paragraphs": list(article.paragraphs),
        "published": time_text(article.published),
        "authors": list(article.authors),
        "section": article.section,
        "reason": None,
        "notes": list(article.notes),
    }
    _print(value, common)
    return True


def _print(value: dict[str, Any], common: Common) -> None:
    if common.json:
        common.value(value)
        return
    common.say(f"--- {value['file']}  {value['url'] or ''}")
    if value["reason"]:
        common.say(f"no article: {value['reason']}: {value['detail']}")
        return
    authors = ", ".join(value["authors"]) or "no author"
    common.say(f"{value['published'] or 'no date'}; {authors}; {value['section'] or 'no section'}")
    common.say(value["text"])
