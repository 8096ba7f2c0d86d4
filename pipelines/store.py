"""Stage: write the text as the next numbered file of the corpus."""

from typing import Self

from crawler.article import Article, Record
from crawler.crawl.corpus_session import CorpusSession


class Store:
    def __init__(self, corpus_session: CorpusSession) -> None:
        self.corpus_session = corpus_session

    @classmethod
    def from_session(cls, corpus_session: CorpusSession) -> Self:
        return cls(corpus_session)

    async def process_item(self, item: Article) -> Record:
        corpus_session = self.corpus_session
        return await corpus_session.write(
            corpus_session.corpus.add,
            item,
            origin=corpus_session.options.origin,
            run=corpus_session.run,
            policy=corpus_session.config.dedup,
        )

    def describe(self, item: Record) -> str:
        return item.name
