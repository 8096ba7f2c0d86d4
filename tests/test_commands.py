"""The commands as a user types them: what they print, and how they end."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import COMMAND, Done, Press, command_environment, lay_out, run_press
from support.places import REPOSITORY
from support.samples import articles_like_them, no_articles

ON = json.loads((REPOSITORY / "crawler/newsroom/stories/on.json").read_text(encoding="utf-8"))
OFF = json.loads((REPOSITORY / "crawler/newsroom/stories/off.json").read_text(encoding="utf-8"))


def run(home: Path, *args: str | Path) -> Done:
    return run_press(None, home, *args)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    lay_out(tmp_path / "corpus")
    return tmp_path


def offer(home: Path, *texts: dict[str, object]) -> Path:
    path = home / "texts.jsonl"
    path.write_text("".join(json.dumps(text, ensure_ascii=False) + "\n" for text in texts), encoding="utf-8")
    return path


def text_of(story: dict[str, object], **more: object) -> dict[str, object]:
    paragraphs = story["paragraphs"]
    assert isinstance(paragraphs, list)
    return {
        "id": story["id"],
        "title": story["title"],
        "lead": story["lead"],
        "text": "\n".join(paragraphs),
        **more,
    }


def test_help_imports_nothing_heavy() -> None:
    heavy = ("scrapy", "trafilatura", "pydantic", "rich")
    code = f"import sys, crawler.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=REPOSITORY, check=True
    )

    assert done.stdout.strip() == "[]"


def test_a_wrong_command_is_told_the_right_one(home: Path) -> None:
    done = run(home, "crwl")

    assert done.code == 2
    assert "did you mean 'crawl'?" in done.err


def test_init_takes_seeds_over_as_they_are(tmp_path: Path) -> None:
    seeds = tmp_path / "mine"
    seeds.mkdir()
    (seeds / "một.txt").write_bytes("Một tiêu đề\r\nMột đoạn.\n".encode())
    (seeds / "003_0123456789abcdef.txt").write_bytes(b"Hai\nHai.")

    done = run(tmp_path, "init", "new", "--seeds", seeds, "--json")

    assert done.code == 0
    names = done.last["seeds"]
    assert "003_0123456789abcdef.txt" in names
    assert sorted((tmp_path / "new" / name).read_bytes() for name in names) == sorted(
        path.read_bytes() for path in seeds.iterdir()
    )


def test_no_corpus_says_how_to_start_one(tmp_path: Path) -> None:
    done = run(tmp_path, "crawl", "--corpus", "nowhere")

    assert done.code == 2
    assert "gomtin init nowhere" in done.err


def test_no_seeds_says_how_to_take_some_over(tmp_path: Path) -> None:
    run(tmp_path, "init", "empty")

    done = run(tmp_path, "crawl", "--corpus", "empty", "vnexpress")

    assert done.code == 2
    assert "--seeds DIR" in done.err


def test_an_unknown_outlet_gets_the_nearest_name(home: Path) -> None:
    done = run(home, "crawl", "vnexpres")

    assert done.code == 2
    assert "did you mean vnexpress?" in done.err


def test_a_wrong_configuration_is_refused_with_its_line(home: Path) -> None:
    (home / "schedules.yaml").write_text("politeness: {dealy: 1}\nend: true\n", encoding="utf-8")

    done = run(home, "stats")

    assert done.code == 2
    assert done.err.startswith(
        "gomtin: schedules.yaml:1: politeness.dealy: unknown key; did you mean 'delay'?"
    )


def test_status_names_what_no_crawl_can_run_with_and_shows_the_rest(home: Path) -> None:
    (home / "schedules.yaml").write_text(
        "politeness: {dealy: 1}\ncorpus: corpus\noutlet_modules: [bao_hong]\n"
        "schedules: [{name: tin, every: 1h}]\nend: true\n",
        encoding="utf-8",
    )
    (home / "bao_hong.py").write_text("import mo_dun_khong_co\n", encoding="utf-8")
    paths = {"PYTHONPATH": f"{home}{os.pathsep}{REPOSITORY}", "https_proxy": "socks5://may.example:1"}

    done = run_press(None, home, "status", "--json", **paths)
    shown = run_press(None, home, "status", **paths)

    assert (done.code, shown.code) == (2, 2)
    assert done.err.startswith("gomtin: schedules.yaml:1: politeness.dealy: unknown key;")
    (alarm,) = (alarm for alarm in done.last["alarms"] if alarm["name"] == "crawl")
    for cause in ("politeness.dealy", "bao_hong cannot be imported: line 1:", "HTTPS_PROXY"):
        assert cause in alarm["message"]
        assert cause in shown.out
    assert [schedule["name"] for schedule in done.last["schedules"]] == ["tin"]

    (home / "schedules.yaml").write_text(
        "corpus: corpus\nschedules: [{name: tin, every: 1h, outlets: [bao_khong_co]}]\nend: true\n",
        encoding="utf-8",
    )
    told = run(home, "status", "--check")
    assert told.code == 1
    assert "schedules.yaml:2: tin: no outlet is called 'bao_khong_co'" in told.out


@pytest.mark.parametrize("arguments", [["stats", "--json"], ["topic"], ["--help"]])
def test_an_output_that_takes_nothing_is_one_sentence(home: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, *arguments],
            cwd=home,
            env=command_environment(None),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert done.stderr == "gomtin: standard output cannot be written: No space left on device\n"


def test_judge(home: Path) -> None:
    done = run(home, "judge", "--json", offer(home, text_of(ON[0]), text_of(OFF[0])))

    on, off = done.lines
    assert (on["id"], on["language"], on["topic"]["decision"]) == (ON[0]["id"], "vi", "accept")
    assert off["topic"]["decision"] == "reject"
    assert on["topic"]["score"] > off["topic"]["score"]
    assert all(isinstance(term, str) and 0 < share <= 1 for term, share in on["topic"]["terms"])


def test_judge_reads_text_files_and_names_a_bad_line(home: Path) -> None:
    done = run(home, "judge", "--json", *sorted((home / "corpus").glob("*.txt"))[:2])
    assert [line["topic"]["decision"] for line in done.lines] == ["accept", "accept"]

    (home / "bad.jsonl").write_text('{"id": 1, "title": "x", "text": "y"}\nnot json\n', encoding="utf-8")
    done = run(home, "judge", "--json", "bad.jsonl")
    assert done.code == 1
    assert done.err == "gomtin: bad.jsonl:2: no JSON value: Expecting value at column 1\n"
    assert [line["id"] for line in done.lines] == [1]


def test_intake_keeps_once_and_says_why(home: Path) -> None:
    texts = offer(
        home,
        text_of(
            ON[0],
            url="https://vnexpress.net/bai-mot-5100001.html",
            published="2026-11-01T08:00:00+07:00",
            text="\n".join([*ON[0]["paragraphs"], "Tin, ảnh: Hà Thu"]),
        ),
        text_of(ON[0], id="again"),
        text_of(OFF[0]),
    )

    dry = run(home, "intake", "--dry-run", "--json", texts)
    assert [line["verdict"] for line in dry.lines] == ["kept", "duplicate", "rejected"]
    assert len(list((home / "corpus").glob("*.txt"))) == 8

    done = run(home, "intake", "--json", texts)
    kept, again, off = done.lines
    assert (kept["verdict"], kept["number"]) == ("kept", 8)
    assert (again["verdict"], again["reason"], again["duplicate_of"]) == ("duplicate", "same-text", 8)
    assert (off["verdict"], off["reason"]) == ("rejected", "off-topic")
    assert (home / "corpus" / kept["file"]).read_text(encoding="utf-8") == "\n".join(
        [ON[0]["title"], ON[0]["lead"], *ON[0]["paragraphs"]]
    )

    once_more = run(home, "intake", "--json", texts)
    assert [line["verdict"] for line in once_more.lines] == ["duplicate", "duplicate", "rejected"]

    why = run(home, "why", "--json", "8").last
    assert why["record"]["origin"] == "intake"
    assert why["page"]["key"] == "vnexpress:5100001"
    assert [step["stage"] for step in why["page"]["steps"]][-1] == "store"
    assert run(home, "why", "https://m.vnexpress.net/bai-mot-5100001.html?utm_source=x").code == 0
    assert "dropped in clean, credit: Tin, ảnh: Hà Thu" in run(home, "why", "8", "--dropped").out
    [deletion] = run(home, "stats", "--json").last["dropped"]
    assert (deletion["outlet"], deletion["rule"], deletion["articles"]) == ("vnexpress", "credit", 1)


def test_a_deleted_text_is_told_and_neither_it_nor_a_copy_comes_back(home: Path) -> None:
    text = text_of(ON[0], url="https://vnexpress.net/bai-mot-5100001.html")
    (kept,) = run(home, "intake", "--json", offer(home, text)).lines
    (home / "corpus" / kept["file"]).unlink()
    edited = {**text, "id": "b", "url": "", "title": f"Bản tin lại: {text['title']}"}

    again = run(home, "intake", "--json", offer(home, text, edited)).lines

    assert [(line["verdict"], line["duplicate_of"]) for line in again] == [("duplicate", kept["number"])] * 2
    assert "deleted: the folder has no such file" in run(home, "why", str(kept["number"])).out
    assert run(home, "why", "--json", str(kept["number"])).last["deleted"] is True


def bad_lines(good: dict[str, object]) -> list[str]:
    """Return lines that hold no text, each in its own way."""
    half = r'"\ud83d"'
    fields = [
        f'"title": {half}',
        f'"id": {half}',
        '"id": [1]',
        '"id": 1e999',
        '"title": 5',
        '"lead": ["một", "hai"]',
        '"text": {"a": 1}',
        '"text": null, "title": null, "lead": null',
    ]
    whole = json.dumps(good, ensure_ascii=False).removesuffix("}")
    return ["không", "[" * 50_000, '"chữ"', *(f"{whole}, {field}}}" for field in fields)]


def test_a_bad_line_of_texts_harms_only_itself(home: Path) -> None:
    first, last = text_of(ON[0]), text_of(ON[1], title=f"{ON[1]['title']}\x00")
    bad = bad_lines(text_of(ON[2]))
    lines = [json.dumps(first), *bad, "", json.dumps(last, ensure_ascii=False)]
    (home / "texts.jsonl").write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode() + b"\r\nv\xe9\r\n")

    kept = run(home, "intake", "--json", "texts.jsonl")
    judged = run(home, "judge", "--json", "texts.jsonl")

    for done, refused in ((kept, len(bad) + 1), (judged, len(bad) + 1)):
        assert done.code == 1
        assert [line["id"] for line in done.lines] == [ON[0]["id"], ON[1]["id"]]
        told = [line.split(":")[2] for line in done.err.splitlines()]
        assert told == [str(number) for number in range(2, refused + 1)] + [str(len(lines) + 1)]
        assert "Traceback" not in done.err
    assert [line["verdict"] for line in kept.lines] == ["kept", "kept"]
    assert "2 kept, 12 lines refused" in run(home, "intake", "--dry-run", "texts.jsonl").out.replace(
        "duplicate", "kept"
    )


def test_a_file_that_is_no_text_is_told_and_the_others_are_judged(home: Path) -> None:
    (home / "to.txt").write_bytes(b"a" * 5_000_000)
    seed = next((home / "corpus").glob("*.txt"))

    done = run(home, "judge", "--json", "to.txt", seed)

    assert done.code == 1
    assert done.err == "gomtin: to.txt: longer than 4,000,000 bytes; no text of a corpus\n"
    assert [line["id"] for line in done.lines] == [seed.name]


def test_intake_mends_a_text_in_viscii(home: Path) -> None:
    """It has letters among the control characters; eth for đ is one of its letters, too."""
    in_viscii = str.maketrans("địạảấếềểệộ", "\xf0\xb8\xd5\xe4\xa4\xaa\xab\xac\xae\xb5")
    texts = [text_of(ON[0], text=str(text_of(ON[0])["text"]).translate(in_viscii))]

    done = run(home, "intake", "--json", offer(home, *texts))

    assert (done.code, done.err, done.last["verdict"]) == (0, "", "kept")
    kept = (home / "corpus" / done.last["file"]).read_text(encoding="utf-8")
    assert kept == "\n".join([str(ON[0]["title"]), str(ON[0]["lead"]), str(text_of(ON[0])["text"])])


def test_intake_takes_a_text_whose_date_is_none_and_says_so(home: Path) -> None:
    dates = ("hôm qua", "31/02/2026", 20261101, "02/11/2026 08:00", "2026-11-03T08:00:00", None)
    texts = [text_of(story, published=date) for story, date in zip(ON, dates, strict=False)]

    done = run(home, "intake", "--json", offer(home, *texts))

    assert done.code == 1
    assert {line["verdict"] for line in done.lines} <= {"kept", "duplicate", "version"}
    assert len(done.lines) == len(dates)
    assert [line.split(":")[2] for line in done.err.splitlines()] == ["1", "2", "3"]
    assert done.err.count("'published' is no date: ") == 3
    number = done.lines[3]["number"]
    assert run(home, "why", "--json", str(number)).last["record"]["published"] == "2026-11-02 08:00:00+07:00"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://bao.example/1", "/bai/1.html", "http://[::1", " "]
)
def test_intake_refuses_what_is_no_address(home: Path, url: str) -> None:
    done = run(home, "intake", "--json", offer(home, text_of(ON[0], url=url), text_of(ON[1])))

    assert (done.code, len(done.lines)) == (1, 1)
    assert done.err.startswith("gomtin: texts.jsonl:1: 'url' is no address on the public web: ")
    assert done.err.count("\n") == 1


STRANGE = """
import crawler.settings

