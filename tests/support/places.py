"""Where things lie: the repository, its tests, and the folder of real pages and texts that may lie beside."""

from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
TESTS = REPOSITORY / "tests"
SHARED = REPOSITORY.parent / "shared"
