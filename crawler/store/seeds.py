"""Whether a corpus still has the seeds it was given: files that went, or no longer hold their text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from crawler.store.folder import Folder, as_text

_MOST_LOST = 0.5  # of the seeds; what is left of more is another topic
_LEAST_LEFT = 0.25  # of a seed's words; who edits a text leaves more of it
# A page in the place of a text, and signs that stand in no text: an error of a server, a broken disk.
_NO_TEXT = re.compile(
    r"\A\s{0,99}<(?:!doctype|html|head|body|\?xml)|[\x00-\x08\x0e-\x1a\x1c-\x1f]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class RecordedSeed:
    """What the ledger knows of a seed. `words`: about how many it had, by its fingerprints; 0 for unknown.

    `gone`: a person said that its file is deleted. One who edits a seed says so by the same way.
    """

    sha256: str
    words: int
    gone: bool


@dataclass(frozen=True, slots=True)
class SeedLoss:
    """How many of a corpus's seeds are lost, where that is half of them or more."""

    lost: int
    listed: int

    @classmethod
    def of(cls, files: Folder, recorded: Mapping[str, RecordedSeed]) -> Self | None:
        """Look at every seed's file, but for those of which a person said that they are gone.

        Raises CorpusError for a list of seeds that cannot be read.
        """
        seeds = ((recorded.get(name), files.read(name)) for name in files.seeds() or ())
        sound = [is_sound(data, seed) for seed, data in seeds if data is not None or not (seed and seed.gone)]
        loss = cls(sound.count(False), len(sound))
        return loss if loss.lost and loss.lost >= _MOST_LOST * loss.listed else None

    @property
    def share(self) -> str:
        return f"all {self.listed}" if self.lost == self.listed else f"{self.lost} of {self.listed}"

    def __str__(self) -> str:
        return (
            f"{self.share} seed texts are gone, empty or damaged, and define the topic no longer; put them "
            "back from a backup, or say that they are to go: delete their files, then gomtin verify "
            "--repair, which also accepts what you edited"
        )


def is_sound(data: bytes | None, recorded: RecordedSeed | None) -> bool:
    """Tell whether a seed's file holds its text, as it was or as a person may have edited it."""
    if not data or not holds_text(data):
        return False
    if recorded is None or sha256(data).hexdigest() == recorded.sha256:
        return True
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not _NO_TEXT.search(text) and len(text.split()) >= _LEAST_LEFT * recorded.words


def holds_text(data: bytes | None) -> bool:
    """Tell whether a seed's file is there and holds words, rather than what a broken disk leaves of them."""
    if not data or b"\0" in data:
        return False
    return any(map(str.isalpha, as_text(data)))
