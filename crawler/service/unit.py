"""The systemd unit for this installation."""

import shutil
import sys
from importlib import resources
from pathlib import Path


def unit() -> str:
    """Return the shipped unit with the path of this installation's command."""
    text = resources.files("crawler.service").joinpath("gomtin.service").read_text(encoding="utf-8")
    beside = Path(sys.executable).with_name("gomtin")
    found = str(beside) if beside.exists() else shutil.which("gomtin")
    return text.replace("/opt/gomtin/bin/gomtin", found or "/opt/gomtin/bin/gomtin")