crawler.settings.EXAMINING = ("strange.Strange", *crawler.settings.EXAMINING)
"""
STRANGE_STAGE = """
import os


class Strange:
    @classmethod
    def from_session(cls, session):
        return cls()

    def process_item(self, item):
        if "mãi mãi" in item.text:
            bytearray(1 << 50)
        if "chết" in item.text:
            os.abort()
        return item

    def describe(self, item):
        return ""
"""


def test_a_text_that_no_worker_ends_with_harms_only_itself(home: Path) -> None:
    """What a text may do to whoever looks at it is done by a stage of the user's here."""
    (home / "sitecustomize.py").write_text(STRANGE, encoding="utf-8")
    (home / "strange.py").write_text(STRANGE_STAGE, encoding="utf-8")
    bad = [text_of(ON[2], lead=f"{word}.") for word in ("Mãi mãi, mãi mãi", "Đã chết")]
    texts = offer(home, text_of(ON[0]), *bad, text_of(ON[1]))

    # A process of its own with a server of its own: what the tests share has been started without this stage.
    done = subprocess.run(
        [*COMMAND, "intake", "--json", texts],
        cwd=home,
        env=command_environment(None, PYTHONPATH=f"{REPOSITORY}{os.pathsep}{home}"),
        capture_output=True,
        text=True,
        check=False,
    )

    kept = [json.loads(line)["verdict"] for line in done.stdout.splitlines()]
    assert (done.returncode, kept) == (1, ["kept", "kept"]), done.stderr
    assert [line.split(":")[2:4] for line in done.stderr.splitlines()] == [
        ["2", " reader-memory"],
        ["3", " reader-crash"],
    ]


