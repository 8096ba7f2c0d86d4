"""Korea.net (tiếng Việt)."""

from crawler.outlets import Outlet, Pages, ReadingRules


class KoreaNet(Outlet):
    name = "koreanet"
    title = "Korea.net (tiếng Việt)"
    hosts = ("vietnamese.korea.net",)
    listings = (
        "https://vietnamese.korea.net/NewsFocus/Policies",
        "https://vietnamese.korea.net/NewsFocus/Society",
    )
    scripted_links = (
        r"contentView\(\s*'([^']+)',\s*'(\d+)'",
        r"https://vietnamese.korea.net\1/view?articleId=\2",
    )
    archives = (
        Pages(
            "https://vietnamese.korea.net/NewsFocus/{section}?pageIndex={n}",
            sections=("Policies", "Society"),
            most=100,
        ),
    )
    article_url = (
        r"https://vietnamese\.korea\.net/NewsFocus/[\w-]+/view\?(?:.*&)?articleId=(?P<id>\d+)(?:&.*)?"
    )
    examples = ("https://vietnamese.korea.net/NewsFocus/Policies/view?articleId=250000",)
    non_examples = (
        "https://vietnamese.korea.net/NewsFocus/Policies",
        "https://vietnamese.korea.net/NewsFocus/Policies?pageIndex=2",
        "https://www.korea.net/NewsFocus/Policies/view?articleId=250000",
    )
    reading = ReadingRules(
        title=("h1", "h2.tit", ".tit"),
        body=("#content_text_ALLBOX",),
        published=(".date",),
        not_authors=("Korea.net",),
        zone="Asia/Seoul",
    )
    zone = "Asia/Seoul"
    floor = 5
