"""Lines of a text that are no text: what stands around articles in pages, and what repeats. Pure.

Single lines go by the table in line_rules; here is what only a line's place among the others tells. Only what
cannot be meant is marked: a heading, a list or a poem is left alone.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from crawler.text.encodings import repair
from crawler.text.language import FUNCTION_WORDS
from crawler.text.letters import Repair, mend
from crawler.text.line_checks import is_sentence
from crawler.text.line_patterns import STAMP_IN_FRONT
from crawler.text.line_rules import (
    BOX_HEADING,
    FlawKind,
    Rule,
    is_byline,
    is_end_mark,
    opens_list,
    rule_of,
)
from crawler.text.normalize import nfc_clean, normal_form
from crawler.text.recurring import Recurring


@dataclass(frozen=True, slots=True)
class Flaw:
    """Lines `first` to `last`, counted from 0, and what they are; `better` is the mended line, None: drop."""

    first: int
    last: int
    kind: FlawKind | Repair
    better: str | None = None

    @property
    def lines(self) -> range:
        return range(self.first, self.last + 1)


_COUNTS = re.compile(
    r"\d{1,6} [^\W\d_]{2}"
)  # so headlines begin, too; with a dot or a colon, items of a list
_SENTENCES = re.compile(r"[.!?…]\s")
_FUNCTION_FORMS = frozenset(map(normal_form, FUNCTION_WORDS))
_CUT_SHORT = re.compile(r"(?:\.\.\.|…)$")
# Words that begin a news sentence: one in the middle of a line's first words may end a headline there. Many
# of them begin names, too, so the rest of the line has to tell of what the headline does.
_BEGINS = re.compile(
    r"(?<!\bvà)(?<!\bcủa)(?<!\bvới)(?<!\btại)(?<!\bgửi)(?<!\bdo)(?<=[\w'’”\"])(?P<headline_ends>\s)"
    r"(?:Theo|Ngày|Hôm|Sáng|Trưa|Chiều|Tối|Đêm|Trong|Tại|Bộ|Những|Một|Sau|Trước|Khi|Tổng thống|Thủ tướng"
    r"|Chính phủ|Quân đội|Mới đây|Hãng)\s"
)
_OF_PICTURES = re.compile(r"(?:hình )?ảnh|photo|video|clip|hình", re.IGNORECASE)
_PARAGRAPH, _LONG_PARAGRAPH = 60, 200  # characters: with, and without, the end of a sentence
_LEAST_REPEAT = 40  # characters
_LEAST_TEASER = 150  # characters
_HEADLINE = range(20, 150)  # characters
_HEADLINE_WORDS = 5
_TAIL_HEADLINES = 4  # lines; where nothing else says that the article is over
_TAIL_MEAN_WORDS = 9  # of a headline; verses and items of a list are shorter
_TAIL_SHARED = 0.25  # of a line's pairs of words: who tells of the article's own matters goes on with it
_STRANGE = 0.75  # of the headlines after a text share no more than that with it
_OFTEN, _OWN = 3, 0.5  # times in a text, of a word of its title; more of its own lines than that say one
_MOST_OWN = 8  # lines of a list at the end; more are what a page links to
_BEFORE_STACK = 3  # lines an article has before another one can follow
_HEAD = 5  # lines from a headline on: within them a second article shows its caption
_TEASER_ECHO = 0.5  # of a headline's words come again in the text it is run into
_ECHO = 0.6  # of a headline's words come again in the lines under it
_MOST_STACKED = 2  # headlines with their texts under them; more are the parts of a digest, a list, a report
_PLAIN_ECHO = 0.9  # of them, in the first line under it: enough without a picture
_LONG_HEADLINE_WORDS = 8  # told from a name, a label, the beginning of a sentence
_MOST_BYLINES = 2  # lines
_OTHER_STORY = 0.12  # of the second article's pairs of words stand in the first; a sub-heading's shares more


def find_boilerplate(lines: Sequence[str], recurring: Recurring | None = None) -> list[Flaw]:
    """Return what is wrong with one text, in order: title, maybe a lead, paragraphs.

    `recurring`: what is known of its outlet's lines.
    """
    found = {index: kind for index in range(len(lines)) if (kind := _alone(lines, index, recurring))}
    if found.get(0) in (FlawKind.CAPTION, FlawKind.CREDIT) and _OF_PICTURES.match(lines[0]):
        del found[0]  # the title of a photo story
    for index in _repeats(lines):
        found.setdefault(index, FlawKind.REPEATED)
    last = _last_paragraph(lines, found)
    if last is not None and last >= _BEFORE_STACK and _is_teaser(lines[last]):
        found[last] = FlawKind.TEASER
        last = _last_paragraph(lines, found)
    for index in _tail(lines, found, -1 if last is None else last):
        found.setdefault(index, FlawKind.HEADLINE)
    plain = [Flaw(index, index, kind) for index, kind in found.items()]
    stack = _stacked(lines, found, last)
    better = [mark for index, line in enumerate(lines) if index not in found for mark in _mended(index, line)]
    return sorted([*plain, *([stack] if stack else []), *better], key=lambda mark: (mark.first, -mark.last))


def _alone(lines: Sequence[str], index: int, recurring: Recurring | None) -> FlawKind | None:
    if rule := rule_at(lines, index):
        return rule.kind
    return FlawKind.RECURRING if recurring and index and recurring.holds(lines[1:], index - 1) else None


def rule_at(lines: Sequence[str], index: int) -> Rule | None:
    """Return the rule that takes a line for no text where it stands; None for text."""
    rule = rule_of(lines[index])
    if rule is None or (rule.kind is FlawKind.POINTER and _is_item(lines, index)):
        return None
    return None if rule.may_head and _heads(lines, index) else rule


def _is_item(lines: Sequence[str], index: int) -> bool:
    """Tell whether a line is an item of the list that a colon before it opens."""
    before = index - 1
    while before > 0 and lines[before][:1] == lines[index][:1] and not lines[index][:1].isalnum():
        before -= 1
    return before >= 0 and lines[before].rstrip().endswith(":")


def _heads(lines: Sequence[str], index: int) -> bool:
    """Tell whether a line stands over a paragraph, by itself: buttons stand in rows."""
    follows = index + 1 < len(lines) and _is_paragraph(lines[index + 1])
    return follows and (not index or _is_paragraph(lines[index - 1]))


def under_box(lines: Sequence[str]) -> range:
    """Return the lines behind the heading of a box of news, where headlines and nothing else end the text."""
    for index, line in enumerate(lines):
        rule = rule_of(line)
        rest = range(index + 1, len(lines))
        if rule and rule.name == BOX_HEADING and rest and all(_is_headline(lines[each]) for each in rest):
            return rest
    return range(0)


def _repeats(lines: Sequence[str]) -> Iterator[int]:
    seen: set[str] = set()
    for index, line in enumerate(lines):
        form = normal_form(line) if len(line) > _LEAST_REPEAT else ""
        if form and form in seen:
            yield index
        seen.add(form)


def _last_paragraph(lines: Sequence[str], found: Collection[int]) -> int | None:
    return next((i for i in reversed(range(len(lines))) if i not in found and _is_paragraph(lines[i])), None)


def _is_paragraph(line: str) -> bool:
    return len(line) >= _LONG_PARAGRAPH or (len(line) >= _PARAGRAPH and is_sentence(line))


def _is_teaser(line: str) -> bool:
    """Tell whether a line is the beginning of another article: cut short, its headline run into its text."""
    if len(line) < _LEAST_TEASER or not _CUT_SHORT.search(line[-3:]):
        return False
    ends = (found.start("headline_ends") for found in _BEGINS.finditer(line[: _HEADLINE.stop]))
    return any(
        _is_headline(line[:end])
        and len(line[:end].split()) >= _LONG_HEADLINE_WORDS
        and _echo(line[:end], [line[end:]]) >= _TEASER_ECHO
        for end in ends
    )


def _tail(lines: Sequence[str], found: dict[int, FlawKind], last: int) -> Iterator[int]:
    """Yield the lines after the last paragraph, where it is plain that the article is over there."""
    after = [index for index in range(last + 1, len(lines)) if lines[index].strip()]
    signs = sum(found.get(index) in (FlawKind.POINTER, FlawKind.STAMP) for index in after)
    headlines = [index for index in after if index not in found and _is_headline(lines[index])]
    if last < 0 or not after:
        return
    if signs and len(headlines) + signs > 1 and not _is_list(lines, found, last, headlines):
        yield from (index for index in after if not _is_full_sentence(lines[index]))
    elif others := _other_news(lines, found):
        yield from others
    else:
        for index in _bylines(lines, found, last, after):
            found.setdefault(index, FlawKind.BYLINE)


def _other_news(lines: Sequence[str], found: dict[int, FlawKind]) -> list[int]:
    """Return the lines after a text that are headlines of other news, and nothing says so but themselves.

    A headline may ask; one that tells of what the text tells of is the text's own: a step, an item, a verse.
    """
    paragraphs = (
        i for i, line in enumerate(lines) if i not in found and _is_paragraph(line) and not _asks(line)
    )
    last = max(paragraphs, default=-1)
    after = [index for index in range(last + 1, len(lines)) if lines[index].strip()]
    told = [index for index in after if index not in found and _is_headline(lines[index])]
    headlines = sorted({*told, *(index for index in after if index not in found and _asks(lines[index]))})
    words = [len(lines[index].split()) for index in headlines]
    if (
        last < 0
        or len(headlines) < _TAIL_HEADLINES
        or 2 * len(headlines) < len(after)
        or 2 * len(told) < len(headlines)
        or sum(words) < _TAIL_MEAN_WORDS * len(words)
        or _is_list(lines, found, last, headlines)
        or not _are_of_others(lines[: last + 1], [lines[index] for index in headlines])
    ):
        return []
    return [index for index in after if index in headlines or not _is_full_sentence(lines[index])]


def _are_of_others(text: Sequence[str], headlines: Sequence[str]) -> bool:
    body = _pairs(text)
    # Names are in all news of the day; what else a title says is the text's own.
    counts = Counter(normal_form(word) for line in text for word in line.split() if word.islower())
    subject = {word for word in normal_form(text[0]).split(" ") if counts[word] >= _OFTEN} - _FUNCTION_FORMS
    strange = sum(len(_pairs([line]) & body) <= _TAIL_SHARED * len(_pairs([line])) for line in headlines)
    own = sum(not subject.isdisjoint(normal_form(line).split(" ")) for line in headlines)
    is_own = own > _OWN * len(headlines) and len(headlines) <= _MOST_OWN
    return strange >= _STRANGE * len(headlines) and not is_own


def _is_list(lines: Sequence[str], found: Collection[int], last: int, items: Sequence[int]) -> bool:
    """Tell whether lines are items of one list: a colon opens it, or they are made alike."""
    if not items:
        return False
    if any(lines[index].rstrip().endswith(":") for index in range(last, items[0]) if index not in found):
        return True
    alike = Counter(lines[index].split()[0] for index in items).most_common(1)[0][1]
    labelled = sum(":" in lines[index][:40] for index in items)
    return len(items) > 1 and max(alike, labelled) > len(items) / 2


def _bylines(
    lines: Sequence[str], found: dict[int, FlawKind], last: int, after: Sequence[int]
) -> Iterator[int]:
    """Yield who wrote the text, at its very end; three names and more, or names after a colon, are a list."""
    names: list[int] = []
    for index in reversed(after):
        if index in found:
            continue
        if is_end_mark(lines[index]):
            found[index] = FlawKind.END
            continue
        if not is_byline(lines[index]) or (lines[index].isupper() and len(lines[index].split()) > 1):
            break
        names.append(index)
    opened = names and opens_list(lines[names[-1] - 1])
    if last > 0 and len(names) <= _MOST_BYLINES and not opened:
        yield from names


def _pairs(lines: Sequence[str]) -> set[tuple[str, str]]:
    words = normal_form("\n".join(lines)).split(" ")
    return set(pairwise(words))


def _is_full_sentence(line: str) -> bool:
    return len(line.split()) >= _HEADLINE_WORDS and is_sentence(line.rstrip())


def _is_headline(line: str) -> bool:
    words = line.split()
    starts = line[:1].isupper() or line[:1] in "\"'“‘" or _COUNTS.match(line)
    return (
        len(line) in _HEADLINE
        and len(words) >= _HEADLINE_WORDS
        and bool(starts)
        and not line.isupper()
        and not is_sentence(line)
    )


def _asks(line: str) -> bool:
    """Tell whether a line may be a headline that asks or calls."""
    asked = line.rstrip("?!")
    return asked != line and _is_headline(asked) and not _SENTENCES.search(asked)


def _stacked(lines: Sequence[str], found: dict[int, FlawKind], last: int | None) -> Flaw | None:
    """Find where a second article begins: a headline that the lines under it take up, of another story.

    Its own picture shows it; without one, nearly all of the headline comes again in the first line under it.
    Sub-headings are taken up and have pictures, too: a short headline, or one of several, is one of them.
    """
    under = {
        index: [
            lines[each] for each in range(index + 1, min(index + _HEAD, len(lines)))[:3] if each not in found
        ]
        for index in range(1, last or 0)
        if index not in found and (_is_headline(lines[index]) or _asks(lines[index]))
    }
    headed = [index for index, taken_up in under.items() if _echo(lines[index], taken_up) >= _ECHO]
    for index in headed if len(headed) <= _MOST_STACKED else ():
        if index < _BEFORE_STACK or len(lines[index].split()) < _LONG_HEADLINE_WORDS:
            continue
        assert last is not None
        pictured = index < last - 1 and FlawKind.CAPTION in map(found.get, range(index + 1, index + _HEAD))
        if pictured or _is_plain_stack(lines, index, under[index], alone=len(headed) == 1):
            return Flaw(index, last, FlawKind.STACKED)
    return None


def _is_plain_stack(lines: Sequence[str], index: int, under: Sequence[str], *, alone: bool) -> bool:
    if not alone or _echo(lines[index], under[:1]) < _PLAIN_ECHO:
        return False
    second = _pairs(lines[index:])
    return len(second & _pairs(lines[:index])) <= _OTHER_STORY * len(second)


def _echo(headline: str, under: Sequence[str]) -> float:
    """Return the share of a headline's words that come again in the lines under it."""
    words = set(normal_form(headline).split(" "))
    return len(words & set(normal_form(" ".join(under)).split(" "))) / len(words)


def _mended(index: int, line: str) -> Iterator[Flaw]:
    """Yield what can be mended in a line, each with the line as all of it leaves it."""
    found: list[FlawKind | Repair] = []
    repaired = repair(line)
    better = nfc_clean(repaired.text) if repaired.encoding else line
    if repaired.encoding:
        found.append(FlawKind.ENCODING)
    better, repairs = mend(better)
    found += repairs
    if stamp := STAMP_IN_FRONT.match(better):
        found.append(FlawKind.DATED)
        better = better[stamp.end() :]
    yield from (Flaw(index, index, kind, better) for kind in found)
