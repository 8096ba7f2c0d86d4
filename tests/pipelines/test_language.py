"""The language stage lets Vietnamese through and says what it stopped."""

from datetime import UTC, datetime
from unicodedata import combining, normalize

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


TITLE = "Làng gốm Phù Vân mở lại lò bầu sau hai mươi năm tắt lửa"
VIETNAMESE = (
    "Sáng đầu tháng, các nghệ nhân của làng đã nhóm lại lò bầu cổ, nơi trước đây nung chum vại cho cả vùng.",
    "Ông trưởng làng nói những người trẻ đi làm xa đã góp tiền và về tận nơi phụ việc trong ba tuần liền.",
    "Mẻ gốm đầu tiên có hơn bốn trăm sản phẩm, phần lớn là bình rượu và đĩa men tro theo mẫu của các cụ.",
    "Theo ban tổ chức, khách đến thăm sẽ được tự tay nặn một món và nhận lại sau khi lò nguội.",
    "Huyện cũng đã giúp làng sửa lại con đường ven sông để xe chở đất sét vào được tận sân lò.",
)
ENGLISH = (
    "Early this month the potters of the village lit the old kiln again, which once fired jars.",
    "The head of the village said that young people who work far away had sent money and come to help.",
    "The first batch holds more than four hundred pieces, most of them bottles and plates with ash glaze.",
    "Visitors may shape a piece with their own hands, the organisers say, and fetch it when it is cool.",
)
CHINESE = (
    "本月初，村里的陶工重新点燃了古老的龙窑，这座窑曾经为整个地区烧制陶罐，当地居民都来观看。",
    "村长表示，在外地工作的年轻人寄来了钱，并且亲自回来帮忙了三个星期，大家都非常高兴。",
    "第一批产品有四百多件，大部分是酒瓶和草木灰釉的盘子，样式都来自老一辈的匠人。",
)
RUSSIAN = (
    "В начале месяца гончары деревни снова разожгли старую печь, где раньше обжигали кувшины.",
    "Староста рассказал, что молодые люди, которые работают далеко, прислали деньги и приехали.",
)
SECOND_VERSIONS = {
    "behind": (*VIETNAMESE, *ENGLISH),
    "behind, with a heading and a name": (*VIETNAMESE, "The kiln again", *ENGLISH[:2], "Nguyễn Thị Mận"),
    "in front": (*ENGLISH[:3], *VIETNAMESE),
    "in turns": tuple(
        line for pair in zip(VIETNAMESE, (*ENGLISH, *ENGLISH[:1]), strict=True) for line in pair
    ),
    "Chinese": (*VIETNAMESE, *CHINESE),
    "Russian": (*VIETNAMESE, *RUSSIAN),
}


@pytest.mark.parametrize("name", SECOND_VERSIONS)
def test_a_second_version_is_left_out_and_kept_in_the_notes(name: str) -> None:
    lines = SECOND_VERSIONS[name]
    passed = Language().process_item(article(TITLE, *lines))
    own = tuple(line for line in lines if line in VIETNAMESE or line == "Nguyễn Thị Mận")
    assert passed.paragraphs == own
    gone = tuple(line for _, line in passed.dropped)
    assert sorted((*own, *gone)) == sorted(lines)
    assert passed.notes == (f"{len(gone)} lines dropped: second version in another language",)


MIXED = {
    "mostly English": (*VIETNAMESE[:2], *ENGLISH, *ENGLISH),
    "here and there": (VIETNAMESE[0], ENGLISH[0], *VIETNAMESE[1:3], *ENGLISH[1:3], VIETNAMESE[3]),
    "a letter that is quoted whole": (*VIETNAMESE, "Bức thư viết:", *ENGLISH),
    "too little left": (VIETNAMESE[3], *CHINESE[:1]),
    "exercises": (VIETNAMESE[0], *ENGLISH[:2], *VIETNAMESE[1:3], *ENGLISH[2:], VIETNAMESE[3]),
}


@pytest.mark.parametrize("name", MIXED)
def test_a_text_in_two_languages_waits_for_a_person(name: str) -> None:
    with pytest.raises(Rejected) as end:
        Language().process_item(article(TITLE, *MIXED[name]))
    assert end.value.reason is Reason.MIXED_LANGUAGE
    assert end.value.article is not None
    assert end.value.article.paragraphs == MIXED[name]


