"""Lines that are no text are marked, and no line of a real paragraph is."""

import json
from collections import defaultdict
from pathlib import Path

import pytest
from conftest import run_press
from support.places import REPOSITORY, SHARED

from crawler.newsroom.story import load_stories
from crawler.text.boilerplate import find_boilerplate
from crawler.text.letters import Repair
from crawler.text.line_rules import RULES, FlawKind, Rule, rule_of

BODY = (
    "Hội đồng thành phố họp sáng nay và thông qua kế hoạch sửa chữa cây cầu cũ bắc qua sông lớn.",
    "Theo kế hoạch, cầu sẽ đóng cửa ba tháng kể từ đầu năm sau để thay toàn bộ mặt cầu và lan can.",
    "Người dân hai bên bờ mong công trình xong sớm, vì đường vòng dài hơn chín cây số mỗi lượt đi.",
)


def kinds(*lines: str) -> dict[int, FlawKind]:
    return {mark.first: mark.kind for mark in find_boilerplate(["Cầu cũ sắp được sửa", *lines])}


def test_a_sound_text_has_no_mark() -> None:
    assert kinds(*BODY) == {}


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("07:30:12 02/03/2026", FlawKind.STAMP),
        ("Thứ Hai, 02/03/2026 07:30 (GMT+7)", FlawKind.STAMP),
        ("Video đang HOT", FlawKind.POINTER),
        ("Có thể bạn quan tâm", FlawKind.POINTER),
        (">> Cầu mới thông xe sau Tết", FlawKind.POINTER),
        ("Cây cầu nhìn từ phía bờ nam. Ảnh: TÂN HOA/TTXVN", FlawKind.CAPTION),
        ("Cây cầu nhìn từ phía bờ nam. Ảnh Minh Khôi", FlawKind.CAPTION),
        (BODY[1], FlawKind.REPEATED),
        ("Cầu sẽ đóng cửa vì mối đ.e dọ.a sạt lở đã được cảnh báo từ lâu nay ở bờ nam.", Repair.CENSORED),
        (
            "02-03-2026 07:30 Hội đồng thành phố cho biết việc sửa cầu sẽ bắt đầu sớm hơn dự định.",
            FlawKind.DATED,
        ),
    ],
)
def test_a_line_in_the_middle(line: str, kind: FlawKind | Repair) -> None:
    found = kinds(*BODY[:2], line, BODY[2])
    assert found == {3: kind}


@pytest.mark.parametrize(
    "line",
    [
        "Cây cầu của ba thế hệ",
        "HAI BỜ SÔNG",
        "- Thay toàn bộ mặt cầu",
        "Ông nói: “Chúng tôi chờ đã lâu lắm rồi...”",
        "Lúc 9 a.m. mọi việc đã xong, theo T.Ư và UBND TP.HCM.",
        'Phim có "Ảnh đế" tham gia',
    ],
)
def test_what_may_be_meant_stays(line: str) -> None:
    assert kinds(*BODY[:2], line, BODY[2]) == {}
    assert kinds(*BODY, line) == {}


def test_a_by_line_after_an_invitation_to_pictures() -> None:
    invitation = "Mời khán giả ghé lại nhìn bến đò sau ngày sửa cầu:"
    assert kinds(*BODY, invitation, "Hà Thu") == {5: FlawKind.BYLINE}
    assert kinds(*BODY, "Người lái đò giỏi nhất bến trong năm nay là:", "Hà Thu") == {}


def test_a_tail_of_headlines() -> None:
    tail = ("Tin mới nhất", "Giá xăng lại tăng từ chiều mai trên cả nước", "Kinh tế", "Bão số năm đổi hướng")
    assert kinds(*BODY, *tail) == {
        4: FlawKind.POINTER,
        5: FlawKind.HEADLINE,
        6: FlawKind.HEADLINE,
        7: FlawKind.HEADLINE,
    }


OTHERS = (
    "Giá mía nhích lên khi nhà máy đường nhóm lại lò cũ sau hai vụ nghỉ",
    "Nghề đan lồng cá ở vàm Tre chưa tìm được người nối nghiệp",
    "Đội bóng xóm Đình thua trận thứ ba liên tiếp trên sân nhà",
    "Học trò cù lao được phát áo phao trước mùa nước nổi",
)


