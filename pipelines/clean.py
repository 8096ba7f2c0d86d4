"""Stage: take out what is no text, mend what can be mended for sure, name what is no article at all."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from crawler.article import Article
from crawler.errors import Rejected
from crawler.reasons import Reason
from crawler.text.article_types import classify, shortness
from crawler.text.boilerplate import find_boilerplate
from crawler.text.encodings import repair
from crawler.text.line_checks import is_sentence
from crawler.text.line_rules import FlawKind, lines_told
from crawler.text.lost_letters import damage_of
from crawler.text.normalize import content_hash, nfc_clean
from crawler.text.recurring import Recurring, learnable

if TYPE_CHECKING:
    from crawler.crawl.reading import CorpusView

MOST_DROPPED_SHARE = 0.4  # of a text's prose; where more would go, a person decides


class Clean:
    """`recurring` is what earlier runs saw of the outlet's lines; this one's pages teach the next."""

    def __init__(self, recurring: Recurring) -> None:
        self.recurring = recurring

    @classmethod
    def from_session(cls, view: "CorpusView") -> Self:
        return cls(view.recurring)

    def process_item(self, item: Article) -> Article:
        article = _decoded(item)
        lines = [*([article.lead] if article.lead else []), *article.paragraphs]
        found = classify(article.title, lines) or shortness(lines)
        if article.outlet:
            article = replace(article, line_hashes=tuple(learnable(article.paragraphs)))
        whole = article
        article = cleaned(article, self.recurring)
        _refuse_too_much(whole, article)
        if damage := damage_of(
            [article.title, *([article.lead] if article.lead else []), *article.paragraphs]
        ):
            raise Rejected(Reason.MOJIBAKE, damage, article=article)
        if found:
            raise Rejected(found.reason, found.says, article=article)
        return article

    def describe(self, item: Article) -> str:
        return "; ".join(item.notes) or "nothing to take out"


def cleaned(article: Article, recurring: Recurring | None = None) -> Article:
    """Return an article without the lines that are no text; what was done is in its notes."""
    head = [article.title, *([article.lead] if article.lead else [])]
    found = find_boilerplate([*head, *article.paragraphs], recurring)
    dropped: dict[int, str] = {}
    better: dict[int, str] = {}
    for mark in found:
        if mark.better is not None:
            better[mark.first] = mark.better
        for index in mark.lines if mark.better is None else ():
            dropped.setdefault(index, mark.kind)
    kept = [
        text
        for index, line in enumerate(article.paragraphs, len(head))
        if index not in dropped and (text := better.get(index, line))
    ]
    counts = Counter(kind for index, kind in dropped.items() if index >= len(head))
    repairs = Counter(mark.kind for mark in found if mark.better is not None)
    if not kept or not (counts or repairs):
        return article
    notes = [f"{lines_told(n)} dropped: {kind}" for kind, n in counts.items()]
    notes += [f"{lines_told(n)} mended: {kind}" for kind, n in repairs.items()]
    changed = replace(
        article,
        title=better.get(0, article.title),
        lead=better.get(1, article.lead) if article.lead else None,
        paragraphs=tuple(kept),
        notes=(*article.notes, *notes),
        dropped=(*article.dropped, *_verbatim(article, dropped, len(head))),
    )
    return replace(changed, normal_hash=content_hash(changed.text))


def _verbatim(article: Article, dropped: dict[int, str], head: int) -> Iterator[tuple[str, str]]:
    for index, line in enumerate(article.paragraphs, head):
        if index in dropped:
            yield str(dropped[index]), line


def _refuse_too_much(whole: Article, clean: Article) -> None:
    """Raise Rejected, with the whole article, where much of its prose went.

    What stands in the text still, a repeated paragraph, is not lost.
    """
    dropped = clean.dropped[len(whole.dropped) :]
    lines = [line for rule, line in dropped if rule != FlawKind.REPEATED and is_sentence(line)]
    lost = sum(map(len, lines))
    if lost > MOST_DROPPED_SHARE * (lost + sum(map(len, clean.paragraphs))):
        detail = f"{lines_told(len(lines))} of prose, {lost} characters"
        raise Rejected(Reason.MUCH_DROPPED, detail, article=whole)


def _decoded(article: Article) -> Article:
    """Undo an old encoding of the whole text; a title alone has too few words to tell by."""
    repaired = repair(article.text)
    if not repaired.encoding:
        return article
    lines = [nfc_clean(line) for line in repaired.text.split("\n")]
    title, rest = lines[0], lines[1:]
    lead, rest = (rest[0], rest[1:]) if article.lead else (None, rest)
    note = f"{lines_told(repaired.lines)} mended: they were {repaired.encoding}"
    changed = replace(article, title=title, lead=lead, paragraphs=tuple(rest), notes=(*article.notes, note))
    return replace(changed, normal_hash=content_hash(changed.text))
