"""Lines that people hand over: a bad one is told with its number and harms no other."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import click

from crawler.errors import ConfigError, GomtinError, InputError
from crawler.files import open_given

log = logging.getLogger("gomtin")

MOST_LINE_BYTES = 4_000_000  # of a text with every letter escaped, some 600,000 letters: a book
_SKIPPED_BYTES = 1 << 20  # read at once of what is too long
_HEAD_BYTES = 8192  # of a file; what they look like, all of it does
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Lines:
    """The lines of one file that are not blank, without their ends.

    `refused` counts the bad ones, `doubted` those of which something was not taken.
    """

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self.name = name
        self.refused = 0
        self.doubted = 0
        self._stream = stream

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Yield number and text of each line. Takes memory for one line, however long the file's are."""
        for number, line in enumerate(_lines(self._stream), 1):
            if line is None:
                self.refuse(number, f"longer than {MOST_LINE_BYTES:,} bytes")
                continue
            if number == 1 and line.startswith(_UTF16):
                self.refuse(number, "UTF-16; save the file as UTF-8")
                return
            try:
                text = line.decode().lstrip("\ufeff").strip()
            except UnicodeDecodeError as error:
                self.refuse(number, f"not UTF-8 (byte {error.start + 1}: {error.reason})")
                continue
            if text:
                yield number, text

    def objects(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield number and value of each line that is a JSON object."""
        for number, text in self:
            try:
                value = json.loads(text, parse_constant=_no_number)
            except json.JSONDecodeError as error:
                self.refuse(number, f"no JSON value: {error.msg} at column {error.colno}")
            except ValueError:
                self.refuse(number, "no JSON value: a number that is none, or has too many digits")
            except RecursionError:
                self.refuse(number, "no JSON value that can be read: nested too deeply")
            else:
                if isinstance(value, dict):
                    yield number, value
                else:
                    self.refuse(number, "expected a JSON object with id, title, lead, text")

    def refuse(self, number: int, why: str) -> None:
        """Tell what is wrong with a line, and count it."""
        self.refused += 1
        self._tell(number, why)

    def doubt(self, number: int, why: str) -> None:
        """Tell what of a line is not taken, and count it."""
        self.doubted += 1
        self._tell(number, why)

    def _tell(self, number: int, why: str) -> None:
        click.echo(f"gomtin: {self.name}:{number}: {why}", err=True)

    @contextmanager
    def guarded(self, number: int) -> Iterator[None]:
        """Let what fails in the block harm this line only; what keeps the command from working goes on."""
        try:
            yield
        except InputError as error:
            self.refuse(number, str(error))
        except GomtinError:
            raise
        except Exception as error:
            log.info("%s:%d", self.name, number, exc_info=True)
            fault = "a fault of gomtin, not of the line"
            self.refuse(number, f"the program failed on it: {type(error).__name__}; {fault}")


@contextmanager
def lines_of(file: Path) -> Iterator[Lines]:
    """Open a file, or standard input for "-". Raises ConfigError when it cannot be read."""
    if str(file) == "-":
        if sys.stdin is None:
            raise ConfigError("-: there is no standard input")
        yield Lines(sys.stdin.buffer, "stdin")
        return
    with open_file(file) as stream:
        lines = Lines(stream, file.name)
        if _is_binary(stream.peek(_HEAD_BYTES)):
            lines = Lines(BytesIO(), file.name)
            lines.refuse(1, "a binary file; expected lines of UTF-8 text")
        yield lines


def open_file(file: Path) -> BufferedReader:
    """Open a file that was named on the command line. Raises ConfigError."""
    try:
        return open(file, "rb", opener=open_given)
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error


def _is_binary(head: bytes) -> bool:
    """Tell whether a file that begins like this is no text: zeros, and most lines are damaged."""
    if b"\0" not in head or head.startswith(_UTF16):
        return False
    lines = head.split(b"\n")
    damaged = sum(b"\0" in line or "\ufffd" in line.decode(errors="replace") for line in lines)
    return 2 * damaged > len(lines)


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield each line; None for one that is too long, whose rest is read and forgotten."""
    while line := stream.readline(MOST_LINE_BYTES + 1):
        if len(line) <= MOST_LINE_BYTES or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(_SKIPPED_BYTES)
        yield None


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)
