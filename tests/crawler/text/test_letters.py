"""Letters are mended where one reading is possible; names and other languages are left alone."""

import pytest

from crawler.newsroom.story import load_stories
from crawler.text.letters import Repair, mend
from crawler.text.syllables import is_fragment, is_syllable

TEXTS = [story.text for story in load_stories() if not story.flaw]
SENTENCE = "Hai thanh niên bị bắt vì đe dọa giết người bán ma túy ở cảng Đông Điền hôm thứ hai."


@pytest.mark.parametrize("sign", "*·•/-_|~‑…+’")
def test_censor_signs_of_every_kind(sign: str) -> None:
    censored = SENTENCE.replace("đe dọa giết", "đ e d ọa gi ết").replace("ma túy", "m a t úy")
    assert mend(_signed(censored, sign)) == (SENTENCE, (Repair.CENSORED,))


def _signed(text: str, sign: str) -> str:
    for word in ("đ e", "d ọa", "gi ết", "m a", "t úy"):
        text = text.replace(word, word.replace(" ", sign))
    return text


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("Cảnh sát thu g.i.ữ khẩu s*úng và hai viên đ·ạn.", "Cảnh sát thu giữ khẩu súng và hai viên đạn."),
        ("B*ẮT ĐỐI TƯỢNG GI*ẾT NGƯỜI", "BẮT ĐỐI TƯỢNG GIẾT NGƯỜI"),
        ("GI.ẾT NGƯỜI RỒI T.Ử TỰ, C.HẾT KHI C.ƯỚP", "GIẾT NGƯỜI RỒI TỬ TỰ, CHẾT KHI CƯỚP"),
        ("Vụ G.I.Ế.T người và s.e.x trên mạng", "Vụ GIẾT người và sex trên mạng"),
        ("Tàng trữ m.a t.ú.y, giấu th.i thể", "Tàng trữ ma túy, giấu thi thể"),
        ("Hắn gi*t người rồi buôn ma t*y, h*ếp bạn", "Hắn giết người rồi buôn ma túy, hiếp bạn"),
        ("Hắn bị bắt vì m a t ú y và c h ế t trong trại", "Hắn bị bắt vì ma túy và chết trong trại"),
        ("Một c0n nghiện gi3t người vì s3x", "Một con nghiện giết người vì sex"),
        ("Nạn nhân ch..ết trên đường, theo bác s_ĩ.", "Nạn nhân chết trên đường, theo bác sĩ."),
    ],
)
def test_censored_in_other_ways(damaged: str, whole: str) -> None:
    assert mend(damaged).text == whole


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("Xã Ðông Thạnh và ấp Ðồng Sen của huyện Ðức Hòa", "Xã Đông Thạnh và ấp Đồng Sen của huyện Đức Hòa"),
        ("Ɖoàn đại biểu HÐND, UBND và MTTQ, QÐ số 5", "Đoàn đại biểu HĐND, UBND và MTTQ, QĐ số 5"),
        ("ðường về ɖồng, người ði qua cầu", "đường về đồng, người đi qua cầu"),
        ("Nướс ѕông lên nhаnh, bà соn chạy lũ", "Nước sông lên nhanh, bà con chạy lũ"),
        ("Hồ Сhí Minh và trang Facebооk của ban", "Hồ Chí Minh và trang Facebook của ban"),
        ("Thế kỷ ХХI, nƣớc mƣa và nǎm mới", "Thế kỷ XXI, nước mưa và năm mới"),
    ],
)
def test_look_alikes(damaged: str, whole: str) -> None:
    assert mend(damaged) == (whole, (Repair.LOOK_ALIKE,))


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("Các hộ dâ n ở xó m trên đã chuyể n đi.", "Các hộ dân ở xóm trên đã chuyển đi."),
        ("Vi ệc sửa cầu đư ợc làm từ th áng hai.", "Việc sửa cầu được làm từ tháng hai."),
        ("Nhữ ng ng ười đi biế n mất m ột tuầ n.", "Những người đi biến mất một tuần."),
        ("Ông “ngh iên cứu” c ác giố ng lúa mới.", "Ông “nghiên cứu” các giống lúa mới."),
        # Two readings of "có m ặt" and "tro ng anh": nothing is done to them.
        ("Chị có m ặt trong đ ội của m ột xóm.", "Chị có m ặt trong đội của một xóm."),
        ("Ng ười ta nói tro ng anh vi ệc gì cũng dễ.", "Người ta nói tro ng anh việc gì cũng dễ."),
    ],
)
def test_blanks_inside_of_words(damaged: str, whole: str) -> None:
    assert mend(damaged) == (whole, (Repair.SPLIT,))


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("Ông Nguyá»…n VÄƒn Táº¡o nói ở xã", "Ông Nguyễn Văn Tạo nói ở xã"),
        ("Cháº¥t lÆ°á»£ng nÆ°á»›c đã tốt hơn trước", "Chất lượng nước đã tốt hơn trước"),
        ("Xã â€œanh hùngâ€\x9d nằm ven Ä\x90áº§m", "Xã “anh hùng” nằm ven Đầm"),
    ],
)
def test_single_words_wrongly_decoded(damaged: str, whole: str) -> None:
    assert mend(damaged) == (whole, (Repair.DECODED,))


