"""An Overview as HTML: every text is escaped, and only web addresses become links."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from crawler.chronicle import Text
from crawler.daemon.alarms import alarms
from crawler.daemon.overview import Overview
from crawler.web.spark import bars, spark
from crawler.web.words import Language, reason, speaker

_TEMPLATES = Environment(
    loader=PackageLoader("crawler.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def front(view: Overview, language: Language) -> str:
    """Return the page that shows how everything stands."""
    standing = [
        (alarm, view.standing[alarm.name].since if alarm.name in view.standing else None)
        for alarm in alarms(view)
    ]
    return _page(
        "front.html",
        view,
        language,
        alarms=standing,
        bars=bars(view.chronicle.per_day),
        spark=spark,
        most_pages=max([*view.chronicle.pages.values(), 1]),
    )


def why(view: Overview, found: Text, page: Mapping[str, Any] | None, language: Language) -> str:
    """Return the page that shows every step of one text."""
    return _page("why.html", view, language, text=found, page=page)


def nothing(view: Overview, language: Language) -> str:
    return _page("nothing.html", view, language)


def _page(template: str, view: Overview, language: Language, **values: Any) -> str:
    return _TEMPLATES.get_template(template).render(
        view=view,
        lang=language,
        say=speaker(language),
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
