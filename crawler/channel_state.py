"""What is remembered of a feed, sitemap, listing or list API, from one time it is asked to the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from crawler.validators import NO_VALIDATORS, Validators

FIRST_TRUST = 0.5  # of 1, in a channel that is not known yet; what that means: discovery/polling.py


class Backlog(StrEnum):
    """What is left of the articles a channel announced."""

    OPEN = "open"  # some are to be fetched by the next run: it must be asked
    LATER = "later"  # some wait for another try or look: it must be read when it is asked
    SETTLED = "settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelState:
    """What is remembered of a channel.

    `read_at` is when its list was read, `held` what stood in it, `fresh` how many of that were new; `marks`
    is what its outlet called that state. `turnover` is the time in which the whole list is replaced.
    `unchanged` counts the answers "not modified" since. `good_at` is when it last announced anything,
    `unreached_at` when its host last gave no answer, and none since; `skipped` counts the entries of its list
    that were not taken, by code. `max_age` is how long the outlet says that its list stays as it is.
    `failure` is why it brought nothing the last time, until it does again.
    """

    asked_at: datetime
    answered_at: datetime | None = None
    read_at: datetime | None = None
    turnover: timedelta | None = None
    held: frozenset[int] = frozenset()
    fresh: int = 0
    marks: Validators = NO_VALIDATORS
    unchanged: int = 0
    trust: float = FIRST_TRUST
    backlog: Backlog = Backlog.OPEN
    failures: int = 0
    failing_since: datetime | None = None
    first_asked_at: datetime | None = None
    good_at: datetime | None = None
    unreached_at: datetime | None = None
    skipped: Mapping[str, int] = field(default_factory=dict)
    max_age: timedelta | None = None
    failure: str | None = None

    @property
    def failing_for(self) -> timedelta:
        return self.asked_at - self.failing_since if self.failing_since else timedelta(0)
