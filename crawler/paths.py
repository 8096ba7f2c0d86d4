"""What lies where in `.gomtin`, the folder of the program's state in a corpus folder."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

STATE = ".gomtin"


@dataclass(frozen=True, slots=True)
class StatePaths:
    """The paths of one state folder. Nothing in it ends in .txt: that is for the corpus's texts."""

    folder: Path

    @classmethod
    def of(cls, corpus: Path) -> Self:
        return cls(corpus / STATE)

    @property
    def ledger(self) -> Path:
        """Return the SQLite database that can be rebuilt from the folder."""
        return self.folder / "ledger.db"

    @property
    def ledger_mark(self) -> Path:
        """Return what says how the ledger was closed, locked by all who have it open."""
        return self.ledger.with_suffix(".mark")

    @property
    def seeds(self) -> Path:
        """Return the list of the seeds' names, which survives a lost ledger."""
        return self.folder / "seeds.json"

    @property
    def numbers(self) -> Path:
        """Return what says which numbers were given, which survives a lost ledger."""
        return self.folder / "numbers.json"

    @property
    def tmp(self) -> Path:
        """Return where texts are staged before they get their names."""
        return self.folder / "tmp"

    @property
    def quarantine(self) -> Path:
        return self.folder / "quarantine"

    @property
    def topic(self) -> Path:
        """Return what people want of the topic, in their own file."""
        return self.folder / "topic.yaml"

    @property
    def demo_schedules(self) -> Path:
        return self.folder / "demo.yaml"

    @property
    def logs(self) -> Path:
        """Return the daemon's logs, with a folder for each schedule."""
        return self.folder / "logs"

    @property
    def journal(self) -> Path:
        """Return the daemon's SQLite database: runs and alarms."""
        return self.folder / "daemon.db"

    @property
    def daemon_lock(self) -> Path:
        """Return what the daemon holds while it lives, and says who it is in."""
        return self.folder / "daemon.lock"

    @property
    def good_schedules(self) -> Path:
        """Return the daemon's copy of the last schedules.yaml that was right."""
        return self.folder / "schedules.good.yaml"

    @property
    def locks(self) -> Path:
        return self.folder / "locks"

    def shared(self) -> tuple[Path, ...]:
        """Return what every user of the corpus must be able to use, where it is there."""
        databases = (f"{path}{end}" for path in (self.ledger, self.journal) for end in ("", "-wal", "-shm"))
        files = (
            self.ledger_mark,
            self.seeds,
            self.numbers,
            self.topic,
            self.daemon_lock,
            self.good_schedules,
        )
        return (*self.folders(), *files, *map(Path, databases))

    def folders(self) -> tuple[Path, ...]:
        return self.folder, self.tmp, self.quarantine, self.locks, self.logs

    def outlet_lock(self, outlet: str) -> Path:
        """Return what a crawl of the outlet into this corpus holds."""
        return self.locks / f"{outlet}.lock"


def missing(folder: Path) -> str:
    """Return the sentence on a corpus that has no folder."""
    if folder.exists():
        return f"{folder}: a corpus is a folder, and this is a file"
    return f"{folder}: no such folder; start a corpus with: gomtin init {folder}"
