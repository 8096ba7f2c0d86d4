"""gomtin fetch: fetch these articles now, or as soon as their outlets let us."""

import os
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.commands.common import Common, common_options
from crawler.commands.lines import lines_of
from crawler.errors import ConfigError, CorpusError, InputError
from crawler.paths import missing
from crawler.reasons import Reason
from crawler.text.normalize import nfc_clean
from crawler.timestamps import read_time, time_text
from crawler.urls import host_of

if TYPE_CHECKING:
    from crawler.article import Announcement
    from crawler.config.models import Config
    from crawler.corpus.corpus import Corpus
    from crawler.outlets.loader import Outlets

_SHOWN_CHARACTERS = 200  # of an address that is none


@click.command("fetch", help="Fetch these articles now, or as soon as their outlets let us.")
@click.argument("subjects", nargs=-1, required=True, metavar="URL...|FILE")
@common_options
def command(subjects: tuple[str, ...], common: Common) -> int:
    from crawler.corpus.corpus import Corpus
    from crawler.crawl.corpora import each_usable
    from crawler.crawl.options import CrawlOptions
    from crawler.crawl.run import crawl
    from crawler.outlets import loader

    common.any_folder()
    outlets = loader.load(common.config.outlet_modules)
    wanted, refused, mistakes = _wanted(subjects, outlets)
    if not wanted:
        if len(mistakes) == len(subjects):
            raise ConfigError("\n".join(mistakes))
        mistakes.append("no addresses")
    for mistake in mistakes:
        click.echo(f"gomtin: {mistake}", err=True)
    if not wanted:
        return 1
    each_usable(common.config, partial(_want, wanted.values()))
    names = sorted({each.outlet for each in wanted.values()})
    reports = crawl(
        common.config, {name: outlets[name] for name in names}, CrawlOptions(only=frozenset(wanted))
    )
    ok = not refused and not mistakes
    for report in reports:
        if report.excluded:
            click.echo(f"gomtin: {report.excluded}", err=True)
            ok = False
            continue
        with Corpus.open(report.corpus) as corpus:
            for announcement in wanted.values():
                row = _row(corpus, announcement)
                ok = ok and row["verdict"] not in (None, "failed", "gone") and row["due"] is None
                _tell(row, common)
    return 0 if ok else 1


def _want(wanted: "Collection[Announcement]", part: "Config") -> None:
    """Put what a corpus does not keep yet into its frontier, to be asked for now."""
    from crawler.corpus.corpus import Corpus

    if not part.corpus.is_dir():
        raise CorpusError(missing(part.corpus))
    with Corpus.open(part.corpus) as corpus:
        new = [each for each in wanted if not corpus.ledger.records.with_key(each.key)]
        corpus.ledger.frontier.add(new, datetime.now(UTC))
        corpus.ledger.frontier.hasten([each.key for each in new], datetime.now(UTC))


def _wanted(subjects: Iterable[str], outlets: "Outlets") -> tuple[dict[str, "Announcement"], int, list[str]]:
    """Return what to fetch by its key, how many lines of files are bad, and a sentence on each bad argument.

    Bad lines, which are no article's address, are told one by one.
    """
    wanted: dict[str, Announcement] = {}
    mistakes: list[str] = []
    refused = 0
    for subject in subjects:
        try:
            if "://" in subject:
                announcement = _announcement(subject, outlets)
                wanted[announcement.key] = announcement
            else:
                refused += _of_file(subject, outlets, wanted)
        except (InputError, ConfigError) as error:
            mistakes.append(str(error))
    return wanted, refused, mistakes


def _of_file(subject: str, outlets: "Outlets", wanted: dict[str, "Announcement"]) -> int:
    """Add what the addresses in a file announce; return how many lines are none. Raises ConfigError."""
    if subject != "-" and not os.path.lexists(subject):
        what = f"{_shown(subject)}: no such file" if subject.strip() else "an empty argument is no file"
        raise ConfigError(f"{what}; an address begins with https://")
    with lines_of(Path(subject)) as lines:
        for number, line in lines:
            with lines.guarded(number):
                if not line.startswith("#"):
                    announcement = _announcement(line, outlets)
                    wanted[announcement.key] = announcement
        return lines.refused


def _announcement(given: str, outlets: "Outlets") -> "Announcement":
    """Return what an address announces. Raises InputError for one that no outlet knows."""
    from crawler.article import Announcement
    from crawler.outlets.loader import for_address
    from crawler.store.tables.frontier import PERSON
    from crawler.urls import article_key, clean_url, matches, without_login

    shown = _shown(given)
    url = clean_url("", given)
    if url is None and without_login(given) != given:
        raise InputError(f"{shown}: has a user name or password, which are never sent; leave them out")
    if url is None:
        raise InputError(f"{shown}: no address on the public web")
    outlet = for_address(url, outlets)
    if outlet is None:
        raise InputError(f"{shown}: no outlet has this host; declare it with: gomtin outlets new {shown}")
    if not matches(url, outlet.article_pattern):
        raise InputError(f"{shown}: {outlet.name} does not know this as an article's address")
    return Announcement(url, article_key(url, outlet.article_pattern), outlet.name, PERSON)


def _shown(given: str) -> str:
    """Return what was given as it may be told, whatever it holds."""
    from crawler.urls import without_login

    return nfc_clean(without_login(given)[:_SHOWN_CHARACTERS])


def _row(corpus: "Corpus", announcement: "Announcement") -> dict[str, Any]:
    """Say how an article stands: its last verdict, and when it is asked for again."""
    page = corpus.ledger.pages.get(announcement.key)
    waiting = corpus.ledger.frontier.rows([announcement.key]).get(announcement.key)
    rest = corpus.ledger.hosts.rest(host_of(announcement.url))
    due = waiting and (max(waiting.due_at, rest) if rest else waiting.due_at)
    return {
        "corpus": str(corpus.folder),
        "url": announcement.url,
        "key": announcement.key,
        "outlet": announcement.outlet,
        "verdict": page.verdict if page else None,
        "reason": page.reason if page else None,
        "detail": page.detail if page else "not asked for yet",
        "number": page.number if page else None,
        "due": time_text(due) if due else None,
    }


def _tell(row: Mapping[str, Any], common: Common) -> None:
    if common.json:
        common.value(row)
        return
    due = row["due"] and common.local(read_time(row["due"]))
    later = f"; asked for again after {due}" if due else ""
    common.say(f"{row['url']}: {row['verdict'] or 'open'}: {_why(row)}{later}")


def _why(row: Mapping[str, Any]) -> str:
    """Say why an article stands as it does: the detail, or the reason's words where that is an address.

    How long a host rests is told by when it is asked for again.
    """
    reason, detail = Reason.find(row["reason"] or ""), row["detail"] or ""
    if reason is Reason.RESTING:
        return reason.meaning
    if reason is None or (detail and "://" not in detail):
        return detail
    return f"{reason.meaning}: {detail}" if detail not in ("", row["url"]) else reason.meaning
