"""The relevance stage: on the topic goes on judged; the rest ends with score and terms in the detail."""

from datetime import UTC, datetime

import pytest

from crawler.article import Article
from crawler.errors import Rejected
from crawler.reasons import Reason
from crawler.topic.frequencies import WordFrequencies
from crawler.topic.topic import Thresholds, Topic
from pipelines.relevance import Relevance

SEEDS = """
Tôm hùm Phú Yên được giá
Người nuôi tôm hùm ở Phú Yên bán tôm với giá cao nhất ba năm.
Lồng nuôi tôm hùm thả dày đặc trên vịnh, thương lái tới tận bè mua tôm.

Dịch bệnh làm tôm hùm chết hàng loạt
Nhiều lồng nuôi tôm hùm ở Phú Yên mất trắng vì nước ô nhiễm.
Cán bộ thủy sản khuyên người nuôi tôm giãn cách lồng bè trên vịnh.
""".strip().split("\n\n")


@pytest.fixture(scope="module")
def background() -> WordFrequencies:
    return WordFrequencies.vietnamese()


def stage(background: WordFrequencies, thresholds: Thresholds | None = None) -> Relevance:
    return Relevance(Topic.learn(SEEDS, background, thresholds))


def article(title: str, lead: str, *paragraphs: str) -> Article:
    return Article(
        "https://a.example/1", "a:1", "a", title, lead, paragraphs, datetime(2026, 3, 1, tzinfo=UTC)
    )


LOBSTER = article(
    "Người nuôi tôm hùm kéo lồng bè tránh bão",
    "Hàng trăm hộ nuôi tôm hùm ở Phú Yên kéo lồng bè vào sâu trong vịnh.",
    "Giá tôm hùm giảm nhẹ vì người nuôi tôm bán vội trước bão.",
)
CHESS = article("Kỳ thủ nhí vô địch giải cờ vua", "Ván cuối kéo dài năm giờ.", "Gia đình đón em ở sân bay.")


def test_on_topic_goes_on(background: WordFrequencies) -> None:
    relevance = stage(background)
    passed = relevance.process_item(LOBSTER)
    assert passed.topic is not None
    assert passed.topic.score >= 0.6
    assert ">= 0.60; tôm hùm" in relevance.describe(passed)


def test_off_topic_ends(background: WordFrequencies) -> None:
    with pytest.raises(Rejected) as end:
        stage(background).process_item(CHESS)
    assert end.value.reason is Reason.OFF_TOPIC
    assert end.value.detail.startswith("score 0.0")
    assert "< 0.40" in end.value.detail
    assert end.value.article is not None
    assert end.value.article.topic is not None


def test_between_waits_for_a_person(background: WordFrequencies) -> None:
    with pytest.raises(Rejected) as end:
        stage(background, Thresholds(accept=8.0, borderline=0.1)).process_item(LOBSTER)
    assert end.value.reason is Reason.BORDERLINE
    assert "< 8.00; tôm hùm" in end.value.detail
