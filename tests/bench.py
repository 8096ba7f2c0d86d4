"""`make bench`: the whole crawl against plain Scrapy on the same pages, and CPU by stage. Prints ratios.

Loopback only. One run holds both sides, so the ratios hold on a busy machine; single times do not.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from conftest import COMMAND, command_environment, lay_out

from crawler.newsroom.demo import DemoOutlet, build
from crawler.newsroom.server import Newsroom
from crawler.newsroom.story import load_stories

ROUNDS = 3
# The fifth outlet asks for a second between requests.
HOSTS = ("bensong", "phuongdong", "thoicuoc", "tinsommai")
SCHEDULES = """\
corpus: corpus
contact: bench@gomtin.example
outlet_modules: [spiders.demo]
politeness: {delay: 0, requests_per_host: 10000}
topic: {hopeless: -1}
end: true
"""
PLAIN = """
import json, sys
import scrapy
from scrapy.crawler import CrawlerProcess

class Plain(scrapy.Spider):
    name = "plain"
    async def start(self):
        for url in json.load(open(sys.argv[1])):
            yield scrapy.Request(url, errback=lambda failure: None)
    def parse(self, response):
        pass

process = CrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False,
                          "REMOTE_CONTROL_ENABLED": False, "CONCURRENT_REQUESTS_PER_DOMAIN": 1})
process.crawl(Plain)
process.start()
"""


def plain(newsroom: Newsroom, home: Path, urls: list[str]) -> float:
    """Return pages per second of Scrapy fetching the pages and doing nothing with them."""
    (home / "urls.json").write_text(json.dumps(urls), encoding="utf-8")
    newsroom.forget()
    arguments = [sys.executable, "-c", PLAIN, str(home / "urls.json")]
    subprocess.run(arguments, env=os.environ | newsroom.environment(), check=True)
    return pace(newsroom, set(urls))


def whole(newsroom: Newsroom, home: Path, urls: list[str]) -> tuple[float, float]:
    """Return pages per second of the whole crawl, and the reactor's longest stall in ms."""
    shutil.rmtree(home / "corpus", ignore_errors=True)
    lay_out(home / "corpus")
    (home / "schedules.yaml").write_text(SCHEDULES, encoding="utf-8")
    newsroom.forget()
    done = subprocess.run(
        [*COMMAND, "crawl", "--json", *HOSTS],
        cwd=home,
        env=command_environment(newsroom),
        capture_output=True,
        text=True,
        check=False,
    )
    result = json.loads(done.stdout.splitlines()[-1])
    return pace(newsroom, set(urls)), 1000 * result["longest_stall_seconds"]


def pace(newsroom: Newsroom, urls: set[str]) -> float:
    """Return articles per second as the newsroom saw them, so that neither side's start-up counts."""
    visits = [v.at for v in newsroom.log if f"https://{v.request.host}{v.request.target}" in urls]
    return (len(visits) - 1) / (visits[-1] - visits[0])


def stages(outlets: list[DemoOutlet], newsroom: Newsroom, home: Path) -> tuple[Counter[str], int]:
    """Lead all pages through the stages in this process; return CPU seconds by stage, and how many pages."""
    from crawler.article import Page
    from crawler.config.models import Config
    from crawler.corpus.corpus import Corpus
    from crawler.corpus.topic import learn_topic
    from crawler.crawl.corpus_session import CorpusSession
    from crawler.crawl.options import CrawlOptions
    from crawler.crawl.reading import CorpusView
    from crawler.crawl.writer import Writer
    from crawler.errors import Rejected
    from crawler.newsroom.answers import Request
    from crawler.outlets import loader as known
    from crawler.pipeline import load_stages
    from crawler.settings import EXAMINING, KEEPING
    from crawler.text.recurring import Recurring
    from pipelines.extract import Extract

    shutil.rmtree(home / "staged", ignore_errors=True)
    config = Config(corpus=lay_out(home / "staged"))
    declared = known.load(("spiders.demo",))
    spent: Counter[str] = Counter()
    pages = 0
    with Corpus.open(config.corpus) as corpus:
        topic = learn_topic(corpus, config)
        view: Any = CorpusView(Recurring())
        write = Writer()
        corpus_session = CorpusSession(config, CrawlOptions(), corpus=corpus, topic=topic, run=0, write=write)
        made = [Extract(), *load_stages(EXAMINING, view), *load_stages(KEEPING, corpus_session)]
        for outlet in outlets:
            spider = declared[outlet.name]
            for item in outlet.paper.prints:
                url = outlet.paper.url(item)
                answer = newsroom.answer(
                    Request("GET", "https", outlet.paper.host, outlet.paper.path(item), {})
                )
                page = Page(
                    url, url, outlet.name, bytes(answer.body), "text/html", datetime.now(UTC), spider.reading
                )
                pages += 1
                thing: object = page
                for stage in made:
                    began = time.process_time()
                    try:
                        thing = asyncio.run(settled(stage.process_item(thing)))
                    except Rejected:
                        break
                    finally:
                        spent[type(stage).__name__.lower()] += time.process_time() - began
        write.close()
    return spent, pages


async def settled(value: object) -> object:
    return await value if asyncio.iscoroutine(value) else value


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, Newsroom() as newsroom:
        home = Path(folder)
        outlets = build(newsroom, load_stories(), datetime.now(UTC))
        papers = [outlet.paper for outlet in outlets if outlet.name in HOSTS]
        urls = [paper.url(item) for paper in papers for item in paper.prints]
        ratios = []
        for number in range(1, ROUNDS + 1):
            baseline = plain(newsroom, home, urls)
            ours, stall = whole(newsroom, home, urls)
            ratios.append(ours / baseline)
            print(
                f"round {number}: plain Scrapy {baseline:.1f} pages/s, whole crawl {ours:.1f} pages/s,"
                f" ratio {ours / baseline:.2f}, longest stall {stall:.0f} ms"
            )
        print(f"median ratio {sorted(ratios)[len(ratios) // 2]:.2f}")
        spent, pages = stages(outlets, newsroom, home)
        for name, seconds in spent.items():
            print(f"{name:<10} {1000 * seconds / pages:6.2f} CPU ms a page")
        print(f"all stages {1000 * spent.total() / pages:6.2f} CPU ms a page, {pages} pages")


if __name__ == "__main__":
    main()
