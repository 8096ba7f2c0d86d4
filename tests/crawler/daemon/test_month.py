"""A month of eight schedules under a clock a thousand times faster; long by nature: with GOMTIN_FULL=1."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import command_environment

DAYS = 30


@pytest.mark.slow
@pytest.mark.skipif(os.environ.get("GOMTIN_FULL") != "1", reason="twelve minutes long; GOMTIN_FULL=1 runs it")
@pytest.mark.timeout(600 + 60 * DAYS)
def test_eight_schedules_run_when_they_are_due(tmp_path: Path) -> None:
    program = Path(__file__).with_name("month.py")
    done = subprocess.run(
        [sys.executable, "-P", str(program), str(DAYS), "1000", str(tmp_path / "month")],
        env=command_environment(None),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    print(done.stdout)

    assert done.returncode == 0
