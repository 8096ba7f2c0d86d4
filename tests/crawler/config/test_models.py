"""schedules.yaml: what is accepted, and the one line each mistake gets."""

import json
import re
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from crawler.config import loading, yaml_tree
from crawler.config.models import Config
from crawler.config.schedule import Schedule
from crawler.daemon.catalogue import Entry, check, chosen
from crawler.errors import ConfigError

WHOLE = """\
corpus: texts
timezone: Asia/Ho_Chi_Minh
politeness:
  delay: 2.5
schedules:
  - name: news
    every: 30m
    outlets: [vnexpress]
  - name: nightly
    do: verify
    at: "04:15"
end: true
"""


def load(tmp_path: Path, text: str) -> Config:
    path = tmp_path / "schedules.yaml"
    path.write_text(text, encoding="utf-8")
    return loading.load(path)


def test_a_whole_file(tmp_path: Path) -> None:
    result = load(tmp_path, WHOLE)

    assert tmp_path / "texts" == result.corpus
    assert result.politeness.delay == 2.5
    assert timedelta(minutes=30) == result.schedules[0].every
    assert ("vnexpress",) == result.schedules[0].outlets
    assert result.schedules[1].at == "04:15"


def test_the_shipped_file_is_right() -> None:
    result = loading.load(Path(__file__).parents[3] / "schedules.yaml")

    assert [schedule.name for schedule in result.schedules] == ["news", "check-folder"]


