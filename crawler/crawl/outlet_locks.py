"""Which outlets a run may crawl: those that no other process crawls into the same corpora."""

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from crawler.errors import BusyError, CorpusError
from crawler.monitoring.causes import Problem
from crawler.outlets.loader import Outlets
from crawler.paths import StatePaths
from crawler.store.locks import file_lock

log = logging.getLogger("gomtin")


def lock_outlets(
    outlets: Outlets, folders: Sequence[Path], stack: ExitStack
) -> tuple[Outlets, tuple[Problem, ...]]:
    """Hold the locks of the outlets in these corpora until the stack is left.

    Return the outlets that are free, and a problem of each whose lock cannot be opened. Raises BusyError
    when other processes crawl all of them; CorpusError when no lock can be opened.
    """
    free: dict[str, type] = {}
    left_out: list[Problem] = []
    for name, outlet in outlets.items():
        try:
            # Every lock is taken, also after one that another process has.
            held = [stack.enter_context(file_lock(StatePaths.of(each).outlet_lock(name))) for each in folders]
        except CorpusError as error:
            left_out.append(Problem(name, f"left out: {error}"))
            continue
        if None in held:
            log.warning("%s: another gomtin crawls it into this corpus now; left out", name)
        else:
            free[name] = outlet
    if not free and left_out:
        raise CorpusError(str(left_out[0]))
    if not free:
        raise BusyError("another gomtin crawls these outlets into this corpus now; nothing to do")
    return free, tuple(left_out)