def test_intake_says_what_is_no_article(home: Path) -> None:
    samples = [*no_articles(), *articles_like_them()]
    texts = [
        {"id": number, "title": title, "text": "\n".join(lines)}
        for number, (_, title, lines) in enumerate(samples)
    ]

    done = run(home, "intake", "--json", offer(home, *texts))

    wanted = [reason.code for reason, _, _ in no_articles()]
    assert [line["reason"] for line in done.lines[: len(wanted)]] == wanted
    assert not {line["reason"] for line in done.lines[len(wanted) :]} & set(wanted)
    assert all(line["topic"] for line in done.lines if line["verdict"] == "quarantined")


def test_why_of_the_unknown(home: Path) -> None:
    done = run(home, "why", "https://vnexpress.net/khong-co-5999999.html")

    assert done.code == 1
    assert "not known" in done.err


def test_read_tells_what_a_saved_page_holds(home: Path) -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in ON[0]["paragraphs"])
    page = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{ON[0]["title"]}</title>
    <link rel="canonical" href="https://songxanh.example/bai-1.html">
    <meta property="article:published_time" content="2026-11-01T08:00:00+07:00"></head><body>
    <h1>{ON[0]["title"]}</h1><h2 class="sapo">{ON[0]["lead"]}</h2><article>{body}</article></body></html>"""
    (home / "page.html").write_text(page, encoding="utf-8")
    (home / "page.html.gz").write_bytes(gzip.compress(page.encode()))
    (home / "shell.html").write_text("<html><body><div id=app></div></body></html>", encoding="utf-8")

    done = run(home, "read", "--json", "page.html", "page.html.gz", "shell.html")

    first, packed, shell = done.lines
    assert first["text"] == "\n".join([ON[0]["title"], ON[0]["lead"], *ON[0]["paragraphs"]])
    assert first["published"] == "2026-11-01T08:00:00+07:00"
    assert first["reason"] is None
    assert packed["text"] == first["text"]
    assert shell["text"] is None
    assert shell["reason"] in ("script-shell", "empty", "no-title")
    assert done.code == 1


def test_verify_and_status_on_a_fresh_corpus(home: Path) -> None:
    assert run(home, "verify").code == 0
    assert run(home, "status", "--json").code == 0


def test_outlets_lists_them(home: Path) -> None:
    names = [line["outlet"] for line in run(home, "outlets", "--json").lines]

    assert {"vnexpress", "tuoitre", "dantri"} <= set(names)


def test_read_takes_the_pages_of_a_warc_file(home: Path) -> None:
    address = "https://songxanh.example/bai-1.html"
    body = "".join(f"<p>{paragraph}</p>" for paragraph in ON[0]["paragraphs"])
    page = f"<html><head><title>x</title></head><body><h1>{ON[0]['title']}</h1>{body}</body></html>"
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2026-11-01T01:00:00Z\r\n"
        f"WARC-Target-URI: {address}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    (home / "pages.warc.gz").write_bytes(gzip.compress(head.encode() + answer + b"\r\n\r\n"))
    (home / "torn.warc").write_bytes(b"no WARC at all")

    done = run(home, "read", "--json", "pages.warc.gz")
    assert (done.last["url"], done.last["title"]) == (address, ON[0]["title"])
    assert done.last["paragraphs"] == ON[0]["paragraphs"]

    torn = run(home, "read", "torn.warc")
    assert torn.code == 2
    assert "torn.warc: not a WARC file" in torn.err


@pytest.mark.parametrize(
    ("window", "message"),
    [
        (("--since", "2026-03-09", "--until", "2026-03-01"), "lies before --since"),
        (("--since", "2999-01-01"), "lies in the future"),
    ],
)
def test_a_window_that_holds_no_day_is_refused(
    press: Press, corpus: Path, window: tuple[str, ...], message: str
) -> None:
    done = press("crawl", "--corpus", corpus, *window)

    assert done.code == 2
    assert message in done.err
    assert len(done.err.strip().splitlines()) == 1
