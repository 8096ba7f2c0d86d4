"""A warm process that forks workers; each stores articles into a corpus, and may be killed at any moment.

Lines in: `FOLDER NUMBERS`, numbers separated by commas; then `go` to the worker. Lines out: `pid P` (it waits
for `go`), `stored I NAME`, `known I NUMBER`, `error TEXT`, and `exit STATUS` when it is gone.
"""

import gc
import os
import subprocess
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from crawler.article import Article

REPO = Path(__file__).parents[2]
_WHEN = datetime(2026, 11, 5, 7, 0, tzinfo=UTC)


def an_article(number: int, paragraphs: int = 12) -> Article:
    """An invented article whose text is like no other number's."""
    body = (
        f"Đoạn {n} của bản tin {number}: tàu số {number * 31 + n} rời cảng lúc sáng sớm, "
        f"chở theo {number + n} kiện hàng và hẹn ngày trở lại. " * 3
        for n in range(paragraphs)
    )
    return Article(
        url=f"https://tin.example/bai-{number}.html",
        key=f"tin:{number}",
        outlet="tin",
        title=f"Bản tin số {number} từ bến cảng",
        lead=f"Chuyến tàu thứ {number} rời bến trong sương mù.",
        paragraphs=tuple(part.strip() for part in body),
        fetched_at=_WHEN,
        published=_WHEN,
    )


class Storing:
    """The warm process, seen from a test."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(REPO)},
        )
        assert self._process.stdin
        assert self._process.stdout
        self._in, self._out = self._process.stdin, self._process.stdout
        return self

    def __exit__(self, *_: object) -> None:
        self._in.close()
        self._out.close()
        self._process.wait()

    def fork(self, folder: Path, numbers: range) -> int:
        """Fork a worker and return its pid; it waits for `go`."""
        self._say(f"{folder} {','.join(map(str, numbers))}")
        word, pid = self._line()
        assert word == "pid"
        return int(pid)

    def go(self) -> None:
        self._say("go")

    def some_lines(self, count: int) -> list[list[str]]:
        """Wait until the worker has said so many lines."""
        return [self._line() for _ in range(count)]

    def lines(self) -> tuple[list[list[str]], int]:
        """Wait until the worker is gone; return what it said and its exit status, negative for a signal."""
        said = []
        while (line := self._line())[0] != "exit":
            said.append(line)
        return said, int(line[1])

    def store(self, folder: Path, numbers: range) -> tuple[list[list[str]], int]:
        self.fork(folder, numbers)
        self.go()
        return self.lines()

    def _say(self, text: str) -> None:
        self._in.write(text.encode() + b"\n")
        self._in.flush()

    def _line(self) -> list[str]:
        line = self._out.readline()
        assert line.endswith(b"\n"), "the storing process died"
        return line.decode().strip().split(maxsplit=2)


def _serve() -> None:
    while (line := _read_line()) is not None:
        if " " not in line:
            continue  # what is left of a `go` whose worker was killed
        folder, numbers = line.split()
        pid = os.fork()
        if pid == 0:
            os._exit(_work(Path(folder), [int(number) for number in numbers.split(",")]))
        _, status = os.waitpid(pid, 0)
        _print("exit", os.waitstatus_to_exitcode(status))


def _work(folder: Path, numbers: list[int]) -> int:
    from crawler.corpus.corpus import Corpus
    from crawler.errors import CorpusError, Rejected

    _print("pid", os.getpid())
    _read_line()
    try:
        with Corpus.open(folder) as corpus:
            for number in numbers:
                try:
                    record = corpus.add(an_article(number))
                    _print("stored", number, record.name)
                except Rejected as rejected:
                    _print("known", number, rejected.duplicate_of)
    except CorpusError as error:
        _print("error", type(error).__name__, error)
        return 3
    except BaseException:  # noqa: BLE001 - the fork must end here whatever happened
        traceback.print_exc()
        return 1
    return 0


def _print(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)).replace("\n", " ") + "\n").encode())


def _read_line() -> str | None:
    """Read unbuffered: server and worker share the pipe."""
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            return None
        line += byte
    return line.decode().strip()


if __name__ == "__main__":
    import crawler.corpus.corpus  # so that workers start warm
    import crawler.text.normalize

    crawler.text.normalize.content_hash("khởi động")
    gc.collect()
    gc.freeze()  # as in support.warm
    _serve()
