"""The daemon under kill -9 at random moments of its runs. GOMTIN_FULL=1: 50 of them."""

import random
import time
from collections import Counter
from pathlib import Path

import pytest
from conftest import lay_out
from support.scene import END, FULL, HEAD, News, problems, promises_broken, row, scene

from crawler.corpus.corpus import Corpus
from crawler.newsroom.server import Newsroom


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_daemon_killed_at_random_moments_of_its_runs(tmp_path: Path, newsroom: Newsroom) -> None:
    kills, rounds = (5, 10) if FULL else (3, 1)
    news = News(newsroom)
    news.more(40)
    due, ends, broken = 0, Counter[str](), list[str]()
    for number in range(rounds):
        place = tmp_path / str(number)
        with Corpus.open(lay_out(place / "corpus")):
            pass
        asked, ended, harm = killed_and_killed(place, newsroom, news, random.Random(number), kills)
        due += asked
        ends.update(ended)
        broken += harm
    cut = ends.pop("cut off", 0)
    row(f"daemon kill -9, {kills * rounds} times ({cut} runs cut off)", due, [*ends.elements()], broken)
    assert set(ends) == {"done"}


def killed_and_killed(
    place: Path, newsroom: Newsroom, news: News, dice: random.Random, kills: int
) -> tuple[int, list[str], list[str]]:
    """Kill the daemon so often, each time in a new run; return how many were due, the ends, the harm."""
    schedules = HEAD.replace("outlets: [bensong]", "outlets: all") + END
    due, runs, broken = 1, 0, list[str]()
    for last in [False] * kills + [True]:
        with scene(place, newsroom, news, schedules) as live:
            live.until_run(runs + 1)
            if last:
                ends = live.settle(runs + 1)
                live.daemon.end()
            else:
                time.sleep(dice.uniform(0, 5))
                live.daemon.kill()
                runs = int(str(live.daemon.rows("SELECT max(id) FROM runs")[0][0]))
                if len(live.ends()) == runs:
                    # It was done before the kill; another one has to be due.
                    due += 1
                    live.turn(1)
            broken += promises_broken(place / "corpus", live.texts)
    return due, ends, broken + problems(place / "corpus")
