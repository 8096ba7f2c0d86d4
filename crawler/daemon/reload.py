"""schedules.yaml while the daemon runs: checked fully, kept as the last good; a half file changes nothing."""

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from crawler.config import loading
from crawler.config.models import Config
from crawler.daemon import catalogue
from crawler.daemon.catalogue import Catalogue
from crawler.errors import ConfigError
from crawler.files import open_regular, read_given, share
from crawler.paths import StatePaths

log = logging.getLogger("gomtin.daemon")

_UNCHANGED_SECONDS = 2.0  # a file must stay as it is before it is read: editors write in pieces
_REWATCH_SECONDS = 60.0  # after the folder could not be watched
_POLL_MS = 5000  # for file systems that tell of no changes


@dataclass(frozen=True, slots=True)
class Settings:
    """A configuration that was checked fully, with the outlets it speaks of and the bytes it came from."""

    config: Config
    catalogue: Catalogue
    body: bytes
    place: Path

    def options(self, good: Path) -> tuple[str, ...]:
        """Return what tells a child its configuration and corpora; `good` is where the bytes are kept."""
        if self.config.corpora:
            return ("--schedules", str(good), "--place", str(self.place))
        return ("--schedules", str(good), "--corpus", str(self.config.corpus))


async def settle(path: Path, corpus: Path | None = None) -> Settings:
    """Read and check the file at `path`; with `corpus`, for that folder only. Raises ConfigError."""
    try:
        body = read_given(path)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    document = loading.parse(body, path)
    found = await catalogue.ask(document.config.outlet_modules)
    catalogue.check(document, found)
    whole = document.config if corpus is None else document.config.part(corpus)
    return Settings(whole, found, body, path.parent)


def keep_good(settings: Settings, folder: Path) -> Path:
    """Keep the bytes as the last good file; children read that one. Raises OSError."""
    good = StatePaths(folder).good_schedules
    fresh = good.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with open(fresh, "xb", opener=open_regular) as file:
        share(fresh)
        file.write(settings.body)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(good)
    return good


async def changes(path: Path, stop: asyncio.Event, last: bytes | None) -> AsyncIterator[None]:
    """Yield when the file differs from `last` and keeps still. Editors replace files: watch the folder."""
    from watchfiles import awatch

    while not stop.is_set():
        try:
            # Not every file system tells of changes, so it is looked at now and then, too.
            watching = awatch(
                path.parent, recursive=False, stop_event=stop, rust_timeout=_POLL_MS, yield_on_timeout=True
            )
            async for _ in watching:
                now = last if _bytes(path) == last else await _still(path)
                if now is not None and now != last:
                    last = now
                    yield
        except (OSError, RuntimeError) as error:
            log.warning("%s cannot be watched (%s); use SIGHUP", path.parent, error)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _REWATCH_SECONDS)


async def _still(path: Path) -> bytes | None:
    before = _bytes(path)
    while True:
        await asyncio.sleep(_UNCHANGED_SECONDS)
        now = _bytes(path)
        if now == before:
            return now
        before = now


def _bytes(path: Path) -> bytes | None:
    try:
        return read_given(path)
    except OSError:
        return None
