"""The files of a corpus folder: which are numbered texts, and how one is written whole. Knows no ledger."""

import contextlib
import errno
import json
import logging
import os
import re
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from stat import S_ISDIR, S_ISREG, S_IWGRP
from typing import Any
from unicodedata import is_normalized

from crawler.errors import CorpusError
from crawler.files import identity_of, make_file, make_folder, open_regular, read_regular, share
from crawler.paths import StatePaths

log = logging.getLogger("gomtin")

_NAME = re.compile(r"([0-9]{3,12})_([0-9a-f]{16})\.txt")
_LEFT_OVER = re.compile(r"\A([0-9]+)-(.+)")
_MAX_TITLE_LENGTH = 300  # characters; the first line of a text of any origin may be a whole article
_INTENT = re.compile(r"\A[0-9]+-([0-9a-f]{16})\.json")
_MOST_SEEDS_OF_OURS = 10  # texts; a starter corpus has about as many
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EXDEV, errno.EINVAL}
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS}


def number_of(name: str) -> int | None:
    """Return the number in a name of the corpus's form; None for any other name."""
    match = _NAME.fullmatch(name)
    return int(match[1]) if match else None


def order(name: str) -> tuple[int, str]:
    """Sort key: by number, then by name."""
    return number_of(name) or 0, name


def digits_of(name: str) -> str:
    return name[-20:-4]


def name_for(number: int, digest: str) -> str:
    name = f"{number:03d}_{digest[:16]}.txt"
    if number_of(name) is None:
        raise CorpusError(
            f"{name}: there are no numbers left; start a new corpus with: gomtin init DIR --seeds DIR"
        )
    return name


def as_text(data: bytes) -> str:
    """Decode a text of any origin; seeds may hold anything."""
    return data.decode("utf-8-sig", errors="replace")


