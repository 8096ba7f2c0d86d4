"""Whether a crawl could run at all: the configuration, its outlets, proxies and certificates."""

from collections.abc import Iterator
from pathlib import Path

from crawler.config import loading
from crawler.config.models import Config
from crawler.errors import ConfigError, GomtinError
from crawler.fetching.environment import check_environment
from crawler.outlets import loader
from crawler.paths import StatePaths


def stand_in(path: Path, place: Path | None, corpus: Path | None) -> Config:
    """Return what to look by where the file at `path` is refused: its last good copy, else its right keys."""
    right = loading.right_keys(path, place)
    good = StatePaths.of(corpus or right.corpus).good_schedules
    try:
        return loading.load(good, place or path.parent)
    except ConfigError:
        return right


def why_no_crawl(config: Config, document: loading.Document | None = None) -> Iterator[str]:
    """Yield a sentence for each thing without which no crawl can run here.

    Of the file's `document`, also for the outlets its schedules name and nobody declares.
    """
    try:
        loader.load(config.outlet_modules)
        if document and any(schedule.outlets or schedule.left_out for schedule in document.config.schedules):
            from crawler.daemon import catalogue

            catalogue.check(document, catalogue.of(config.outlet_modules))
    except GomtinError as error:
        yield str(error)
    try:
        check_environment()
    except ConfigError as error:
        yield str(error)
