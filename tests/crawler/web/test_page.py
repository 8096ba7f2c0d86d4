"""The page against a real browser's questions, and a hostile text in the corpus."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from crawler.article import Article
from crawler.corpus.corpus import Corpus
from crawler.reasons import Reason
from crawler.scheduling.runs import RunOutcome
from crawler.web.charts import bars, spark
from crawler.web.server import PageSource, application
from crawler.web.translations import REASONS_VI, WORDS, Language, language_of

HOSTILE = "<script>alert(1)</script> & \"tin\" 'x' {{ 7*7 }}"
SCHEDULES = "schedules:\n- {name: news, every: 1h}\nend: true\n"
Talk = Callable[[aiohttp.ClientSession, str], Awaitable[None]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    from crawler.text.normalize import content_hash

    paragraphs = (HOSTILE, "Một đoạn văn.")
    article = Article(
        url="javascript:alert(1)",
        key="k",
        outlet="<b>báo</b>",
        title=HOSTILE,
        lead=None,
        paragraphs=paragraphs,
        fetched_at=datetime.now(UTC),
        normal_hash=content_hash("\n".join((HOSTILE, *paragraphs))),
    )
    with Corpus.open(tmp_path / "corpus") as corpus:
        corpus.add(article, run=None)
    (tmp_path / "schedules.yaml").write_text(SCHEDULES)
    return tmp_path


def visit(folder: Path, talk: Talk) -> None:
    async def scene() -> None:
        source = PageSource(folder / "schedules.yaml", folder)
        runner = web.AppRunner(application(source), access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        try:
            async with aiohttp.ClientSession(trust_env=False) as source:
                await talk(source, f"http://127.0.0.1:{port}")
        finally:
            await runner.cleanup()

    asyncio.run(scene())


@pytest.mark.parametrize("path", ["/", "/text/0", "/?lang=vi", "/text/0?lang=vi"])
def test_a_hostile_text_is_only_text(folder: Path, path: str) -> None:
    async def talk(source: aiohttp.ClientSession, home: str) -> None:
        async with source.get(home + path) as answer:
            text = await answer.text()
            assert answer.status == 200
            assert "<script" not in text
            assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
            assert "{{ 7*7 }}" in text
            assert 'href="javascript:' not in text
            assert "script-src" not in answer.headers["Content-Security-Policy"]
            assert answer.headers["Content-Security-Policy"].startswith("default-src 'none';")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"

    visit(folder, talk)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Host": "127.0.0.1.evil.example:80"}, 403),
        ({"Host": "localhost"}, 200),
        ({"Host": "[::1]:8765"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "no-cors"}, 200),
    ],
)
@pytest.mark.parametrize("path", ["/", "/metrics", "/status.json"])
def test_foreign_pages_and_names_are_refused(
    folder: Path, headers: dict[str, str], status: int, path: str
) -> None:
    async def talk(source: aiohttp.ClientSession, home: str) -> None:
        async with source.get(home + path, headers=headers) as answer:
            assert answer.status == status

    visit(folder, talk)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_only_reading(folder: Path, method: str) -> None:
    async def talk(source: aiohttp.ClientSession, home: str) -> None:
        async with source.request(method, f"{home}/") as answer:
            assert answer.status == 405

    visit(folder, talk)


def test_other_addresses(folder: Path) -> None:
    async def talk(source: aiohttp.ClientSession, home: str) -> None:
        expected = {
            "/text/999": 404,
            "/text/x": 404,
            "/nowhere": 404,
            "/static/page.css": 200,
            "/static/..": 404,
            "/static/server.py": 404,
            "/healthz": 503,
        }
        found = {}
        for path in expected:
            async with source.get(home + path) as answer:
                found[path] = answer.status
        assert found == expected | {"/static/..": found["/static/.."]}
        assert found["/static/.."] in (404, 200)  # the client itself shortens it to /

    visit(folder, talk)


def test_figures(folder: Path) -> None:
    async def talk(source: aiohttp.ClientSession, home: str) -> None:
        async with source.get(f"{home}/metrics") as answer:
            text = await answer.text()
        assert 'gomtin_texts{origin="crawl"} 1.0' in text
        assert "gomtin_daemon_up 0.0" in text
        async with source.get(f"{home}/status.json") as answer:
            value = json.loads(await answer.text())
        assert value["counts"]["records"] == {"crawl": 1}
        assert [line["name"] for line in value["schedules"]] == ["news"]

    visit(folder, talk)


def test_it_listens_on_this_machine_only() -> None:
    from crawler.web import server

    text = Path(server.__file__).read_text(encoding="utf-8")
    assert 'host="127.0.0.1"' in text
    assert "0.0.0.0" not in text


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_vietnamese_words(reason: Reason) -> None:
    assert reason.code in REASONS_VI, "say it in Vietnamese: REASONS_VI in crawler/web/translations.py"


@pytest.mark.parametrize("outcome", RunOutcome)
def test_every_outcome_has_words(outcome: RunOutcome) -> None:
    assert outcome.value in WORDS


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "the corpus&#39;s disk is nearly full"), ("vi", "đĩa chứa kho sắp đầy: còn trống chưa tới")],
)
def test_alarms_are_told_in_the_language_of_the_page(folder: Path, language: str, sentence: str) -> None:
    (folder / "schedules.yaml").write_text(f"alarms: {{free_megabytes: 1000000000}}\n{SCHEDULES}")

    async def talk(source: aiohttp.ClientSession, home: str) -> None:
        async with source.get(f"{home}/?lang={language}") as answer:
            assert sentence in await answer.text()

    visit(folder, talk)


def test_both_languages_say_the_same_things() -> None:
    import string

    for english, vietnamese in WORDS.values():
        fields = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for text in (english, vietnamese)
        ]
        assert fields[0] == fields[1]


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [
        ("vi", "en", "vi"),
        (None, "vi-VN,en;q=0.5", "vi"),
        (None, "fr,en", "en"),
        ("xx", "", "en"),
        (None, "", "en"),
    ],
)
def test_the_language(asked: str | None, accepted: str, language: str) -> None:
    assert language_of(asked, accepted) is Language(language)


def test_charts_of_nothing_and_of_one() -> None:
    assert spark([]).points == "2.0,22.0"
    assert spark([0, 5]).points == "2.0,22.0 118.0,2.0"
    assert bars([]) == []
    assert bars([("a", 0), ("b", 2)])[1].height == 118


def test_each_of_several_corpora_has_its_pages(folder: Path) -> None:
    with Corpus.open(folder / "other"):
        pass
    (folder / "schedules.yaml").write_text("corpora: [{folder: corpus}, {folder: other}]\n" + SCHEDULES)

    async def talk(source: aiohttp.ClientSession, home: str) -> None:
        pages = {}
        for query in ("", "?corpus=2", "?corpus=99", "?corpus=%D9%A2"):
            async with source.get(f"{home}/{query}") as answer:
                pages[query] = await answer.text()
        assert 'aria-current="page">corpus<' in pages[""]
        assert 'aria-current="page">other<' in pages["?corpus=2"]
        assert 'href="?lang=vi&amp;corpus=2"' in pages["?corpus=2"]
        assert 'aria-current="page">corpus<' in pages["?corpus=99"]
        assert 'aria-current="page">corpus<' in pages["?corpus=%D9%A2"]
        async with source.get(f"{home}/text/0?corpus=2") as answer:
            assert answer.status == 404
        async with source.get(f"{home}/status.json?corpus=2") as answer:
            assert (await answer.json())["corpus"] == str(folder / "other")

    visit(folder, talk)
