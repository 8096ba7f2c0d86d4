"""What a text says and a frame does not: its numbers, dates and names. Tells bulletins from edits. Pure."""

import re
from functools import lru_cache

from crawler.text.normalize import nfc_clean, normal_word, one_style

_NUMBER = re.compile(r"\d+(?:[.,/:h-]\d+)*")
_WORD = re.compile(r"[^\W\d_]+")
_BEGINS = re.compile(r"[.!?:;“”\"'(–—-]\s*$")  # what stands before a word that is capital for its place alone
_LEAST_OTHER = 3  # facts
_OTHER_SHARE = 0.25  # of each text's facts: so many differ between two days of one bulletin, not by editing


@lru_cache(maxsize=32)
def facts_of(text: str) -> frozenset[str]:
    """Return the numbers of a text, and the words that are capital inside of its sentences."""
    text = nfc_clean(text)
    numbers = {re.sub(r"\D", "", found) for found in _NUMBER.findall(text)}
    if sum(map(str.isupper, text)) > sum(map(str.islower, text)):
        return frozenset(numbers)  # all in capitals: nothing tells a name
    names = {
        one_style(normal_word(word[0]))
        for line in text.split("\n")[1:] or [text]
        for word in _WORD.finditer(line)
        if word[0][0].isupper()
        and word.start()
        and not _BEGINS.search(line[max(0, word.start() - 3) : word.start()])
    }
    return frozenset(numbers | names)


def is_other_news(new: str, old: str) -> bool:
    """Tell whether two texts of one frame tell of two things: each has facts of its own."""
    ours, theirs = facts_of(new), facts_of(old)
    return all(
        len(own - other) >= _LEAST_OTHER and len(own - other) >= _OTHER_SHARE * len(own)
        for own, other in ((ours, theirs), (theirs, ours))
    )
