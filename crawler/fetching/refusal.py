"""A request that does not leave."""

from scrapy.exceptions import IgnoreRequest

from crawler.reasons import Reason


class NotFetched(IgnoreRequest):
    """Raised by every gate before a request leaves; `reason` says which gate, `detail` is one short line."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason.code}: {detail or reason.meaning}")
        self.reason = reason
        self.detail = detail
