"""What a crawl of the demo's outlets must end in: which texts are kept, once each, and how the rest ends."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.newsroom.demo import DemoOutlet
from crawler.reasons import Reason
from crawler.text.normalize import content_hash

_FAR = frozenset({Reason.HOPELESS, Reason.FOREIGN_SLUG})


@dataclass(frozen=True, slots=True)
class Expectations:
    """`kept`: by story, the texts of which exactly one must become a file, byte for byte.

    Where rewrites count as texts of their own, a story stands there once for each, with a hash.

    `open`: texts near the topic, which may be kept or not. `ends`: by address, the reasons it may end with.
    `closed`: "host/path" of addresses nobody may ask for.
    """

    kept: Mapping[str, frozenset[str]]
    open: frozenset[str]
    ends: Mapping[str, frozenset[Reason]]
    closed: frozenset[str]

    def mistakes(self, texts: Collection[str]) -> list[str]:
        """Compare the texts of a corpus, without its seeds, with what was expected; nothing is a success."""
        found = []
        for story, allowed in sorted(self.kept.items()):
            count = sum(text in allowed for text in texts)
            if count != 1:
                found.append(f"{story}: kept {count} times instead of once")
        known = self.open.union(*self.kept.values())
        found += [f"kept though it should not be: {text[:80]!r}" for text in texts if text not in known]
        return found


def expectations(outlets: Iterable[DemoOutlet], *, rewrites_once: bool = False) -> Expectations:
    """Work out what must be kept of the prints. Any announcement may be found hopeless first.

    Spellings of one text are always one. `rewrites_once` says whether a wire story that another desk
    changed or made longer counts as the same text, too.
    """
    kept: dict[str, frozenset[str]] = {}
    near: set[str] = set()
    ends: dict[str, frozenset[Reason]] = {}
    closed: set[str] = set()
    for outlet in outlets:
        paper = outlet.paper
        for item in paper.prints:
            story, url = item.story, paper.url(item)
            if item.ends:
                ends[url] = item.ends | _FAR
            elif story.kind == "on":
                name = story.id if rewrites_once else f"{story.id} {content_hash(story.text)[:8]}"
                kept[name] = kept.get(name, frozenset()) | {story.text}
            elif story.kind == "near":
                near.add(story.text)
            else:
                ends[url] = frozenset({Reason.OFF_TOPIC, Reason.BORDERLINE}) | _FAR
            if Reason.ROBOTS in item.ends:
                closed.add(f"{paper.host}{urlsplit(url).path}")
    return Expectations(kept, frozenset(near), ends, frozenset(closed))
