"""What the topic costs, and the half-year feed stream replayed.

From the repository: PYTHONPATH=.:tests python -P tests/bench_topic.py [cost | replay | replay-warm]
"""

import json
import random
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from support import graded
from support.graded import Row, live

from crawler.article import Announcement, Decision
from crawler.config.models import Config
from crawler.corpus.corpus import Corpus
from crawler.corpus.recall import RecallEstimate
from crawler.corpus.topic import learn_topic
from crawler.crawl.frontier import Window, select
from crawler.store.tables.yields import expected_yield
from crawler.topic.topic import Topic

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

LEDGER = 100_000
TIMES = 5  # the least of so many is told: other processes only add
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def cpu(call: Callable[[], Any], times: int = 1) -> float:
    """Return CPU milliseconds of one call."""
    began = time.process_time()
    for _ in range(times):
        call()
    return 1000 * (time.process_time() - began) / times


def cost(folder: Path) -> None:
    rows = graded.graded()
    on = [row for row in rows if row["grade"] == 2]
    corpus = graded.new_corpus(folder / "corpus", [row["text"] for row in on[:50]])
    items = list(graded.feed_items())[:6_000]
    graded.hear(corpus, items)
    live(corpus, [row for row in rows if row not in on[:50]])
    fill(corpus)
    corpus.close()
    with Corpus.open(folder / "corpus") as again:
        took = min(cpu(lambda: learn_topic(again, Config(), update=False)) for _ in range(TIMES))
        print(f"loading, 50 seeds, {LEDGER} texts and pages in the ledger: {took:.0f} CPU ms")
        topic = learn_topic(again, Config(), update=False)
        print(f"kept texts have {topic.influence.feedback_share:.2f} of the seeds' weight")
    took = min(cpu(lambda: graded.judged(topic, rows)) for _ in range(TIMES)) / len(rows)
    print(f"article: {took:.3f} CPU ms")
    short = [(item["title"], item["summary"]) for item in items[:2_000]]
    took = min(cpu(lambda: [topic.judge_announcement(*each) for each in short]) for _ in range(TIMES))
    print(f"announcement: {took / len(short):.3f} CPU ms")
    print(f"a loaded topic takes {memory(folder / 'corpus'):.0f} MB")


def memory(folder: Path) -> float:
    """Return the megabytes by which opening a corpus and learning its topic let a new process grow."""
    queue = get_context("spawn").Queue()
    process = get_context("spawn").Process(target=_grown, args=(folder, queue))
    process.start()
    grown: float = queue.get()
    process.join()
    return grown


def _grown(folder: Path, queue: "Queue[float]") -> None:
    before = resident()
    with Corpus.open(folder) as corpus:
        topic = learn_topic(corpus, Config(), update=False)
        queue.put(resident() - before if topic.seeds else 0.0)


