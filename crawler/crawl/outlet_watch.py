"""What a run tells of its outlets: articles withheld, channels silent or never any good; what is lost."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from crawler.channel_state import ChannelState
from crawler.corpus.corpus import Corpus
from crawler.crawl.corpus_session import CorpusSession
from crawler.crawl.session import CrawlSession
from crawler.outlets.access import ENOUGH, is_asked, withheld_in
from crawler.outlets.declared import declared_channels
from crawler.outlets.outlet import Outlet
from crawler.outlets.silence import in_question, never_good, silence_in
from crawler.reasons import Reason
from crawler.store.ledger import loss_told
from crawler.store.tables.runs import RunRow

_LATELY = timedelta(days=1)  # in which what became of other articles tells how an outlet is now


def withheld(corpus_session: CorpusSession, outlet: str) -> str | None:
    """Return the sentence on an outlet whose articles cannot be had, or None.

    Where a run asked for few, the latest before them count, too: most runs ask for one or two.
    """
    if corpus_session.options.dry_run:
        return None
    reasons = Counter(corpus_session.reasons[outlet])
    missing = ENOUGH - sum(count for reason, count in reasons.items() if is_asked(reason))
    if missing > 0:
        since = corpus_session.now() - _LATELY
        before = corpus_session.ledger.pages.endings(outlet, since, corpus_session.run)
        known = [reason for code in before if (reason := Reason.find(code))]
        reasons.update([reason for reason in known if is_asked(reason)][:missing])
    return withheld_in(reasons)


def loss_since(earlier: Sequence[RunRow], corpus: Corpus) -> str | None:
    """Return the sentence on a lost ledger, for the first run after the loss, or else on lost seeds."""
    told = any(run.report and "outlets" in run.report for run in earlier)
    records = corpus.ledger.records
    if records.lost_at() and not told:
        return loss_told(records.lost_seeds())
    loss = corpus.seed_loss()
    return str(loss) if loss else None


def questioned(
    session: CrawlSession, outlet: type[Outlet], known: Mapping[str, ChannelState]
) -> frozenset[str]:
    """Return the unverified channels of an outlet of which it is still open whether they are any good."""
    return in_question(outlet.unverified, known, session.now(), session.config.polling.dead)


def fallen_silent(
    session: CrawlSession,
    corpus_session: CorpusSession,
    outlet: str,
    unverified: Collection[str],
    known: Mapping[str, ChannelState],
) -> str | None:
    """Note for a corpus what the channels brought; return the sentence on the first that is silent, or None.

    Runs for chosen days say nothing of a channel: it announces what they did not ask for.
    """
    options = session.options
    if options.since or options.until or options.dry_run or session.throttle.stopped:
        return None
    book, zone = corpus_session.ledger.health, ZoneInfo(session.config.timezone)
    sentences = []
    for channel in session.stats(outlet).channels:
        if channel.heard:
            book.note_channel(outlet, channel.url, session.now(), channel.found)
        if channel.url not in unverified:
            runs = book.channel(outlet, channel.url)
            sentences.append(silence_in(channel.url, runs, zone, known.get(channel.url)))
    return next(filter(None, sentences), None)


def never_any_good(
    session: CrawlSession, outlet: type[Outlet], known: Mapping[str, ChannelState]
) -> tuple[str, ...]:
    """Return a sentence for each channel of an outlet that never announced anything in the time it had."""
    config = session.config
    declared = [channel.url for channel in declared_channels(outlet)]
    zone = ZoneInfo(config.timezone)
    return tuple(never_good(declared, known, session.now(), config.polling.dead, zone))
