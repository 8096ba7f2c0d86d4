"""Several corpora in one run: a page is fetched once and offered to each; each keeps its own topic."""

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import Done, command_environment, delete_at_once, lay_out, run_press, texts_of
from support.keeping import keeping
from support.places import REPOSITORY

from crawler.newsroom.answers import Answer, Request
from crawler.newsroom.demo import build
from crawler.newsroom.expectations import Expectations, expectations
from crawler.newsroom.server import Newsroom
from crawler.newsroom.story import load_stories

RICE = REPOSITORY / "tests" / "support" / "rice"
SCHEDULES = """\
corpora:
  - folder: peninsula
  - folder: rice
    borderline: 0.35
contact: test@gomtin.example
outlet_modules: [spiders.demo]
politeness: {delay: 0}
reading: {workers: 1}
end: true
"""


@dataclass(frozen=True, slots=True)
class Crawled:
    home: Path
    done: Done
    again: Done
    asked: Counter[str]
    expected: Expectations

    def run(self, *args: str) -> Done:
        return run_press(None, self.home, *args)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    home = tmp_path_factory.mktemp("several")
    lay_out(home / "peninsula")
    run_press(None, home, "init", "rice", "--seeds", RICE)
    (home / "schedules.yaml").write_text(SCHEDULES, encoding="utf-8")
    with Newsroom() as newsroom:
        outlets = build(newsroom, load_stories(), datetime.now(UTC))
        done = run_press(newsroom, home, "crawl", "--json")
        asked = Counter(f"{visit.request.host}{visit.request.target}" for visit in newsroom.log)
        again = run_press(newsroom, home, "crawl", "--json")
        yield Crawled(home, done, again, asked, expectations(outlets, rewrites_once=True))


def titles(folder: Path) -> set[str]:
    return {text.partition("\n")[0] for text in texts_of(folder).values()}


def test_each_corpus_has_its_own_report(crawled: Crawled) -> None:
    assert crawled.done.code == 0, crawled.done.err[-2000:]
    assert [report["corpus"] for report in crawled.done.lines] == ["peninsula", "rice"]
    assert all(report["kept"] for report in crawled.done.lines)


def test_no_page_is_fetched_twice(crawled: Crawled) -> None:
    assert [address for address, times in crawled.asked.items() if times > 1] == []


def test_the_other_topic_changes_nothing_for_the_first(crawled: Crawled) -> None:
    seeds = {path.name for path in (REPOSITORY / "corpus").iterdir()}
    texts = texts_of(crawled.home / "peninsula")
    assert crawled.expected.mistakes([text for name, text in texts.items() if name not in seeds]) == []


def test_each_keeps_what_is_on_its_own_topic(crawled: Crawled) -> None:
    peninsula, rice = titles(crawled.home / "peninsula"), titles(crawled.home / "rice")
    story = "Hạt gạo đi xa: từ ruộng ba vụ đến kệ hàng châu Âu"
    assert story in rice - peninsula
    assert len(rice) == len(list(RICE.iterdir())) + 1
    assert not rice & peninsula


def test_a_second_run_keeps_nothing_new(crawled: Crawled) -> None:
    assert [report["kept"] for report in crawled.again.lines] == [0, 0]


def test_why_and_verify_know_both(crawled: Crawled) -> None:
    url = next(
        line.split()[-1]
        for line in crawled.run("why", "5", "--corpus", "rice").out.splitlines()
        if "https://" in line
    )
    elsewhere = crawled.run("why", url, "--corpus", "peninsula")
    assert "off-topic" in elsewhere.out or "hopeless" in elsewhere.out
    assert crawled.run("verify").code == 0
    assert len(crawled.run("status", "--json").lines) == 2
    assert crawled.run("outlets", "bensong").out.count("rss/tin-moi-nhat.rss") == 1
    paces = crawled.run("outlets", "bensong", "--json").last["channels"]
    assert {Path(pace["corpus"]).name for pace in paces} == {"peninsula", "rice"}


def test_a_command_for_one_corpus_asks_which(crawled: Crawled) -> None:
    for command in ("topic", "init", "quarantine"):
        done = crawled.run(command)
        assert done.code == 2
        assert "say which: --corpus peninsula, --corpus rice" in done.err


def test_a_corpus_without_a_folder_hides_no_other(crawled: Crawled, tmp_path: Path) -> None:
    file = tmp_path / "schedules.yaml"
    folders = "".join(f"  - folder: {crawled.home / name}\n" for name in ("peninsula", "nowhere"))
    file.write_text(f"corpora:\n{folders}outlet_modules: [spiders.demo]\nend: true\n", encoding="utf-8")

    for command in ("status", "stats", "verify"):
        done = crawled.run(command, "--json", "--schedules", str(file))
        assert (done.code, done.err.count("\n")) == (1, 1), done.err
        assert "nowhere: no such folder" in done.err
        assert all("peninsula" in line["corpus"] for line in done.lines)


def test_a_corpus_that_joins_later_gets_what_the_first_knows_already(
    crawled: Crawled, tmp_path: Path
) -> None:
    shutil.copytree(crawled.home / "peninsula", tmp_path / "peninsula")
    run_press(None, tmp_path, "init", "rice", "--seeds", RICE)
    (tmp_path / "schedules.yaml").write_text(SCHEDULES, encoding="utf-8")
    with Newsroom() as newsroom:
        build(newsroom, load_stories(), datetime.now(UTC))
        done = run_press(newsroom, tmp_path, "crawl", "--json")
    assert [report["kept"] for report in done.lines] == [0, 1]


