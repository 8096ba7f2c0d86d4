# ruff: noqa: E501 - markup and sentences stand on one line, as in the pages they play
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import Rejected
from crawler.reasons import Reason
from crawler.text.decode import decode

TEXT = (
    "Hai bên nhất trí nối lại đường dây liên lạc quân sự đã bị gián đoạn suốt nhiều tháng qua. Phía đối tác khẳng "
    "định việc này giúp tránh những sự cố ngoài ý muốn ở vùng giáp ranh, đồng thời mở ra cơ hội trở lại bàn đàm "
    "phán. Nhiều người dân sống gần biên giới bày tỏ sự vui mừng trước tin này. "
)
HTML = f"<!doctype html><html><head><title>Tin tức</title></head><body><p>{TEXT * 6}</p></body></html>"
TCVN3 = dict(
    zip(
        "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵăâêôơưđ",
        "µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ¨©ª«¬\xad®",
        strict=True,
    )
)
VISCII = dict(
    zip(
        "ắằặấầẩậẽẹếềểễệốồổỗộợớờởịịọỏủụưứừựữửỵỷạảãáàâăèéêìíòóôõùúýđơư",
        "\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae\xaf\xb0\xb1\xb2\xb5\xbe\xbe\xb6\xb7\xb8\xb8\xf7\xf6"
        "\xfc\xf8\xdf\xd1\xd7\xf1\xe6\xd8\xdc\xd6\xd5\xe4\xe3\xe1\xe0\xe2\xe5\xe8\xe9\xea\xec\xed\xf2\xf3\xf4\xf5\xf9"
        "\xfa\xfd\xf0\xbd\xdf",
        strict=True,
    )
)


def legacy(table: dict[str, str]) -> bytes:
    return "".join(table.get(letter, letter) for letter in HTML.lower()).encode("latin-1", "replace")


def windows_1258(html: str) -> bytes:
    """Its letters are half composed: a base with its shape, the tone behind it."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = []
    for letter in html:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in parts if mark in tones)
        out.append(unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones)) + tone)
    return "".join(out).encode("cp1258")


GOOD = {
    "utf-8": HTML.encode(),
    "utf-8-sig": HTML.encode("utf-8-sig"),
    "utf-16": HTML.encode("utf-16"),
    "utf-16-le": HTML.encode("utf-16-le"),
    "utf-16-be": HTML.encode("utf-16-be"),
    "utf-32": HTML.encode("utf-32"),
    "windows-1258": windows_1258(HTML),
    "nfd": unicodedata.normalize("NFD", HTML).encode(),
    "references": HTML.encode("ascii", "xmlcharrefreplace"),
    "one bad byte": HTML.encode().replace(b"Tin", b"T\xffin", 1),
    "cut in a letter": HTML.encode()[: HTML.encode().rindex("ướ".encode()) + 1],
    "bare windows-1258 page with scripts": windows_1258(
        HTML.replace("<p>", f"<script>{'x=1;' * 40000}</script><p>")
    ),
}
LABELS = [
    None,
    "text/html; charset=utf-8",
    "text/html; charset=windows-1258",
    "text/html;charset=iso-8859-1",
    "text/html; charset=hex",
]


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("name", GOOD)
def test_bytes_win_over_labels(name: str, label: str | None) -> None:
    import html as entities

    text = unicodedata.normalize("NFC", entities.unescape(decode(GOOD[name], label)))
    assert "nhất trí nối lại đường dây liên lạc quân sự" in text


def test_a_wrong_meta_label_does_not_win() -> None:
    html = HTML.replace("<title>", '<meta charset="windows-1252"><title>')
    assert "nhất trí nối lại" in decode(html.encode(), None)


LABELS = [None, "text/html; charset=utf-8", "text/html; charset=windows-1258"]


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize(
    "body",
    [legacy(TCVN3), legacy(VISCII), HTML.encode().decode("latin-1").encode()],
    ids=["tcvn3", "viscii", "utf-8 twice by latin-1"],
)
def test_what_older_systems_did_is_undone(body: bytes, label: str | None) -> None:
    assert "hai bên nhất trí nối lại" in unicodedata.normalize("NFC", decode(body, label)).lower()


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize(
    "body",
    [HTML.encode().decode("windows-1252", "replace").encode(), legacy(TCVN3).decode("latin-1").encode()],
    ids=["utf-8 twice", "tcvn3 as utf-8"],
)
def test_what_cannot_be_read_right_is_refused(body: bytes, label: str | None) -> None:
    with pytest.raises(Rejected) as refused:
        decode(body, label)
    assert refused.value.reason is Reason.CHARSET


@pytest.mark.parametrize(
    "text",
    [
        "© 2026 Báo Ví Dụ ® · Trang chủ",
        "Die Straße führt über Köln, größer und schöner",
        "25 µm, ±2 °C, 5 m²",
    ],
)
def test_signs_of_other_texts_are_no_damage(text: str) -> None:
    assert text in decode((f"<p>{text}</p>" * 3).encode(), "text/html")


@pytest.mark.parametrize(
    "reference", ["&#1;", "&#11;", "&#12;", "&#x1b;", "&#xFFFE;", "&#0;", "&#xD800;", "&#99999999;"]
)
def test_references_to_control_characters_are_taken_out(reference: str) -> None:
    assert decode(f"<p>một{reference} hai</p>".encode(), None) == "<p>một hai</p>"


def test_references_of_windows_letters_mean_what_browsers_show() -> None:
    assert decode("<p>một &#150; hai &#8211; ba</p>".encode(), None) == "<p>một – hai &#8211; ba</p>"


@given(
    st.binary(max_size=400), st.one_of(st.none(), st.text(max_size=40).map("text/html; charset={}".format))
)
def test_no_bytes_break_it(body: bytes, label: str | None) -> None:
    try:
        assert "\x00" not in decode(body, label)
    except Rejected as refused:
        assert refused.reason is Reason.CHARSET  # noqa: PT017 - both ways out are allowed


@pytest.mark.parametrize("sign", ["💖", "🌊🚣", "𝐀"])
def test_halves_of_signs_in_three_bytes_each_are_one_sign(sign: str) -> None:
    halves = "".join(
        bytes(part).decode("utf-16-le", "surrogatepass")
        for part in zip(sign.encode("utf-16-le")[::2], sign.encode("utf-16-le")[1::2], strict=True)
    )
    page = HTML.replace("Tin tức", f"Tin tức {halves}").encode("utf-8", "surrogatepass")
    assert decode(page, None) == HTML.replace("Tin tức", f"Tin tức {sign}")
    cut = HTML.replace("Tin tức", f"Tin tức {halves[:1]}").encode("utf-8", "surrogatepass")
    assert decode(cut, None) == HTML.replace("Tin tức", "Tin tức ")