EVERYTHING = """\
corpus: texts
contact: me@example.org
timezone: Asia/Bangkok
outlet_modules: [spiders, elsewhere]
politeness: {delay: 2, requests_per_host: 50}
crawl: {newest: 3d, deadline: 20m}
topic: {accept: 0.7, borderline: 0.5, hopeless: 0}
reading: {workers: 1, seconds: 10, megabytes: 1024}
children: {megabytes: 2048, files: 512, logs: 10}
alarms:
  intervals: 2
  outlet_runs: 5
  no_text: 2d
  free_megabytes: 100
  quarantined: 50
  repeat: 12h
  command: [logger, -t, gomtin]
  webhook: https://hooks.example.org/gomtin
  webhook_hosts: [hooks.example.org]
schedules:
  - {name: all, every: 30m, outlets: all, deadline: 10m}
  - {name: some, cron: "*/20 6-22 * * 1-5", outlets: [vnexpress, vccorp]}
  - {name: leap, cron: "0 4 29 2 *"}
  - {name: old, do: back-catalogue, every: 1d, since: 2020-01-31, days: 3}
  - {name: check, do: verify, at: "04:15"}
  - {name: digest, do: report, at: 08:00}
end: true
"""
ONE = "schedules:\n- {name: a, every: 1h, "
MISTAKES: dict[str, tuple[str, str]] = {
    "key": (
        "politeness:\n  dealy: 1\n",
        "schedules.yaml:2: politeness.dealy: unknown key; did you mean 'delay'?",
    ),
    "top-key": ("schedule: []\n", "schedules.yaml:1: schedule: unknown key; did you mean 'schedules'?"),
    "deep-key": (
        ONE + "outlet: [x]}\n",
        "schedules.yaml:2: schedules.0.outlet: unknown key; did you mean 'outlets'?",
    ),
    "no": ("politeness:\n  delay: no\n", "politeness.delay: must be a valid number (not 'no')"),
    "yes-end": ("corpus: x\nend: yes\n", "the key 'end' stands here twice"),
    "word-number": ("reading: {workers: two}\n", "reading.workers: must be a valid integer (not 'two')"),
    "quoted-number": ("reading: {workers: '2'}\n", "reading.workers: must be a valid integer (not '2')"),
    "float": ("reading: {workers: 1.5}\n", "reading.workers: must be a valid integer (not 1.5)"),
    "range": ("reading: {workers: 0}\n", "reading.workers: must be greater than or equal to 1 (not 0)"),
    "negative": (
        "politeness: {delay: -1}\n",
        "politeness.delay: must be greater than or equal to 0 (not -1)",
    ),
    "unit": (
        "crawl: {newest: 14 days}\n",
        "crawl.newest: write a number and a unit: 90s, 30m, 6h or 2d; at most 99999d (not '14 days')",
    ),
    "for ever": (
        "crawl: {newest: 99999999d}\n",
        "crawl.newest: write a number and a unit: 90s, 30m, 6h or 2d; at most 99999d (not '99999999d')",
    ),
    "bare-number": ("schedules:\n- {name: a, every: 30}\n", "schedules.0.every: write a number and a unit"),
    "hour": (
        "schedules:\n- {name: a, at: '25:00'}\n",
        "schedules.0.at: '25:00' does not look as it must: run daily at HH:MM",
    ),
    "short-hour": ("schedules:\n- {name: a, at: 4:15}\n", "schedules.0.at: '4:15' does not look as it must"),
    "minute": ("schedules:\n- {name: a, every: 30s}\n", "schedules.0: 'every' is at least 1m"),
    "both": ("schedules:\n- {name: a, every: 1h, at: '04:15'}\n", "give one of 'every', 'at' and 'cron'"),
    "neither": ("schedules:\n- {name: a}\n", "give one of 'every', 'at' and 'cron'"),
    "cron": ("schedules:\n- {name: a, cron: '61 * * * *'}\n", "schedules.0.cron: "),
    "cron-parts": ("schedules:\n- {name: a, cron: hourly}\n", "a cron line has five parts"),
    "nameless": ("schedules:\n- {every: 1h}\n", "schedules.yaml:2: schedules.0.name: is missing"),
    "name": (
        "schedules:\n- {name: My News, every: 1h}\n",
        "'My News' does not look as it must: its name in status and logs",
    ),
    "twice": ("schedules:\n- {name: a, every: 1h}\n- {name: a, every: 2h}\n", "two schedules are called 'a'"),
    "do": (ONE + "do: crawll}\n", "schedules.0.do: 'crawll' is not one of its words; did you mean 'crawl'?"),
    "corpus-and-corpora": (
        "corpus: a\ncorpora: [{folder: b}]\n",
        "schedules.yaml:1: file: give 'corpus' or 'corpora', not both",
    ),
    "corpora-one-in-the-other": (
        "corpora: [{folder: a}, {folder: ./a/b}]\n",
        "two corpora lie in the folder 'a'",
    ),
    "corpora-key": (
        "corpora:\n  - folder: a\n    acept: 0.5\n",
        "schedules.yaml:3: corpora.0.acept: unknown key; did you mean 'accept'?",
    ),
    "corpora-order": (
        "corpora: [{folder: a, accept: 0.3}]\n",
        "a: the thresholds must stand in order: hopeless <= borderline <= accept",
    ),
    "no-list": (
        "schedules: {name: a, every: 1h}\n",
        "schedules.yaml:1: schedules: must be a list, as in [one, two]",
    ),
    "no-keys": ("schedules: [news]\n", "schedules.0: must be keys, as in 'name: news' (not 'news')"),
    "since": (ONE + "since: 2026-01-01}\n", "'since' is needed with 'do: back-catalogue', and only there"),
    "no-since": (ONE + "do: back-catalogue}\n", "'since' is needed with 'do: back-catalogue'"),
    "day": (ONE + "do: back-catalogue, since: 31.1.2026}\n", "write a day as 2026-01-31 (not '31.1.2026')"),
    "report-outlets": (ONE + "do: report, outlets: [a]}\n", "'do: report' takes no outlets"),
    "webhook": ("alarms: {webhook: 'https://a.example/x'}\n", "the webhook's host 'a.example' is not listed"),
    "webhook-http": (
        "alarms: {webhook: 'http://a.example/x', webhook_hosts: [a.example]}\n",
        "alarms.webhook: ",
    ),
    "since-to-come": (
        "schedules:\n- name: a\n  every: 1d\n  do: back-catalogue\n  since: 2999-01-01\n",
        "schedules.yaml:5: schedules.0.since: 2999-01-01 lies in the future; today is 2",
    ),
    "cron-never": (
        "schedules:\n- name: a\n  cron: '0 4 30-31 feb *'\n",
        "schedules.yaml:3: schedules.0.cron: this moment never comes",
    ),
    "cron-no-31st": ("schedules:\n- {name: a, cron: '0 4 31 4,6 *'}\n", "this moment never comes"),
    "retry-order": (
        "crawl:\n  retry: [6h, 1h]\n",
        "schedules.yaml:1: crawl: the pauses of 'retry' must grow",
    ),
    "retry-nothing": ("crawl: {retry: [0s, 1h]}\n", "the pauses of 'retry' must grow"),
    "give-up": (
        "crawl: {retry: [1h, 3d], give_up: 1d}\n",
        "crawl: 'give_up' is at least the last pause of 'retry', 3d",
    ),
    "order": ("topic: {accept: 0.2}\n", "the thresholds must stand in order"),
    "workers": ("children: {megabytes: 600}\n", "reading.megabytes is more than children.megabytes allows"),
    "zone": ("timezone: Hanoi\n", "schedules.yaml:1: timezone: no such time zone"),
    "duplicate": ("corpus: a\ncorpus: b\n", "schedules.yaml:2: the key 'corpus' stands here twice"),
    "alias": ("a: &x 1\nb: *x\n", "schedules.yaml:1: aliases (*name) are not used here"),
    "bomb": ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "aliases (*name) are not used here"),
    "tab": ("politeness:\n\tdelay: 1\n", "schedules.yaml:2: not valid YAML"),
    "bracket": ("schedules: [\n", "not valid YAML"),
    "python": ("corpus: !!python/object/apply:os.system [ls]\n", "not valid YAML"),
    "control": ("corpus: a\x07b\n", "not valid YAML"),
    "list-key": ("? [a, b]\n: 1\n", "not valid YAML"),
    "deep": ("corpus: " + "[" * 3000 + "\n", "not valid YAML"),
    "empty-corpus": ("corpus: ''\n", "schedules.yaml:1: corpus: "),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("corpus: texts\n", "schedules.yaml:2: the last line 'end: true' is missing"),
        ("- just a list\n", "schedules.yaml:1: expected keys such as 'corpus:'"),
        ("", "expected keys such as 'corpus:'"),
    ],
)
def test_a_file_that_is_not_whole(tmp_path: Path, text: str, expected: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)

    assert expected in str(caught.value)


