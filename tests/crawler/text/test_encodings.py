"""Old Vietnamese encodings are recognised by their syllables and undone; sound texts are left alone."""

from collections.abc import Callable
from unicodedata import normalize

import pytest

from crawler.newsroom.story import load_stories
from crawler.text.encodings import _TCVN3, _VISCII, _VNI, decoded, repair
from crawler.text.lost_letters import damage_of

TEXTS = [story.text for story in load_stories() if not story.flaw]
TONES = "\u0300\u0301\u0303\u0309\u0323"


def by(table: dict[str, str]) -> Callable[[str], str]:
    back = {new: old for old, new in reversed(table.items())}
    return lambda text: "".join(back.get(letter, letter) for letter in text)


def as_1258(text: str) -> str:
    """Write letters with hats and horns as they are there, tones as signs of their own."""
    written = b""
    for letter in text:
        parts = normalize("NFD", letter)
        bare = normalize("NFC", "".join(part for part in parts if part not in TONES))
        tones = "".join(part for part in parts if part in TONES)
        written += (bare + tones).encode("cp1258", "replace")
    return written.decode("latin-1")


def as_mojibake(text: str) -> str:
    shown = (bytes([code]).decode("cp1252", "replace") for code in text.encode())
    return "".join(
        chr(code) if sign == "\ufffd" else sign for code, sign in zip(text.encode(), shown, strict=True)
    )


WAYS = {
    "VISCII": by(_VISCII),
    "VNI": by(_VNI),
    "windows-1258": as_1258,
    "UTF-8 read as windows-1252": as_mojibake,
    "UTF-8 read as windows-1252 twice": lambda text: as_mojibake(as_mojibake(text)),
}


@pytest.mark.parametrize("name", WAYS)
def test_every_story_comes_back_as_it_was(name: str) -> None:
    for text in TEXTS:
        found = repair(WAYS[name](text))
        assert found.encoding == name
        assert found.text == text


def test_tcvn3_has_its_capitals_in_another_font() -> None:
    for text in TEXTS:
        found = repair(by(_TCVN3)(text.lower()))
        assert (found.encoding, found.text.lower()) == ("TCVN3", text.lower())


@pytest.mark.parametrize("name", ["VISCII", "VNI", "windows-1258", "TCVN3"])
def test_a_page_of_bytes(name: str) -> None:
    text = TEXTS[0].lower()
    lines = (WAYS | {"TCVN3": by(_TCVN3)})[name](text).split("\n")
    body = "".join(f'<p class="Normal">{line}</p>\n' for line in lines)
    page = f'<html><head><meta charset="iso-8859-1"></head><body>{body}</body></html>'

    found = decoded("".join(sign if ord(sign) < 256 else " " for sign in page).encode("latin-1"))
    assert found
    assert text.split("\n")[1] in found.lower()


def test_a_page_in_another_language() -> None:
    assert decoded("<p>L'Élysée a annoncé une réunion à Genève.</p>".encode("latin-1")) is None
    assert decoded(("<p>" + "Привет, мир! " * 20).encode("koi8-r")) is None


def test_one_damaged_paragraph_among_sound_ones() -> None:
    lines = TEXTS[0].split("\n")
    lines[2] = as_mojibake(lines[2])
    found = repair("\n".join(lines))
    assert (found.text, found.lines) == (TEXTS[0], 1)


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        "Đắk Lắk, Krông Pắk, Ea H'Leo, Buôn Đôn, Đắk Nông, Pleiku",
        "L'Élysée a annoncé une réunion à Genève: « Nous préférons la négociation », dit François Régnier.",
        "Ångström, Malmö, Göteborg, Østfold, Tromsø, Ærø, Åland",
    ],
)
def test_what_is_sound_stays(text: str) -> None:
    assert repair(text).text == text
    assert not damage_of(text.split("\n"))


def test_lost_letters_are_beyond_repair() -> None:
    damaged = TEXTS[0].encode("ascii", "replace").decode().replace("?", "\ufffd")
    assert repair(damaged).encoding is None
    assert damage_of([damaged])
