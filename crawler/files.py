"""Files in a corpus folder: several users share it, and anything may lie in it under any name.

What is made there gets the group and the rights of the folder around it, whatever the umask; made as root,
its owner, too. Nothing is opened that is no regular file: no link is followed, no pipe waited for.
"""

import contextlib
import errno
import os
from pathlib import Path
from stat import S_IMODE, S_ISCHR, S_ISDIR, S_ISFIFO, S_ISGID, S_ISREG, S_IWGRP

_NO_FILE = "no regular file; move it away, then run the same command again"
_NO_FOLDER = "no folder; move it away, then run the same command again"


def make_folder(path: Path) -> None:
    """Make a folder inside one that is there, unless it is there itself. Raises OSError, also for a link."""
    try:
        path.mkdir(0o700)
    except FileExistsError:
        if not S_ISDIR(path.lstat().st_mode):
            raise NotADirectoryError(errno.ENOTDIR, _NO_FOLDER, str(path)) from None
    else:
        share(path)


def make_file(path: Path) -> None:
    """Make an empty file, unless one is there. Raises OSError, also for what is no regular file."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        check_regular(path)
    else:
        share(path)


def check_regular(path: Path) -> None:
    """Raise OSError when something else than a regular file has this name."""
    with contextlib.suppress(FileNotFoundError):
        if not S_ISREG(path.lstat().st_mode):
            raise OSError(errno.EINVAL, _NO_FILE, str(path))


def open_regular(path: str | Path, flags: int) -> int:
    """Open a regular file, and nothing else; return its descriptor. Fits `open` as its opener.

    Raises OSError.
    """
    try:
        descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o600)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO, errno.EISDIR):
            raise OSError(errno.EINVAL, _NO_FILE, str(path)) from None
        raise
    if not S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, _NO_FILE, str(path))
    return descriptor


def open_given(path: str | Path, flags: int) -> int:
    """Open a file that a person named, to be read; return its descriptor. Fits `open` as its opener.

    What the shell hands over as a pipe (standard input, `<(...)`) is read. Nothing else is opened that is no
    regular file: a named pipe may wait for ever, a device never end. Raises OSError.
    """
    mode = Path(path).stat().st_mode
    handed_over = S_ISFIFO(mode) and not os.path.lexists(os.path.realpath(path))
    if not (S_ISREG(mode) or S_ISDIR(mode) or handed_over or _is_quiet_device(path, mode)):
        raise OSError(errno.EINVAL, "no regular file; hand over what it brings as standard input", str(path))
    return os.open(path, flags | os.O_CLOEXEC)


def _is_quiet_device(path: str | Path, mode: int) -> bool:
    """Whether a device is nothing, or a terminal that is standard input."""
    return S_ISCHR(mode) and os.path.realpath(path).startswith((os.devnull, "/dev/pts/", "/dev/tty"))


def read_given(path: Path) -> bytes:
    """Return the bytes of a file that a person named. Raises OSError."""
    with open(path, "rb", opener=open_given) as file:
        return file.read()


def read_regular(path: Path) -> bytes:
    """Return the bytes of a regular file. Raises OSError."""
    with open(path, "rb", opener=open_regular) as file:
        return file.read()


def identity_of(path: Path) -> tuple[int, int] | None:
    """Return what tells a file or folder from another of the same name; None where there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def share(path: Path) -> None:
    """Let all who may use the folder around it use a file or folder. Takes no right away.

    What the system does not grant stays as it is: the text is worth more than its rights.
    """
    with contextlib.suppress(OSError):
        around = path.parent.stat()
        # Such a descriptor neither follows nor opens: closing it ends no lock that SQLite holds on the file.
        descriptor = os.open(path, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            _share(descriptor, around)
        finally:
            os.close(descriptor)


def _share(descriptor: int, around: os.stat_result) -> None:
    now = os.fstat(descriptor)
    folder = S_ISDIR(now.st_mode)
    if not folder and (not S_ISREG(now.st_mode) or now.st_nlink > 1):
        return
    name = f"/proc/self/fd/{descriptor}"
    owner = around.st_uid if os.geteuid() == 0 else now.st_uid
    group = around.st_gid
    if (owner, group) != (now.st_uid, now.st_gid):
        with contextlib.suppress(PermissionError):
            os.chown(name, owner, group)
        group = os.fstat(descriptor).st_gid
    own = now.st_mode >> 6 & 0o7
    wanted = S_IMODE(now.st_mode) | around.st_mode & 0o111 * own  # nobody gets more than its owner
    if folder and around.st_mode & (S_ISGID | S_IWGRP):
        wanted |= S_ISGID  # what SQLite and others make in it has the group, too
    if group != around.st_gid:
        wanted &= ~0o070 | now.st_mode  # another group than the folder's gets no rights by it
    if wanted != S_IMODE(now.st_mode):
        os.chmod(name, wanted)  # noqa: PTH101 - the descriptor, not a path
