"""MasterCMS, the content system of several ministry papers."""

from crawler.outlets import Outlet, ReadingRules


class MasterCMS(Outlet, abstract=True):
    family = "mastercms"
    reading = ReadingRules(
        title=("h1.article-detail-title", "h1.post-title"),
        lead=(".article-detail-desc", ".post-desc"),
        body=(".__MASTERCMS_CONTENT",),
        strip=(".__MB_ARTICLE_A", "table.MASTERCMS_TPL_TABLE", ".article-detail-source"),
        published=('meta[property="article:published_time"]', ".bx-time", "span.format_date"),
    )
