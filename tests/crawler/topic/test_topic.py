"""A topic learned from a few texts: what it accepts, which reasons it gives, what noise does to it."""

import gzip
import json
from unicodedata import normalize

import pytest
from support.graded import auc
from support.places import SHARED

from crawler.article import Decision, Judgement
from crawler.topic.frequencies import RAREST, WordFrequencies
from crawler.topic.terms import vector
from crawler.topic.topic import Thresholds, Topic

COFFEE = """
Giá cà phê Tây Nguyên tăng trở lại
Giá cà phê nhân xô tại các tỉnh Tây Nguyên sáng nay tăng nhẹ sau một tuần đi xuống.
Thương lái ở Đắk Lắk thu mua cà phê với mức cao hơn hôm qua.
Nông dân trồng cà phê cho biết hạt cà phê vụ này nhỏ hơn do khô hạn kéo dài.
Các doanh nghiệp xuất khẩu cà phê nhận định nguồn cung cà phê robusta vẫn thiếu.

Nông dân Đắk Lắk tái canh vườn cà phê già cỗi
Hàng nghìn hộ trồng cà phê ở Đắk Lắk nhổ bỏ vườn già, trồng lại giống cà phê cho năng suất cao.
Vườn cà phê tái canh cho thu hoạch sau ba năm.
Cán bộ khuyến nông hướng dẫn nông dân tưới tiết kiệm, bón phân đúng lúc để hạt cà phê chắc hơn.
Giá cà phê cao giúp nhiều gia đình ở Tây Nguyên trả hết nợ vay.

Xuất khẩu cà phê lập kỷ lục mới
Kim ngạch xuất khẩu cà phê tăng mạnh nhờ giá cà phê robusta trên sàn giao dịch lên cao.
Doanh nghiệp xuất khẩu cà phê ở Tây Nguyên ký thêm nhiều đơn hàng.
Tuy vậy nguồn cung cà phê từ nông dân không còn nhiều.
Hiệp hội cà phê khuyến cáo hội viên không đầu cơ hạt cà phê.

Ảnh: vườn cà phê mùa hoa
Mùa khô đe dọa vườn cà phê Gia Lai
Nhiều vườn cà phê ở Gia Lai héo lá vì thiếu nước tưới, nông dân lo mất mùa.
Hồ chứa ở Tây Nguyên cạn sớm.
Người trồng cà phê phải khoan thêm giếng, trong khi giá cà phê đang ở mức cao.
Người trồng cà phê phải khoan thêm giếng, trong khi giá cà phê đang ở mức cao.
""".strip().split("\n\n")
ON = (
    "Lâm Đồng: nông dân được mùa cà phê",
    "Vụ cà phê năm nay ở Lâm Đồng được cả mùa lẫn giá.",
    """Nông dân trồng cà phê phấn khởi vì giá cà phê robusta lên cao.
Doanh nghiệp xuất khẩu cà phê đặt mua trước hạt cà phê ngay tại vườn cà phê.
Chính quyền các tỉnh Tây Nguyên khuyên bà con không chặt bỏ cây trồng khác.""",
)
OFF = (
    "Đội bóng trẻ thắng đậm ở lượt trận cuối",
    "Ba bàn thắng trong hiệp hai đưa đội bóng trẻ vào vòng trong.",
    """Huấn luyện viên khen tinh thần của các cầu thủ sau trận đấu.
Cổ động viên phủ kín khán đài từ sớm dù trời mưa.
Trọng tài rút thẻ đỏ đầu tiên của giải ở phút bù giờ.""",
)
BACKGROUND = WordFrequencies.vietnamese()


def judged(topic: Topic, story: tuple[str, str, str]) -> Judgement:
    return topic.judge(story[0], story[1], "\n".join(story))


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_few_seeds_tell_on_from_off(count: int) -> None:
    topic = Topic.learn(COFFEE[:count], BACKGROUND)
    on, off = judged(topic, ON), judged(topic, OFF)
    assert on.decision is not Decision.REJECT
    assert on.score > 4 * off.score
    assert off.decision is Decision.REJECT


