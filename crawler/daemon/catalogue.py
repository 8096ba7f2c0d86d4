"""The outlets by name and family. The daemon asks a process of its own.

Outlet files are written by users. In the daemon, one that hangs at import could not be ended, one that ends
its process would end the daemon, and one that was mended would be read only after a restart; and what was
imported stays in memory: 2 MB, and 0.1 MB more with each reload. The process costs 0.7 s of CPU per reload.
"""

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crawler.config.loading import Document
from crawler.config.messages import nearest
from crawler.config.schedule import Schedule
from crawler.daemon.processes import last_line, spawned
from crawler.errors import ConfigError, GomtinError

_LOAD_TIMEOUT_S = 60.0  # forty times what a slow machine needs for all outlets
ALL = "all"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a timetable needs to know of an outlet. `off` says why it is switched off, or is empty."""

    family: str
    off: str


Catalogue = Mapping[str, Entry]


def of(modules: Sequence[str]) -> Catalogue:
    """Load the outlets of the modules. Raises GomtinError."""
    from crawler.outlets import loader

    return {
        name: Entry(outlet.family, "" if outlet.enabled else outlet.off or "off")
        for name, outlet in loader.load(modules).items()
    }


async def ask(modules: Sequence[str]) -> Catalogue:
    """Return the same from a process of its own. Raises ConfigError with what that one said."""
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-P", "-m", __name__, *modules)
    async with spawned(command, stdout=pipe, stderr=pipe) as process:
        try:
            out, err = await asyncio.wait_for(process.communicate(), _LOAD_TIMEOUT_S)
        except TimeoutError:
            raise ConfigError(
                f"the outlets of {', '.join(modules)} do not load within {_LOAD_TIMEOUT_S:.0f} s"
            ) from None
    if process.returncode:
        raise ConfigError(f"the outlets cannot be loaded: {last_line(err)}")
    return {name: Entry(*entry) for name, entry in json.loads(out).items()}


def check(document: Document, catalogue: Catalogue) -> None:
    """Raise ConfigError for every outlet a schedule names and nobody declares."""
    families = {entry.family for entry in catalogue.values()}
    words = [ALL, *catalogue, *sorted(families - catalogue.keys())]
    mistakes: list[str] = []
    for index, schedule in enumerate(document.config.schedules):
        named = [("outlets", *each) for each in enumerate(schedule.outlets)]
        named += [("except", *each) for each in enumerate(schedule.left_out)]
        for key, place, name in named:
            where = ("schedules", index, key, place)
            line = document.lines.get(where) or document.lines.get(where[:3], 1)
            told = f"{document.name}:{line}: {schedule.name}"
            if name not in words:
                mistakes.append(f"{told}: no outlet is called '{name}'{nearest(name, words)}")
            elif key == "outlets" and name in catalogue and catalogue[name].off:
                mistakes.append(f"{told}: {name} is switched off: {catalogue[name].off}")
        if schedule.left_out and not chosen(schedule, catalogue):
            line = document.lines.get(("schedules", index, "except"), 1)
            mistakes.append(f"{document.name}:{line}: {schedule.name}: 'except' leaves no outlet")
    if mistakes:
        raise ConfigError("\n".join(mistakes))


def chosen(schedule: Schedule, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the outlets of a schedule: names, members of families, or all that are on, less its `except`."""
    left_out = set(schedule.left_out)
    on = {
        name: entry.family
        for name, entry in catalogue.items()
        if not entry.off and left_out.isdisjoint((ALL, name, entry.family))
    }
    if not schedule.outlets or ALL in schedule.outlets:
        return tuple(sorted(on))
    asked = set(schedule.outlets)
    return tuple(sorted(name for name, family in on.items() if name in asked or family in asked))


def main() -> None:
    try:
        found = of(sys.argv[1:])
    except GomtinError as error:
        sys.exit(str(error))
    sys.stdout.write(json.dumps({name: [entry.family, entry.off] for name, entry in found.items()}))


if __name__ == "__main__":
    main()
