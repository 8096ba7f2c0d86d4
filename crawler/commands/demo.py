"""gomtin demo: the whole thing against an embedded newsroom on this machine."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.commands.common import Common, common_options
from crawler.paths import StatePaths
from crawler.reasons import Verdict

if TYPE_CHECKING:
    from crawler.store.ledger import Ledger

FOLDER = Path("gomtin-demo")
SCHEDULES = """\
# The demo's configuration: fictional outlets, on this machine, so no waiting between requests.
corpus: {corpus}
contact: demo@gomtin.example
outlet_modules: [spiders.demo]
politeness: {{delay: 0.1}}
end: true
"""


@click.command(
    "demo", help="Run the real crawl against an embedded newsroom on this machine, and show what it did."
)
@common_options
def command(common: Common) -> int:
    from crawler.corpus.corpus import Corpus
    from crawler.newsroom import demo
    from crawler.newsroom.server import Newsroom
    from crawler.newsroom.story import load_stories

    given = common.given_corpus
    folder = given or FOLDER / "corpus"
    with Corpus.init(folder, starter_seeds()):
        pass
    schedules = StatePaths.of(folder).demo_schedules
    schedules.write_text(SCHEDULES.format(corpus=".."), encoding="utf-8")
    with Newsroom() as newsroom:
        outlets = demo.build(newsroom, load_stories(), datetime.now(UTC))
        common.say(
            f"A newsroom of {len(outlets)} fictional outlets is on the air on this machine. Crawling it."
        )
        status = _crawl(schedules, newsroom.environment(), common)
    if not common.json:
        with Corpus.open(folder) as corpus:
            _show(corpus.ledger, folder, common)
    return status


def starter_seeds() -> Path:
    """Return the folder of the starter corpus: in the wheel it lies in this package, else beside it."""
    packed = Path(str(resources.files("crawler.newsroom"))) / "seeds"
    return packed if packed.is_dir() else Path(__file__).parents[2] / "corpus"


def _crawl(schedules: Path, environment: dict[str, str], common: Common) -> int:
    """Run the crawl as its own process, as the daemon does, with the newsroom as its web."""
    flags = ["--json"] if common.json else ["--quiet"] if common.quiet else []
    arguments = [sys.executable, "-P", "-m", "crawler", "crawl", "--schedules", str(schedules), *flags]
    return subprocess.run(arguments, env=os.environ | environment, check=False).returncode  # noqa: S603 - own program


def _show(ledger: "Ledger", folder: Path, common: Common) -> None:
    """Print what is in the folder now, and some of what is not, with the reasons."""
    from rich.table import Table

    kept = Table(title=f"Kept, in {folder}", title_justify="left")
    for column in ("number", "outlet", "title"):
        kept.add_column(column)
    records = list(ledger.records.all())
    for record in records:
        kept.add_row(f"{record.number:03}", record.outlet or record.origin, record.title)
    left = Table(title="Not kept", title_justify="left")
    for column in ("outlet", "verdict", "reason", "title", "detail"):
        left.add_column(column)
    for page in ledger.pages.all():
        if page.verdict != Verdict.KEPT:
            left.add_row(page.outlet, page.verdict, page.reason, page.title or page.url, page.detail)
    common.console.print(kept, left)
    newest = max((record.number for record in records if record.origin == "crawl"), default=0)
    common.say(f"Read a text:  less {folder}/{newest:03}_*.txt")
    common.say(f"Ask why:      gomtin why {newest} --corpus {folder}")
    common.say("Run the demo again: nothing comes twice.")
