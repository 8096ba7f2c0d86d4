"""Locks between processes: files that are held or not, folders that are waited for."""

from pathlib import Path

import pytest

from crawler.errors import LedgerError
from crawler.store import locks
from crawler.store.locks import file_lock, folder_lock, is_held


def test_a_file_is_held_once_and_free_again_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "locks" / "bao.lock"
    assert not is_held(path)

    with file_lock(path) as first, file_lock(path) as second:
        assert first
        assert second is None
        assert is_held(path)

    assert not is_held(path)


def test_a_folder_is_shared_or_held_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "BUSY_TIMEOUT_S", 0.1)

    with (
        folder_lock(tmp_path, exclusive=False),
        folder_lock(tmp_path, exclusive=False),
        pytest.raises(LedgerError, match="end that program"),
        folder_lock(tmp_path, exclusive=True),
    ):
        pass
    with folder_lock(tmp_path, exclusive=True):
        pass
