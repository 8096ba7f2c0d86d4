"""The wiring: what a page goes through, and how Scrapy is set up. Start reading here."""

from typing import Any

from crawler import __version__
from crawler.config.models import Config

# Once for each page:
READING = (
    "pipelines.extract.Extract",  # Page -> Article, in a worker process
    "pipelines.date_window.DateWindow",  # Article -> Article, or outside the days asked for
)
# Once for each corpus that does not know the page:
KEEPING = (
    "pipelines.clean.Clean",  # Article -> Article without what is no text, or no article at all
    "pipelines.language.Language",  # Article -> Article, or not Vietnamese
    "pipelines.dedup.Dedup",  # Article -> Article with its relations to known texts, or known already
    "pipelines.relevance.Relevance",  # Article -> Article with its topic score, or off the topic
    "pipelines.drift.Drift",  # Article -> Article, or of an outlet whose pages changed
    "pipelines.store.Store",  # Article -> Record: number, file and row together
)


def user_agent(contact: str | None) -> str:
    """Name the program and whom to ask."""
    return f"gomtin/{__version__} (+{contact or 'contact not configured'})"


def scrapy_settings(config: Config) -> dict[str, Any]:
    """Return Scrapy's settings for a run. Raises ConfigError where the environment cannot be right."""
    from crawler.fetching.environment import check_environment
    from crawler.fetching.settings import FETCH_SETTINGS

    check_environment()
    return {
        **FETCH_SETTINGS,
        "USER_AGENT": user_agent(config.contact),
        "ITEM_PIPELINES": {"crawler.crawl.item_pipeline.StagePipeline": 0},
        "CLOSESPIDER_TIMEOUT": int(config.crawl.deadline.total_seconds()),
    }
