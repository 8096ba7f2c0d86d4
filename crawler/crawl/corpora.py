"""The corpora of one run: of several, one that cannot be used harms none of the others."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TypeVar

from crawler.config.models import Config
from crawler.corpus.corpus import Corpus
from crawler.crawl.outlet_locks import lock_outlets
from crawler.errors import BusyError, CorpusError
from crawler.outlets.loader import Outlets
from crawler.paths import missing

T = TypeVar("T")


def open_corpora(
    config: Config, outlets: Outlets, stack: ExitStack
) -> tuple[list[tuple[Config, Corpus]], list[tuple[Path, str]]]:
    """Open the corpora until the stack is left; return also why some of several cannot be used.

    Raises CorpusError when that is all of them.
    """

    def opened(part: Config) -> tuple[Config, Corpus]:
        if config.corpora and not part.corpus.is_dir():
            raise CorpusError(missing(part.corpus))
        with ExitStack() as own:
            corpus = own.enter_context(Corpus.open(part.corpus))
            corpus.check_file_system()
            corpus.ledger.must_stay()
            if config.corpora:
                with ExitStack() as probe, suppress(BusyError):  # locks that are held can be opened
                    lock_outlets(outlets, [part.corpus], probe)
            stack.enter_context(own.pop_all())
        return part, corpus

    return each_usable(config, opened)


def each_usable(config: Config, use: Callable[[Config], T]) -> tuple[list[T], list[tuple[Path, str]]]:
    """Use every corpus; return what came of it, and why some cannot be used.

    Raises CorpusError when that is all of them.
    """
    found: list[T] = []
    unusable: list[tuple[Path, str]] = []
    for part in config.parts():
        try:
            found.append(use(part))
        except CorpusError as error:
            unusable.append((part.corpus, str(error)))
    if not found:
        raise CorpusError("\n".join(why for _, why in unusable))
    return found, unusable