@pytest.mark.parametrize("asking", [(), (0,), (1, 3)])
def test_four_headlines_of_other_news_some_of_which_ask(asking: tuple[int, ...]) -> None:
    tail = [f"Vì sao {line}?" if n in asking else line for n, line in enumerate(OTHERS)]
    assert kinds(*BODY, *tail) == dict.fromkeys(range(4, 8), FlawKind.HEADLINE)


def test_the_heading_of_a_box_opens_no_list() -> None:
    found = kinds(*BODY, "Tin cùng chuyên mục:", *OTHERS[:2])
    assert found == {4: FlawKind.POINTER, 5: FlawKind.HEADLINE, 6: FlawKind.HEADLINE}


@pytest.mark.parametrize(
    "own",
    [
        (
            "Những việc xã nhờ bà con làm trong ba tháng cầu nghỉ",
            "Đi vòng qua đập nước ở phía bắc, đừng lội qua khúc sông cạn",
            "Gửi xe ở đầu cầu bờ nam, nơi có người trực từ sáng sớm",
            "Báo cho tổ trực khi thấy trẻ em trèo lên mặt cầu",
            "Giữ lại biên lai phà để được trả một nửa khi cầu mở",
        ),
        tuple(
            f"Ai sẽ {what} trong ba tháng cầu đóng cửa?"
            for what in ("lái phà", "đưa thư", "chở rau", "đi vòng")
        ),
    ],
)
def test_steps_and_questions_of_the_article_stay(own: tuple[str, ...]) -> None:
    assert kinds(*BODY, *own) == {}


def test_a_teaser_at_the_end() -> None:
    teaser = (
        "Nhà ga mới mở cửa đón những chuyến tàu đầu tiên của năm Ngày 2/3, nhà ga trung tâm mở cửa trở lại "
        "sau hai năm sửa chữa, và hàng nghìn người đã đến xem những toa tàu được làm mới hoàn toàn. Đoàn..."
    )
    assert kinds(*BODY, teaser) == {4: FlawKind.TEASER}
    assert (
        kinds(*BODY, f"{BODY[0]} Và còn nhiều điều nữa mà người dân ở đây vẫn chờ được nghe, được thấy...")
        == {}
    )


def test_a_stacked_article_is_one_mark_from_its_headline_on() -> None:
    second = (
        "Nhà máy nước mới chạy thử ở bờ bắc",
        "Nhà máy nước mới ở bờ bắc bắt đầu chạy thử từ hôm nay, sớm hơn hai tháng so với kế hoạch.",
        "Công nhân kiểm tra bể lọc của nhà máy nước. Ảnh: TTXVN",
        "Trong tuần đầu, nhà máy chỉ chạy một nửa công suất để kiểm tra đường ống và các bể lọc lớn.",
    )
    found = find_boilerplate(["Cầu cũ sắp được sửa", *BODY, *second])
    assert [(mark.first, mark.last) for mark in found if mark.kind is FlawKind.STACKED] == [(4, 7)]


@pytest.mark.parametrize(
    "headline", ["Nhà máy nước bờ bắc chạy thử từ hôm nay?", "12 hộ ở bãi Nổi được cấp lại đất sau sạt lở"]
)
def test_a_stacked_article_whose_headline_asks_or_counts(headline: str) -> None:
    second = (
        f"{headline[:-1]}{headline[-1].strip('?')}, theo tin của huyện trong ngày.",
        "Việc này làm trong tháng Mười.",
    )
    found = find_boilerplate(["Cầu cũ sắp được sửa", *BODY, headline, *second])
    assert [(mark.first, mark.kind) for mark in found] == [(4, FlawKind.STACKED)]


def test_sub_headings_with_pictures_under_them_begin_no_other_article() -> None:
    """A short one; and one of three, each taken up by the line under it."""
    item = "{place} nuôi cá lồng trên khúc sông cạn {name}"
    told = (
        "Bà con {place} nuôi cá lồng trên khúc sông cạn {name} từ ba năm nay, mỗi nhà vài chục lồng tre nhỏ."
    )
    places = (("Xóm Đáy", "dưới chân đập"), ("Ấp Rạch", "gần cống cũ"), ("Bãi Nổi", "sau cồn cát"))
    seen = "Lồng cá nhìn từ bờ đê. Ảnh: Hà Thu"
    lines = list(BODY)
    for place, name in places:
        lines += [
            item.format(place=place, name=name),
            seen,
            told.format(place=place, name=name),
            BODY[0][:-1] + " xã.",
        ]
    assert FlawKind.STACKED not in kinds(*lines).values()
    short = (
        "Nước sông cạn dần",
        seen,
        "Nước sông cạn dần từ đầu tháng, ghe lớn không vào được bến trong.",
        *BODY[:1],
    )
    assert FlawKind.STACKED not in kinds(*BODY, *short).values()