def test_terms_are_readable_and_say_what_made_the_score() -> None:
    terms = dict(judged(Topic.learn(COFFEE, BACKGROUND), ON).terms)
    assert next(iter(terms)) == "cà phê"
    assert "Tây Nguyên" in terms
    assert "cà" not in terms
    assert 0 < sum(terms.values()) <= 1 + 1e-9
    assert len(terms) <= 8


def test_announcement_has_its_own_scale() -> None:
    topic = Topic.learn(COFFEE, BACKGROUND)
    assert topic.judge_announcement(ON[0], ON[1]).decision is Decision.ACCEPT
    assert topic.judge_announcement(ON[0], None).decision is not Decision.REJECT
    assert topic.judge_announcement(OFF[0], OFF[1]).decision is Decision.REJECT
    assert topic.judge_announcement("", None) == Judgement(0.0, Decision.REJECT)


def test_spelling_does_not_count_and_tones_do() -> None:
    topic = Topic.learn(COFFEE, BACKGROUND)
    title, lead, text = ON
    assert judged(topic, (normalize("NFD", title), lead.upper(), text)).score == pytest.approx(
        judged(topic, ON).score
    )
    assert topic.judge_announcement("ca phe Tay Nguyen", None).score < 0.1


def test_noise_in_seeds_changes_little() -> None:
    tail = "\nTin mới nhất\nĐội bóng trẻ thắng đậm\nCa sĩ ra mắt đĩa đơn\nGiá vàng lao dốc"
    repeated = "\n".join([COFFEE[1], *COFFEE[1].split("\n")[2:] * 3])
    clean, noisy = (
        Topic.learn(seeds, BACKGROUND) for seeds in (COFFEE, (COFFEE[0] + tail, repeated, *COFFEE[2:]))
    )
    assert judged(noisy, ON).score == pytest.approx(judged(clean, ON).score, rel=0.15)
    assert judged(noisy, OFF).decision is Decision.REJECT


def test_seeds_without_a_common_topic_accept_nothing() -> None:
    storm = "Bão số ba suy yếu\nMưa lớn còn kéo dài ở miền Bắc, nhiều hồ chứa xả lũ."
    topic = Topic.learn((COFFEE[0], "\n".join(OFF), storm), BACKGROUND)
    clinic = (
        "Trạm y tế xã có bác sĩ mới",
        "Người dân không còn phải đi xa để khám bệnh.",
        "Trạm được sửa lại từ đầu năm, có thêm máy siêu âm và phòng chờ cho bệnh nhân.",
    )
    assert judged(topic, clinic).decision is Decision.REJECT


def test_thresholds_decide() -> None:
    strict = Topic.learn(COFFEE, BACKGROUND, Thresholds(accept=9.0, borderline=8.0, hopeless=7.0))
    assert judged(strict, ON).decision is Decision.REJECT
    assert strict.judge_announcement(*ON[:2]).decision is Decision.REJECT


def test_ordinary_text_scores_zero() -> None:
    topic = Topic.learn(COFFEE, BACKGROUND)
    text = BACKGROUND.ordinary_text(350)
    assert topic.judge("", text, text).score == pytest.approx(0.0, abs=1e-9)


def test_one_term_alone_is_not_enough_where_seeds_say_more() -> None:
    seeds = [
        f"{place} trồng cà phê và hồ tiêu\nNông dân {place} hái cà phê, hồ tiêu, sầu riêng và điều trên rẫy."
        for place in ("Đắk Lắk", "Gia Lai", "Kon Tum", "Lâm Đồng")
    ]
    topic = Topic.learn(seeds, BACKGROUND, Thresholds(accept=0.2, borderline=0.1))
    cup = "Một tách cà phê cà phê cà phê"
    found = topic.judge(cup, None, f"{cup}\nNgười ta uống cà phê trong quán cà phê.")
    assert found.score >= 0.2
    assert found.terms[0][1] > topic.max_term_share
    assert found.decision is Decision.BORDERLINE


def test_a_word_said_ever_so_often_does_not_make_the_topic() -> None:
    once, often = (vector(f"{'cà phê, ' * n}chè xanh", BACKGROUND) for n in (1, 200))
    assert 1 < often["phê"] / often["xanh"] / (once["phê"] / once["xanh"]) <= 3


