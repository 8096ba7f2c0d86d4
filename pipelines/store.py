"""Stage: write the text as the next numbered file of the corpus."""

from typing import Self

from crawler.article import Article, Record
from crawler.desk import Desk


class Store:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @classmethod
    def from_desk(cls, desk: Desk) -> Self:
        return cls(desk)

    async def process_item(self, item: Article) -> Record:
        desk = self.desk
        return await desk.write(
            desk.corpus.add, item, origin=desk.options.origin, run=desk.run, policy=desk.config.dedup
        )

    def says(self, item: Record) -> str:
        return item.name
