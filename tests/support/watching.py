"""A process that reads a corpus while others write it, and tells what it saw when its stdin is closed."""

import os
import re
import select
import sys
from hashlib import sha256
from pathlib import Path

_NAME = re.compile(r"[0-9]{3,}_([0-9a-f]{16})\.txt")
_PAUSE_S = 0.01  # between two rounds, so that those who write have a processor, too


def watch(folder: Path) -> tuple[int, list[str]]:
    """Read all numbered texts over and over; return how many were read, and those that were not whole."""
    reads, half = 0, []
    while not select.select([sys.stdin], [], [], _PAUSE_S)[0]:
        for name in os.listdir(folder):  # noqa: PTH208 - read as fast as possible
            match = _NAME.fullmatch(name)
            if match:
                reads += 1
                if not sha256((folder / name).read_bytes()).hexdigest().startswith(match[1]):
                    half.append(name)
    return reads, half


if __name__ == "__main__":
    reads, half = watch(Path(sys.argv[1]))
    print(reads, len(half), *half[:5])
