"""What the normal form treats as one text and what as two; nfc_clean leaves clean text as it is."""

import json
from itertools import product
from unicodedata import is_normalized, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.places import SHARED

from crawler.text.normalize import content_hash, nfc_clean, normal_form, tokens, whole_form
from crawler.text.syllables import is_syllable

PARAGRAPH = (
    "Sáng nay, ủy ban xã họp bàn việc sửa con đường dọc bờ sông. Hòa khí giữ được đến cuối buổi, "
    "dù nhiều hộ vẫn băn khoăn về mức đền bù 3,5 triệu đồng một mét vuông."
)
OLD_PLACEMENT = (
    "Sáng nay, uỷ ban xã họp bàn việc sửa con đường dọc bờ sông. Hoà khí gĩư được đến cuối buổi, "
    "dù nhiều hộ vẫn băn khoăn về mức đền bù 3,5 triệu đồng một mét vuông."
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("thuỷ thủ khoẻ", "thủy thủ khỏe"),
        ("qúy khách", "quý khách"),
        ("THỜI TIẾT", "thời tiết"),
        ("chợ  nổi\n\n", "chợ nổi"),
        ("chợ\u00a0nổi", "chợ nổi"),
        ("chợ\u200b nổi", "chợ nổi"),
        ("chợ nổi &amp;amp; bến xe", "chợ nổi & bến xe"),
        ("“chợ” – ‘nổi’", "\"chợ\" - 'nổi'"),
        ("ngày 2.9", "ngày 2/9"),
        ("Ðồng Tháp", "Đồng Tháp"),
        ("lời đ.e dọ.a", "lời đe dọa"),
        ("Đ.e dọ.a", "Đe dọa"),
        ("đ.á.nh gi.ết", "đánh giết"),
        ("a\u0301\u0306n", "ắn"),
    ],
)
def test_spellings_of_one_text(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)
    assert content_hash(one) == content_hash(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bán bò", "bàn bò"),
        ("Đà Lạt", "Da Lat"),
        ("đốc", "dốc"),
        ("1,5 tấn", "15 tấn"),
        ("A.B.C", "ABC"),
        ("về nhà.sáng nay", "về nhàsáng nay"),
        ("không mưa", "mưa"),
        ("U.S.", "US"),
    ],
)
def test_different_texts(one: str, other: str) -> None:
    assert content_hash(one) != content_hash(other)


def test_shared_vectors() -> None:
    file = SHARED / "topic" / "normal_form_vectors.json"
    if not file.exists():
        pytest.skip("no ../shared beside the repository")
    vectors = json.loads(file.read_text(encoding="utf-8"))
    wrong = [v for v in vectors if (content_hash(v["a"]) == content_hash(v["b"])) is not v["equal"]]
    assert len(vectors) == 28
    assert wrong == []


def test_every_written_form_of_a_paragraph_has_one_hash() -> None:
    spellings = [
        normalize(form, text).replace(" ", blank)
        for form, text, blank in product(
            ("NFC", "NFD"), (PARAGRAPH, OLD_PLACEMENT), (" ", "\u00a0", " \u200b")
        )
    ]
    assert len({content_hash(spelling) for spelling in spellings}) == 1


VIETNAMESE = st.text(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
    " ,.AÂĐÊƠƯ\n&;\u0301\u0323"
)


@given(st.one_of(st.text(), VIETNAMESE))
def test_unicode_form_does_not_count(text: str) -> None:
    assert normal_form(normalize("NFC", text)) == normal_form(normalize("NFD", text))


@given(st.one_of(st.text(), VIETNAMESE))
def test_normal_form_is_its_own_normal_form(text: str) -> None:
    assert normal_form(normal_form(text)) == normal_form(text)


@given(st.one_of(st.text(), VIETNAMESE, st.text("&amplt;#38x6\u200b \n")))
def test_clean_text_stays_as_it_is(text: str) -> None:
    clean = nfc_clean(text)
    assert nfc_clean(clean) == clean
    assert is_normalized("NFC", clean)
    assert tokens(clean) == tokens(text)


def test_nfc_clean_drops_what_nobody_sees() -> None:
    assert nfc_clean("\ufeffbến\u00ad \u200e\tđò\x00 \u202e") == "bến đò"
    assert nfc_clean("một&nbsp;hai\r\n  ba\u2028bốn  ") == "một hai\nba\nbốn"
    assert nfc_clean("lá\ud83d cờ").encode() == "lá cờ".encode()


def test_of_what_steers_a_terminal_nothing_is_left() -> None:
    assert nfc_clean("\x1b[31mGạo\x1b[0m \x1b]0;tin\x07ngon \x1b[1;4H\x1b[?25l[31] kg") == "Gạo ngon [31] kg"


def test_deeply_nested_entities_end() -> None:
    assert len(nfc_clean("&" + "amp;" * 200_000)) > 0


@pytest.mark.parametrize(
    "word", ["nghiêng", "quốc", "giếng", "gì", "khuỷu", "yêu", "ọp", "thuở", "quyết", "ươm"]
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["sángngày", "hoc", "quôc", "bànà", "strong", "ông2", "", "đến.", "wa"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Bê\u0300n đò", "Bền đò"),
        ("B\u0065\u0300\u0302n đò", "Bền đò"),
        ("la \u0300m kè", "làm kè"),
        ("só\u0302ng", "sống"),
        ("n\U000e0061gười", "người"),
        ("n\ufe0fgười", "người"),
        ("bến\u2800đò \u3164cũ", "bến đò cũ"),
        ("\uff14\uff10 hộ \uff22ến", "40 hộ Bến"),
    ],
)
def test_letters_are_whole_and_plain(written: str, meant: str) -> None:
    assert nfc_clean(written) == meant


@given(st.text(st.sampled_from("aáạ Đđ “”–.,&;\n\t\r…ẾỹÃ¹#x \xa0\xad\u0301") | st.characters(), max_size=60))
def test_a_plain_text_is_cleaned_as_any_other(text: str) -> None:
    # What cannot be seen goes, and leads the text the long way.
    assert nfc_clean(text + "\n\u200b") == nfc_clean(text)


@given(st.lists(st.text(st.sampled_from("aáĐ .-&;b\t\u0301\r") | st.characters(), max_size=30), max_size=4))
def test_the_form_of_a_text_is_that_of_its_lines(lines: list[str]) -> None:
    assert whole_form("\n".join(lines)) == " ".join(tokens("\n".join(lines)))
