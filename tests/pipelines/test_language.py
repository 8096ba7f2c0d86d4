"""The language stage lets Vietnamese through and says what it stopped."""

from datetime import UTC, datetime

import pytest

from crawler.article import Article
from crawler.errors import Rejected
from crawler.reasons import Reason
from pipelines.language import Language


def article(title: str, *paragraphs: str) -> Article:
    return Article(
        "https://a.example/1", "a:1", "a", title, None, paragraphs, datetime(2026, 3, 1, tzinfo=UTC)
    )


def test_vietnamese_goes_on() -> None:
    stage = Language()
    passed = stage.process_item(article("Hội làng mở sớm", "Năm nay hội làng mở sớm hơn thường lệ ba ngày."))
    assert passed.language == "vi"
    assert stage.describe(passed) == "vi"


def test_english_is_rejected() -> None:
    with pytest.raises(Rejected) as end:
        Language().process_item(
            article("Village fair opens", "The fair opens three days earlier than usual this year.")
        )
    assert end.value.reason is Reason.NOT_VIETNAMESE
    assert end.value.detail.startswith("en (")
    assert end.value.article is not None
    assert end.value.article.language == "en"


def test_unaccented_is_rejected() -> None:
    text = """Nam nay hoi lang mo som hon thuong le ba ngay, nguoi dan trong vung keo ve rat dong.
Tieng trong vang tu dau lang, tre con chay doc con de, cac cu gia ngoi ke chuyen nhung mua hoi truoc."""
    with pytest.raises(Rejected) as end:
        Language().process_item(article("Hoi lang mo som", text))
    assert end.value.reason is Reason.UNACCENTED
