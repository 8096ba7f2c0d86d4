"""The words of an address, where an article is announced by nothing else."""

from pathlib import Path

import pytest
from support.graded import feed_items, seed_texts

from crawler.text.normalize import nfc_clean
from crawler.topic.slugs import SLUG_SHARE, SlugTopic, slug_words
from crawler.topic.topic import Thresholds, Topic

HOME = "https://songnay.vn"


@pytest.fixture(scope="module")
def rice() -> SlugTopic:
    texts = (Path(__file__).parents[2] / "support" / "rice").glob("*.txt")
    return SlugTopic(Topic.learn([text.read_text(encoding="utf-8") for text in sorted(texts)]))


def score(topic: SlugTopic, slug: str) -> float | None:
    judgement = topic.judge(slug_words(f"{HOME}/{slug}"))
    return judgement and judgement.score


@pytest.mark.parametrize(
    "slug",
    [
        "nong-dan-mien-tay-gieo-sa-vu-lua-moi-20260302.htm",
        "gia-gao-xuat-khau-tang-tro-lai-5107014.html",
        "kinh-te/doanh-nghiep-mua-lua-gao-du-tru-post99.html",
        "gi%C3%A1-l%C3%BAa-g%E1%BA%A1o-t%C4%83ng-%E1%BB%9F-%C4%91%E1%BB%93ng-b%E1%BA%B1ng.html",
    ],
)
def test_a_slug_on_the_topic_is_far_above_the_limit(rice: SlugTopic, slug: str) -> None:
    found = score(rice, slug)

    assert found is not None
    assert found > 5 * Thresholds().hopeless


@pytest.mark.parametrize(
    "slug",
    [
        "thu-mon-doi-bong-tre-bat-penalty-o-phut-cuoi-5107015.html",
        "benh-vien-nhi-mo-phong-kham-mat-buoi-toi-20260302.htm",
    ],
)
def test_a_slug_that_shares_nothing_is_foreign(rice: SlugTopic, slug: str) -> None:
    found = score(rice, slug)

    assert found is not None
    assert found < Thresholds().hopeless * SLUG_SHARE


@pytest.mark.parametrize(
    "slug", ["bai-5107016.html", "5107016.html", "", "tin-nhanh-6.html", "qxz-wkj-vvb-ppl-zzk-hhg.html"]
)
def test_what_says_too_little_is_not_judged(rice: SlugTopic, slug: str) -> None:
    assert score(rice, slug) is None


def test_what_the_wanted_articles_of_half_a_year_would_lose() -> None:
    """Every twentieth item of the stream; bench_slugs.py measures all."""
    topic = Topic.learn(seed_texts())
    slugs = SlugTopic(topic)
    wanted, lost, left, all_items = 0, 0, 0, 0
    for number, item in enumerate(feed_items()):
        if number % 20:
            continue
        found = slugs.judge(slug_words(item["link"]))
        foreign = found is not None and found.score < topic.thresholds.hopeless * SLUG_SHARE
        on = topic.judge_announcement(nfc_clean(item["title"]), nfc_clean(item["summary"] or "")).score
        all_items += 1
        left += foreign
        wanted += on >= topic.thresholds.accept
        lost += foreign and on >= topic.thresholds.accept
    print(f"{left} of {all_items} left out, {lost} of {wanted} wanted")

    assert left / all_items > 0.4
    assert lost <= 0.04 * wanted
