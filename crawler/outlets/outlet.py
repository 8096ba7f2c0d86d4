"""Outlet: a news site, declared as data in one file. This is the one schema; crawl/spider.py crawls it."""

from typing import Annotated, Any, ClassVar

from crawler.article import ArticlePattern, ReadingRules
from crawler.outlets.archives import Archive
from crawler.outlets.validation import check_data, check_outlet, schema_of


class Outlet:
    """A news site. A subclass assigns the attributes below and defines nothing else.

    An attribute without a value here must be given. Types, defaults and what is required are checked when the
    subclass is made, which raises OutletError; so are the rules of outlets/validation.py.
    """

    name: ClassVar[Annotated[str, "its name in commands: lower case letters, digits and _"]]
    title: ClassVar[Annotated[str, "its name for people"]]
    hosts: ClassVar[Annotated[tuple[str, ...], "all hosts that serve it, the present one first"]]
    family: ClassVar[Annotated[str, "the family of content systems it belongs to"]] = "own"
    feeds: ClassVar[Annotated[tuple[str, ...], "addresses of RSS and Atom feeds"]] = ()
    sitemaps: ClassVar[
        Annotated[tuple[str, ...], "addresses of sitemaps, sitemap indexes and news sitemaps"]
    ] = ()
    listings: ClassVar[Annotated[tuple[str, ...], "addresses of section pages"]] = ()
    listing_links: ClassVar[
        Annotated[str, "the CSS of the article links in listings; empty: every link is looked at"]
    ] = ""
    scripted_links: ClassVar[
        Annotated[
            tuple[str, ...],
            "where links call a script: a regular expression for the call, and the address it means",
        ]
    ] = ()
    apis: ClassVar[
        Annotated[
            tuple[str, ...], "addresses of list APIs, JSON or HTML fragments, that show the newest articles"
        ]
    ] = ()
    archives: ClassVar[
        Annotated[tuple[Archive, ...], "where its back catalogue is: kinds of Archive, asked with --since"]
    ] = ()
    article_url: ClassVar[
        Annotated[
            str, 'regular expression for its whole article addresses; group "id" is its own number for them'
        ]
    ]
    examples: ClassVar[Annotated[tuple[str, ...], "addresses that must match article_url"]]
    non_examples: ClassVar[Annotated[tuple[str, ...], "addresses that must not match it"]]
    reading: ClassVar[Annotated[ReadingRules, "where its pages hold what is read"]] = ReadingRules()
    floor: ClassVar[Annotated[int, "the fewest announcements of a healthy run"]]
    zone: ClassVar[Annotated[str, "the time zone of dates that name none"]] = "Asia/Ho_Chi_Minh"
    enabled: ClassVar[Annotated[bool, "False for an outlet that is not crawled"]] = True
    off: ClassVar[Annotated[str, "why it is not crawled"]] = ""
    unverified: ClassVar[
        Annotated[tuple[str, ...], "which of its channels nobody has seen answer lately"]
    ] = ()

    # Derived, not declared.
    abstract: ClassVar[bool] = True
    article_pattern: ClassVar[ArticlePattern]
    allowed_hosts: ClassVar[frozenset[str]]

    def __init_subclass__(cls, *, abstract: bool = False, **kwargs: Any) -> None:
        """Check the declaration; an `abstract` one is a family, whose outlets give the rest."""
        super().__init_subclass__(**kwargs)
        check_data(cls, SCHEMA)
        cls.abstract = abstract
        if not abstract:
            cls.article_pattern = check_outlet(cls, SCHEMA)
            cls.allowed_hosts = frozenset(cls.hosts)


SCHEMA = schema_of(Outlet)
