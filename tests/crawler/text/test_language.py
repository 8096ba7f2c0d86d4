"""Vietnamese is told from other languages, and from itself without its marks."""

from unicodedata import combining, normalize

import pytest

from crawler.text.language import Speech, language_of, speech_of

VIETNAMESE = """Chiều qua, người dân hai bên bờ sông kéo nhau ra xem đua thuyền.
Tiếng trống vang từ đầu làng, trẻ con chạy dọc con đê.
Các cụ già ngồi dưới gốc đa kể chuyện những mùa hội trước. Đến tối, cả làng cùng ăn bữa cơm chung."""
ENGLISH = """Yesterday afternoon people on both banks of the river came out to watch the boat race.
Drums were heard from the edge of the village, and children ran along the dyke
while the old men told stories under the banyan tree."""
OTHERS = {
    "en": ENGLISH,
    "fr": "Hier après-midi, les habitants des deux rives sont venus voir la course de bateaux près du pont.",
    "ro": "Ieri după-amiază, oamenii de pe ambele maluri au venit să vadă cursa de bărci și să cânte.",
    "de": "Gestern Nachmittag kamen die Leute von beiden Ufern, um das Rennen der Boote zu sehen.",
    "ko": "어제 오후 강 양쪽 마을 사람들이 배 경주를 보러 나왔다.",
}


def unaccented(text: str) -> str:
    letters = normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not combining(letter))


def unmarked_share(text: str) -> float:
    return speech_of(normalize("NFC", text).split("\n")).share(Speech.UNMARKED)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_vietnamese(form: str) -> None:
    text = normalize(form, VIETNAMESE)  # type: ignore[arg-type]
    assert language_of(text) == ("vi", 1.0)
    assert language_of(text.upper())[0] == "vi"
    assert unmarked_share(text) == 0


@pytest.mark.parametrize("code", OTHERS)
def test_other_languages(code: str) -> None:
    assert language_of(OTHERS[code])[0] == code
    assert unmarked_share(OTHERS[code]) == 0


def test_unaccented_vietnamese() -> None:
    assert unmarked_share(unaccented(VIETNAMESE)) == 1


def test_english_with_vietnamese_names_is_english() -> None:
    names = "The race was won by the crew of Thuận Phước, before those of Mỹ Lộc and Đông Hòa. "
    assert language_of(names + ENGLISH)[0] == "en"
    assert language_of(VIETNAMESE[:120] + " " + ENGLISH * 4)[0] == "en"


@pytest.mark.parametrize("text", ["", "12 345", "…"])
def test_no_language(text: str) -> None:
    assert language_of(text) == ("und", 0.0)


def test_same_answer_every_time() -> None:
    assert len({language_of("Hue, Da Nang, Quy Nhon") for _ in range(20)}) == 1
