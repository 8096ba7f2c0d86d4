"""Stage: only what is in Vietnamese goes on."""

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from crawler.article import Article
from crawler.errors import Rejected
from crawler.reasons import Reason
from crawler.text.language import is_unaccented, language_of

if TYPE_CHECKING:
    from crawler.crawl.reading import CorpusView


class Language:
    @classmethod
    def from_session(cls, _view: "CorpusView") -> Self:
        return cls()

    def process_item(self, item: Article) -> Article:
        language, certainty = language_of(item.text)
        article = replace(item, language=language)
        if language != "vi":
            raise Rejected(Reason.NOT_VIETNAMESE, f"{language} ({certainty:.0%} sure)", article=article)
        if is_unaccented(item.text):
            raise Rejected(Reason.UNACCENTED, article=article)
        return article

    def describe(self, item: Article) -> str:
        return item.language or ""
