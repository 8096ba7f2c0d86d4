"""What a worker makes of a text that somebody offers: the way of a page from clean on, under its limits."""

from dataclasses import dataclass, replace
from datetime import datetime

from crawler.article import Article
from crawler.crawl.reading import CorpusView, examined
from crawler.errors import InputError
from crawler.extraction.pool import given
from crawler.pipeline import Outcome
from crawler.text.encodings import repair
from crawler.text.letters import Repair
from crawler.text.mojibake import undo
from crawler.text.normalize import content_hash, nfc_clean

_SEPARATOR = "\n\x1f\n"  # nothing a text may hold, and a letter in no encoding: VISCII has six below 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A text as it was handed over. Without an address it has no `key` yet: the text itself is it.

    `published_as` is a date that could not be read.
    """

    title: str
    lead: str
    text: str
    url: str
    key: str
    outlet: str
    offered_at: datetime
    published: datetime | None = None
    published_as: str | None = None


def examine_offer(offer: Offer, view: CorpusView) -> tuple[Article, Outcome]:
    """Return the article that was offered, and how it passed; what waits has its topic, too, for a person.

    Raises InputError when there is no title or no text.
    """
    article = _article(offer)
    (topic,) = given()
    outcome = examined(article, view, topic)
    seen = outcome.article
    if seen and not seen.topic:
        judgement = topic.judge(seen.title, seen.lead, seen.text)
        outcome = replace(outcome, article=replace(seen, topic=judgement))
    return article, outcome


def _article(offer: Offer) -> Article:
    parts = (offer.title, offer.lead, offer.text)
    repaired = repair(_SEPARATOR.join(part.replace("\x1f", "") for part in parts))
    whole, mended = undo(repaired.text)
    title, lead, text = whole.split(_SEPARATOR)
    paragraphs = [line for line in map(nfc_clean, text.splitlines()) if line]
    title = nfc_clean(title) or (paragraphs[0] if paragraphs else "")
    lead = nfc_clean(lead)
    for head in (title, lead):
        if head and paragraphs and paragraphs[0] == head:
            del paragraphs[0]
    if not title or not (paragraphs or lead):
        raise InputError("a text needs a title and a text")
    notes = [f"mended: the text was {repaired.encoding}"] if repaired.encoding else []
    notes += [f"{mended} words mended: {Repair.DECODED}"] if mended else []
    notes += [f"its date could not be read: {offer.published_as}"] if offer.published_as else []
    article = Article(
        url=offer.url,
        key="",
        outlet=offer.outlet,
        title=title,
        lead=lead or None,
        paragraphs=tuple(paragraphs),
        fetched_at=offer.offered_at,
        published=offer.published,
        notes=tuple(notes),
    )
    normal_hash = content_hash(article.text)
    return replace(article, key=offer.key or f"text:{normal_hash[:16]}", normal_hash=normal_hash)
