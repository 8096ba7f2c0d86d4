"""The language of a text, line by line: how its words are spelt, and which function words hold them together.

Marks alone do not make Vietnamese: Tày, Mường, Jarai and K'ho are written with its letters. What tells them
apart are Vietnamese function words, a tenth of every Vietnamese text and hardly any of theirs (measured over
233 news texts: never under 0.10; texts in those languages: up to 0.05).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from threading import Lock
from typing import Any, NamedTuple
from unicodedata import normalize

from crawler.text.syllables import is_syllable, is_unmarked_syllable

_WORD = re.compile(r"[^\W\d_]+")
_OTHER_SCRIPT = re.compile(
    "[\u0370-\u03ff\u0400-\u052f\u0530-\u06ff\u0900-\u0eff\u1000-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
    "\uac00-\ud7af]"
)
_LETTERS_OF_A_WORD = 2.5  # of other scripts: Chinese has one or two, Cyrillic five
FUNCTION_WORDS = frozenset(
    "của và là có được trong những các cho không người này đã với một để ở đến khi từ về như cũng tại vào"  # noqa: SIM905
    " ra sẽ phải nhiều năm theo sau trên đó còn bị do việc trước thì lại mà".split()
)
_FEWEST_WORDS = 8  # of a line that tells its language; shorter ones tell together
_LEAST_MARKED = 0.2  # of the words of a Vietnamese line are syllables with marks; mostly 0.8
_MOST_MARKED = 0.1  # of the words of a line in another language, where they are Vietnamese names
_LEAST_SOUND = 0.75  # of its words with marks are syllables
_LEAST_UNMARKED = 0.85  # of the words, where all marks are lost
_LEAST_FUNCTION_WORDS = 0.06
_ENOUGH_WORDS = 40  # of a text, for the share of function words to tell; single sentences do without
_LONG_LINE_WORDS, _MOST_POOR = 20, 0.4  # of all words, in long lines that do without
_PARAGRAPH_WORDS = 15
_SAMPLE = 1_000  # characters; more make langdetect slower, not better

_detecting = Lock()  # langdetect loads its profiles into globals


class Speech(Enum):
    """What a line is written in."""

    VIETNAMESE = "Vietnamese"
    UNMARKED = "Vietnamese without its marks"
    OTHER = "another language"
    STRANGE = "Vietnamese letters, no Vietnamese words"
    UNCLEAR = "too short to tell"


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the lines of a text are written in, and how many words those are, the short lines apart."""

    lines: tuple[Speech, ...]
    words: dict[Speech, float]

    @property
    def told(self) -> float:
        """How many words tell."""
        return sum(count for speech, count in self.words.items() if speech is not Speech.UNCLEAR)

    def share(self, *speeches: Speech) -> float:
        """Return the share of the words that tell."""
        return sum(self.words.get(speech, 0) for speech in speeches) / self.told if self.told else 0.0


def speech_of(lines: Sequence[str]) -> Spoken:
    """Tell for each line what it is written in; lines are in NFC."""
    found = [_read(line) for line in lines]
    rest = " ".join(
        line for line, read in zip(lines, found, strict=True) if read.speech is Speech.UNCLEAR and read.words
    )
    told = [read for read in found if read.speech is not Speech.UNCLEAR] + [_read(rest)]
    words: dict[Speech, float] = {}
    for read in told:
        words[read.speech] = words.get(read.speech, 0) + read.words
    poor = sum(read.words for read in told if read.words >= _LONG_LINE_WORDS and read.is_poor)
    if _are_poor(told):
        poor = words[Speech.VIETNAMESE]
    if poor > _MOST_POOR * sum(words.values()):
        words[Speech.STRANGE] = words.get(Speech.STRANGE, 0) + poor
        words[Speech.VIETNAMESE] -= poor
    return Spoken(tuple(read.speech for read in found), words)


