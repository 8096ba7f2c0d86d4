"""Stage: write the text as the next numbered file of the corpus."""

from typing import Self

from crawler.article import Article, Record
from crawler.crawl.corpus_session import Editor


class Store:
    def __init__(self, editor: Editor) -> None:
        self.editor = editor

    @classmethod
    def for_run(cls, editor: Editor) -> Self:
        return cls(editor)

    async def process_item(self, item: Article) -> Record:
        editor = self.editor
        return await editor.write(
            editor.corpus.add, item, origin=editor.options.origin, run=editor.run, policy=editor.config.dedup
        )

    def says(self, item: Record) -> str:
        return item.name