def test_one_daemon_keeps_all(crawled: Crawled, tmp_path: Path) -> None:
    for folder, name in (("peninsula", "corpus"), ("rice", "rice")):
        shutil.copytree(crawled.home / folder, tmp_path / name)
    schedules = SCHEDULES.replace("folder: peninsula", "folder: corpus").replace(
        "end: true", "schedules: [{name: check, do: verify, every: 1h}]\nend: true"
    )
    (tmp_path / "schedules.yaml").write_text(schedules, encoding="utf-8")
    with keeping(tmp_path, command_environment(None)) as daemon:
        daemon.until(lambda: bool(daemon.rows("SELECT 1 FROM runs WHERE outcome = 'done'")))
        other = run_press(None, tmp_path, "daemon", "--corpus", "rice")
        status = run_press(None, tmp_path, "status", "--json")
        (tmp_path / "schedules.yaml").write_text(schedules.replace("  - folder: corpus\n", ""))
        daemon.describe("restart the daemon to change them")
        assert daemon.end()[0] == 0
    assert other.code == 1
    assert f"process {daemon.process.pid}" in other.err
    assert [Path(line["corpus"]).name for line in status.lines] == ["corpus", "rice"]
    assert [line["daemon"]["pid"] for line in status.lines] == [daemon.process.pid] * 2
    assert [line["schedules"][0]["last"]["outcome"] for line in status.lines] == ["done", "done"]


class Breaking(Newsroom):
    """Deletes one folder, and writes over the ledger of another, when so many pages were asked for."""

    def __init__(self, folder: Path, ledger: Path, pages: int) -> None:
        super().__init__()
        self.doomed, self.ledger, self.pages = folder, ledger, pages

    def answer(self, request: Request) -> Answer:
        if len(self.log) == self.pages:
            delete_at_once(self.doomed)
            for ending in ("", "-wal"):
                path = Path(f"{self.ledger}{ending}")
                with path.open("r+b") as file:
                    file.write(b"\xa5" * path.stat().st_size)
        return super().answer(request)


def test_a_corpus_without_seeds_and_one_that_fails_on_the_way_stop_only_themselves(tmp_path: Path) -> None:
    lay_out(tmp_path / "peninsula")
    lay_out(tmp_path / "lost")
    lay_out(tmp_path / "harmed")
    (tmp_path / "rice").mkdir()
    schedules = SCHEDULES.replace(
        "  - folder: rice", "  - folder: lost\n  - folder: harmed\n  - folder: rice"
    )
    (tmp_path / "schedules.yaml").write_text(schedules, encoding="utf-8")
    ledger = tmp_path / "harmed" / ".gomtin" / "ledger.db"
    with Breaking(tmp_path / "lost" / ".gomtin", ledger, pages=30) as newsroom:
        outlets = build(newsroom, load_stories(), datetime.now(UTC))
        done = run_press(newsroom, tmp_path, "crawl", "--json")
    reports = {report["corpus"]: report for report in done.lines}
    seeds = {path.name for path in (REPOSITORY / "corpus").iterdir()}
    texts = [text for name, text in texts_of(tmp_path / "peninsula").items() if name not in seeds]

    assert done.code == 1
    assert reports["peninsula"]["problems"] == []
    assert expectations(outlets, rewrites_once=True).mistakes(texts) == []
    assert "no seed texts" in reports["rice"]["problems"][0]
    (gone,) = reports["lost"]["problems"]
    assert "lost/.gomtin: renamed, deleted or replaced while it was in use" in gone
    assert reports["lost"]["excluded"] == gone
    told = [line for line in done.err.splitlines() if "lost" in line]
    assert told == [f"gomtin: {gone}"], done.err
    assert "rice" in done.err
    (harm,) = reports["harmed"]["problems"]
    assert "harmed/.gomtin/ledger.db: damaged while it was in use" in harm
    assert [line for line in done.err.splitlines() if "harmed" in line] == [f"gomtin: {harm}"], done.err
    assert not list(ledger.parent.glob("*corrupt*"))


@pytest.mark.parametrize("broken", ["folder", "state", "ledger", "locks"])
def test_a_corpus_that_cannot_be_used_ends_no_run(tmp_path: Path, broken: str) -> None:
    lay_out(tmp_path / "peninsula")
    run_press(None, tmp_path, "init", "rice", "--seeds", RICE)
    (tmp_path / "schedules.yaml").write_text(SCHEDULES, encoding="utf-8")
    inside = {"folder": "", "state": ".gomtin", "ledger": ".gomtin/ledger.db", "locks": ".gomtin/locks"}
    with Newsroom() as newsroom:
        build(newsroom, load_stories(), datetime.now(UTC))
        path = tmp_path / "rice" / inside[broken]
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        if broken != "folder":
            path.symlink_to("nowhere")
        done = run_press(newsroom, tmp_path, "crawl", "--json", "bensong")

    assert done.code == 1, done.err
    good, bad = done.lines
    assert (good["corpus"], good["problems"]) == ("peninsula", [])
    assert good["kept"]
    assert bad["corpus"] == "rice"
    (problem,) = bad["problems"]
    assert str(path.relative_to(tmp_path)) in problem
    told = [line for line in done.err.splitlines() if line.startswith("gomtin: ")]
    assert told == [f"gomtin: {problem}"]
    assert not (tmp_path / "rice").exists() or broken != "folder"
