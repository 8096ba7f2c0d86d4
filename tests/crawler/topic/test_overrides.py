"""The file of wishes: read, refused with every mistake, and what its terms do."""

from pathlib import Path

import pytest
from support.harvest import coffee, football

from crawler.article import Decision
from crawler.errors import ConfigError
from crawler.topic import overrides
from crawler.topic.learning import Adjustments, Overrides
from crawler.topic.topic import Topic

SEEDS = [coffee(number * 9) for number in range(4)]


def folder(tmp_path: Path, text: str) -> Path:
    (tmp_path / ".gomtin").mkdir()
    overrides.path_in(tmp_path).write_text(text, encoding="utf-8")
    return tmp_path


def wishing(**wishes: object) -> Topic:
    return Topic.learn(SEEDS, influence=Adjustments(wishes=Overrides(**wishes)))  # type: ignore[arg-type]


def test_without_a_file_there_are_no_wishes(tmp_path: Path) -> None:
    assert overrides.load(tmp_path) == Overrides()


def test_the_file_it_starts_with_wishes_nothing(tmp_path: Path) -> None:
    (tmp_path / ".gomtin").mkdir()
    assert overrides.start(tmp_path).read_text(encoding="utf-8").startswith("#")
    assert overrides.load(tmp_path) == Overrides()


def test_terms_are_read(tmp_path: Path) -> None:
    text = "add: [rang xay, phin]\nforbid:\n  - bóng đá\nweight: {cà phê: 0.5}\n"
    assert overrides.load(folder(tmp_path, text)) == Overrides(
        ("rang xay", "phin"), ("bóng đá",), {"cà phê": 0.5}
    )


def test_every_mistake_is_named_with_its_line(tmp_path: Path) -> None:
    wrong = folder(tmp_path, "ad: [rang xay]\nweight:\n  cà phê: many\n  hạt: -1\nforbid: ['...']\n")
    with pytest.raises(ConfigError) as error:
        overrides.load(wrong)
    lines = str(error.value).splitlines()
    assert len(lines) == 4
    assert "topic.yaml:1: ad: unknown key; did you mean 'add'?" in lines[0]
    assert [line.partition("topic.yaml:")[2][0] for line in lines] == ["1", "3", "4", "5"]


def test_a_term_is_not_both_added_and_forbidden(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="'Rang Xay' is forbidden"):
        overrides.load(folder(tmp_path, "add: [Rang Xay]\nforbid: [rang xay]\n"))


def test_an_added_term_counts_though_no_seed_says_it() -> None:
    text = "Xưởng rang xay mở cửa\nNgười thợ rang xay hạt theo mẻ nhỏ."
    title, lead = text.split("\n")
    assert (
        wishing(add=("rang xay",)).judge(title, lead, text).score
        > Topic.learn(SEEDS).judge(title, lead, text).score
    )


def test_a_weight_of_nothing_takes_a_term_out() -> None:
    text = coffee(50)
    terms = dict(wishing(weight={"cà phê": 0}).judge(text, None, text).terms)
    assert "cà phê" in dict(Topic.learn(SEEDS).judge(text, None, text).terms)
    assert "cà phê" not in terms


def test_a_forbidden_term_rejects_whatever_else_a_text_says() -> None:
    topic = wishing(forbid=("Bóng Đá",))
    judged = topic.judge("Quán cà phê bóng đá", None, coffee(50))
    assert judged.decision is Decision.REJECT
    assert judged.terms == (("forbidden: Bóng Đá", 1.0),)
    assert topic.judge_announcement("Giá cà phê lên", "và kết quả bóng đá").decision is Decision.REJECT
    once = f"{coffee(50)}\nTối có bóng đá."
    assert topic.judge("Giá cà phê lên", None, once).decision is not Decision.REJECT
    assert topic.judge("Giá cà phê", None, f"{coffee(50)} {'bóng đá. ' * 3}{football(1)}").score == 0
