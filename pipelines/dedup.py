"""Stage: end articles and texts that are known already, in whatever disguise."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Self

from crawler.article import Article, Record
from crawler.corpus.corpus import Corpus
from crawler.crawl.corpus_session import CorpusSession
from crawler.crawl.writer import Writer
from crawler.dedup.compare import is_one_text
from crawler.dedup.policy import Policy, judged, told
from crawler.errors import Rejected
from crawler.extraction.announced import refuse_other
from crawler.reasons import Reason
from crawler.text.normalize import content_hash

_MOST_TOLD = 3  # relations; copies are evidence for nobody and are not told


class Dedup:
    """What it says holds for this moment; whether a text is kept is decided again when it is written."""

    def __init__(self, corpus: Corpus, policy: Policy, write: Writer) -> None:
        self.corpus = corpus
        self.policy = policy
        self.write = write

    @classmethod
    def from_session(cls, corpus_session: CorpusSession) -> Self:
        return cls(corpus_session.corpus, corpus_session.config.dedup, corpus_session.write)

    async def process_item(self, item: Article) -> Article:
        """Look and compare in the writing thread: the reactor waits for no long text and for no disk."""
        return await self.write(self._judged, item)

    def _judged(self, item: Article) -> Article:
        item = self._under_its_key(item)
        article = replace(item, normal_hash=item.normal_hash or content_hash(item.text))
        own = self.corpus.ledger.records.with_key(item.key)
        self._refuse_same(article, own)
        article = replace(article, relations=self.corpus.duplicates.of(item.text, item.sketch))
        end = judged(own, article.relations, self.policy)
        if end:
            end.article = article
            raise end
        return article

    def _under_its_key(self, article: Article) -> Article:
        """Believe a page that calls itself another article only when its text is like that one's.

        Systems give whole series of pages the canonical address of one: their articles would end as versions
        of it. Where no text is kept there, the page stands for itself, and its twin is found by its text.
        """
        if article.named is None:
            return article
        texts = list(self._texts_of(article.named))
        if any(is_one_text(article.text, text) for text in texts):
            return replace(article, key=article.named)
        doubt = "tells another text" if texts else "is not kept"
        return replace(
            article, canonical_doubt=f"not believed: it calls itself {article.canonical}, which {doubt}"
        )

    def _texts_of(self, key: str) -> Iterator[str]:
        """Yield the texts known of an article: those kept, and what they became later."""
        for record in self.corpus.ledger.records.with_key(key):
            text = self.corpus.text(record)
            if text is not None:
                yield text
            yield from (version.text for version in self.corpus.ledger.versions.of(record.number))

    def _refuse_same(self, article: Article, own: list[Record]) -> None:
        """Refuse a text that is known letter by letter. An article may come back to what it said before."""
        assert article.normal_hash
        ledger = self.corpus.ledger
        latest = ledger.versions.latest_hash(own[0].number) if own else None
        if own and article.normal_hash == (latest or own[0].normal_hash):
            raise _same(Reason.SAME_ARTICLE, article, own[0].name, own[0].number)
        if own:
            return
        record = ledger.records.with_hash(article.normal_hash)
        if record:
            if record.outlet == article.outlet:
                # One page for many addresses: under a title that is not its own, it stands for another.
                refuse_other(article, article.key, elsewhere=True)
            raise _same(Reason.SAME_TEXT, article, record.name, record.number)

    def describe(self, item: Article) -> str:
        new = f"no text with the content hash {(item.normal_hash or '')[:16]}"
        doubts = [item.canonical_doubt] if item.canonical_doubt else []
        evidence = [each for each in item.relations if each.kept or each.number is None]
        return "; ".join([*doubts, new, *map(told, evidence[:_MOST_TOLD])])


def _same(reason: Reason, article: Article, what: str, number: int) -> Rejected:
    detail = f"kept as {what}" if reason is Reason.SAME_ARTICLE else f"same text as {what}"
    return Rejected(reason, detail, duplicate_of=number, similarity=1.0, article=article)
