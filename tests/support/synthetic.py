"""A corpus of any number of texts whose ledger is as full as if they had been crawled over three years.

Nothing is crawled and nothing compared: files and rows are written as a crawl would have left them.
"""

import random
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from support.harvest import article, coffee, football

from crawler.article import Announcement, Likeness, Relation
from crawler.corpus.corpus import Corpus
from crawler.reasons import Reason
from crawler.store.folder import name_for
from crawler.store.tables import records, texts
from crawler.store.tables.pages import PageRow
from crawler.store.tables.postings import packed
from crawler.store.tables.texts import IndexedText
from crawler.text.normalize import content_hash
from crawler.text.shingles import RATE

END = datetime(2026, 3, 1, tzinfo=UTC)
OUTLETS = [f"bao{number}" for number in range(40)]
SEEDS = 8
ANNOUNCED = 2  # for each text of the corpus: what was kept, and one that was hopeless
_SPAN = timedelta(days=3 * 365)
_PRINTS = 40  # of a text
_COPIED_ONE_IN = 20
_BATCH = 1000
_STEPS = [
    {
        "stage": stage,
        "passed": True,
        "says": f"{stage}: 14 đoạn, 3.214 ký tự, không thấy điều gì lạ ở bài này",
        "seconds": 0.0123,
        "dropped": [["credit", "Ảnh: phóng viên cung cấp"]] if stage == "extract" else [],
    }
    for stage in ("extract", "clean", "language", "dedup", "relevance", "drift", "store")
]


def an_announcement(number: int, *, at: datetime = END) -> Announcement:
    """An announcement as feeds have them: a title of a line, a summary of two."""
    outlet = OUTLETS[number % len(OUTLETS)]
    title, lead, *_ = football(number).split("\n")
    return Announcement(
        f"https://{outlet}.example/the-thao/{title[:24].strip().replace(' ', '-').lower()}-{number}.html",
        f"{outlet}:{20_260_000_000 + number}",
        outlet,
        f"https://{outlet}.example/rss/the-thao.rss",
        f"{title} Số {number}",
        f"{lead} {title}",
        at,
        "Thể thao",
    )


def a_page(
    number: int, run: int, *, reason: Reason, record: int | None = None, at: datetime = END
) -> PageRow:
    """How the page of an announcement ended, with the steps of a whole way."""
    announced = an_announcement(number, at=at)
    return PageRow(
        key=announced.key,
        url=announced.url,
        outlet=announced.outlet,
        verdict=reason.verdict,
        reason=reason.code,
        detail="điểm 0,12: bóng đá, trận đấu, khán đài",
        at=at,
        number=record,
        title=announced.title,
        http_status=200,
        run=run,
        normal_hash=sha256(announced.key.encode()).hexdigest(),
        published=at,
        steps=_STEPS,
    )


def make(folder: Path, size: int) -> None:
    """Make a corpus of so many texts: eight seeds, the others with page, announcement and fingerprints."""
    with Corpus.open(folder) as corpus:
        for number in range(1, SEEDS + 1):
            corpus.add(article(coffee(number)), origin="seed")
        run = corpus.ledger.runs.start("crawl", OUTLETS, END)
        for first in range(SEEDS, size, _BATCH):
            some = range(first, min(size, first + _BATCH))
            corpus.ledger.transaction(lambda db, some=some: _fill(db, corpus, run, some, size))
        corpus.ledger.transaction(
            lambda db: db.executemany("INSERT INTO postings VALUES (?, ?)", _prints(size))
        )
    with Corpus.open(folder):  # a crawl leaves nothing to catch up with
        pass


def _fill(db: sqlite3.Connection, corpus: Corpus, run: int, numbers: Iterable[int], size: int) -> None:
    announced = []
    for number in numbers:
        at = END - _SPAN * ((size - number) / size)
        text = coffee(SEEDS + 1 + number)
        row = _record(number, text, at)
        (corpus.folder / row["name"]).write_text(text, encoding="utf-8")
        records.insert(db, row)
        _index(db, number, row)
        corpus.ledger.pages.note(a_page(number, run, reason=Reason.ON_TOPIC, record=row["number"], at=at))
        announced += [(an_announcement(number, at=at), 0.7, None)]
        announced += [(an_announcement(size + number, at=at), 0.01, Reason.HOPELESS)]
    corpus.ledger.announcements.note(run, announced)
    texts.note_indexed(db, db.execute("SELECT max(rowid) FROM records").fetchone()[0])
    records.set_folder_mtime(db, corpus.folder.stat().st_mtime_ns)


def _record(number: int, text: str, at: datetime) -> dict[str, object]:
    announced, digest = an_announcement(number), sha256(text.encode()).hexdigest()
    return {
        "name": name_for(number, digest),
        "number": number,
        "sha256": digest,
        "normal_hash": content_hash(text),
        "origin": "crawl",
        "added_at": at.isoformat(),
        "title": text.partition("\n")[0],
        "outlet": announced.outlet,
        "url": announced.url,
        "key": announced.key,
        "published": at.isoformat(),
        "score": 0.7,
        "run": 1,
    }


def _index(db: sqlite3.Connection, number: int, row: dict[str, object]) -> None:
    """Put a text into the index, and now and then a copy of it at another outlet."""
    known = {name: row[name] for name in ("number", "normal_hash", "title", "key", "url", "published")}
    kept = IndexedText(kind="kept", name=row["name"], at=row["added_at"], outlet=row["outlet"], **known)
    text = texts.insert(db, kept, (), ())
    db.execute("UPDATE texts SET prints = ?, sha256 = ? WHERE id = ?", (_PRINTS, row["sha256"], text))
    if number % _COPIED_ONE_IN == 0:
        other = OUTLETS[(number + 1) % len(OUTLETS)]
        copied = IndexedText(kind="copy", name="", at=row["added_at"], outlet=other, **known)
        same = Relation(text, number, Likeness.SAME, 1.0, 1.0, 1.0, kept=True)
        texts.insert(db, copied, (), (same,))


def _prints(size: int) -> Iterator[tuple[int, bytes]]:
    chance, step = random.Random(3), (1 << 61) // (size * _PRINTS + 1) // RATE
    for number in range(size * _PRINTS):
        yield RATE * (1 + number * step), packed([chance.randrange(size) + 1])