def test_no_line_of_a_good_page_is_marked() -> None:
    for story in load_stories():
        if story.flaw:
            continue
        assert find_boilerplate(story.text.split("\n")) == [], story.id
    for path in sorted((REPOSITORY / "corpus").glob("*.txt")):
        assert find_boilerplate(path.read_text(encoding="utf-8").split("\n")) == [], path.name


def test_no_line_of_a_gold_page_is_marked() -> None:
    gold = sorted((SHARED / "pages" / "gold").glob("*.json"))
    if not gold:
        pytest.skip("no ../shared/pages/gold")
    count = 0
    for path in gold:
        page = json.loads(path.read_text(encoding="utf-8"))
        lines = [line for line in (page["title"], page["lead"], *page["paragraphs"]) if line]
        count += len(lines)
        assert find_boilerplate(lines) == [], path.name
    assert count > 300


def test_lint_of_the_seeds(tmp_path: Path) -> None:
    if not (SHARED / "seeds").is_dir():
        pytest.skip("no ../shared/seeds")
    before = {path.name: path.read_bytes() for path in (SHARED / "seeds").iterdir()}
    done = run_press(None, tmp_path, "lint", SHARED / "seeds", "--json", "--fix-to", tmp_path / "clean")
    assert done.code == 1
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for line in done.lines:
        found[line["file"][:3], line["kind"]].append(line["line"])

    assert found["002", "headline tail"][0] == 44
    assert len(found["002", "headline tail"]) == 30
    assert len(found["002", "time stamp"]) == 9
    assert found["002", "pointer to other news"] == [8, 40, 41, 42, 67, 73]
    assert found["003", "repeated paragraph"] == list(range(17, 30))
    assert found["003", "headline tail"] == [30, *range(33, 52, 2)]
    assert [found[seed, "teaser"] for seed in ("000", "001", "002")] == [[26], [31], [28]]
    assert [found[seed, "stacked article"] for seed in ("000", "001", "002")] == [[12], [11], [20]]
    assert found["004", "caption"] == [1]
    dropped = {
        (line["file"], number)
        for line in done.lines
        if line["action"] == "drop" and line["kind"] != "stacked article"
        for number in range(line["line"], line["to_line"] + 1)
    }
    lines = {name: data.decode().split("\n") for name, data in before.items()}
    long = [lines[name][number - 1] for name, number in dropped if len(lines[name][number - 1]) > 200]
    assert all(
        text.endswith("...") or "nh:" in text or text in lines["003_69ea108cfccae866.txt"] for text in long
    )
    assert before == {path.name: path.read_bytes() for path in (SHARED / "seeds").iterdir()}
    assert len(list((tmp_path / "clean").iterdir())) == 5


def test_lint_writes_over_nothing(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(
        "\n".join(["Cầu cũ", *BODY, "Video đang HOT"]), encoding="utf-8"
    )

    assert run_press(None, tmp_path, "lint", "texts", "--fix-to", "texts").code == 2
    assert run_press(None, tmp_path, "lint", "texts", "--fix-to", "clean").code == 1
    assert run_press(None, tmp_path, "lint", "texts", "--fix-to", "clean").code == 2
    assert (tmp_path / "clean" / "a.txt").read_text(encoding="utf-8") == "\n".join(["Cầu cũ", *BODY])
    assert run_press(None, tmp_path, "lint", "clean").code == 0


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_each_rule_holds_for_its_examples_and_for_no_counter_example(rule: Rule) -> None:
    assert [line for line in rule.examples if not rule.holds(line) or not rule_of(line)] == []
    assert [line for line in rule.counter_examples if rule_of(line)] == []


@pytest.mark.parametrize(
    "piece", [",", "0 ", "Ảnh ", "A.", "1", "theo A, ", "(", "a: ", "- ", "› ", "Theo dõi trên "]
)
def test_no_line_costs_more_than_its_length(piece: str) -> None:
    """A quadratic pattern would need minutes: the suite's own limit of time is what tells."""
    for length in (300, 20_000):
        line = (piece * length)[:length]
        find_boilerplate(["Cầu cũ sắp được sửa", *BODY, line, line + "x"])
