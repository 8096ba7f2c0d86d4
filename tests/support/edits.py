"""Fifteen ways a text comes back changed, and two ways another text is like it: made from real sentences."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from crawler.newsroom.variants import curly_quotes, older_tones

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_CUT = re.compile(r"\b([a-zà-ỹđ])([a-zà-ỹđ]{2,5})\b")


@dataclass(frozen=True, slots=True)
class Draw:
    """What an edit may use: chance, words and sentences of other texts, whole other texts."""

    chance: random.Random
    words: Sequence[str]
    sentences: Sequence[str]
    others: Sequence[str]


Edit = Callable[[str, Draw], str]


def respelled(text: str, draw: Draw) -> str:
    text = curly_quotes(older_tones(text)).replace(" ", "\u00a0", 5)
    return normalize("NFD", text.replace(". ", ".\u200b ", 3 if draw.chance.random() < 1 else 0))


def censored(text: str, draw: Draw) -> str:
    spots = {match.start() for match in _CUT.finditer(text) if draw.chance.random() < 0.03}
    return _CUT.sub(lambda m: f"{m[1]}.{m[2]}" if m.start() in spots else m[0], text)


def framed(text: str, draw: Draw) -> str:
    """Captions, a date, and headlines of other news at the end."""
    heads = [draw.chance.choice(draw.sentences)[:90] for _ in range(8)]
    captions = [f"{draw.chance.choice(draw.sentences)[:80]} Ảnh: TTXVN" for _ in range(2)]
    return "\n".join(["Thứ Hai, 02/03/2026 07:30", text, *captions, *heads])


def words_changed(share: float) -> Edit:
    def change(text: str, draw: Draw) -> str:
        return " ".join(
            draw.chance.choice(draw.words) if draw.chance.random() < share else word for word in text.split()
        )

    return change


def sentences_deleted(share: float) -> Edit:
    def delete(text: str, draw: Draw) -> str:
        kept = [sentence for sentence in _SENTENCE.split(text) if draw.chance.random() >= share]
        return " ".join(kept) or text

    return delete


def lead_rewritten(text: str, draw: Draw) -> str:
    sentences = _SENTENCE.split(text)
    return " ".join([draw.chance.choice(draw.sentences), draw.chance.choice(draw.sentences), *sentences[2:]])


def updated(text: str, draw: Draw) -> str:
    """New sentences here and there, three tenths of the text."""
    sentences = _SENTENCE.split(text)
    for _ in range(max(1, round(0.3 * len(sentences)))):
        sentences.insert(draw.chance.randrange(len(sentences) + 1), draw.chance.choice(draw.sentences))
    return " ".join(sentences)


def mixed(text: str, draw: Draw) -> str:
    return framed(words_changed(0.05)(sentences_deleted(0.1)(lead_rewritten(text, draw), draw), draw), draw)


def stacked(count: int) -> Edit:
    return lambda text, draw: "\n".join([text, *draw.chance.sample(list(draw.others), count)])


EDITS: dict[str, Edit] = {
    "NFD, tone places, quotes, zero-width": respelled,
    "censor dots": censored,
    "captions, date, headline tail": framed,
    "3 % of words changed": words_changed(0.03),
    "10 % of words changed": words_changed(0.10),
    "20 % of words changed": words_changed(0.20),
    "15 % of sentences deleted": sentences_deleted(0.15),
    "30 % of sentences deleted": sentences_deleted(0.30),
    "50 % of sentences deleted": sentences_deleted(0.50),
    "lead rewritten": lead_rewritten,
    "update, 30 % more": updated,
    "mixed edits": mixed,
    "one article appended": stacked(1),
    "three articles appended": stacked(3),
    "upper case": lambda text, _: text.upper(),
}


def quoting(text: str, draw: Draw) -> str:
    """Return another text that quotes two sentences of this one."""
    quoted = draw.chance.sample(_SENTENCE.split(text), min(2, len(_SENTENCE.split(text))))
    return "\n".join([draw.chance.choice(list(draw.others)), *quoted])
