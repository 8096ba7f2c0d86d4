"""How a page, or the announcement of one, ends: its verdict, and the reason the verdict follows from."""

from enum import Enum, StrEnum


class Verdict(StrEnum):
    """The one outcome of a page."""

    KEPT = "kept"
    DUPLICATE = "duplicate"
    VERSION = "version"
    REJECTED = "rejected"
    QUARANTINED = "quarantined"
    GONE = "gone"
    FAILED = "failed"
    SKIPPED = "skipped"  # announced, never fetched


class Obstacle(Enum):
    """What kept the request for a wanted page from an article; the page is asked for again later."""

    HELD_BACK = "the run sent the host no request"
    NO_ROBOTS_TXT = "the host did not say what may be asked for"
    NO_ANSWER = "the host did not answer"
    NO_ARTICLE = "the answer is no article, and may be one later: a fault that passes"


class Reason(Enum):
    """Why. Each member: its name in the ledger, the verdict it leads to, and a sentence for people.

    A reason that ends a page before there was an article names the obstacle. FAILED ones are "not now": a
    page is asked for again until crawl.give_up. With Obstacle.NO_ARTICLE it is asked for once after each
    pause of crawl.retry (next_try in crawl/frontier.py). All others are final for that text.
    """

    def __init__(self, code: str, verdict: Verdict, meaning: str, obstacle: Obstacle | None = None) -> None:
        self.code = code
        self.verdict = verdict
        self.meaning = meaning
        self.obstacle = obstacle

    @property
    def host_was_asked(self) -> bool:
        """Whether a request reached out to the host; if not, the outlet has neither answered nor failed."""
        return self.obstacle is not Obstacle.HELD_BACK

    @property
    def page_was_asked(self) -> bool:
        """Whether it is settled that the page was asked for; if not, it waits for another run."""
        return self.obstacle not in (Obstacle.HELD_BACK, Obstacle.NO_ROBOTS_TXT)

    @property
    def may_pass(self) -> bool:
        """Whether the page of an article that was never readable may be whole later."""
        return self.obstacle is Obstacle.NO_ARTICLE

    # kept
    ON_TOPIC = ("on-topic", Verdict.KEPT, "the text is on the seeds' topic")
    ACCEPTED_BY_PERSON = (
        "accepted-by-person",
        Verdict.KEPT,
        "a person accepted the text; a seed now",
    )

    # announced, not fetched
    TOO_OLD = ("too-old", Verdict.SKIPPED, "published before the window of the run")
    TOO_NEW = ("too-new", Verdict.SKIPPED, "published after the window of the run")
    HOPELESS = ("hopeless", Verdict.SKIPPED, "title and summary are far from the topic")
    FOREIGN_SLUG = (
        "foreign-slug",
        Verdict.SKIPPED,
        "announced without a title, and the words of its address are foreign to the topic",
    )
    OVER_LIMIT = ("over-limit", Verdict.SKIPPED, "the run's limit of articles was reached; next run")
    DRY_RUN = ("dry-run", Verdict.SKIPPED, "a dry run fetches no articles")

    # not fetched, now
    ROBOTS = ("robots", Verdict.REJECTED, "robots.txt forbids the address", Obstacle.NO_ARTICLE)
    ROBOTS_UNREADABLE = (
        "robots-unreadable",
        Verdict.FAILED,
        "robots.txt cannot be read; the host is left alone",
        Obstacle.NO_ROBOTS_TXT,
    )
    RESTING = ("resting", Verdict.FAILED, "the host asked for rest (Retry-After)", Obstacle.HELD_BACK)
    HOST_FAILING = (
        "host-failing",
        Verdict.FAILED,
        "the host failed several times in a row; next run",
        Obstacle.HELD_BACK,
    )
    OVER_BUDGET = (
        "over-budget",
        Verdict.FAILED,
        "the host's request budget of this run is used up",
        Obstacle.HELD_BACK,
    )
    FOREIGN_HOST = (
        "foreign-host",
        Verdict.REJECTED,
        "the address leads to a host the outlet does not list",
        Obstacle.NO_ARTICLE,
    )
    UNSAFE_ADDRESS = (
        "unsafe-address",
        Verdict.REJECTED,
        "the address is not on the public web",
        Obstacle.NO_ARTICLE,  # the login of a network between us and the outlet is such an address, too
    )
    STOPPED = ("stopped", Verdict.FAILED, "the run ended before the page was read", Obstacle.HELD_BACK)
    RETRY = ("retry", Verdict.FAILED, "a person asked for another try")

    # fetched badly
    GONE = ("gone", Verdict.GONE, "the outlet says the page does not exist (404, 410)", Obstacle.NO_ARTICLE)
    FORBIDDEN = ("forbidden", Verdict.FAILED, "the outlet refuses the request (401, 403, 406, 428, 451)")
    REFUSED = (
        "refused",
        Verdict.FAILED,
        "the outlet answered with another 4xx, or a 3xx that leads nowhere",
    )
    SERVER_ERROR = ("server-error", Verdict.FAILED, "the outlet answered with 5xx")
    TOO_MANY = ("too-many-requests", Verdict.FAILED, "the outlet answered 429")
    TIMEOUT = ("timeout", Verdict.FAILED, "the outlet did not answer in time", Obstacle.NO_ANSWER)
    NETWORK = ("network", Verdict.FAILED, "the connection failed or broke off", Obstacle.NO_ANSWER)
    TOO_LARGE = ("too-large", Verdict.REJECTED, "the page is larger than the limit", Obstacle.NO_ARTICLE)
    REDIRECTED_AWAY = (
        "redirected-away",
        Verdict.GONE,
        "the address leads to a page that is no article",
        Obstacle.NO_ARTICLE,
    )
    NOT_HTML = ("not-html", Verdict.REJECTED, "the answer is no HTML page", Obstacle.NO_ARTICLE)

    # fetched, no article in it
    EMPTY = ("empty", Verdict.QUARANTINED, "no text was found in the page", Obstacle.NO_ARTICLE)
    NO_TITLE = ("no-title", Verdict.QUARANTINED, "no title was found in the page", Obstacle.NO_ARTICLE)
    TOO_SHORT = (
        "too-short",
        Verdict.QUARANTINED,
        "the text is too short to be an article",
        Obstacle.NO_ARTICLE,
    )
    MUCH_DROPPED = ("much-dropped", Verdict.QUARANTINED, "much of its prose would be dropped as no text")
    NEWS_LIST = ("news-list", Verdict.QUARANTINED, "a list of headlines or short news, not one article")
    LIVE_TICKER = ("live-ticker", Verdict.QUARANTINED, "a live ticker, which is never finished")
    PHOTO_STORY = ("photo-story", Verdict.QUARANTINED, "pictures with captions, hardly any text")
    WEATHER = ("weather", Verdict.REJECTED, "a weather forecast")
    PRICE_TABLE = ("price-table", Verdict.REJECTED, "a table of prices, rates, results or lottery numbers")
    MOJIBAKE = ("mojibake", Verdict.QUARANTINED, "the letters are damaged in a way that cannot be undone")
    HALF_TEXT = (
        "half-text",
        Verdict.QUARANTINED,
        "the page shows a part of the article only",
        Obstacle.NO_ARTICLE,
    )
    OTHER_ARTICLE = (
        "other-article",
        Verdict.QUARANTINED,
        "the page is not the article that was announced",
        Obstacle.NO_ARTICLE,
    )
    UNSURE_DATE = (
        "unsure-date",
        Verdict.QUARANTINED,
        "its only date stands in data about another article",
    )
    HALF_PAGE = ("half-page", Verdict.QUARANTINED, "the page ends in the middle", Obstacle.NO_ARTICLE)
    SOFT_404 = (
        "soft-404",
        Verdict.QUARANTINED,
        "an error page that calls itself a page",
        Obstacle.NO_ARTICLE,
    )
    CONSENT_WALL = (
        "consent-wall",
        Verdict.QUARANTINED,
        "a consent wall instead of the article",
        Obstacle.NO_ARTICLE,
    )
    SCRIPT_SHELL = (
        "script-shell",
        Verdict.QUARANTINED,
        "a page that only a script can fill",
        Obstacle.NO_ARTICLE,
    )
    CHALLENGE = (
        "challenge",
        Verdict.QUARANTINED,
        "a bot check instead of the article; not answered",
        Obstacle.NO_ARTICLE,
    )
    LOGIN_WALL = (
        "login-wall",
        Verdict.QUARANTINED,
        "a login or payment wall instead of the article",
        Obstacle.NO_ARTICLE,
    )
    CHARSET = (
        "charset",
        Verdict.QUARANTINED,
        "the bytes do not decode to Vietnamese text",
        Obstacle.NO_ARTICLE,
    )
    READER_TIMEOUT = ("reader-timeout", Verdict.QUARANTINED, "reading the page took too long and was ended")
    READER_MEMORY = ("reader-memory", Verdict.QUARANTINED, "reading the page took too much memory")
    READER_CRASH = ("reader-crash", Verdict.QUARANTINED, "the reading process died on the page")

    OUTLET_CHANGED = (
        "outlet-changed",
        Verdict.QUARANTINED,
        "the outlet's pages changed; a person should look",
    )

    # an article, not for this corpus
    NOT_VIETNAMESE = ("not-vietnamese", Verdict.REJECTED, "the text is in another language")
    MIXED_LANGUAGE = (
        "mixed-language",
        Verdict.QUARANTINED,
        "more than a quotation in it is in another language, or seems to be",
    )
    UNACCENTED = (
        "unaccented",
        Verdict.REJECTED,
        "Vietnamese written without its marks",
        Obstacle.NO_ARTICLE,
    )
    OFF_TOPIC = ("off-topic", Verdict.REJECTED, "the text is not on the seeds' topic")
    REJECTED_BY_PERSON = (
        "rejected-by-person",
        Verdict.REJECTED,
        "a person rejected the text",
    )
    BORDERLINE = ("borderline", Verdict.QUARANTINED, "the text may be on the topic; a person decides")
    SAME_TEXT = ("same-text", Verdict.DUPLICATE, "the corpus already holds this text")
    NEAR_TEXT = ("near-text", Verdict.DUPLICATE, "the corpus holds nearly the same text")
    CONTAINED = ("contained", Verdict.DUPLICATE, "the text is a part of one in the corpus")
    CONTAINS = ("contains", Verdict.DUPLICATE, "a text of the corpus is a part of this one")
    EDITED = ("edited", Verdict.DUPLICATE, "an edited copy of a text in the corpus")
    UNCHANGED = ("unchanged", Verdict.DUPLICATE, "looked at again: the page says what it said before")
    UNREADABLE_NOW = (
        "unreadable-now",
        Verdict.FAILED,
        "looked at again: there is no article in the page now; the kept text stays",
    )
    SAME_ARTICLE = (
        "same-article",
        Verdict.DUPLICATE,
        "the corpus already holds this article, under another address",
    )
    CHANGED = ("changed", Verdict.VERSION, "a kept article was published again with another text")

    # broken
    BUG = ("bug", Verdict.FAILED, "the program failed on this page; the run says so")

    @classmethod
    def from_code(cls, code: str) -> "Reason":
        return _BY_CODE[code]

    @classmethod
    def find(cls, code: str) -> "Reason | None":
        """Return the reason with this code; None for one that another gomtin wrote."""
        return _BY_CODE.get(code)


_BY_CODE = {reason.code: reason for reason in Reason}