def test_the_nearest_seed_is_named() -> None:
    topic = Topic.learn(COFFEE, BACKGROUND, names=["a", "b", "c", "d"])
    found = topic.judge("", None, COFFEE[2])
    assert found.nearest[0][0] == "c"
    assert 0.5 < found.nearest[0][1] <= 1 + 1e-9


def test_a_seed_that_does_not_fit_scores_low_among_the_others() -> None:
    topic = Topic.learn([*COFFEE, "\n".join(OFF)], BACKGROUND)
    *fitting, stranger = [seed.score or 0.0 for seed in topic.seeds]
    assert stranger < 0.4 < min(fitting)
    assert Topic.learn(COFFEE, BACKGROUND).agreement > topic.agreement


def test_terms_are_shown_whole() -> None:
    lines = "Nhà lãnh đạo hai nước gặp nhau. Các nhà lãnh đạo của Phú Quý bàn về cá ngừ.\n"
    topic = Topic.learn([f"Hội nghị số {n} ở Phú Quý\n{lines * 3}" for n in ("một", "hai", "ba")], BACKGROUND)
    shown = set(topic.readable.values())
    assert "nhà lãnh đạo" in {each.lower() for each in shown}
    assert not {"của Phú", "nhà lãnh", "các nhà"} & {each.lower() for each in shown}


def test_background_ranks_terms() -> None:
    assert BACKGROUND.idf("la\u0300") < BACKGROUND.idf("phê") < BACKGROUND.idf("ca\u0300 phê") <= RAREST
    assert BACKGROUND.idf("xyzzy") == BACKGROUND.idf("xyzzy la\u0300") == RAREST
    assert len(BACKGROUND.ordinary_text(60).split()) == 60


# The graded texts, and the seeds that go with them.


def graded() -> tuple[list[str], list[dict[str, str]]]:
    file = SHARED / "topic" / "dev.jsonl"
    if not file.exists():
        pytest.skip("no ../shared beside the repository")
    seeds = [path.read_text(encoding="utf-8") for path in sorted((SHARED / "seeds").glob("*.txt"))]
    return seeds, [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_graded_texts() -> None:
    seeds, texts = graded()
    topic = Topic.learn(seeds, BACKGROUND)
    found = [(each["grade"], topic.judge(each["title"], each["lead"], each["text"])) for each in texts]
    scores = {grade: [judgement.score for given, judgement in found if given == grade] for grade in range(3)}
    assert auc(scores[2], scores[1] + scores[0]) >= 0.935
    assert auc(scores[2], scores[0]) >= 0.97

    accepted = [grade for grade, judgement in found if judgement.decision is Decision.ACCEPT]
    seen = [grade for grade, judgement in found if judgement.decision is not Decision.REJECT]
    print({grade: (accepted.count(grade), seen.count(grade), len(scores[grade])) for grade in range(3)})
    assert sum(grade > 0 for grade in accepted) >= 0.97 * len(accepted)
    assert seen.count(2) >= 0.85 * len(scores[2])
    assert accepted.count(0) <= 0.01 * len(scores[0])


def test_no_graded_text_on_the_topic_is_hopeless() -> None:
    seeds, texts = graded()
    topic = Topic.learn(seeds, BACKGROUND)
    on = [each for each in texts if each["grade"] == 2]
    hopeless = [
        each["title"]
        for each in on
        for summary in (each["lead"], None)
        if topic.judge_announcement(each["title"], summary).decision is Decision.REJECT
    ]
    assert hopeless == []


def test_most_of_a_feed_is_hopeless() -> None:
    seeds, _ = graded()
    topic = Topic.learn(seeds, BACKGROUND)
    with gzip.open(next((SHARED / "topic").glob("rss-stream-*.gz")), "rt", encoding="utf-8") as stream:
        items = [json.loads(line) for line, _ in zip(stream, range(3_000), strict=False)]
    decisions = [topic.judge_announcement(item["title"], item["summary"]).decision for item in items]
    assert decisions.count(Decision.REJECT) > 0.7 * len(items)
    assert decisions.count(Decision.ACCEPT) < 0.02 * len(items)