QUOTED = {
    "a sentence of its own": (*VIETNAMESE[:2], f"“{ENGLISH[0]}”", *VIETNAMESE[2:] * 2),
    "behind a colon": (*VIETNAMESE[:2], "Ông viết cho bạn:", ENGLISH[1], *VIETNAMESE[2:] * 2),
    "inside of a sentence": (
        *VIETNAMESE,
        f"Khách nói: “{ENGLISH[3]}”, rồi cùng mọi người về nhà.",
    ),
}


@pytest.mark.parametrize("name", QUOTED)
def test_a_quotation_stays(name: str) -> None:
    assert Language().process_item(article(TITLE, *QUOTED[name])).paragraphs == QUOTED[name]


STRANGE = {
    "Tày": "Vằn cón, pỏ mé dú bản pây háng khai phjắc, hăn cần lai pây liêu pần lầu. Bại cần ké chang gằm"
    " bấu đảy lừm tiểng gằm tổng rườn. Slấc bản nẩy mì cáy, mì pết, mì mu lai. Noọng nhình mừa slon.",
    "Mường": "Mường tha ti khởm mai, dân mường zà rố tha đôồng cấy lủa, hất chiêng vaanh rếnh. Ho ở nhà"
    " pố, mế ho wạch ti chơ̂, pạ ho ti rừng pẻ cul. Cải nhà lang kun đớc mường, pố ho kháng cải tỏng mai.",
    "Jarai": "Ƀing mơnuih amăng plei anai hơdôr glăi hrơi anih anŏm ta kơsem min, ƀing ană plei pơdu̱ng hơdrôm"
    " hră, ngă hmua, čih hră pơhiăp pơkă pơpŭ kơ khul git gai hơmâo hĭ tơlơi gum djru.",
    "K'ho": "Ală bol ơm tàm ƀòn hwềk mơ gam tam chi tàm sre mìr, gơtìp sơ̆ng kơn kờñ bơ̆ ngai do. Ơnàng ñchi"
    " bơh tơnờ ală nhai dà mìu hòi, lòt tus hìu ƀòn geh ờ ngài, jơh ală cau tàm ƀòn gơlik gơboh.",
}


@pytest.mark.parametrize("name", STRANGE)
def test_the_other_languages_of_vietnam_are_not_vietnamese(name: str) -> None:
    with pytest.raises(Rejected) as end:
        Language().process_item(article("Tin bản", STRANGE[name], STRANGE[name]))
    assert end.value.reason in (Reason.NOT_VIETNAMESE, Reason.MIXED_LANGUAGE)
    assert end.value.article is not None
    assert end.value.article.language != "vi"
    with pytest.raises(Rejected) as end:
        Language().process_item(article(TITLE, *VIETNAMESE[:2], *[STRANGE[name]] * 3))
    assert end.value.reason is Reason.MIXED_LANGUAGE


@pytest.mark.parametrize("marked", [1, 2, 4])
def test_a_text_that_lost_the_marks_of_some_lines_waits(marked: int) -> None:
    lines = (*VIETNAMESE[:marked], *map(unmarked, VIETNAMESE[marked:]))
    with pytest.raises(Rejected) as end:
        Language().process_item(article(TITLE, *lines))
    assert end.value.reason is Reason.MOJIBAKE
    assert end.value.detail.startswith(f"{5 - marked} line")


def test_one_paragraph_without_marks_is_damage_and_a_quoted_one_is_not() -> None:
    bare = unmarked(VIETNAMESE[0])
    with pytest.raises(Rejected) as end:
        Language().process_item(article(TITLE, *VIETNAMESE * 2, bare))
    assert end.value.reason is Reason.MOJIBAKE
    assert Language().process_item(article(TITLE, *VIETNAMESE * 2, f"“{bare}”")).language == "vi"


def unmarked(text: str) -> str:
    letters = normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not combining(letter))


def test_names_of_many_languages_do_no_harm() -> None:
    lines = (
        "H'Hen Niê và K'Brơi, người Ê Đê, cùng Y Thịnh Ksor đã về Ea H'Leo dự lễ của buôn sau nhiều năm.",
        "Huấn luyện viên Philippe Troussier, Kim Sang-sik và Jürgen Gede đã xem trận đấu tại Buôn Ma Thuột.",
        "Danh sách: Nguyễn Văn Mận, Trần Thị Đào, Lê Quốc Bưởi, Phạm Minh Quýt, Hoàng Gia Chanh, Vũ Đức Cam.",
    )
    passed = Language().process_item(article(TITLE, *VIETNAMESE, *lines))
    assert passed.paragraphs == (*VIETNAMESE, *lines)
    assert not passed.notes