def language_of(text: str) -> tuple[str, float]:
    """Return the ISO 639-1 code of the text's main language and how sure that is; "und" when none shows.

    For Vietnamese, the second is the share of it; with or without its marks.
    """
    lines = [line for line in normalize("NFC", text).split("\n") if line.strip()]
    spoken = speech_of(lines)
    share = spoken.share(Speech.VIETNAMESE, Speech.UNMARKED)
    return ("vi", share) if share > 0.5 else other_language(lines, spoken)  # noqa: PLR2004 - the most of it


def other_language(lines: Sequence[str], spoken: Spoken) -> tuple[str, float]:
    """Return the code and the certainty of the language of the lines that are not Vietnamese."""
    if spoken.words.get(Speech.STRANGE, 0) > spoken.words.get(Speech.OTHER, 0):
        return "und", 0.0
    others = [line for line, speech in zip(lines, spoken.lines, strict=True) if speech is Speech.OTHER]
    with _detecting:
        code, certainty = _detected(_sample("\n".join(others or lines)))
    return ("und", 0.0) if code == "vi" and others else (code, certainty)


def unmarked_paragraphs(lines: Sequence[str], spoken: Spoken) -> list[int]:
    """Return the places of the paragraphs that lost their marks; a quotation may have been written so."""
    return [
        place
        for place, (line, speech) in enumerate(zip(lines, spoken.lines, strict=True))
        if speech is Speech.UNMARKED
        and len(line.split()) >= _PARAGRAPH_WORDS
        and line[0] not in "\"“‘'«"
        and not (place and lines[place - 1].endswith(":"))
    ]


class _Read(NamedTuple):
    """What a line is written in, how many words it has, and how many of them are function words."""

    speech: Speech
    words: float
    held: int = 0

    @property
    def is_poor(self) -> bool:
        return self.speech is Speech.VIETNAMESE and self.held < _LEAST_FUNCTION_WORDS * self.words


def _are_poor(lines: Sequence[_Read]) -> bool:
    lines = [line for line in lines if line.speech is Speech.VIETNAMESE]
    words, held = sum(line.words for line in lines), sum(line.held for line in lines)
    return words >= _ENOUGH_WORDS and held < _LEAST_FUNCTION_WORDS * words


def _read(line: str) -> _Read:
    words = _WORD.findall(line.lower())
    alien = 0 if line.isascii() else len(_OTHER_SCRIPT.findall(line)) / _LETTERS_OF_A_WORD
    count = len(words)
    if alien and alien >= count / 3:
        return _Read(Speech.OTHER if alien >= _FEWEST_WORDS / 2 else Speech.UNCLEAR, alien + count)
    if count < _FEWEST_WORDS:
        return _Read(Speech.UNCLEAR, count)
    return _Read(_spelt(words), count, sum(map(FUNCTION_WORDS.__contains__, words)))


def _spelt(words: Sequence[str]) -> Speech:
    """Tell the language of a line by the spelling of its words."""
    with_marks = [word for word in words if not word.isascii()]
    marked = sum(map(is_syllable, with_marks))
    if marked >= _LEAST_MARKED * len(words):
        return Speech.STRANGE if marked < _LEAST_SOUND * len(with_marks) else Speech.VIETNAMESE
    unmarked = sum(map(is_unmarked_syllable, words)) + marked
    if unmarked >= _LEAST_UNMARKED * len(words):
        return Speech.UNMARKED
    names = marked > _MOST_MARKED * len(words) and marked >= _LEAST_SOUND * len(with_marks)
    return Speech.UNCLEAR if names else Speech.OTHER


def _sample(text: str) -> str:
    """Return the beginning, middle and end: a page may open in one language and go on in another."""
    if len(text) <= _SAMPLE:
        return text
    part, middle = _SAMPLE // 3, len(text) // 2
    return "\n".join((text[:part], text[middle : middle + part], text[-part:]))


def _detected(sample: str) -> tuple[str, float]:
    from langdetect.lang_detect_exception import LangDetectException

    try:
        found = _detector()(sample)
    except LangDetectException:  # no letters in it
        return "und", 0.0
    return (found[0].lang, found[0].prob) if found else ("und", 0.0)


@cache
def _detector() -> Any:
    from langdetect import DetectorFactory, detect_langs

    DetectorFactory.seed = 0  # else the answer for a short text changes from call to call
    return detect_langs