@pytest.mark.parametrize("times", [1, 2, 3])
def test_wrongly_decoded_again_and_again(times: int) -> None:
    word = "Người"
    for _ in range(times):
        word = "".join(_shown(code) for code in word.encode())
    assert mend(f"{word} dân đi họp").text == "Người dân đi họp"


def _shown(code: int) -> str:
    sign = bytes([code]).decode("cp1252", "replace")
    return chr(code) if sign == "\ufffd" else sign


@pytest.mark.parametrize(
    "line",
    [
        *(line for text in TEXTS for line in text.split("\n")),
        "H'Hen Niê, K'BRƠI, K’Brơi, Ê Đê, Y Ban, Y-Thịnh, H-Ưng, Ea H'Leo, Krông Pắk, Đắk R'lấp, Chư Păh",
        "Ƀing mơnuih amăng plei, ală bol ơm tàm ƀòn, slấc bản, phjắc mjạc",
        "Dài 120 m ở xã, 15 m ăn sâu, 5 l à, 200 tr ở quỹ, 18 h ở bến, 40 km/h, đ/c Ba, và/hoặc, tấn/ha",
        "A-lếch-xan-đrơ, In-đô-nê-xi-a, Ma-lai-xi-a, Li-a, xà-phòng, i-ốt, a-xít, ki-lô-mét, Chư-prông",
        "Guðmundur Þór Ægisson ở Seyðisfjörður và SEYÐISFJÖRÐUR; Đakovo; Москва и Минск, Сочи; ΔT, TNF-α, μm",
        "Anh nói: “Đất lở rồi.anh em chạy đi…rồi tắt máy”, v.v. và ThS.BS ở Q.Bình Thạnh, TP.HCM, p.An Phú",
        "«Ông ấy là má» và “ĐÃ” rồi “BÀI LÀ…” của Ã, Â, Ä và São Paulo, Ærø, Åland, SÃO PAULO",
        "e-mail, x-quang, c/o, n/a, a*b, c+a, f(x)=x^2, y_i, snake_case, #hashtag, C#, 2*3, T-ara, K-pop",
        "l'été d'Aix, d'accord, qu'il, n'est, rock 'n' roll, ma’am, O’Brien, D'Artagnan",
        "Ông T.Ú, bà L.Ê.N. và anh H.Ơ.N. ở P.HẢI CHÂU, H.ỨNG HÒA, T.Ư",
        "Biển hiệu b!ến th@i, s*ng và t* không nói hết; lúc 9 a.m. hắn rời m.a.s.h",
        "Nhóm A B C D và các điểm x y z; a, b, ở đ và y",
    ],
)
def test_what_is_meant_stays(line: str) -> None:
    assert mend(line) == (line, ())


def test_pieces_of_words() -> None:
    assert all(map(is_fragment, ["đ", "ng", "th", "ười", "ệc", "ợc", "ột", "đượ", "tiề"][:7]))
    assert not any(map(is_fragment, ["óc", "ếch", "ích", "ơn", "ưu", "ở", "ý", "ao", "uống", "êm"]))
    assert not any(map(is_syllable, ["đượ", "tiề", "biế"]))


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("Tàu vê´ bê´n lúc nửa đêm, aˋo aˋo gió", "Tàu vế bến lúc nửa đêm, ào ào gió"),
        ("Bả̉n là̀ng la̧i có điện, vẹ̣n cả đôi đường", "Bản làng lại có điện, vẹn cả đôi đường"),
        (r"Ban qu\u1ea3n l\u00fd c%E1%BA%A3ng và =C4=91=E1=BA=A3o xa", "Ban quản lý cảng và đảo xa"),
        ("Bà ấy vÃ con lÃ người làng", "Bà ấy và con là người làng"),
    ],
)
def test_letters_left_as_escapes(damaged: str, whole: str) -> None:
    assert mend(damaged) == (whole, (Repair.DECODED,))


@pytest.mark.parametrize(
    "line",
    [
        "Xem https://bao.example/%E1%BA%A3nh.html?q=%C4%91",
        "Giảm 5%E và a=B2=C3 là mã lô",
        "Tường MÃ LA rêu phủ",
    ],
)
def test_no_escapes(line: str) -> None:
    assert mend(line) == (line, ())


def test_two_torn_words_show_that_all_are() -> None:
    torn = "Ban qu ản l ý b an đầu cho r ằng tr ạm cũ còn ch ạy"
    assert mend(torn) == ("Ban quản lý ban đầu cho rằng trạm cũ còn chạy", (Repair.SPLIT,))
    law = "Theo điểm b, c, d khoản 2, các xã l, m nộp 5 tr ạ"
    assert mend(law) == (law, ())


def test_qu_is_not_q_with_any_rime() -> None:
    assert all(map(is_syllable, ["quốc", "quy", "quân", "quyển", "quạ", "quờ"]))
    assert not any(map(is_syllable, ["qun", "qưu", "qan", "qu", "quc"]))
