"""What commands that open a corpus cost: CPU seconds and memory at several numbers of texts, as ratios.

    python tests/bench_opening.py [--sizes 10 10000 100000] [--tree DIR] [--json FILE] [--keep DIR]

Every command runs as a process of its own, as a person would start it; the sizes take turns, so the ratios
to the smallest one hold on a busy machine; single times do not. `--tree` is another checkout of gomtin to
measure with the same corpora, which `--keep` keeps for it: the older one first, a newer one upgrades ledgers.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent))

REPO = Path(__file__).resolve().parent.parent
ROUNDS = 5
OFTEN = {"status": ["status"], "why": ["why", "5"], "stats": ["stats"], "history": ["history", "5"]}
ONCE = {"verify": ["verify"]}


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command took at one size. `megabytes` is the most memory it held."""

    command: str
    texts: int
    cpu_seconds: float
    seconds: float
    megabytes: float


def run(tree: Path, folder: Path, name: str, arguments: list[str], texts: int) -> Cost:
    """Run a command of gomtin as it stands in a checkout. Raises AssertionError when it fails."""
    command = [sys.executable, "-P", "-m", "crawler", *arguments, "--json", "--corpus", str(folder)]
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder.parent, env=os.environ | {"PYTHONPATH": str(tree)}, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, (command, process.returncode)
    spent = used.ru_utime + used.ru_stime
    return Cost(name, texts, spent, time.perf_counter() - began, used.ru_maxrss / 1024)


def measured(tree: Path, home: Path, sizes: list[int]) -> list[Cost]:
    """Return the median cost of every command at every size."""
    costs = []
    for commands, rounds in ((OFTEN, ROUNDS), (ONCE, 1)):
        for name, arguments in commands.items():
            tries = {size: [] for size in sizes}
            for _ in range(rounds):
                for size in sizes:
                    tries[size].append(run(tree, home / str(size), name, arguments, size))
            costs += [
                Cost(name, size, *(median(getattr(each, of) for each in some) for of in _FIGURES))
                for size, some in tries.items()
            ]
    return costs


_FIGURES = ("cpu_seconds", "seconds", "megabytes")


def prepare(home: Path, sizes: list[int]) -> None:
    from support import synthetic

    for size in sizes:
        if not (home / str(size)).is_dir():
            synthetic.make(home / str(size), size)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 10_000, 100_000])
    parser.add_argument("--tree", type=Path, default=REPO)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = (asked.keep or Path(folder)).resolve()
        prepare(home, asked.sizes)
        costs = measured(asked.tree.resolve(), home, asked.sizes)
    least = {cost.command: cost for cost in costs if cost.texts == asked.sizes[0]}
    print(f"{'command':10} {'texts':>9} {'CPU s':>8} {'ratio':>7} {'s':>8} {'MB':>7} {'ratio':>7}")
    for cost in costs:
        few = least[cost.command]
        print(
            f"{cost.command:10} {cost.texts:9,} {cost.cpu_seconds:8.2f} "
            f"{cost.cpu_seconds / few.cpu_seconds:7.2f} {cost.seconds:8.2f} {cost.megabytes:7.0f} "
            f"{cost.megabytes / few.megabytes:7.2f}"
        )
    if asked.json:
        asked.json.write_text(json.dumps([asdict(cost) for cost in costs], indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
