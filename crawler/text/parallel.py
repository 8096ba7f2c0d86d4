"""A second version of a text, in another language, in or under the Vietnamese one: which lines it is. Pure.

Outlets set the English, Chinese or Russian wording under an article, or paragraph under paragraph. A
quotation is neither: it stands in quotes, behind a colon or a dash, or among Vietnamese lines.
"""

from collections.abc import Sequence

from crawler.text.language import Speech, Spoken

_QUOTED = "\"'“‘«„–—-•*"
_LEAST_VIETNAMESE = 0.4  # of the words; where less is Vietnamese, the article is the other one
_FEWEST_LINES = 2
_LEAST_PAIRED = 0.6  # of the Vietnamese paragraphs have their translation below them


def second_version(lines: Sequence[str], spoken: Spoken, head: int) -> list[int]:
    """Return the places of the lines of the second version, [] where nothing shows that there is one.

    `head`: how many of the lines are title and lead.
    """
    speeches = spoken.lines
    other = [place for place in range(head, len(lines)) if speeches[place] is Speech.OTHER]
    if (
        len(other) < _FEWEST_LINES
        or Speech.OTHER in speeches[:head]
        or spoken.share(Speech.VIETNAMESE) < _LEAST_VIETNAMESE
        or any(_is_quoted(lines, place, speeches) for place in other)
    ):
        return []
    vietnamese = [place for place in range(head, len(lines)) if speeches[place] is Speech.VIETNAMESE]
    if not vietnamese:
        return []
    if other[0] > vietnamese[-1]:
        return _with_headings(lines, speeches, range(vietnamese[-1] + 1, len(lines)))
    if other[-1] < vietnamese[0]:
        return _with_headings(lines, speeches, range(head, vietnamese[0]))
    return other if _alternates(speeches, other, vietnamese) else []


def _is_quoted(lines: Sequence[str], place: int, speeches: Sequence[Speech]) -> bool:
    """Whether a line is a quotation; a translation is in quotes where its original above it is."""
    before, behind = place - 1, min(place + 1, len(lines) - 1)
    led_to = lines[before].rstrip().endswith(":") and speeches[before] is not Speech.OTHER
    lone = Speech.OTHER not in (speeches[before], speeches[behind] if behind != place else None)
    return led_to or (lone and lines[place][:1] in _QUOTED and lines[before][:1] not in _QUOTED)


def _with_headings(lines: Sequence[str], speeches: Sequence[Speech], block: range) -> list[int]:
    """Return a block without the short lines of it that are Vietnamese, as an author's name may be."""
    return [place for place in block if speeches[place] is Speech.OTHER or not _has_marks(lines[place])]


def _has_marks(line: str) -> bool:
    return any("\u1ea0" <= sign <= "\u1ef9" or sign in "ăâđêôơưĂÂĐÊÔƠƯ" for sign in line)


def _alternates(speeches: Sequence[Speech], other: Sequence[int], vietnamese: Sequence[int]) -> bool:
    """Whether the lines go in turns: nearly every Vietnamese one, and each foreign one behind such a one."""
    after = [place for place in other if speeches[place - 1] is Speech.VIETNAMESE]
    return len(after) == len(other) and len(after) >= _LEAST_PAIRED * len(vietnamese)