def test_a_file_with_everything(tmp_path: Path) -> None:
    result = load(tmp_path, EVERYTHING)

    assert [one.timing for one in result.schedules] == [
        "every 30m",
        "cron */20 6-22 * * 1-5",
        "cron 0 4 29 2 *",
        "every 1d",
        "at 04:15",
        "at 08:00",
    ]
    assert result.schedules[0].outlets == ("all",)


def test_several_corpora(tmp_path: Path) -> None:
    text = "corpora: [{folder: a}, {folder: /b, accept: 0.7}]\ntopic: {borderline: 0.5}\nend: true\n"
    loaded = load(tmp_path, text)

    first, second = loaded.parts()

    assert [part.corpus for part in (loaded, first, second)] == [tmp_path / "a", tmp_path / "a", Path("/b")]
    assert (first.topic.accept, first.topic.borderline) == (0.6, 0.5)
    assert (second.topic.accept, second.topic.borderline) == (0.7, 0.5)
    assert loaded.part(tmp_path / "x" / ".." / "a") == first.model_copy(
        update={"corpus": tmp_path / "x" / ".." / "a"}
    )
    assert loaded.part(Path("/other")).topic.accept == 0.6


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "schedules.yaml"
    path.write_bytes("corpus: văn bản\nend: true\n".encode("utf-16"))
    with pytest.raises(ConfigError, match=r"schedules.yaml:1: not UTF-8"):
        loading.load(path)


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, "corpuss: x\npoliteness: {delay: fast}\nreading: {workers: 0}\nend: true\n")

    assert len(str(caught.value).splitlines()) == 3


def test_an_unquoted_time_stays_a_time(tmp_path: Path) -> None:
    # YAML 1.1 reads 16:30 as the number 990.
    result = load(tmp_path, "schedules:\n- {name: a, at: 16:30}\nend: true\n")

    assert result.schedules[0].at == "16:30"


def test_a_file_cut_at_any_byte_is_refused(tmp_path: Path) -> None:
    body = WHOLE.rstrip("\n")
    for cut in range(len(body)):
        with pytest.raises(ConfigError):
            load(tmp_path, body[:cut])


def test_the_shipped_schema_is_the_loaders() -> None:
    shipped = files("crawler.config").joinpath("schedules.schema.json").read_text(encoding="utf-8")

    # Rewrite it with: gomtin schedules --schema > crawler/config/schedules.schema.json
    assert json.loads(shipped) == loading.schema()


KINDS: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}


