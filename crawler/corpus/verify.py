"""Folder and ledger against each other. Looking changes nothing; repairing never touches a text."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal

from crawler.corpus.corpus import Corpus
from crawler.errors import CorpusError
from crawler.paths import STATE, StatePaths, missing
from crawler.store.database import Connection, DamagedError, check, read_only, readable_errors
from crawler.store.folder import Folder, as_text, defect, digits_of, number_of
from crawler.store.inventory import Inventory
from crawler.store.locks import folder_lock
from crawler.store.migrations.registry import is_current
from crawler.store.seeds import RecordedSeed, holds_text, is_sound
from crawler.store.tables import records
from crawler.store.tables.records import RecordState, lost_lines_told
from crawler.text.normalize import content_hash
from crawler.timestamps import utc_text

Severity = Literal["info", "problem"]


_NOTHING = content_hash("")  # of two broken files none is a copy of the other


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing seen: `fact`, and `advice` on what to do, "" where nothing needs doing.

    `kind`: gap, edited, missing, foreign, half, duplicate, unadopted, lost-lines or ledger.
    """

    kind: str
    name: str
    fact: str
    advice: str = ""
    severity: Severity = "problem"
    repaired: bool = False

    @property
    def message(self) -> str:
        return f"{self.fact}; {self.advice}" if self.advice else self.fact


@dataclass(frozen=True, slots=True)
class _File:
    data: bytes
    sha256: str
    normal_hash: str
    seed: bool
    row: RecordState | None


def verify(folder: Path, repair: bool = False) -> list[Finding]:
    """Return what is not as it should be. What a repair mended comes last, as information."""
    before = list(_findings(folder))
    if not repair:
        return before
    names = {finding.name for finding in before if finding.kind in {"missing", "edited"}}
    _repair(folder, names, told=any(finding.kind == "lost-lines" for finding in before))
    after = list(_findings(folder))
    left = {(finding.kind, finding.name) for finding in after}
    mended = [finding for finding in before if (finding.kind, finding.name) not in left]
    return after + [replace(finding, advice="mended", severity="info", repaired=True) for finding in mended]


def _repair(folder: Path, names: set[str], *, told: bool) -> None:
    # Without its mark, the ledger is looked through when it is opened, and rebuilt where it is damaged.
    StatePaths.of(folder).ledger_mark.unlink(missing_ok=True)
    with Corpus.open(folder) as corpus:
        corpus.ledger.transaction(lambda db: _accept_changes(db, Folder(folder), names))
        if told:
            corpus.ledger.transaction(records.forget_lost_lines)


def _accept_changes(db: Connection, files: Folder, names: set[str]) -> None:
    """Write down what people did to these files: the folder is the truth."""
    now = utc_text(datetime.now(UTC))
    there = {name for name, is_text in files.listed() if is_text and name in names}
    for name in names:
        data = files.read(name)
        if name not in there:
            records.note_gone(db, name, now)
        elif data is not None:
            records.note_changed(db, name, sha256(data).hexdigest())


def _findings(folder: Path) -> Iterator[Finding]:
    files = Folder(folder)
    with readable_errors(folder), Inventory() as inventory:
        if not folder.is_dir():
            raise CorpusError(missing(folder))
        odd = list(_odd(files))
        yield from odd
        if odd:
            return  # whatever writes refuses them; the rest can be compared when they are away
        recorded, findings = _take_rows(files, inventory)
        yield from findings
        inventory.take_names(name for name, is_text in files.listed() if is_text)
        yield from _texts(files, inventory, recorded)
        yield from _foreign(files)
        yield from _missing(inventory)
        yield from _twice(inventory)
        yield from _gaps(inventory)


def _texts(
    files: Folder, inventory: Inventory, recorded: Mapping[str, RecordedSeed] | None
) -> Iterator[Finding]:
    """Look at one text after the other, and note what it is for comparing all."""
    listed = files.seeds()
    for name, row in inventory.with_rows():
        data = files.read(name)
        if data is None:
            yield Finding("missing", name, "may not be read by this user", "change its rights")
            continue
        file = _file(data, row, listed is None or name in listed)
        compared = name if file.normal_hash == _NOTHING else file.normal_hash
        inventory.take_file(name, file.sha256, compared, seed=file.seed)
        yield from _one(name, file, recorded)


def _odd(files: Folder) -> Iterator[Finding]:
    """Find links, pipes and other things that have a name of the program's state."""
    for path in files.odd():
        fact = "a link, or else not what belongs there"
        yield Finding("foreign", str(path.relative_to(files.path)), fact, "it is not followed, move it away")


