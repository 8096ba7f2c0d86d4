"""An Overview as HTML: every text is escaped, and only web addresses become links."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from crawler.monitoring.alarms import alarms
from crawler.monitoring.status import Overview
from crawler.pipeline import present_name
from crawler.store.tables.pages import PageRow
from crawler.store.tables.records import ScoredRecord
from crawler.web.charts import bars, spark
from crawler.web.translations import Language, reason, translator

_TEMPLATES = Environment(
    loader=PackageLoader("crawler.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a page shows: the view of one corpus, its number from 1, and the names of all."""

    view: Overview
    number: int
    corpora: tuple[str, ...]

    def query(self, language: str, number: int | None = None) -> str:
        """Return what follows a link to a page in a language, of this corpus or of another."""
        chosen = f"&corpus={number or self.number}" if len(self.corpora) > 1 else ""
        return f"?lang={language}{chosen}"


def front(sight: Sight, language: Language) -> str:
    """Return the page that shows how everything stands."""
    view = sight.view
    standing = [
        (alarm, view.standing[alarm.name].since if alarm.name in view.standing else None)
        for alarm in alarms(view)
    ]
    return _page(
        "front.html",
        sight,
        language,
        alarms=standing,
        bars=bars(view.ledger.per_day),
        spark=spark,
        most_pages=max([*view.ledger.pages.values(), 1]),
    )


def why(sight: Sight, record: ScoredRecord, page: PageRow | None, language: Language) -> str:
    """Return the page that shows every step of one text."""
    return _page("why.html", sight, language, text=record, page=page, present_name=present_name)


def nothing(sight: Sight, language: Language) -> str:
    return _page("nothing.html", sight, language)


def _page(template: str, sight: Sight, language: Language, **values: Any) -> str:
    view = sight.view
    return _TEMPLATES.get_template(template).render(
        sight=sight,
        view=view,
        query=sight.query(language),
        lang=language,
        say=translator(language),
        reason=partial(reason, language=language),
        local=partial(_local, view=view),
        web_address=_web_address,
        **values,
    )


def _local(moment: datetime, view: Overview) -> str:
    there = moment.astimezone(view.zone)
    today = view.now.astimezone(view.zone).date()
    return f"{there:%H:%M}" if there.date() == today else f"{there:%d/%m/%Y %H:%M}"


def _web_address(url: str | None) -> str | None:
    return url if url and url.startswith(("https://", "http://")) else None