def fits(value: Any, part: dict[str, Any], whole: dict[str, Any]) -> bool:
    """Tell what a JSON Schema says of a value; the words of it that our schema uses."""
    if "$ref" in part:
        return fits(value, whole["$defs"][part["$ref"].rpartition("/")[2]], whole)
    kind = KINDS.get(part.get("type", ""))
    return (
        ("anyOf" not in part or any(fits(value, one, whole) for one in part["anyOf"]))
        and ("oneOf" not in part or [fits(value, one, whole) for one in part["oneOf"]].count(True) == 1)
        and ("const" not in part or value == part["const"])
        and ("enum" not in part or value in part["enum"])
        and (kind is None or (isinstance(value, kind) and not isinstance(value, bool)))
        and inside_fits(value, part, whole)
    )


def inside_fits(value: Any, part: dict[str, Any], whole: dict[str, Any]) -> bool:
    match value:
        case str():
            return len(value) >= part.get("minLength", 0) and bool(re.search(part.get("pattern", ""), value))
        case int() | float():
            return bool(part.get("minimum", value) <= value <= part.get("maximum", value))
        case list():
            return all(fits(item, part.get("items", {}), whole) for item in value)
        case dict():
            known = part.get("properties", {})
            return (
                set(part.get("required", ())) <= value.keys()
                and (part.get("additionalProperties") is not False or value.keys() <= known.keys())
                and all(fits(item, known.get(key, {}), whole) for key, item in value.items())
            )
    return True


# What a JSON Schema cannot say: how keys go together, and what is in a calendar.
LOADER_ONLY = {
    "order",
    "twice",
    "since",
    "no-since",
    "report-outlets",
    "webhook",
    "workers",
    "zone",
    "cron",
    "minute",
    "corpus-and-corpora",
    "corpora-one-in-the-other",
    "corpora-order",
    "since-to-come",
    "cron-never",
    "cron-no-31st",
    "retry-order",
    "retry-nothing",
    "give-up",
}
NO_YAML = {"yes-end", "duplicate", "alias", "bomb", "tab", "bracket", "python", "control", "list-key", "deep"}


@pytest.mark.parametrize("name", sorted(MISTAKES.keys() - LOADER_ONLY - NO_YAML))
def test_the_schema_agrees_with_the_loader_on_mistakes(name: str) -> None:
    value = yaml_tree.load(MISTAKES[name][0] + "end: true\n", "x").value

    assert not fits(value, loading.schema(), loading.schema())


@pytest.mark.parametrize("text", [WHOLE, EVERYTHING])
def test_the_schema_agrees_with_the_loader_on_good_files(tmp_path: Path, text: str) -> None:
    load(tmp_path, text)

    assert fits(yaml_tree.load(text, "x").value, loading.schema(), loading.schema())


@pytest.mark.parametrize("name", MISTAKES)
def test_a_typical_mistake(tmp_path: Path, name: str) -> None:
    text, expected = MISTAKES[name]
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text + "end: true\n")

    assert expected in str(caught.value)
    assert re.match(r"schedules\.yaml(:\d+)?: ", str(caught.value))


def test_an_unknown_outlet_gets_the_nearest_word(tmp_path: Path) -> None:
    path = tmp_path / "schedules.yaml"
    path.write_text("schedules:\n- name: a\n  every: 1h\n  outlets: [vnexpres, vcorp, all]\nend: true\n")
    known = {
        "vnexpress": Entry("own", ""),
        "kenh14": Entry("vccorp", ""),
        "old": Entry("own", "closed in 2020"),
    }

    with pytest.raises(ConfigError) as caught:
        check(loading.read(path), known)

    assert str(caught.value).splitlines() == [
        "schedules.yaml:4: a: no outlet is called 'vnexpres'; did you mean 'vnexpress'?",
        "schedules.yaml:4: a: no outlet is called 'vcorp'; did you mean 'vccorp'?",
    ]


def test_families_and_all_become_names() -> None:
    known = {
        "vnexpress": Entry("own", ""),
        "kenh14": Entry("vccorp", ""),
        "old": Entry("vccorp", "closed in 2020"),
    }
    family = Schedule.model_validate({"name": "a", "every": "1h", "outlets": ["vccorp"]})
    everything = Schedule.model_validate({"name": "a", "every": "1h", "outlets": "all"})

    assert chosen(family, known) == ("kenh14",)
    assert chosen(everything, known) == ("kenh14", "vnexpress")