def _take_rows(
    files: Folder, inventory: Inventory
) -> tuple[Mapping[str, RecordedSeed] | None, list[Finding]]:
    """Read the ledger while no text is being stored; return what it knows of seeds, None where none is."""
    path = files.state.ledger
    if not path.exists():
        # A folder that only holds seeds so far lacks nothing.
        severity: Severity = "problem" if files.state.seeds.exists() else "info"
        advice = "the next command makes it, or: gomtin verify --repair"
        return None, [Finding("ledger", path.name, "there is none", advice, severity)]
    with folder_lock(files.state.folder, exclusive=True):
        try:
            with readable_errors(path), closing(read_only(path, leave_no_trace=True)) as connection:
                check(connection, "integrity_check")
                current = is_current(connection)
                told = _lost(records.lost_lines(connection)) if current else [_old(path.name)]
                inventory.take_rows(records.states(connection))
                recorded = records.recorded_seeds(connection) if current else {}
        except DamagedError as error:
            advice = "it is put aside and rebuilt from the folder with: gomtin verify --repair"
            return None, [Finding("ledger", path.name, f"damaged ({error.__cause__})", advice)]
        return recorded, [*told, *_left_over(files)]


def _old(name: str) -> Finding:
    advice = "the next crawl upgrades it, or now: gomtin verify --repair"
    return Finding("ledger", name, "of an older gomtin", advice, "info")


def _lost(lines: Mapping[int, int]) -> list[Finding]:
    names = ", ".join(f"{number:03d}" for number in lines)
    return [Finding("lost-lines", names, *lost_lines_told(lines), "info")] if lines else []


def _file(data: bytes, row: RecordState | None, seed: bool) -> _File:
    digest = sha256(data).hexdigest()
    normal = row.normal_hash if row and row.sha256 == digest else content_hash(as_text(data))
    return _File(data, digest, normal, seed or bool(row and row.seed), row)


def _left_over(files: Folder) -> Iterator[Finding]:
    for path in files.left_overs() if files.state.tmp.is_dir() else ():
        yield Finding(
            "half",
            str(path.relative_to(files.path)),
            "left over from a crash",
            "dropped with: gomtin verify --repair",
        )


def _foreign(files: Folder) -> Iterator[Finding]:
    for name in sorted(name for name, is_text in files.listed() if not is_text and name != STATE):
        numbered = number_of(name) is not None
        what = "named like a text but no regular file" if numbered else "not a text of the corpus"
        yield Finding("foreign", name, what, "left alone", "info")


def _one(name: str, file: _File, recorded: Mapping[str, RecordedSeed] | None) -> Iterator[Finding]:
    if recorded is not None and file.row is None:
        yield Finding("unadopted", name, "not in the ledger", "taken in with: gomtin verify --repair")
    changed = file.row is not None and file.row.sha256 != file.sha256
    if file.seed:
        if changed and not holds_text(file.data):
            advice = "put it back from a backup, or delete its file"
            yield Finding("half", name, "this seed holds no text any more", advice)
        elif not is_sound(file.data, recorded.get(name) if recorded else None):
            advice = "put it back from a backup, or accept that with: gomtin verify --repair"
            yield Finding("edited", name, "this seed lost most of its text, or is no text", advice)
        elif changed:
            yield Finding("edited", name, "this seed was edited", "fine if you meant it", "info")
        return
    wrong = defect(file.data)
    if wrong:
        yield Finding("half", name, f"not a whole text ({wrong})", "put it right from a backup, or delete it")
    elif changed:
        yield Finding(
            "edited", name, "edited since it was stored", "accept that with: gomtin verify --repair"
        )
    elif digits_of(name) != file.sha256[:16]:
        severity: Severity = "info" if file.row else "problem"
        fact = "its text is not the one its name tells"
        yield Finding("edited", name, fact, "gomtin leaves it as it is", severity)


def _missing(inventory: Inventory) -> Iterator[Finding]:
    for name, now_called in inventory.missing():
        where = f"its text is in {now_called}" if now_called else "put it back"
        yield Finding("missing", name, "no file", f"{where}, or accept that with: gomtin verify --repair")


def _twice(inventory: Inventory) -> Iterator[Finding]:
    """Find one text under two names, and one number in two names; among seeds that is the user's business."""
    for what in ("text", "number"):
        for name, first, both_seeds in inventory.repeated("normal_hash" if what == "text" else "number"):
            severity: Severity = "info" if both_seeds else "problem"
            yield Finding("duplicate", name, f"the same {what} as {first}", "delete one of them", severity)


def _gaps(inventory: Inventory) -> Iterator[Finding]:
    for before, after in inventory.gaps():
        gap = f"{before + 1:03d}" if after - before == 2 else f"{before + 1:03d}-{after - 1:03d}"  # noqa: PLR2004 - one number
        yield Finding("gap", gap, "no text has this number", "a deleted one may have had it", "info")
