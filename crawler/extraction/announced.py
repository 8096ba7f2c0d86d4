"""Whether a page holds the article that was announced: an outlet may answer with another page for a while."""

from dataclasses import replace

from crawler.article import Announcement, Article
from crawler.errors import Rejected
from crawler.extraction.titles import FEWEST_WORDS, SAME, likeness, title_words
from crawler.reasons import Reason

_OPENING_CHARACTERS = 800  # of the text: lead and first paragraphs
_OPENING_SHARE = (
    0.6  # of the announced title's words in title and opening: the same article, retitled perhaps
)
_TEXT_SHARE = 0.8  # of them in the whole text: retitled altogether


def refuse_other(article: Article, key: str, *, elsewhere: bool = False) -> None:
    """Raise Rejected(OTHER_ARTICLE), with the article under `key`, when another one was announced."""
    if not is_announced(article.announcement, article, elsewhere=elsewhere):
        assert article.announcement
        detail = f"announced as “{article.announcement.title}”, and here is “{article.title}”"
        raise Rejected(Reason.OTHER_ARTICLE, detail, article=replace(article, key=key, named=None))


def is_announced(announcement: Announcement | None, article: Article, *, elsewhere: bool) -> bool:
    """Tell whether an article is the one that was announced; without a title, it is taken to be.

    `elsewhere`: it calls itself another article, or an address led to that one: then only its title tells,
    because articles of one topic share most of their words.
    """
    told = title_words(announcement.title or "") if announcement else frozenset()
    if len(told) < FEWEST_WORDS:
        return True
    title = title_words(article.title)
    if elsewhere:
        return likeness(told, title) >= SAME
    opening = title | title_words(article.text[:_OPENING_CHARACTERS])
    if len(told & opening) >= _OPENING_SHARE * len(told):
        return True
    return len(told & title_words(article.text)) >= _TEXT_SHARE * len(told)
