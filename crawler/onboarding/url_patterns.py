"""The shape of a site's article addresses, learnt from its links. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

_TIMES = 12  # digits of a number that tells the time
FEWEST = 5  # articles of one shape, to believe it

# The last part of an article's address: words, perhaps letters such as "post", a number, an ending.
_NUMBERED = re.compile(
    r"\A[\w-]+?-(?P<letters>[a-z]{0,6})(?P<id>\d{4,20})(?P<ending>\.[a-z]{2,5})?", re.IGNORECASE
)
_FOLDER = re.compile(r"[\w-]+")
_NO_ARTICLES = re.compile(
    r"^(?:video|photo|anh|tag|tags|topic|chu-de|podcast|event|su-kien|tac-gia|emagazine|print)s?$"
)


@dataclass(frozen=True, slots=True)
class Learnt:
    """A regular expression for article addresses, and addresses that must and must not match it."""

    pattern: str
    examples: tuple[str, ...]
    non_examples: tuple[str, ...]
    matched: int


def learn_shape(host: str, links: Iterable[str]) -> Learnt | None:
    """Return the shape most links of the host share; None when too few share any."""
    own = sorted({link for link in links if urlsplit(link).hostname == host})
    groups: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for link in own:
        found = _NUMBERED.fullmatch(urlsplit(link).path.rpartition("/")[2])
        if found and not urlsplit(link).query:
            groups[found["letters"], found["ending"] or ""].append((link, found["id"]))
    if not groups:
        return None
    (letters, ending), members = max(groups.items(), key=lambda group: len(group[1]))
    members = _of_usual_length(members)
    if len(members) < FEWEST:
        return None
    pattern = _pattern(host, letters, ending, members)
    compiled = re.compile(pattern)
    examples = [link for link, _ in members if compiled.fullmatch(link)]
    others = [link for link in own if not compiled.fullmatch(link) and urlsplit(link).path.strip("/")]
    return Learnt(pattern, _spread(examples, 3), tuple(_telling(others, ending)), len(examples))


def _of_usual_length(members: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Leave out numbers of odd length: those of sections, tags and topics."""
    usual = Counter(len(number) for _, number in members).most_common(1)[0][0]
    return [(link, number) for link, number in members if abs(len(number) - usual) <= 1]


def _pattern(host: str, letters: str, ending: str, members: Sequence[tuple[str, str]]) -> str:
    lengths = {len(number) for _, number in members}
    # Numbers that count up have been shorter and will be longer; those that tell the time stay as they are.
    grows = max(lengths) < _TIMES
    least, most = (max(4, min(lengths) - 1), max(lengths) + 1) if grows else (min(lengths), max(lengths))
    count = f"{least},{most}" if least < most else f"{least}"
    folders = [urlsplit(link).path.strip("/").split("/")[:-1] for link, _ in members]
    shut = sorted({parts[0] for parts in folders if parts and _NO_ARTICLES.match(parts[0])})
    guard = f"(?!{'|'.join(f'{name}/' for name in shut)})" if shut else ""
    deep = r"(?:[\w-]+/)*" if any(folders) else ""
    return (
        rf"https://{re.escape(host)}/{guard}{deep}[^/?#]+-{letters}(?P<id>\d{{{count}}}){re.escape(ending)}"
    )


def _spread(links: Sequence[str], count: int) -> tuple[str, ...]:
    step = max(1, len(links) // count)
    return tuple(links[::step][:count])


def _telling(links: Sequence[str], ending: str) -> list[str]:
    """Choose what is easily taken for an article: pages with its ending or a number first, then sections."""
    likely = [link for link in links if ending and link.endswith(ending)]
    numbered = [link for link in links if re.search(r"\d{3}", link)]
    chosen = dict.fromkeys([*likely[:2], *numbered[:1], *(link for link in links if _is_section(link))])
    return list(chosen)[:4]


def _is_section(link: str) -> bool:
    parts = urlsplit(link).path.strip("/").split("/")
    return len(parts) == 1 and bool(_FOLDER.fullmatch(parts[0].partition(".")[0]))
