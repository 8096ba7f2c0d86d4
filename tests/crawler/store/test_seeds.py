"""Seeds that went or no longer hold a text: told where they are half of them or more, and never silently."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.config.models import Config
from crawler.corpus.corpus import Corpus
from crawler.corpus.topic import learn_topic
from crawler.corpus.verify import verify
from crawler.crawl.outlet_watch import loss_since
from crawler.errors import ConfigError
from crawler.monitoring.alarms import alarms
from crawler.monitoring.status import overview
from crawler.store.seeds import holds_text

DAMAGE = {
    "gone": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "blank": lambda path: path.write_bytes(b" \n\n"),
    "zeros": lambda path: path.write_bytes(b"\0" * path.stat().st_size),
    "ones": lambda path: path.write_bytes(b"\xff" * path.stat().st_size),
    "noise": lambda path: path.write_bytes(os.urandom(4000) + b"\0"),
    "junk": lambda path: path.write_bytes(b"\xff\xfe junk " * 900),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:10]),
    "page": lambda path: path.write_text("\n<html><body>" + "<p>502 Bad Gateway</p>\n" * 900),
}


def told(folder: Path) -> list[str]:
    view = overview(Config(corpus=folder), datetime.now(UTC))
    return [alarm.message for alarm in alarms(view) if alarm.name == "seeds"]


@pytest.mark.parametrize("kind", DAMAGE)
def test_lost_seeds_are_told_until_they_are_given_up(corpus: Path, kind: str) -> None:
    seeds = sorted(corpus.glob("*.txt"))
    kept = {path: path.read_bytes() for path in seeds}
    Corpus.open(corpus).close()
    for path in seeds[: len(seeds) // 2 - 1]:
        DAMAGE[kind](path)
    assert told(corpus) == []

    for path in seeds:
        path.write_bytes(kept[path])
        DAMAGE[kind](path)
    (alarm,) = told(corpus)
    assert f"all {len(seeds)} seed texts are gone, empty or damaged" in alarm
    findings = [finding for finding in verify(corpus) if finding.severity == "problem"]
    assert {finding.name for finding in findings} == {path.name for path in seeds}
    with Corpus.open(corpus) as opened, pytest.raises(ConfigError, match=r"no seed texts .*put them back"):
        learn_topic(opened, Config(corpus=corpus))

    seeds[-1].write_bytes(kept[seeds[-1]])
    with Corpus.open(corpus) as opened:
        assert [name for name, _ in opened.seeds()] == [seeds[-1].name]
        assert f"{len(seeds) - 1} of {len(seeds)} seed texts" in (loss_since([], opened) or "")

    for path in seeds[:-1]:
        path.unlink(missing_ok=True)
    verify(corpus, repair=True)
    assert told(corpus) == []
    with Corpus.open(corpus) as opened:
        assert loss_since([], opened) is None


def test_a_seed_that_a_person_shortened_is_accepted_by_repair(corpus: Path) -> None:
    Corpus.open(corpus).close()
    for path in corpus.glob("*.txt"):
        path.write_text(path.read_text(encoding="utf-8")[: path.stat().st_size // 3], encoding="utf-8")
    assert told(corpus) == []  # an edit

    for path in corpus.glob("*.txt"):
        path.write_text("Lũ quét ở vùng cao", encoding="utf-8")
    assert told(corpus) != []
    verify(corpus, repair=True)
    assert told(corpus) == []
    with Corpus.open(corpus) as opened:
        assert {text for _, text in opened.seeds()} == {"Lũ quét ở vùng cao"}


def test_a_corpus_without_a_ledger_misses_its_seeds_too(corpus: Path) -> None:
    Corpus.open(corpus).close()
    for path in corpus.glob("*.txt"):
        path.unlink()
    for path in (corpus / ".gomtin").glob("ledger*"):
        path.unlink()

    assert "are gone" in told(corpus)[0]
    shutil.rmtree(corpus / ".gomtin")
    assert told(corpus) == []


def test_a_seed_of_any_encoding_holds_a_text() -> None:
    assert holds_text("Mưa lớn ở đầu nguồn, hồ xả lũ.".encode("utf-16")[2:].replace(b"\0", b"x"))
    assert holds_text("Tin vắn".encode())
    assert not holds_text(b"12.3 - 4")
