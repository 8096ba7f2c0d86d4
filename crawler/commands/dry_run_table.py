"""What a dry run would fetch, and what it would leave: each new announcement with its score."""

from typing import TYPE_CHECKING, Any

from crawler.commands.common import Common
from crawler.reasons import Reason
from crawler.timestamps import time_text

if TYPE_CHECKING:
    from crawler.crawl.corpus_session import CorpusSession
    from crawler.crawl.frontier import Sorted
    from crawler.crawl.session import CrawlSession

_FETCH = "fetch"


def show(session: "CrawlSession", common: Common) -> None:
    """Print the announcements, the best first: as JSON all; for people those that would be fetched."""
    for corpus_session in session.corpus_sessions:
        ranked = sorted(corpus_session.shown, key=_rank)
        if common.json:
            for each in ranked:
                common.value(_plain(each, corpus_session))
        elif not common.quiet:
            _show_table(ranked, corpus_session, common)


def _rank(each: "Sorted") -> tuple[bool, float]:
    # What has no words is fetched, and stands behind what has good ones.
    return _decision(each) != _FETCH, -(0.0 if each.score is None else each.score)


def _decision(each: "Sorted") -> str:
    return _FETCH if each.reason in (None, Reason.DRY_RUN) else each.reason.code


def _plain(each: "Sorted", corpus_session: "CorpusSession") -> dict[str, Any]:
    announcement = each.announcement
    return {
        "corpus": str(corpus_session.corpus.folder),
        "outlet": announcement.outlet,
        "url": announcement.url,
        "title": announcement.title,
        "published": time_text(announcement.published),
        "score": None if each.score is None else round(each.score, 4),
        "decision": _decision(each),
    }


def _show_table(ranked: "list[Sorted]", corpus_session: "CorpusSession", common: Common) -> None:
    from rich.table import Table

    table = Table(title=f"{corpus_session.corpus.folder}: a crawl would fetch", title_justify="left")
    for column in ("score", "outlet", "published", "title"):
        table.add_column(column, justify="right" if column == "score" else "left")
    for each in ranked:
        announcement = each.announcement
        if _decision(each) == _FETCH or common.verbose:
            score = "-" if each.score is None else f"{each.score:.2f}"
            when = common.local(announcement.published) if announcement.published else "-"
            left = "" if _decision(each) == _FETCH else f" ({_decision(each)})"
            title = f"{announcement.title or announcement.url}{left}"
            table.add_row(score, announcement.outlet, when, title)
    common.console.print(table)
