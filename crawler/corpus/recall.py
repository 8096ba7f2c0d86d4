"""What the filter on announcements loses, measured: a few hopeless ones are fetched all the same."""

from dataclasses import dataclass
from math import sqrt

from crawler.reasons import Reason, Verdict
from crawler.store.ledger import Ledger

_SURE = 1.96  # standard deviations of a 95 % interval
_ON = {Verdict.KEPT, Verdict.DUPLICATE, Verdict.VERSION}


@dataclass(frozen=True, slots=True)
class RecallEstimate:
    """`hopeless` announcements were not fetched; of `sampled` others like them `on` were wanted."""

    hopeless: int
    sampled: int
    on: int
    borderline: int

    @property
    def lost(self) -> float | None:
        """Return how many wanted articles were probably not fetched; None before the first sample."""
        return self.hopeless * self.on / self.sampled if self.sampled else None

    @property
    def at_most(self) -> float | None:
        """Return how many they are at most, being 97.5 % sure."""
        if not self.sampled:
            return None
        n, share, squared = self.sampled, self.on / self.sampled, _SURE**2
        spread = _SURE * sqrt(share * (1 - share) / n + squared / (4 * n * n))
        return self.hopeless * (share + squared / (2 * n) + spread) / (1 + squared / n)

    def __str__(self) -> str:
        if self.lost is None or self.at_most is None:
            return f"{self.hopeless} hopeless announcements not fetched; none sampled yet"
        return (
            f"{self.hopeless} hopeless announcements not fetched; of {self.sampled} fetched to see, "
            f"{self.on} were on the topic and {self.borderline} borderline: "
            f"about {self.lost:.0f} texts lost, at most {self.at_most:.0f}"
        )


def estimate(ledger: Ledger) -> RecallEstimate:
    """Estimate what was lost from the sampled pages that were read."""
    ended = ledger.samples.endings()
    unread = {Verdict.FAILED, Verdict.GONE, Verdict.SKIPPED}
    return RecallEstimate(
        hopeless=ledger.announcements.hopeless(),
        sampled=sum(n for (verdict, _), n in ended.items() if verdict not in unread),
        on=sum(n for (verdict, _), n in ended.items() if verdict in _ON),
        borderline=sum(n for (_, reason), n in ended.items() if reason == Reason.BORDERLINE.code),
    )
