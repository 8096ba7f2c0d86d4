"""gomtin fetch: fetch these articles now, or as soon as their outlets let us."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.commands.common import Common, common_options
from crawler.errors import ConfigError

if TYPE_CHECKING:
    from crawler.article import Announcement
    from crawler.corpus.corpus import Corpus
    from crawler.outlets.loader import Outlets


@click.command("fetch", help="Fetch these articles now, or as soon as their outlets let us.")
@click.argument("subjects", nargs=-1, required=True, metavar="URL...|FILE")
@common_options
def command(subjects: tuple[str, ...], common: Common) -> int:
    from crawler.corpus.corpus import Corpus
    from crawler.crawl.options import CrawlOptions
    from crawler.crawl.run import crawl
    from crawler.outlets import loader

    common.folders()
    outlets = loader.load(common.config.outlet_modules)
    wanted = _wanted(_urls(subjects), outlets)
    for part in common.config.parts():
        with Corpus.open(part.corpus) as corpus:
            new = [each for each in wanted.values() if not corpus.ledger.records.with_key(each.key)]
            corpus.ledger.frontier.add(new, datetime.now(UTC))
            corpus.ledger.frontier.hasten([each.key for each in new], datetime.now(UTC))
    names = sorted({each.outlet for each in wanted.values()})
    reports = crawl(
        common.config, {name: outlets[name] for name in names}, CrawlOptions(only=frozenset(wanted))
    )
    ok = True
    for report in reports:
        with Corpus.open(report.corpus) as corpus:
            for announcement in wanted.values():
                row = _row(corpus, announcement)
                ok = ok and row["verdict"] not in (None, "failed")
                _tell(row, common)
    return 0 if ok else 1


def _urls(subjects: Iterable[str]) -> Iterator[str]:
    """Yield addresses, those in files included: one a line, blank lines and lines with # left out."""
    for subject in subjects:
        if "://" in subject:
            yield subject
            continue
        try:
            text = sys.stdin.read() if subject == "-" else Path(subject).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{subject}: neither an address nor a readable file: {error}") from error
        yield from (line.strip() for line in text.splitlines() if line.strip() and line.strip()[0] != "#")


def _wanted(urls: Iterable[str], outlets: "Outlets") -> Mapping[str, "Announcement"]:
    """Return what to fetch by its key. Raises ConfigError that names every address no outlet knows."""
    from crawler.article import Announcement
    from crawler.outlets.loader import for_address
    from crawler.store.tables.frontier import PERSON
    from crawler.urls import article_key, clean_url, matches

    wanted: dict[str, Announcement] = {}
    mistakes: list[str] = []
    for given in urls:
        url = clean_url("", given)
        outlet = for_address(url, outlets) if url else None
        if url is None:
            mistakes.append(f"{given}: no address on the public web")
        elif outlet is None:
            mistakes.append(f"{given}: no outlet has this host; declare it with: gomtin outlets new {given}")
        elif not matches(url, outlet.article_pattern):
            mistakes.append(f"{given}: {outlet.name} does not know this as an article's address")
        else:
            key = article_key(url, outlet.article_pattern)
            wanted[key] = Announcement(url, key, outlet.name, PERSON)
    if mistakes:
        raise ConfigError("; ".join(mistakes))
    return wanted


def _row(corpus: "Corpus", announcement: "Announcement") -> dict[str, Any]:
    """Say how an article stands: its last verdict, and when it is asked for again."""
    page = corpus.ledger.pages.get(announcement.key)
    waiting = corpus.ledger.frontier.rows([announcement.key]).get(announcement.key)
    return {
        "corpus": str(corpus.folder),
        "url": announcement.url,
        "key": announcement.key,
        "outlet": announcement.outlet,
        "verdict": page.verdict if page else None,
        "reason": page.reason if page else None,
        "detail": page.detail if page else "not asked for yet",
        "number": page.number if page else None,
        "due": waiting.due_at.isoformat() if waiting else None,
    }


def _tell(row: Mapping[str, Any], common: Common) -> None:
    if common.json:
        common.value(row)
        return
    due = row["due"] and common.local(datetime.fromisoformat(row["due"]))
    later = f"; asked for again after {due}" if due else ""
    common.say(f"{row['url']}: {row['verdict'] or 'open'}: {row['detail'] or row['reason']}{later}")
