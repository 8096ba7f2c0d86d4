"""What a schedule asks for, as a command line."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawler.config.models import Config
from crawler.config.schedule import Schedule
from crawler.daemon.catalogue import Entry
from crawler.daemon.command_line import job_of
from crawler.daemon.reload import Settings


@pytest.mark.parametrize(
    ("do", "words"),
    [
        ("crawl", ("crawl", "--due", "bao", "tin")),
        ("revisit", ("crawl", "--revisit", "bao", "tin")),
        ("check-outlets", ("outlets", "--check", "bao", "tin")),
        ("report", ("status",)),
        ("verify", ("verify",)),
    ],
)
def test_each_schedule_has_its_command(do: Any, words: tuple[str, ...]) -> None:
    catalogue = {"tin": Entry("own", ""), "bao": Entry("own", ""), "cu": Entry("own", "closed")}
    settings = Settings(Config(), catalogue, b"", Path())
    work = job_of(Schedule(name="a", do=do, at="04:15"), settings, Path("good.yaml"), date(2026, 3, 1), None)

    assert work
    assert work.command[: len(words)] == words
    assert work.command[len(words)].startswith("--")
    assert work.holds == frozenset(words) & {"bao", "tin"}
