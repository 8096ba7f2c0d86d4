"""The newsroom's texts: stories of fiction, as the files of stories/ hold them."""

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from crawler.reasons import Reason

# What the names of some files say about all stories in them.
FLAWS = {"english": Reason.NOT_VIETNAMESE, "pictures": Reason.PHOTO_STORY}


@dataclass(frozen=True, slots=True)
class Variant:
    """A wire story as one more outlet prints it; `outlet_hint` is that outlet's name or host, or empty."""

    outlet_hint: str
    title: str
    lead: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """One text. `kind`: "on" the topic, "near" it, or "off". `flaw` is what keeps a well printed text out."""

    id: str
    kind: str
    title: str
    lead: str
    paragraphs: tuple[str, ...]
    section: str
    author: str
    caption: str | None = None
    location: str | None = None
    variants: tuple[Variant, ...] = ()
    flaw: Reason | None = None

    @property
    def text(self) -> str:
        """Exactly what a corpus file must hold when this is read right."""
        return unicodedata.normalize("NFC", "\n".join([self.title, self.lead, *self.paragraphs]))

    @classmethod
    def from_json(cls, value: dict[str, Any], flaw: Reason | None = None) -> "Story":
        variants = tuple(
            Variant(v.get("outlet_hint") or "", v["title"], v["lead"], tuple(v["paragraphs"]))
            for v in value.get("variants") or ()
        )
        return cls(
            id=value["id"],
            kind=value["kind"],
            title=value["title"],
            lead=value["lead"],
            paragraphs=tuple(value["paragraphs"]),
            section=value["section"],
            author=value["author"],
            caption=value.get("caption"),
            location=value.get("location"),
            variants=variants,
            flaw=flaw,
        )


def load_stories(files: Iterable[Path] | None = None) -> list[Story]:
    """Return the stories of these files, or the program's own, in the order of file names."""
    if files is None:
        folder = resources.files("crawler.newsroom") / "stories"
        named = sorted(
            (f.name, f.read_text(encoding="utf-8")) for f in folder.iterdir() if f.name.endswith(".json")
        )
    else:
        named = [(path.name, path.read_text(encoding="utf-8")) for path in files]
    return [
        Story.from_json(value, FLAWS.get(name.removesuffix(".json")))
        for name, text in named
        for value in json.loads(text)
    ]
