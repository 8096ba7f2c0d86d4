"""gomtin why: every step that led to the verdict on a number, an address or a file."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.article import RELATED
from crawler.commands.common import Common, common_options
from crawler.errors import ConfigError
from crawler.files import read_given
from crawler.pipeline import present_name
from crawler.reasons import Reason
from crawler.urls import article_key, clean_url, url_key, without_login

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.article import AnnouncedBy, Record
    from crawler.corpus.corpus import Corpus
    from crawler.store.ledger import Ledger
    from crawler.store.tables.announcements import AnnouncementRow
    from crawler.store.tables.pages import PageRow
    from crawler.topic.topic import Topic


@click.command(
    "why", help="Show every step that led to the verdict on a NUMBER, URL or FILE, and what the topic says."
)
@click.argument("subject", metavar="NUMBER|URL|FILE")
@click.option("--dropped", is_flag=True, help="Show the lines that were taken out, and by which rule.")
@common_options
def command(subject: str, dropped: bool, common: Common) -> int:
    from crawler.corpus import clusters
    from crawler.corpus.corpus import Corpus
    from crawler.topic import explain

    with Corpus.to_show(common.corpus_folder()) as corpus:
        ledger = corpus.ledger
        record = _record(subject, ledger)
        keys = [record.key] if record and record.key else [] if record else _keys(subject, common)
        page = next((_with_present_names(row) for row in map(ledger.pages.get, keys) if row), None)
        announcement = next((row for row in map(ledger.announcements.get, keys) if row), None)
        own = [*keys, *([page.key] if page else [])]
        announced_by = ledger.announcements.announced_by(own)
        past = None if announcement else next(iter(ledger.announcements.decided(keys).values()), None)
        is_open = next(iter(ledger.frontier.rows(keys).values()), None)
        if record is None and page and page.number is not None:
            record = ledger.records.get(page.number)
        stored = corpus.text(record) if record else None
        is_deleted = record is not None and stored is None
        text = stored or _text(subject)
        topic = _topic(corpus, common, known=bool(record or page)) if text else None
        found = explain.examine(topic, text) if topic and text else None
        kin = clusters.examine(ledger, record.number if record else page.duplicate_of if page else None)
    shown = without_login(subject)
    if not any((record, page, announcement, past, is_open, found)):
        click.echo(
            f"gomtin: {shown}: not known; it was never announced, fetched or found in the folder", err=True
        )
        return 1
    if common.json:
        common.value(
            {
                "subject": shown,
                "record": _plain(record),
                "deleted": is_deleted,
                "page": _plain(page),
                "announcement": _plain(announcement) or _plain(past),
                "announced_by": [each._asdict() for each in announced_by],
                "due": is_open.due_at if is_open else None,
                "likeness": kin and kin.as_json(),
                "topic": explain.as_json(found, topic) if topic and found else None,
            }
        )
    else:
        _show(common, record, page, announcement, announced_by)
        if is_deleted:
            common.say("deleted: the folder has no such file; neither it nor a copy of it comes back")
        if past and past.reason and not page:
            reason = Reason.from_code(past.reason)
            common.say(f"announced until {common.local(past.shown_at)}; its words are forgotten")
            common.say(f"  not fetched: {reason.code}: {reason.meaning}")
        if is_open:
            common.say(f"in the frontier: asked for again from {common.local(is_open.due_at)} on")
        for step in page.steps if page and dropped else ():
            for rule, line in step.get("dropped", ()):
                common.say(f"dropped in {step['stage']}, {rule}: {line}")
        for line in kin.lines(common.local) if kin else ():
            common.say(line)
        for line in explain.lines(found, topic) if topic and found else ():
            common.say(line)
    return 0


def _topic(corpus: "Corpus", common: Common, *, known: bool) -> "Topic | None":
    """Return the topic; without seeds none, and a line, where something is `known` to be shown."""
    from crawler.corpus.topic import learn_topic

    try:
        return learn_topic(corpus, common.config, update=False)
    except ConfigError as error:
        if not known:
            raise
        click.echo(f"gomtin: {error}", err=True)
        return None


def _record(subject: str, ledger: "Ledger") -> "Record | None":
    if subject.isdecimal():
        return ledger.records.get(int(subject))
    name = Path(subject).name
    return ledger.records.named(name) if re.fullmatch(r"\d{3,12}_[0-9a-f]{16}\.txt", name) else None


def _keys(subject: str, common: Common) -> list[str]:
    """Return the keys an address may be known under: the outlet's own, and the general one."""
    from crawler.outlets import loader

    url = clean_url("", subject if "://" in subject else f"https://{subject}")
    if url is None:
        return [subject]
    outlet = loader.for_address(url, loader.load(common.config.outlet_modules))
    return [*([article_key(url, outlet.article_pattern)] if outlet else []), url_key(url), url, subject]


def _with_present_names(page: "PageRow") -> "PageRow":
    """Return a page whose steps are called what they are called now, whatever release wrote them."""
    from dataclasses import replace

    steps = [{**step, "stage": present_name(step["stage"])} for step in page.steps]
    return replace(page, steps=steps)


def _text(subject: str) -> str | None:
    """Return the text of a file that is not in the corpus."""
    try:
        return read_given(Path(subject)).decode("utf-8", "replace")
    except (OSError, ValueError):
        return None


def _plain(value: Any) -> Any:
    from dataclasses import asdict

    return None if value is None else asdict(value)


def _show(
    common: Common,
    record: "Record | None",
    page: "PageRow | None",
    announcement: "AnnouncementRow | None",
    announced_by: "Sequence[AnnouncedBy]",
) -> None:
    if record:
        common.say(f"{record.name}: {record.title}")
        common.say(f"  {_ORIGINS.get(record.origin, record.origin)}, added {common.local(record.added_at)}")
        for label, value in (
            ("outlet", record.outlet),
            ("address", record.url),
            ("published", record.published and common.local(record.published)),
            ("fetched", record.fetched_at and common.local(record.fetched_at)),
            ("language", record.language),
            ("lead", record.lead),
            ("rights", record.rights and "; ".join(record.rights)),
        ):
            if value:
                common.say(f"  {label}: {value}")
    if announcement:
        score = f", score {announcement.score:.2f}" if announcement.score is not None else ""
        common.say(f"announced by {announcement.channel}: “{announcement.title or 'no title'}”{score}")
        if announcement.reason:
            reason = Reason.from_code(announcement.reason)
            common.say(f"  not fetched: {reason.code}: {reason.meaning}")
    for by in announced_by:
        pages = "pages that link to it" if by.channel == RELATED else by.channel
        common.say(f"  first by {pages}: {common.local(by.first_at)}")
    if page:
        reason = Reason.from_code(page.reason)
        common.say(f"{page.url}")
        for step in page.steps:
            mark = "passed" if step["passed"] else "ended here"
            common.say(f"  {step['stage']:<11} {mark}: {step['says']}")
        common.say(f"verdict: {page.verdict}: {reason.code}: {reason.meaning}, {common.local(page.at)}")
        if page.detail and not page.steps:
            common.say(f"  {page.detail}")
        if page.duplicate_of is not None:
            common.say(f"  see: gomtin why {page.duplicate_of}")


_ORIGINS = {
    "seed": "a seed: one of the texts that define the topic",
    "accepted": "taken out of quarantine by a person; a seed since then",
    "crawl": "found by a crawl",
    "intake": "taken in from elsewhere",
    "adopted": "found in the folder; put there by somebody else",
}
