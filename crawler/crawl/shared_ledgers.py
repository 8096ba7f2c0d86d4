"""The ledgers of the corpora of one run as one: one that fails harms none of the others."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from crawler.crawl.writer import Writer
from crawler.store.tables.backfill import Position, WindowKey

if TYPE_CHECKING:
    from crawler.store.ledger import Ledger

T = TypeVar("T")


class SharedLedgers:
    """Uses the ledgers of those corpora that have not failed; `writers` hear of one that does now."""

    def __init__(self, ledgers: "Sequence[Ledger]", writers: Sequence[Writer]) -> None:
        self._members = tuple(zip(ledgers, writers, strict=True))

    def each(self, use: "Callable[[Ledger], T]") -> list[T]:
        """Return what use of each comes to, without those that fail."""
        found: list[T] = []
        for ledger, writer in self._members:
            if writer.failure is None:
                with writer.guarded():
                    found.append(use(ledger))
        return found


class SharedBackfillProgress:
    """The progress of a walk for several corpora: a page is behind us when it is behind all of them."""

    def __init__(self, ledgers: SharedLedgers) -> None:
        self._ledgers = ledgers

    def positions(self, key: WindowKey) -> dict[str, Position]:
        """Return how far each segment was walked for all, by its name."""
        found = self._ledgers.each(lambda ledger: ledger.backfill.positions(key))
        first, *others = found or [{}]
        return {
            segment: Position(
                min([position.next_page, *(other[segment].next_page for other in others)]),
                position.done and all(other[segment].done for other in others),
                position.at,
            )
            for segment, position in first.items()
            if all(segment in other for other in others)
        }

    def floor(self, outlet: str, archive: str) -> str | None:
        """Return the oldest day of which any corpus knows a segment to be there."""
        days = self._ledgers.each(lambda ledger: ledger.backfill.floor(outlet, archive))
        return min(filter(None, days), default=None)

    def note(self, key: WindowKey, segment: str, position: Position) -> None:
        """Write down how far a segment was walked."""
        self._ledgers.each(lambda ledger: ledger.backfill.note(key, segment, position))

    def forget(self, key: WindowKey, segment: str) -> None:
        """Let a segment be walked from its beginning: it grew since."""
        self._ledgers.each(lambda ledger: ledger.backfill.forget(key, segment))
