"""VCCorp's content system, that of many papers: data-role names the parts, related boxes sit in the body."""

from crawler.outlets import Outlet, ReadingRules


class VCCorp(Outlet, abstract=True):
    family = "vccorp"
    reading = ReadingRules(
        title=("h1[data-role=title]", "h1.detail-title"),
        lead=("h2[data-role=sapo]", "h2.detail-sapo", ".detail-sapo", "h2.sapo"),
        body=(
            "#main-detail .detail-content[data-role=content]",
            ".detail-content[data-role=content]",
            ".detail-content.afcbc-body",
        ),
        strip=(
            "div.VCSortableInPreviewMode[type=RelatedNewsBox]",
            "div.VCSortableInPreviewMode[type=RelatedOneNews]",
            ".kbwscwl-relatedbox",
            ".PhotoCMS_Caption",
            "[type=Photo] figcaption",
            "div[id^=zone-]",
            "#listNewsInContent",
            ".detail__related",
            ".box-related",
            ".link-lien-quan",
            ".readmore-body-box",
        ),
        published=('meta[property="article:published_time"]', "[data-role=publishdate]"),
        # Tuổi Trẻ shows the first author only; where there is this meta element, it names all.
        authors=('meta[property="dable:author"]', "[data-role=author]", ".author-info a.name"),
        section=('meta[property="article:section"]', "[data-role=cate-name]"),
    )
