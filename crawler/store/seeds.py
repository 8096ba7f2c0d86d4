"""Whether a corpus still has the seeds it was given: files that went, or no longer hold a text."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from crawler.store.folder import Folder, as_text

_MOST_LOST = 0.5  # of the seeds; what is left of more is another topic


@dataclass(frozen=True, slots=True)
class SeedLoss:
    """How many of a corpus's seeds are lost, where that is half of them or more."""

    lost: int
    listed: int

    @classmethod
    def of(cls, files: Folder, given_up: Collection[str]) -> Self | None:
        """Look at every seed's file, but for those `given_up`: of which a person said that they are gone.

        Raises CorpusError for a list of seeds that cannot be read.
        """
        seeds = ((name, files.read(name)) for name in files.seeds() or ())
        sound = [holds_text(data) for name, data in seeds if name not in given_up or data is not None]
        loss = cls(sound.count(False), len(sound))
        return loss if loss.lost and loss.lost >= _MOST_LOST * loss.listed else None

    @property
    def share(self) -> str:
        return f"all {self.listed}" if self.lost == self.listed else f"{self.lost} of {self.listed}"

    def __str__(self) -> str:
        return (
            f"{self.share} seed texts are gone, empty or damaged, and define the topic no longer; put them "
            "back from a backup, or say that they are to go: delete their files, then gomtin verify --repair"
        )


def holds_text(data: bytes | None) -> bool:
    """Tell whether a seed's file is there and holds words, rather than what a broken disk leaves of them."""
    if not data or b"\0" in data:
        return False
    return any(map(str.isalpha, as_text(data)))
