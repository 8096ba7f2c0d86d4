"""A month in which everything fails once: nothing is lost, nothing twice, and the bad outlets are named.

Scaled; GOMTIN_FULL=1: 40 outlets, 30 days. The figures: `pytest -s tests/crawler/crawl/test_bad_month.py`.
"""

import os
from collections import Counter
from pathlib import Path

import pytest
from support.bad_month import Month, month

from crawler.newsroom.server import Newsroom

FULL = os.environ.get("GOMTIN_FULL") == "1"
KILLS_PER_RUN = int(os.environ.get("GOMTIN_KILLS", "0"))


def lived(home: Path, newsroom: Newsroom, kills_per_run: int) -> Month:
    if FULL:
        found = month(home, newsroom, outlets=40, days=30, per_day=2, step_hours=6)
    else:
        found = month(home, newsroom, outlets=3, days=4, per_day=2, step_hours=12)
    found.live(kills_per_run)
    return found


def figures(found: Month) -> None:
    items = [item for house in found.houses for item in house.items]
    asked = sum(item.asked for item in items)
    most = max((count, host, step.hour) for step in found.steps for host, count in step.asked.items())
    print(
        f"{len(found.houses)} outlets, {len(items)} articles, {sum(1 for item in items if item.fault)} "
        f"with a fault first; {len(found.steps)} runs, {sum(step.kills for step in found.steps)} kills; "
        f"{asked / len(items):.2f} requests an article; most to a host in a run: {most}"
    )
    for step in found.steps:
        if step.problems:
            print(
                f"day {step.hour / 24:.1f}{' (network down)' if step.offline else ''}:",
                *step.problems,
                sep="\n  ",
            )


def complete(found: Month) -> None:
    kept = found.kept()
    lost = found.expected() - set(kept)
    faults = Counter(
        str(item.fault) for house in found.houses for item in house.items if item.story.text in lost
    )
    print(f"{len(kept)} kept, {len(lost)} lost: {dict(faults)}")

    assert lost == set()
    assert [text for text, count in Counter(kept).items() if count > 1] == []
    assert set(kept) <= found.allowed(), "a text that is no article's"


@pytest.mark.slow
@pytest.mark.timeout(14400 if FULL else 600)
def test_nothing_is_lost_in_a_bad_month(tmp_path: Path, newsroom: Newsroom) -> None:
    found = lived(tmp_path, newsroom, KILLS_PER_RUN)
    figures(found)
    complete(found)

    blocked, changed = found.houses[:2]
    for house, since in ((blocked, blocked.blocks_from), (changed, changed.redesigned_from)):
        if since > found.hours:
            continue
        named = [step.hour for step in found.steps if any(f"{house.name}:" in each for each in step.problems)]
        assert named, house.name
        assert since <= min(named) <= since + 24, (house.name, since / 24, min(named) / 24)
