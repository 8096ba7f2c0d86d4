"""The texts we wrote: the starter corpus and the newsroom's stories, as texts."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from support.places import REPOSITORY, SHARED

from crawler.article import Decision
from crawler.text.normalize import nfc_clean, tokens
from crawler.topic.topic import Topic

SEEDS = sorted((REPOSITORY / "corpus").glob("[0-9]*.txt"))
FILES = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((REPOSITORY / "crawler" / "newsroom" / "stories").glob("*.json"))
}
STORIES = [(name, story) for name, stories in FILES.items() for story in stories]
FULL = [(name, story) for name, story in STORIES if name != "pictures"]

SECTIONS = {
    *("the-gioi", "quan-su", "phan-tich", "kinh-te", "the-thao"),
    *("van-hoa", "doi-song", "giao-duc", "khoa-hoc", "du-lich"),
}
KEYS = {"id", "kind", "title", "lead", "paragraphs", "section", "author", "caption", "location"}
SENTENCE = re.compile(r"[.?!][”)]*(?=\s|$)")
OLD_TONES = re.compile(r"(?i)o[àáảãạ]\b|o[èéẻẽẹ]\b|(?<!q)u[ỳýỷỹỵ]\b")


def text_of(story: dict[str, Any]) -> str:
    return "\n".join([story["title"], story["lead"], *story["paragraphs"]])


def texts() -> dict[str, str]:
    """All different texts by name, wire stories in their first form."""
    seeds = {path.stem: path.read_text(encoding="utf-8") for path in SEEDS}
    return seeds | {story["id"]: text_of(story) for _, story in STORIES}


def versions(story: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield story
    yield from story.get("variants", ())


def runs(text: str, length: int) -> Iterator[tuple[str, ...]]:
    words = tokens(text)
    return (tuple(words[start : start + length]) for start in range(len(words) - length + 1))


def id_of(value: Any) -> str | None:
    return value["id"] if isinstance(value, dict) else None


def test_there_are_as_many_as_the_demo_needs() -> None:
    counts = {name: len(stories) for name, stories in FILES.items()}

    assert counts == {"on": 14, "near": 5, "off": 16, "wire": 4, "english": 2, "pictures": 3}
    assert [path.name[:3] for path in SEEDS] == [f"{number:03d}" for number in range(8)]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_a_seed_is_a_file_of_the_corpus_format(path: Path) -> None:
    body = path.read_bytes()
    text = body.decode("utf-8")
    lines = text.split("\n")

    assert path.name == f"{path.name[:3]}_{sha256(body).hexdigest()[:16]}.txt"
    assert text == nfc_clean(text)
    assert all(lines)
    assert 8 <= len(lines) <= 12
    assert 350 <= len(text.split()) <= 600


@pytest.mark.parametrize(("name", "story"), STORIES, ids=id_of)
def test_a_story_keeps_the_contract(name: str, story: dict[str, Any]) -> None:
    assert set(story) == KEYS | ({"variants"} if name == "wire" else set())
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", story["id"])
    assert story["kind"] == (name if name in {"near", "off"} else "on")
    assert story["section"] in SECTIONS
    assert story["caption"] is None or story["caption"].endswith(". Ảnh: Tư liệu")
    assert story["location"] is None or story["location"]
    for value in [*text_of(story).split("\n"), story["author"]]:
        assert value
        assert value == nfc_clean(value)


def test_ids_and_titles_are_used_once() -> None:
    ids = [story["id"] for _, story in STORIES]
    titles = [version["title"] for _, story in STORIES for version in versions(story)]

    assert len(set(ids)) == len(ids)
    assert len(set(titles)) == len(titles) - len(FILES["wire"])  # the longer variant keeps its title


@pytest.mark.parametrize(("name", "story"), FULL, ids=id_of)
def test_a_full_story_is_as_long_as_an_article(name: str, story: dict[str, Any]) -> None:
    assert len(text_of(story).split()) >= 250, name
    assert 6 <= len(story["paragraphs"]) <= 10
    for paragraph in story["paragraphs"]:
        sentences = len(SENTENCE.findall(paragraph))
        subheading = len(paragraph.split()) <= 12 and not paragraph.endswith(".")
        assert subheading or 2 <= sentences <= 4, paragraph


@pytest.mark.parametrize("story", FILES["pictures"], ids=id_of)
def test_a_photo_story_has_two_sentences(story: dict[str, Any]) -> None:
    assert len(SENTENCE.findall("\n".join([story["lead"], *story["paragraphs"]]))) == 2


@pytest.mark.parametrize("story", FILES["wire"], ids=id_of)
def test_wire_variants_are_edits_of_one_text(story: dict[str, Any]) -> None:
    edited, longer = story["variants"]

    assert edited["title"] != story["title"]
    assert edited["lead"] != story["lead"]
    assert edited["paragraphs"] != story["paragraphs"]
    assert len(edited["paragraphs"]) == len(story["paragraphs"])
    assert longer["paragraphs"][:-1] == story["paragraphs"]


def test_no_two_texts_share_eight_words_in_a_row() -> None:
    holders = defaultdict(set)
    for name, text in texts().items():
        for line in text.split("\n"):
            for run in runs(line, 8):
                holders[run].add(name)

    assert [(names, " ".join(run)) for run, names in holders.items() if len(names) > 1] == []


def test_no_two_texts_share_a_sentence() -> None:
    sentences = {
        name: {part.strip() for line in text.split("\n") for part in SENTENCE.split(line)} - {""}
        for name, text in texts().items()
    }

    for (one, said), (other, also_said) in combinations(sentences.items(), 2):
        assert not said & also_said, (one, other)


def test_tone_marks_stand_where_newspapers_put_them() -> None:
    assert {name: found for name, text in texts().items() if (found := OLD_TONES.findall(text))} == {}


def test_the_seeds_tell_the_stories_apart() -> None:
    topic = Topic.learn([path.read_text(encoding="utf-8") for path in SEEDS])
    wrong = []
    for name, story in STORIES:
        if name in {"english", "pictures"}:
            continue
        for version in versions(story):
            judged = topic.judge(version["title"], version["lead"], text_of(version)).decision
            if (judged is Decision.ACCEPT) != (story["kind"] == "on"):
                wrong.append((story["id"], version["title"], judged))

    assert wrong == []


def test_nothing_was_copied_from_recorded_texts() -> None:
    if not SHARED.is_dir():
        pytest.skip("no recorded texts beside the repository")
    ours = {run for text in texts().values() for run in runs(text, 14)}
    recorded = [path.read_text(encoding="utf-8") for path in sorted((SHARED / "seeds").glob("*.txt"))]
    for line in (SHARED / "topic" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        recorded.append("\n".join(str(row.get(key) or "") for key in ("title", "lead", "text")))

    assert recorded
    for text in recorded:
        assert ours.isdisjoint(runs(text, 14))
