"""A page read for a person who looks at it: with what would keep its letters or language from a corpus."""

from collections.abc import Iterator
from dataclasses import replace

from crawler.article import Article, Page
from crawler.extraction.extract import extract
from crawler.text.language import Speech, speech_of, unmarked_paragraphs
from crawler.text.letters import mend
from crawler.text.lost_letters import damage_of


def extract_with_doubts(page: Page) -> Article:
    """The article in a page, with notes on lost letters and other languages. Raises as `extract` does."""
    article = extract(page)
    return replace(article, notes=(*article.notes, *_doubts(article)))


def _doubts(article: Article) -> Iterator[str]:
    lines = [mend(line).text for line in (article.title, article.lead, *article.paragraphs) if line]
    if damage := damage_of(lines):
        yield damage
    spoken = speech_of(lines)
    if other := spoken.share(Speech.OTHER, Speech.STRANGE):
        yield f"{other:.0%} of its words are in another language, or seem to be"
    if unmarked_paragraphs(lines, spoken):
        yield f"{spoken.share(Speech.UNMARKED):.0%} of its words are without marks"
