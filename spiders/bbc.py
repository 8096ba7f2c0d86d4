"""BBC News Tiếng Việt."""

from crawler.outlets import Outlet, ReadingRules


class BBC(Outlet):
    name = "bbc"
    title = "BBC News Tiếng Việt"
    hosts = ("www.bbc.com", "www.bbc.co.uk", "feeds.bbci.co.uk")
    feeds = ("https://feeds.bbci.co.uk/vietnamese/rss.xml",)
    article_url = (
        r"https://www\.bbc\.com/vietnamese/"
        r"(?:articles/(?P<id>[a-z0-9]+)|(?:world|vietnam|forum|business|in-depth|culture-social|vert-cul|vert-fut)-\d+)"
        r"(?:\.lite|\.amp)?/?"
    )
    examples = (
        "https://www.bbc.com/vietnamese/articles/c4gx0abc123o",
        "https://www.bbc.com/vietnamese/world-56789012",
    )
    non_examples = (
        "https://www.bbc.com/vietnamese/topics/ckdxnx1x5rnt",
        "https://www.bbc.com/news/articles/c4gx0abc123o",
    )
    reading = ReadingRules(
        title=("h1#content", "main h1"),
        lead=("main p b",),
        body=("main[role=main]", "main article", "main"),
        strip=("figcaption", "section[role=region]"),
        published=("time[datetime]",),
        not_authors=("BBC", "BBC News Tiếng Việt", "BBC Tiếng Việt"),
    )
    floor = 10
    enabled = False
    off = "the BBC's terms forbid text and data mining without its permission"
