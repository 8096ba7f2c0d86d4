"""What a run did, as tables for people."""

from typing import TYPE_CHECKING

from crawler.monitoring.causes import by_cause
from crawler.reasons import Verdict

if TYPE_CHECKING:
    from rich.console import Console

    from crawler.crawl.report import Report

_COLUMNS = (
    "announced",
    "fetched",
    "kept",
    "duplicates",
    "rejected",
    "quarantined",
    "gone",
    "failed",
    "skipped",
)


def show(report: "Report", console: "Console") -> None:
    """Print the closing tables of a run."""
    _show_outlets(report, console)
    _show_reasons(report, console)
    for problem in by_cause(report.problems):
        console.print(f"[red]problem:[/red] {problem}", highlight=False)


def _show_outlets(report: "Report", console: "Console") -> None:
    from rich.table import Table

    table = Table(title=f"{report.corpus}: run {report.run}, {report.seconds:.0f} s", title_justify="left")
    table.add_column("outlet")
    for column in _COLUMNS:
        table.add_column(column, justify="right")
    for name, outlet in sorted(report.outlets.items()):
        values = outlet.as_json()
        style = "red" if outlet.problem else None
        table.add_row(name, *(str(values[column] or "") for column in _COLUMNS), style=style)
    console.print(table)


def _show_reasons(report: "Report", console: "Console") -> None:
    from rich.table import Table

    table = Table(title="Why", title_justify="left")
    table.add_column("verdict")
    table.add_column("pages", justify="right")
    table.add_column("reason")
    order = list(Verdict)
    for reason, pages in sorted(
        report.reasons.items(), key=lambda pair: (order.index(pair[0].verdict), -pair[1])
    ):
        table.add_row(reason.verdict, str(pages), f"{reason.code}: {reason.meaning}")
    console.print(table)
