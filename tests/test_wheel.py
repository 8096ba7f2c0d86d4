"""The wheel holds exactly the four packages and works from elsewhere."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support.places import REPOSITORY

BUILD = "import hatchling.build, sys; print(hatchling.build.build_wheel(sys.argv[1]))"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling", reason="needs hatchling, which `make test` installs")
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(folder)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return next(folder.glob("gomtin-*.whl"))


def test_it_holds_exactly_four_packages(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}

    assert tops == {"crawler", "spiders", "pipelines", "gomtin"}
    assert not [name for name in names if "__pycache__" in name or ".gomtin" in name]


def test_it_holds_what_the_program_reads(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    seeds = {f"crawler/newsroom/seeds/{path.name}" for path in (REPOSITORY / "corpus").glob("*.txt")}
    data = {
        path.relative_to(REPOSITORY).as_posix()
        for path in (REPOSITORY / "crawler").rglob("*")
        if path.suffix in (".json", ".html", ".css", ".service") and "__pycache__" not in path.parts
    }

    assert seeds
    assert seeds <= names
    assert data <= names


def test_the_command_works_from_a_folder_with_a_decoy(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(home)
    (tmp_path / "crawler").mkdir()
    (tmp_path / "crawler" / "__init__.py").write_text(
        "raise SystemExit('the wrong crawler')", encoding="utf-8"
    )

    done = subprocess.run(
        [sys.executable, "-P", "-m", "crawler", "outlets", "--json"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(home), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert '"outlet": "vnexpress"' in done.stdout