def title_of(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")[:_MAX_TITLE_LENGTH]


def defect(data: bytes) -> str | None:
    """Return what keeps these bytes from being a text in the corpus's form."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return "not UTF-8"
    lines = text.split("\n")
    uneven = next((number for number, line in enumerate(lines, 1) if not line or line != line.strip()), None)
    wrongs = (
        (not text, "empty"),
        ("\0" in text, "zero bytes, as a disk leaves them that lost its power"),
        (text.startswith("\ufeff"), "a byte order mark at the start"),
        (not is_normalized("NFC", text), "not in NFC"),
        (not lines[-1], "a newline at the end"),
        (text.splitlines() != lines, "a line end other than \\n"),
        (uneven is not None, f"an empty line or outer blanks in line {uneven}"),
    )
    return next((what for wrong, what in wrongs if wrong), None)


class SameFolder:
    """Folders that must stay what they are now: one that is renamed or deleted is not made anew."""

    def __init__(self, *paths: Path) -> None:
        self._was = {path: identity_of(path) for path in paths}

    def check(self) -> None:
        """Raise CorpusError when a name leads to another folder now, or to none."""
        for path, was in self._was.items():
            if identity_of(path) != was:
                raise CorpusError(
                    f"{path}: renamed, deleted or replaced while it was in use; nothing more is written"
                )

    @contextlib.contextmanager
    def needed(self) -> Iterator[None]:
        """Check before the block; what the system refuses in it is told as what it comes of."""
        self.check()
        try:
            yield
        except OSError:
            self.check()
            raise


class Folder:
    """A corpus folder. Its temporary files are named by process and by what they are for."""

    def __init__(self, path: Path, state: StatePaths | None = None) -> None:
        self.path = path
        self.state = state or StatePaths.of(path)
        self._same = SameFolder(path)
        self._left_out: set[str] = set()

    def make(self) -> None:
        """Make the folder and its state where they are missing, and let others use what is there."""
        self.path.mkdir(parents=True, exist_ok=True)
        self._same = SameFolder(self.path)
        make_folder(self.state.folder)
        self._same = SameFolder(self.path, self.state.folder)
        self._make_tmp()
        if self.path.stat().st_mode & S_IWGRP or os.geteuid() == 0:
            for path in (*self.state.shared(), *self.state.locks.glob("*.lock")):
                share(path)  # what an editor, a copy or an earlier gomtin made without the folder's group

    def _make_tmp(self) -> None:
        """Make what somebody may have deleted under a running process; never the folders around it."""
        self._same.check()
        make_folder(self.state.tmp)

    def odd(self) -> Iterator[Path]:
        """Yield what has a name of the program's state and is no folder, or no file, of its own."""
        for path in self.state.shared():
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                mode = path.lstat().st_mode
                if not (S_ISDIR(mode) if path in self.state.folders() else S_ISREG(mode)):
                    yield path

    def check_file_system(self) -> None:
        """Raise CorpusError where texts could not appear whole, before work is done for nothing."""
        tmp = self.state.tmp
        if tmp.stat().st_dev != self.path.stat().st_dev:
            raise CorpusError(f"{tmp}: on another file system than {self.path}; keep both on one")
        probe = tmp / f"{os.getpid()}-probe"
        twin = probe.with_name(f"{probe.name}-link")
        try:
            _write(probe, b"")
            twin.unlink(missing_ok=True)
            os.link(probe, twin)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            raise CorpusError(
                f"{self.path}: its file system has no hard links, without which texts cannot appear whole; "
                "keep the corpus on a local disk (ext4, xfs, btrfs…)"
            ) from error
        finally:
            for path in (probe, twin):
                with contextlib.suppress(OSError):
                    path.unlink()

    def names(self) -> set[str]:
        """Return the names of all numbered texts: regular files only."""
        return {name for name, is_text in self.listed() if is_text}

    def listed(self) -> Iterator[tuple[str, bool]]:
        """Yield every name in the folder, in no order, and whether it is a numbered text."""
        with os.scandir(self.path) as entries:
            for entry in entries:
                numbered = number_of(entry.name) is not None
                yield entry.name, numbered and entry.is_file(follow_symlinks=False)

    def read(self, name: str) -> bytes | None:
        """Return a text's bytes; None when it was deleted meanwhile, or is none that may be read.

        Of what may not be read, the log tells once.
        """
        try:
            return read_regular(self.path / name)
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EPERM, errno.EINVAL):
                raise
            if name not in self._left_out:
                log.warning("%s: left out: %s", self.path / name, error.strerror)
            self._left_out.add(name)
            return None

    def written_at(self, name: str) -> datetime:
        """Return when a file was last written; now, when it was deleted meanwhile."""
        try:
            return datetime.fromtimestamp((self.path / name).stat().st_mtime, UTC)
        except FileNotFoundError:
            return datetime.now(UTC)

    def changed_at(self) -> int:
        """Return when a name was last added to or taken from the folder, in nanoseconds."""
        return self.path.stat().st_mtime_ns

    # One text: stage, publish, discard. Between publish and discard a crash leaves the intent behind.

    def stage(self, data: bytes, intent: dict[str, Any]) -> Path:
        """Write the text beside the corpus, safely on the disk, and what is meant to become of it."""
        staged = self.state.tmp / f"{os.getpid()}-{intent['sha256'][:16]}"
        try:
            _write(staged.with_name(f"{staged.name}.json"), json.dumps(intent).encode())
            _write(staged, data, sync=True)
        except BaseException:
            self.discard(staged)
            raise
        return staged

    def publish(self, staged: Path, name: str) -> None:
        """Give the staged text its name, for ever. Raises FileExistsError when the name is taken."""
        os.link(staged, self.path / name)
        staged.unlink()
        _sync_folder(self.path)

    def discard(self, staged: Path) -> None:
        """Forget what was staged; what fails here is dropped by the next one to look."""
        for path in (staged, staged.with_name(f"{staged.name}.json")):
            with contextlib.suppress(OSError):
                path.unlink()

    def intents(self) -> dict[Path, dict[str, Any]]:
        """Return what was staged and not discarded; normally nothing, under the writers' lock."""
        intents: dict[Path, dict[str, Any]] = {}
        self._make_tmp()
        for name in os.listdir(self.state.tmp):  # noqa: PTH208 - costs a third of Path.iterdir, on every text stored
            match = _INTENT.fullmatch(name)
            if match:
                staged = self.state.tmp / name.removesuffix(".json")
                intents[staged] = {"digits": match[1]}
                with contextlib.suppress(OSError, ValueError, TypeError):
                    intents[staged] |= json.loads(read_regular(self.state.tmp / name))
        return intents

    def left_overs(self) -> Iterator[Path]:
        """Yield temporary files whose process is gone."""
        for path in self.state.tmp.iterdir():
            match = _LEFT_OVER.fullmatch(path.name)
            if match and path.is_file() and not _runs(int(match[1])):
                yield path

    # .gomtin/seeds.json: which texts are seeds, so that it survives a lost ledger.

    def seeds(self) -> set[str] | None:
        """Return the names of the seeds; None when nobody wrote them down yet."""
        path = self.state.seeds
        try:
            names = json.loads(read_regular(path))["seeds"]
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError):
            raise CorpusError(
                f"{path}: unreadable; delete it, and the ledger's list or all texts count"
            ) from None
        return {str(name) for name in names}

    def note_seeds(self, names: set[str]) -> None:
        write_whole(self.state.seeds, {"seeds": sorted(names)}, self.state.tmp)

    # .gomtin/numbers.json: below which number all that were given lie, for the same.

    def given_below(self) -> int:
        """Return a number that no text ever had, nor any above it; 0 when nobody wrote one down yet."""
        path = self.state.numbers
        try:
            return int(json.loads(read_regular(path) or b'{"given_below": 0}')["given_below"])
        except FileNotFoundError:
            return 0
        except (ValueError, KeyError, TypeError):
            raise CorpusError(
                f"{path}: unreadable; delete it, and ledger and folder tell the next number"
            ) from None

    def note_given_below(self, number: int) -> None:
        """Write it over the lower one, in one piece: for every text, so nothing waits for the disk.

        A machine that loses its power may forget the last ones; the ledger, or their files, tell them still.
        """
        make_file(self.state.numbers)
        with open(self.state.numbers, "r+b", buffering=0, opener=open_regular) as file:
            file.write(json.dumps({"given_below": number}).encode())

    def seem_stored(self, names: Collection[str]) -> bool:
        """Tell whether some of these texts look like a program's, kept in addition to a person's seeds.

        What gomtin stores is named by its own hash; the name of a seed may hold any digits. A few texts named
        by their own hash may be seeds from another corpus.
        """
        ordered = sorted(names, key=order)
        latest = [self._is_named_by_hash(name) for name in ordered[-_MOST_SEEDS_OF_OURS - 1 :]]
        if len(latest) > _MOST_SEEDS_OF_OURS and all(latest):
            return True
        return bool(latest) and latest[-1] and not self._is_named_by_hash(ordered[0])

    def _is_named_by_hash(self, name: str) -> bool:
        data = self.read(name)
        return data is not None and sha256(data).hexdigest()[:16] == digits_of(name)


def write_whole(path: Path, value: Any, tmp: Path) -> None:
    """Write a JSON file for people and programs so that it is there whole or not at all."""
    staged = tmp / f"{os.getpid()}-{path.name}"
    _write(
        staged, (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode(errors="replace"), sync=True
    )
    staged.replace(path)
    _sync_folder(path.parent)


def _write(path: Path, data: bytes, *, sync: bool = False) -> None:
    # A left-over may be a second name of a text in the corpus: take the name away, never write into it.
    path.unlink(missing_ok=True)
    with open(path, "xb", buffering=0, opener=open_regular) as file:
        share(path)
        view = memoryview(data)
        while view:
            view = view[file.write(view) :]
        if sync:
            os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
        os.sync()  # the file system flushes no single folder (CIFS, some in user space): flush all
    finally:
        os.close(descriptor)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
