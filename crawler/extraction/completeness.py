"""Half an article: the page shows less than its own metadata hold or count."""

import re
from collections.abc import Sequence

from crawler.errors import Rejected
from crawler.extraction.json_ld import LinkedData
from crawler.reasons import Reason

_TAG = re.compile(r"<[^<>]{1,500}>")
_SENTENCE = re.compile(r"(?<=[.!?…”\"])\s+(?=[“\"A-ZÀ-ỸĐ])")
_LONGER = 1.25  # times the words read: less is a caption or a by-line
_FAR_LONGER = 1.8  # times the words read: a good part of the text is missing
_SAME = (0.85, 1.1)  # times the words read: as many as the page says, title and lead counted or not
_CHARACTERS_PER_WORD = 3.5  # a "word count" of so many times the words counts letters
_TEASER_CHARACTERS = 1500  # of a text that is said to be for those who pay; a whole article mostly has more
_KNOWN_SHARE = 0.7  # of the lines read that stand in the other text: then it is the same text
_MOST_DOUBTFUL_SHARE = 1 / 3  # of the characters read and left out


def much_missing(doubtful: int, lines: Sequence[str]) -> Rejected | None:
    """What keeps a text from being kept when so many characters left out may be its own."""
    if doubtful <= _MOST_DOUBTFUL_SHARE * (doubtful + sum(map(len, lines))):
        return None
    return Rejected(Reason.HALF_TEXT, f"{doubtful} characters left out may be of the text")


def complete(lines: Sequence[str], linked: LinkedData, *, free: bool = True) -> tuple[list[str], list[str]]:
    """The lines of the whole text, with those only JSON-LD holds, and a note on them.

    `free`: nothing else in the page says that the article is for those who pay.
    Raises Rejected(HALF_TEXT) when the page says of itself that there is more than can be read.
    """
    read = sum(len(line.split()) for line in lines)
    told = len(linked.body.split())
    if not lines:
        return [], []
    if told > _LONGER * read:
        whole, known = _with_gaps(lines, _TAG.sub("\n", linked.body))
        if known >= _KNOWN_SHARE * len(lines):
            added = len(whole) - len(lines)
            return whole, [f"{added} lines that the page does not show, from JSON-LD"] if added else []
        if told > _FAR_LONGER * read:
            raise Rejected(Reason.HALF_TEXT, f"{read} words read, articleBody has {told}")
    if _FAR_LONGER * read < linked.word_count < _CHARACTERS_PER_WORD * read:
        raise Rejected(Reason.HALF_TEXT, f"{read} words read, wordCount is {linked.word_count}")
    confirmed = 0 < told <= _LONGER * read
    teaser = lines[-1].endswith(("...", "…")) or (not confirmed and sum(map(len, lines)) < _TEASER_CHARACTERS)
    if teaser and not (linked.free and free):
        raise Rejected(Reason.HALF_TEXT, "the teaser of an article that is not free")
    return list(lines), []


def is_whole(lines: Sequence[str], linked: LinkedData) -> bool:
    """Whether the page says of itself that it has no more words than were read."""
    read = sum(len(line.split()) for line in lines)
    least, most = _SAME
    return any(
        least * read <= told <= most * read for told in (linked.word_count, len(linked.body.split())) if told
    )


def _with_gaps(lines: Sequence[str], body: str) -> tuple[list[str], int]:
    """The lines with what stands between and behind them in another text, and how many of them stand there.

    What stands in front of them there is title and lead.
    """
    whole: list[str] = []
    end, known = 0, 0
    for line in lines:
        place = body.find(line, end)
        if place >= 0:
            whole += _parts(body[end:place]) if known else []
            end, known = place + len(line), known + 1
        whole.append(line)
    return [*whole, *_parts(body[end:])], known


def _parts(text: str) -> list[str]:
    """The lines of a text; of a single one, its sentences."""
    parts = [part.strip() for part in text.split("\n") if part.strip()]
    return _SENTENCE.split(parts[0]) if len(parts) == 1 else parts
