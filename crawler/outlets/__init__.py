"""The outlets: what a news site declares of itself, how that is checked and loaded, when it looks wrong.

These names are all that an outlet file needs.
"""

from crawler.article import ReadingRules
from crawler.outlets.archives import Archive, Days, Index, ListApi, Pages, Per, Shards
from crawler.outlets.outlet import Outlet

__all__ = ["Archive", "Days", "Index", "ListApi", "Outlet", "Pages", "Per", "ReadingRules", "Shards"]
