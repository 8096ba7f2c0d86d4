"""KBS World (tiếng Việt)."""

from crawler.outlets import Outlet, Pages, ReadingRules


class KBS(Outlet):
    name = "kbs"
    title = "KBS World (tiếng Việt)"
    hosts = ("world.kbs.co.kr", "rki.kbs.co.kr")
    feeds = (
        "https://world.kbs.co.kr/rss/rss_news.htm?lang=v",
        "https://world.kbs.co.kr/rss/rss_news.htm?lang=v&id=Po",
    )
    listings = ("https://world.kbs.co.kr/service/news_list.htm?lang=v&id=Po",)
    archives = (
        Pages(
            "https://world.kbs.co.kr/service/news_list.htm?lang=v&id={section}&page={n}",
            sections=("Po",),
            most=300,
        ),
    )
    # Seq_Code counts the news of one language; contents_view has numbers of its own.
    article_url = (
        r"https://world\.kbs\.co\.kr/service/(?:news|contents)_view\.htm\?(?=(?:.*&)?lang=v(?:&|$))"
        r"(?:.*&)?(?:Seq_Code=(?P<id>\d+)|board_seq=\d+)(?:&.*)?"
    )
    examples = (
        "https://world.kbs.co.kr/service/news_view.htm?lang=v&id=Po&Seq_Code=60000",
        "https://world.kbs.co.kr/service/contents_view.htm?lang=v&menu_cate=history&board_seq=412345",
    )
    non_examples = (
        "https://world.kbs.co.kr/service/news_list.htm?lang=v",
        "https://world.kbs.co.kr/service/news_view.htm?lang=e&Seq_Code=181595",
    )
    reading = ReadingRules(
        title=("article h2", "h2"),
        body=(".body_txt",),
        strip=(".func_menu", ".comp_pagination"),
        published=(".date",),
        section=(".cate",),
        not_authors=("KBS", "KBS World", "KBS WORLD Radio"),
        zone="Asia/Seoul",
    )
    zone = "Asia/Seoul"
    floor = 15