def resident() -> float:
    """Return the megabytes this process has in memory, as Linux counts them."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def fill(corpus: Corpus) -> None:
    """Put pages and records of a long life into the ledger."""
    pages = [
        (f"a:{n}", f"https://a.example/{n}", "a", "rejected", "off-topic", "", NOW.isoformat(), 1, "[]")
        for n in range(LEDGER)
    ]
    records = [
        (f"x{n}", n + 1000, f"{n:064x}", f"{n:064x}", "crawl", NOW.isoformat(), "t", None)
        for n in range(LEDGER)
    ]
    corpus.ledger.transaction(
        lambda db: (
            db.executemany(
                "INSERT INTO pages (key, url, outlet, verdict, reason, detail, at, attempts, steps) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                pages,
            ),
            db.executemany(
                "INSERT INTO records (name, number, sha256, normal_hash, origin, added_at, title, score) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                records,
            ),
        )
    )


def replay(folder: Path) -> None:
    """Let three outlets announce half a year day by day; title and summary stand for the article."""
    corpus = graded.new_corpus(folder / "corpus", graded.seed_texts())
    half_a_year(corpus)
    rows = graded.graded()
    topic = learn_topic(corpus, Config())
    print("\ngraded texts, judged by what the feed alone has taught:", end=" ")
    now = graded.judged(topic, rows)
    print(graded.aucs(now, rows), graded.shares(now, rows))


def replay_warm(folder: Path) -> None:
    """Let the corpus meet the graded texts first, without their grades: whole articles, as a crawl does."""
    corpus = graded.new_corpus(folder / "corpus", graded.seed_texts())
    for _ in range(2):
        live(corpus, graded.graded())
    half_a_year(corpus)


def half_a_year(corpus: Corpus) -> None:
    days: dict[str, list[Row]] = defaultdict(list)
    for item in graded.feed_items():
        days[item["fetched"][:10]].append(item)
    kept: list[tuple[str, str]] = []
    count = dict.fromkeys(
        ("announced", "fetched", "sampled", "sampled on", "sampled unsure", "borderline"), 0
    )
    for day, items in days.items():
        topic = learn_topic(corpus, Config())
        for outlet, announcements in graded.announced(items).items():
            fetch, sampled = asked(corpus, topic, outlet, announcements, day)
            count["announced"] += len(announcements)
            count["fetched"] += len(fetch)
            count["sampled"] += len(sampled)
            for announcement in fetch:
                row = graded.as_row(announcement)
                decision = topic.judge(row["title"], row["lead"], row["text"]).decision
                accepted = decision is Decision.ACCEPT
                corpus.ledger.yields.count_page(announcement, kept=accepted)
                unsure = decision is Decision.BORDERLINE
                count["borderline"] += unsure
                count["sampled on"] += accepted and announcement.key in sampled
                count["sampled unsure"] += unsure and announcement.key in sampled
                if accepted:
                    kept.append((day, announcement.title or ""))
                    live_one(corpus, topic, row)
    tell(count, kept)


def live_one(corpus: Corpus, topic: Topic, row: Row) -> None:
    from crawler.article import Article
    from crawler.errors import Rejected

    judgement = topic.judge(row["title"], row["lead"], row["text"])
    article = Article(row["id"], row["id"], "a", row["title"], row["lead"], (), NOW, topic=judgement)
    try:
        corpus.add(article)
    except Rejected:
        return


def asked(
    corpus: Corpus, topic: Topic, outlet: str, announcements: list[Announcement], day: str
) -> tuple[list[Announcement], set[str]]:
    yields = {(each.outlet, each.kind, each.name): each for each in corpus.ledger.yields.of(outlet)}
    sorted_out = select(
        announcements,
        known={},
        window=Window(None, None),
        judge=lambda each: topic.judge_announcement(each.title or "", each.summary),
        hopeless=topic.thresholds.hopeless,
        sampling=True,
        now=datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(days=1),
        expected_yield=lambda each: expected_yield(each, yields),
    )
    corpus.ledger.announcements.note(1, sorted_out.noted)
    return [each for each, _ in sorted_out.fetch], {each.key for each, _ in sorted_out.sampled}


def tell(count: dict[str, int], kept: list[tuple[str, str]]) -> None:
    print(json.dumps(count), f"kept {len(kept)}, fetched {count['fetched'] / count['announced']:.1%}")
    hopeless = count["announced"] - count["fetched"]
    print(RecallEstimate(hopeless, count["sampled"], count["sampled on"], count["sampled unsure"]))
    order = random.Random(11)
    print("\na hundred kept titles")
    for number, (_, title) in enumerate(order.sample(kept, min(100, len(kept))), 1):
        print(f"{number:3} {title}")
    chosen = sorted(order.sample(sorted({day for day, _ in kept}), 10))
    print("\nten days")
    for day, title in kept:
        if day in chosen:
            print(day, title)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        chosen = {"cost": cost, "replay": replay, "replay-warm": replay_warm}
        chosen[sys.argv[1] if len(sys.argv) > 1 else "cost"](Path(made))
