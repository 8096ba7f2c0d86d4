"""Stage: only what is in Vietnamese goes on; a text in two languages is parted, or waits for a person."""

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from crawler.article import Article
from crawler.errors import Rejected
from crawler.reasons import Reason
from crawler.text.article_types import shortness
from crawler.text.language import Speech, Spoken, other_language, speech_of, unmarked_paragraphs
from crawler.text.line_rules import lines_told
from crawler.text.normalize import content_hash
from crawler.text.parallel import second_version

if TYPE_CHECKING:
    from crawler.crawl.reading import CorpusView

_MOST_OTHER = 0.15  # of the words: quotations, a song's lines, a name of a firm
_MOST_UNMARKED = 0.15  # of the words: lines of names and figures may lack marks
_LEAST_VIETNAMESE = 0.15  # of the words; with less, it is not the article's language at all


class Language:
    @classmethod
    def from_session(cls, _view: "CorpusView") -> Self:
        return cls()

    def process_item(self, item: Article) -> Article:
        head = (item.title, *([item.lead] if item.lead else []))
        lines = (*head, *item.paragraphs)
        spoken = speech_of(lines)
        article = replace(item, language="vi")
        if not spoken.told or spoken.share(Speech.OTHER) > 1 - _LEAST_VIETNAMESE:
            return _by_detection(article, lines, spoken)
        _refuse_unmarked(article, spoken, lines)
        other = spoken.share(Speech.OTHER, Speech.STRANGE)
        if not other:
            return article
        places = second_version(lines, spoken, len(head)) if other > _MOST_OTHER else []
        if places and other_language(lines, spoken)[0] != "und":
            return _without(article, lines, places, len(head))
        says = f"{other:.0%} of its words are in another language, or seem to be"
        if other > _MOST_OTHER:
            most = spoken.share(Speech.STRANGE) > 1 - _LEAST_VIETNAMESE
            found = replace(article, language="und") if most else article
            raise Rejected(Reason.MIXED_LANGUAGE, says, article=found)
        return replace(article, notes=(*article.notes, says))

    def describe(self, item: Article) -> str:
        return item.language or ""


def _by_detection(article: Article, lines: tuple[str, ...], spoken: Spoken) -> Article:
    code, certainty = other_language(lines, spoken)
    found = replace(article, language=code)
    if code != "vi":
        raise Rejected(Reason.NOT_VIETNAMESE, f"{code} ({certainty:.0%} sure)", article=found)
    return found


def _refuse_unmarked(article: Article, spoken: Spoken, lines: tuple[str, ...]) -> None:
    """Raise Rejected for a text without marks, or with a paragraph that lost them and is no quotation."""
    bare = spoken.share(Speech.UNMARKED)
    if bare > 1 - _LEAST_VIETNAMESE:
        raise Rejected(Reason.UNACCENTED, article=article)
    places = unmarked_paragraphs(lines, spoken)
    if places or bare > _MOST_UNMARKED:
        count = lines_told(len(places) or spoken.lines.count(Speech.UNMARKED))
        raise Rejected(Reason.MOJIBAKE, f"{count} without marks, {bare:.0%} of the words", article=article)


def _without(article: Article, lines: tuple[str, ...], places: list[int], head: int) -> Article:
    """Return an article without its second version. Raises Rejected where too little is left."""
    gone = [lines[place] for place in places]
    kept = tuple(line for place, line in enumerate(lines) if place >= head and place not in places)
    if shortness([*([article.lead] if article.lead else []), *kept]):
        says = f"{lines_told(len(gone))} in another language, and too few in Vietnamese"
        raise Rejected(Reason.MIXED_LANGUAGE, says, article=article)
    rule = "second version in another language"
    changed = replace(
        article,
        paragraphs=kept,
        notes=(*article.notes, f"{lines_told(len(gone))} dropped: {rule}"),
        dropped=(*article.dropped, *((rule, line) for line in gone)),
    )
    return replace(changed, normal_hash=content_hash(changed.text))
