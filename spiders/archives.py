"""Old name of crawler.outlets, for outlet files that were written against the last release."""

from crawler.outlets.deprecated import names_from

__getattr__ = names_from(
    "crawler.outlets",
    __name__,
    Dated="crawler.outlets.archives Dated",
    Leg="crawler.outlets.archives Segment",
)
