"""What a record is one text with, and what tells the same story: for `gomtin why`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from crawler.store.ledger import Ledger
from crawler.store.tables.texts import Member

_MOST_SHOWN = 10  # texts of a cluster, stories: what a screen holds


@dataclass(frozen=True, slots=True)
class Related:
    """A record's cluster, the first publisher first; the records with its story; its later states.

    `stories`: numbers, and the share of the record's text that stands in each.
    """

    number: int
    cluster: Sequence[Member]
    stories: Sequence[tuple[int, float]]
    versions: int

    def as_json(self) -> dict[str, Any]:
        return {
            "cluster": [asdict(member) for member in self.cluster],
            "first": self.cluster[0].outlet if self.cluster else None,
            "same_story": [{"number": number, "share": round(share, 4)} for number, share in self.stories],
            "versions": self.versions,
        }

    def lines(self, local: Callable[[datetime], str]) -> Iterator[str]:
        """Yield it for people, moments written by `local`; nothing where there is nothing but the record."""
        if len(self.cluster) > 1:
            outlets = {member.outlet for member in self.cluster}
            yield f"one text at {len(outlets)} outlets, {len(self.cluster)} times; the first there first:"
            for member in self.cluster[:_MOST_SHOWN]:
                yield f"  {self._member_line(member, local)}"
            if len(self.cluster) > _MOST_SHOWN:
                yield f"  and {len(self.cluster) - _MOST_SHOWN} more"
        if self.stories:
            shown = ", ".join(f"{number} ({share:.0%})" for number, share in self.stories[:_MOST_SHOWN])
            yield f"the same story, told otherwise, and how much of this text stands there: {shown}"
        if self.versions:
            yield f"changed {self.versions} times since; see: gomtin history {self.number}"

    def _member_line(self, member: Member, local: Callable[[datetime], str]) -> str:
        when = local(member.published) if member.published else "no date"
        is_kept = member.kind == "kept"
        kept = f"kept as {member.number}" if is_kept else f"a copy of {member.number}"
        named = self.number if is_kept else member.number
        share = f", {member.similarity:.0%} of it stands in {named}" if member.similarity is not None else ""
        return f"{when}  {member.outlet or 'unknown outlet'}: {kept}{share}: {member.url or member.title}"


def examine(ledger: Ledger, number: int | None) -> Related | None:
    """Look up what a record is like; None without a record."""
    if number is None:
        return None
    texts = ledger.texts
    versions = len(ledger.versions.of(number))
    return Related(number, texts.cluster_of(number), texts.stories_of(number), versions)
