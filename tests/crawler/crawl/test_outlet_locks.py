"""Which outlets a run may crawl while another is at some of them."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from crawler.crawl.outlet_locks import lock_outlets
from crawler.errors import BusyError, ConfigError
from crawler.outlets import loader


def test_the_outlets_of_another_run_are_left_alone_and_that_is_no_wrong_command(tmp_path: Path) -> None:
    outlets = loader.load()
    one, both = (
        {name: outlets[name] for name in names} for names in (("vnexpress",), ("vnexpress", "znews"))
    )
    (tmp_path / ".gomtin").mkdir()

    with ExitStack() as first, ExitStack() as second:
        assert lock_outlets(one, [tmp_path], first) == (one, ())
        with pytest.raises(BusyError, match="another gomtin"):
            lock_outlets(one, [tmp_path], second)
        assert list(lock_outlets(both, [tmp_path], second)[0]) == ["znews"]

    assert not issubclass(BusyError, ConfigError)
