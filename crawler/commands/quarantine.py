"""gomtin quarantine: what waits for a person, and the decision."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from crawler.commands.common import Common, common_options
from crawler.errors import ConfigError
from crawler.paths import STATE
from crawler.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.corpus.corpus import Corpus
    from crawler.corpus.quarantine import Quarantined
    from crawler.corpus.review import Pending, Review

_TITLE_CHARACTERS = 70  # so that a text needs one line in a terminal


@click.command("quarantine", help="Show what waits for a person, or decide: N are the numbers of the list.")
@click.argument(
    "action",
    type=click.Choice(["list", "show", "accept", "reject", "retry"]),
    default="list",
    metavar="[list|show|accept|reject|retry]",
)
@click.argument("numbers", nargs=-1, type=click.IntRange(1), metavar="[N]...")
@common_options
def command(action: str, numbers: tuple[int, ...], common: Common) -> int:
    """Do one of: list; show N; accept N (numbered at once, a seed); reject N (for ever); retry N."""
    from crawler.corpus.corpus import Corpus
    from crawler.corpus.review import Review

    if (action == "list") == bool(numbers):
        raise ConfigError(
            "'list' takes no numbers" if numbers else f"which? as in: gomtin quarantine {action} 3 4"
        )
    opened = Corpus.to_show if action in ("list", "show") else Corpus.open
    with opened(common.corpus_folder()) as corpus:
        decisions = Review(corpus)
        if action == "list":
            _list(decisions, common)
        elif action == "show":
            for waiting in decisions.chosen(numbers):
                _show(waiting, common)
        else:
            chosen = decisions.chosen(numbers)
            _decide(action, decisions, chosen, common)
            if action == "accept":
                _accept_changes(corpus, chosen)
    return 0


def _list(decisions: "Review", common: Common) -> None:
    from rich.table import Table

    waiting = decisions.waiting()
    if common.json:
        for each in waiting:
            common.value(_plain(each))
        return
    if not waiting:
        common.say("nothing waits")
        return
    # Texts that were offered by a file have no outlet.
    named = any(each.entry.outlet for each in waiting)
    table = Table(title="Waiting for a person", title_justify="left")
    for column in ("N", "since", *(("outlet",) if named else ()), "reason", "title"):
        table.add_column(column, no_wrap=column != "title")
    for each in waiting:
        entry = each.entry
        # Two digits, cut: rounded up, a score just under the limit would read as one that reached it.
        score = f" {int(entry.score * 100) / 100:.2f}" if entry.score is not None else ""
        since = common.local(entry.at)
        outlet = (entry.outlet,) if named else ()
        table.add_row(str(each.number), since, *outlet, f"{entry.reason}{score}", _shortened(entry))
    common.console.print(table)
    common.say("read one: gomtin quarantine show N; decide: gomtin quarantine accept N…, reject N…, retry N…")


def _shortened(entry: "Quarantined") -> str:
    shown = entry.title or entry.url or "(no title)"
    return shown if len(shown) <= _TITLE_CHARACTERS else f"{shown[: _TITLE_CHARACTERS - 1].rstrip()}…"


def _show(waiting: "Pending", common: Common) -> None:
    entry = waiting.entry
    if common.json:
        common.value(_plain(waiting) | {"lead": entry.lead, "paragraphs": entry.paragraphs})
        return
    published = f"published {common.local(entry.published)}" if entry.published else "no date"
    common.say(f"{waiting.number}: {entry.reason}: {Reason.from_code(entry.reason).meaning}")
    for line in filter(None, (*entry.detail.split("; "), entry.url)):
        common.say(f"  {line}")
    common.say(f"  {', '.join(filter(None, (entry.outlet, published)))}")
    common.say(f"  file {STATE}/quarantine/{entry.id}.json\n")
    article = entry.article
    common.say(article.text if article else f"{entry.title}\n(no article was found in the page)")


def _accept_changes(corpus: "Corpus", accepted: "Sequence[Pending]") -> None:
    """Expect of outlets whose pages changed what was accepted of them."""
    from crawler.outlets.drift import accept_change

    for entry in (each.entry for each in accepted):
        if Reason.find(entry.reason) is Reason.OUTLET_CHANGED:
            accept_change(corpus.ledger.health, entry.outlet, entry.published, datetime.now(UTC))


def _decide(action: str, decisions: "Review", chosen: "Sequence[Pending]", common: Common) -> None:
    decide = {"accept": decisions.accept, "reject": decisions.reject, "retry": decisions.retry}[action]
    for waiting in chosen:
        decided = decide(waiting)
        if common.json:
            common.value(
                {
                    "number": decided.number,
                    "verdict": decided.reason.verdict,
                    "reason": decided.reason.code,
                    "detail": decided.says,
                }
            )
        else:
            common.say(f"{decided.number}: {decided.reason.verdict}: {decided.says}")
    if action != "retry":
        common.say("the next run judges by this")


def _plain(waiting: "Pending") -> dict[str, Any]:
    entry = waiting.entry
    return {
        "number": waiting.number,
        "id": entry.id,
        "reason": entry.reason,
        "detail": entry.detail,
        "at": entry.at,
        "url": entry.url,
        "outlet": entry.outlet,
        "title": entry.title,
        "published": entry.published,
        "score": entry.score,
        "article": bool(entry.paragraphs),
    }
