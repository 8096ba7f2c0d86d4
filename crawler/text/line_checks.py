"""What the rules for lines (line_rules.py) ask where a pattern alone is not enough. Pure.

A line has at most line_rules.LONGEST_CHARACTERS and no blanks around it.
"""

import re
from collections.abc import Callable

from crawler.text import line_patterns as patterns

LONG_CHARACTERS = 250  # of an invitation, a pointer, an appeal
_SENTENCE_WORDS = 10  # with an address in it; a label with one has fewer
_ARROW_WORDS = 4  # a headline has more than a list's keyword


def is_sentence(line: str) -> bool:
    """Tell whether a line ends as sentences do; a colon leads to what follows."""
    return bool(patterns.SENTENCE_END.search(line[-8:]))


def whole(pattern: re.Pattern[str]) -> Callable[[str], object]:
    return pattern.fullmatch


def no_sentence(pattern: re.Pattern[str], longest: int = LONG_CHARACTERS) -> Callable[[str], object]:
    return lambda line: len(line) <= longest and not is_sentence(line) and pattern.fullmatch(line)


def is_arrow(line: str) -> bool:
    """An arrow is followed by a headline; by a step, a time or a sentence, it is a list's bullet."""
    found = patterns.ARROW.fullmatch(line)
    if not found or line.endswith((".", ":", ";")):
        return False
    rest = found["rest"]
    return line[0] == ">" or (
        rest[0].isupper() and len(rest.split()) >= _ARROW_WORDS and not patterns.LIST_ITEM.match(rest)
    )


def is_more(line: str) -> bool:
    # Prose may begin with such words too; then it ends with a full stop and has no colon.
    return (
        bool(patterns.MORE.fullmatch(line))
        and not (line.endswith(".") and patterns.TOLD_BEHIND_COLON.match(line))
        and not (line.endswith(".") and ":" not in line)
        and not patterns.MORE_OF.fullmatch(line)
    )


def is_imprint(line: str) -> bool:
    return bool(patterns.IMPRINT.fullmatch(line)) and not patterns.SIGN_IN_PROSE.match(line)


def invites(line: str) -> bool:
    # That to invite somebody is something is a statement, not an invitation.
    says = line.endswith(".") and " là " in line
    return len(line) <= LONG_CHARACTERS and not says and bool(patterns.INVITE.fullmatch(line))


def is_contact(line: str) -> bool:
    if len(line) > LONG_CHARACTERS or not patterns.CONTACT_START.match(line):
        return False
    if patterns.EMAIL.search(line):
        return not _tells_of_address(line)
    # A sentence about a number is none of the paper's own, unless it asks the reader.
    asks = ":" in line or not line.endswith(".") or patterns.ASKS.search(line)
    return bool(asks and patterns.PHONE.search(line) and patterns.OFFICE.search(line))


def _tells_of_address(line: str) -> bool:
    """Whether a line that begins with such a word is a sentence about somebody's address, not the paper's."""
    whole_one = line.endswith(".") and ":" not in line and len(line.split()) >= _SENTENCE_WORDS
    own = patterns.ASKS.search(line) or patterns.PAPERS_OWN.search(line)
    return bool(whole_one and not own and patterns.ADDRESS_WORD.match(line))


def is_credit(line: str) -> bool:
    return all(patterns.CREDIT.fullmatch(part) for part in patterns.BETWEEN_CREDITS.split(line))


def is_caption(line: str) -> bool:
    return any(
        mark.search(line)
        for mark in (
            patterns.CAPTION,
            patterns.CAPTION_LOWER,
            patterns.CAPTION_SHORT,
            patterns.CAPTION_BRACKET,
            patterns.CAPTION_NAMED,
            patterns.CAPTION_PICTURE,
        )
    ) or bool(patterns.BARE_PICTURE.fullmatch(line))
