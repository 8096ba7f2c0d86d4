"""Letters that nobody can know again are found in the paragraph that lost them."""

import re

import pytest

from crawler.newsroom.story import load_stories
from crawler.text.letters import mend
from crawler.text.lost_letters import damage_of, damaged_words

TEXTS = [story.text for story in load_stories() if not story.flaw]


def lost(text: str, encoding: str) -> str:
    return text.encode(encoding, "replace").decode(encoding)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp1258"])
def test_question_marks_for_letters_in_one_paragraph(encoding: str) -> None:
    for text in TEXTS:
        lines = text.split("\n")
        lines[2] = lost(lines[2], encoding)
        says = damage_of(lines)
        assert says
        assert says.endswith("of line 3 are lost")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Vào th? Hai, tàu sẽ chạy lại.", ["th?"]),
        ("?ông nghịt người ? bến xe, theo ban qu?n lý.", ["?ông", "qu?n"]),
        ("Ch? t?ch xã nói ?? đường đã thông.", ["Ch?", "t?ch", "??"]),
        ("Nước s\ufffdng dâng cao.", ["s\ufffdng"]),
        ("Bộ tr_ởng đến c_ảng n·ớc sâu.", ["tr?ởng", "n?ớc"]),
        ("Bà con ở \ufffd Đông Hòa chạy lũ.", ["\ufffd"]),
        ("Ná»'i láº¡i kÃ¨ bá» sÃ´ng ở xã.", ["Ná»'i", "bá»"]),
    ],
)
def test_single_words(line: str, words: list[str]) -> None:
    assert damaged_words(mend(line).text) == words


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_letters_that_are_gone_without_a_sign(encoding: str) -> None:
    for text in TEXTS:
        lines = text.split("\n")
        longest = max(range(len(lines)), key=lambda number: len(lines[number]))
        lines[longest] = lines[longest].encode(encoding, "ignore").decode(encoding)
        says = damage_of(lines)
        assert says
        assert says.endswith(f"of line {longest + 1} are lost")


@pytest.mark.parametrize("sign", "□\ue001¤")
def test_other_signs_for_letters(sign: str) -> None:
    for text in TEXTS:
        damaged = re.sub("ươ|ướ|ườ|ượ|ạ", sign, text)
        assert damage_of([mend(line).text for line in damaged.split("\n")])


def test_an_old_font_in_one_paragraph() -> None:
    old = str.maketrans("ươđạếờộêềấàủ", "öôñäëõöïæåûø")
    assert damage_of([TEXTS[0].split("\n")[2].translate(old), *TEXTS[0].split("\n")[3:]])


@pytest.mark.parametrize(
    "line",
    [
        *(line for text in TEXTS for line in text.split("\n")),
        "Vì sao?Ông nói: “Ai biết?”, rồi hỏi: Ở đâu? Bao giờ??? Thật ư?! (Có không?) Ai?”.",
        "Đường dài 396 m? Hay 5 km? Chạy trong 2 h? Chữ 'nh'? Trí óc? Xem https://bao.example/tim?tu=lua&trang=2",
        "¿Qué pasa? Why? Hm? What?! Quoi ? Vậy mà ? Không ai trả lời.",
        "Tốc độ 90 km/h, dài 5 m, nặng 3 kg, cao 20 cm, lúc 9 h tại bến, theo điểm b, c và d của khoản 2.",
        "„Für die Brücke müssen wir größere Träger prüfen“, schrieb der Ingenieur über die nächsten Jahre.",
        "@bao_song_xanh và user_name ở trang bao_moi trên mạng; ¿Dónde está? ■■■ Tin khác",
        "«Má», ông gọi, «con về rồi má»",
    ],
)
def test_what_is_whole(line: str) -> None:
    assert not damage_of([line])


@pytest.mark.parametrize("line", ["\ufffd Tin mới từ bến sông", "Nước đã rút \ufffd\ufffd", "\ufffd"])
def test_a_picture_that_was_replaced_is_no_letter(line: str) -> None:
    assert not damage_of([mend(line).text])


@pytest.mark.parametrize(
    "typed",
    [
        "Tra.m DDa` Ba('c mo+? cu+?a la.i sau tra^.n lu~, nhu+ng ba` con va^~n o+? nho+` nha` que^n.",
        "Tramj DDaf Bawcs mowr cuwar laij sau traanj lux, nhuwng baf con vaanx owr nhowf nhaf quen.",
        "Tra5m D9a2 Ba81c mo73 cu73a la5i sau tra65n lu4, nhu7ng ba2 con va64n o73 nho72 nha2 que6n.",
    ],
)
def test_marks_as_they_are_typed(typed: str) -> None:
    for text in TEXTS[:5]:
        lines = text.split("\n")
        assert (damage_of([*lines, typed]) or "").endswith(f"of line {len(lines) + 1} are lost")


@pytest.mark.parametrize(
    "line",
    [
        "This is the first time her house was near the bus, for as far as the star has news of his car.",
        "Xe số 3A2 chạy tuyến B1, C2, D5 và E7 từ bến A1 qua cầu số 2b đến bến A3 mỗi ngày.",
    ],
)
def test_other_words_are_not_typed_marks(line: str) -> None:
    assert damaged_words(line) == []
