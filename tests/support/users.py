"""Commands as other users, for tests that run as root: real processes with other numbers and umasks.

Where the interpreter or the program lies in a folder that only root may enter, the command sees it through a
mount of its own; nothing of the machine is changed.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import COMMAND, PATIENCE, Done, command_environment
from support.places import REPOSITORY

# $1 is a folder that only root may enter, the rest up to -- what is needed of it.
_OPEN = """
set -e
umask 022
shut=$1; shift
if [ -n "$shut" ]; then
  kept=$(mktemp -d)
  mount --bind "$shut" "$kept"
  mount -t tmpfs -o mode=755 tmpfs "$shut"
  while [ "$1" != -- ]; do
    mkdir -p "$shut/$1"; mount --bind "$kept/$1" "$shut/$1"; shift
  done
else
  while [ "$1" != -- ]; do shift; done
fi
shift
umask "$1"; shift
exec "$@"
"""


class User(NamedTuple):
    """Whom a command runs as, and its umask."""

    uid: int
    gid: int
    umask: int


def run_as(user: User, cwd: Path, environment: Mapping[str, str], *args: str | Path) -> Done:
    """Run the real command as a user, to its end."""
    done = subprocess.run(
        [*_becoming(user), *COMMAND, *map(str, args)],
        cwd=cwd,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def need_users(*users: User) -> None:
    """Skip the test where commands cannot run as these users."""
    if os.geteuid():
        pytest.skip("only root can run commands as several users")
    if not (shutil.which("unshare") and shutil.which("setpriv")):
        pytest.skip("unshare and setpriv of util-linux are not there")
    for user in users:
        if refused := _refused(user):
            pytest.skip(f"no command can run as user {user.uid}: {refused}")


@cache
def _refused(user: User) -> str | None:
    done = run_as(user, Path("/"), command_environment(None), "--version")
    return done.err[-200:] if done.code else None


def _becoming(user: User) -> list[str]:
    shut, needed = _shut()
    ids = [f"--reuid={user.uid}", f"--regid={user.gid}", "--clear-groups"]
    opened = [str(shut or ""), *needed, "--", f"{user.umask:o}"]
    return ["unshare", "--mount", "sh", "-c", _OPEN, "sh", *opened, "setpriv", *ids]


def _shut() -> tuple[Path | None, list[str]]:
    """Return the folder that only its owner may enter, and what the command needs of it."""
    needed = {Path(prefix).resolve() for prefix in (sys.base_prefix, sys.prefix, REPOSITORY)}
    above = {parent for path in needed for parent in path.parents}
    shut = min((parent for parent in above if not parent.stat().st_mode & 0o001), default=None)
    if shut is None:
        return None, []
    return shut, [str(path.relative_to(shut)) for path in needed if path.is_relative_to(shut)]
