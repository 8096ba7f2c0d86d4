"""What can be forgotten is a test: commands, reasons and keys stand in the README."""

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from crawler.cli import COMMANDS
from crawler.config.models import Config
from crawler.reasons import Reason

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`gomtin {command}" in README


def test_the_reasons_in_the_readme_are_those_there_are_with_verdict_and_meaning() -> None:
    table = README.partition("<!-- reasons -->")[2].partition("<!-- end of reasons -->")[0]
    shown = {line for line in table.splitlines() if "`" in line}

    there = {f"| {reason.verdict} | `{reason.code}` | {reason.meaning} |" for reason in Reason}
    assert there - shown == set(), "put these lines into the table of reasons in README.md"
    assert shown - there == set(), "these lines of the table in README.md are of no reason; take them out"


def keys(model: type[BaseModel], prefix: str = "") -> list[str]:
    found = []
    for name, field in model.model_fields.items():
        inner: Any = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found += keys(inner, f"{prefix}{name}.")
        else:
            found.append(f"{prefix}{name}")
    return found


@pytest.mark.parametrize("key", keys(Config))
def test_every_key_of_schedules_yaml_is_in_the_readme(key: str) -> None:
    assert f"`{key}`" in README


def test_every_reason_is_given_somewhere() -> None:
    source = "".join(
        path.read_text(encoding="utf-8")
        for name in ("crawler", "spiders", "pipelines")
        for path in (Path(__file__).parents[1] / name).rglob("*.py")
        if path.name != "reasons.py"
    )

    assert [reason.name for reason in Reason if f"Reason.{reason.name}" not in source] == []


def test_what_the_container_needs_beside_it_is_there_or_made_in_the_readme() -> None:
    root = Path(__file__).parents[1]
    compose = (root / "crawler" / "service" / "compose.yaml").read_text(encoding="utf-8")
    mounted = re.findall(r"- \.\./\.\./(\w+):", compose)

    assert mounted
    assert [name for name in mounted if not (root / name).exists() and f"mkdir {name} " not in README] == []


@pytest.mark.parametrize("page", ["crawler/README.md", "CONTRIBUTING.md", "docs/api.md"])
def test_every_path_that_a_page_names_is_there(page: str) -> None:
    root = Path(__file__).parents[1]
    named = re.findall(
        r"`((?:crawler|spiders|pipelines|tests|docs)/[\w./]+)`", (root / page).read_text(encoding="utf-8")
    )

    assert [path for path in named if not (root / path).exists()] == []
