"""The same text as other desks write it: letters taken apart, older tone places, quotes, censor dots."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from crawler.newsroom.story import Story

_NEW_TO_OLD = {
    "òa": "oà",
    "óa": "oá",
    "ỏa": "oả",
    "õa": "oã",
    "ọa": "oạ",
    "òe": "oè",
    "óe": "oé",
    "ỏe": "oẻ",
    "ùy": "uỳ",
    "úy": "uý",
    "ủy": "uỷ",
    "ũy": "uỹ",
    "ụy": "uỵ",
}
_CENSORED = {"bắn": "b.ắn", "lửa": "l.ửa", "súng": "s.úng", "chết": "ch.ết", "bom": "b.om"}


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def older_tones(text: str) -> str:
    """Write oà for òa, uý for úy, at the end of syllables only; a syllable with qu has its u in the onset."""
    pattern = "|".join(_NEW_TO_OLD)
    return re.sub(rf"(?<![qQ])({pattern})\b", lambda m: _NEW_TO_OLD[m[1]], text)


def curly_quotes(text: str) -> str:
    opened = re.sub(r'(?<!\S)"(?=\S)', "\u201c", text)
    return opened.replace('"', "\u201d").replace(" - ", " \u2013 ")


def censor_dots(text: str) -> str:
    return re.sub(r"\b(" + "|".join(_CENSORED) + r")\b", lambda m: _CENSORED[m[1]], text)


def respelled(story: Story, *ways: Callable[[str], str]) -> Story:
    def write(text: str) -> str:
        for way in ways:
            text = way(text)
        return text

    return replace(
        story,
        title=write(story.title),
        lead=write(story.lead),
        paragraphs=tuple(write(text) for text in story.paragraphs),
        variants=(),
    )


def with_one_more(story: Story, paragraph: str) -> Story:
    return replace(story, paragraphs=(*story.paragraphs, paragraph), variants=())
