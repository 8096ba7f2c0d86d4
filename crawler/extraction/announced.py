"""Whether a page holds the article that was announced: an outlet may answer with another page for a while."""

import re

from crawler.article import Announcement, Article
from crawler.text.normalize import unmarked

_WORD = re.compile(r"[^\W_]{2,40}")
_FEWEST_WORDS = 4  # of a title; fewer are a label such as "Xem thêm"
_OPENING_CHARACTERS = 800  # of the text: lead and first paragraphs
_OPENING_SHARE = (
    0.6  # of the announced title's words in title and opening: the same article, retitled perhaps
)
_TEXT_SHARE = 0.8  # of them in the whole text: retitled altogether


def is_announced(announcement: Announcement | None, article: Article, *, elsewhere: bool) -> bool:
    """Tell whether an article is the one that was announced; without a title, it is taken to be.

    `elsewhere`: it calls itself another article, or an address led to that one: then only its title tells,
    because articles of one topic share most of their words.
    """
    told = _words(announcement.title or "") if announcement else frozenset()
    if len(told) < _FEWEST_WORDS:
        return True
    title = _words(article.title)
    if elsewhere:
        return len(told & title) >= _OPENING_SHARE * min(len(told), max(len(title), _FEWEST_WORDS))
    opening = title | _words(article.text[:_OPENING_CHARACTERS])
    if len(told & opening) >= _OPENING_SHARE * len(told):
        return True
    return len(told & _words(article.text)) >= _TEXT_SHARE * len(told)


def _words(text: str) -> frozenset[str]:
    """Return the words of a text without their marks, which a page may have lost."""
    return frozenset(_WORD.findall(unmarked(text)))
