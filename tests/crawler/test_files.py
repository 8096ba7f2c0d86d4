"""Files of a shared folder: whose they are, who may use them, and what is not opened."""

import os
import socket
from collections.abc import Callable
from pathlib import Path
from stat import S_IMODE

import pytest

from crawler.files import (
    check_regular,
    make_file,
    make_folder,
    open_regular,
    read_given,
    read_regular,
    share,
)


@pytest.fixture(params=[0o077, 0o022, 0o000], ids=["077", "022", "000"])
def umask(request: pytest.FixtureRequest) -> object:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.mark.usefixtures("umask")
@pytest.mark.parametrize(
    ("around", "file", "folder"),
    [(0o700, 0o600, 0o700), (0o755, 0o644, 0o755), (0o770, 0o660, 0o2770), (0o2755, 0o644, 0o2755)],
)
def test_the_folder_decides_whatever_the_umask(tmp_path: Path, around: int, file: int, folder: int) -> None:
    shared = tmp_path / "chung"
    shared.mkdir()
    shared.chmod(around)

    make_file(shared / "sổ.db")
    make_folder(shared / "khóa")
    make_folder(shared / "khóa")
    with open(shared / "tin", "xb", opener=open_regular) as new:
        share(shared / "tin")
        new.write(b"Tin vui")

    modes = {path.name: S_IMODE(path.stat().st_mode) for path in shared.iterdir()}
    assert modes == {"sổ.db": file, "tin": file, "khóa": folder}


def test_no_right_is_taken_away(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    (tmp_path / "tin").write_text("Tin vui")
    (tmp_path / "tin").chmod(0o646)

    share(tmp_path / "tin")
    share(tmp_path / "nothing")

    assert S_IMODE((tmp_path / "tin").stat().st_mode) == 0o646


def test_what_a_link_leads_to_is_not_shared(tmp_path: Path) -> None:
    tmp_path.chmod(0o775)
    private = tmp_path / "private"
    private.write_text("của riêng")
    private.chmod(0o600)
    (tmp_path / "link").symlink_to(private)
    os.link(private, tmp_path / "twin")

    share(tmp_path / "link")
    share(tmp_path / "twin")

    assert S_IMODE(private.stat().st_mode) == 0o600


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to others")
def test_what_root_makes_belongs_to_the_folders_owner(tmp_path: Path) -> None:
    os.chown(tmp_path, 64001, 64000)
    tmp_path.chmod(0o2775)

    make_file(tmp_path / "sổ.db")
    make_folder(tmp_path / "khóa")

    assert {(path.stat().st_uid, path.stat().st_gid) for path in tmp_path.iterdir()} == {(64001, 64000)}


def a_socket(path: Path) -> None:
    before = Path.cwd()
    os.chdir(path.parent)  # the names of sockets are short
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.chdir(before)


ODD: dict[str, Callable[[Path], object]] = {
    "pipe": os.mkfifo,
    "folder": Path.mkdir,
    "link": lambda path: path.symlink_to(__file__),
    "dead link": lambda path: path.symlink_to("nowhere"),
    "socket": a_socket,
}


@pytest.mark.parametrize("kind", ODD)
def test_what_is_no_regular_file_is_neither_opened_nor_waited_for(tmp_path: Path, kind: str) -> None:
    odd = tmp_path / "odd"
    ODD[kind](odd)

    for refuse in (read_regular, check_regular, make_file):
        with pytest.raises(OSError, match="no regular file") as refused:
            refuse(odd)
        assert refused.value.filename == str(odd)
    if kind != "folder":
        with pytest.raises(NotADirectoryError, match="no folder"):
            make_folder(odd)
    assert [path.name for path in tmp_path.iterdir()] == ["odd"]


def test_of_what_a_person_names_files_and_pipes_of_the_shell_are_read(tmp_path: Path) -> None:
    (tmp_path / "tin").write_text("Tin vui")
    (tmp_path / "link").symlink_to("tin")
    os.mkfifo(tmp_path / "pipe")
    reading, writing = os.pipe()
    os.write(writing, b"Tin vui")
    os.close(writing)

    assert read_given(tmp_path / "tin") == read_given(tmp_path / "link") == b"Tin vui"
    assert read_given(Path(f"/dev/fd/{reading}")) == b"Tin vui"
    assert read_given(Path(os.devnull)) == b""
    os.close(reading)
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(OSError, match="no regular file"):
            read_given(path)
