"""Lines that people hand over: what is read of a file whose lines are long, broken or of another kind."""

import io
import tracemalloc
from typing import Any

import pytest

from crawler.commands.lines import MOST_LINE_BYTES, Lines
from crawler.errors import CorpusError, InputError

GOOD = b'{"id": 1, "title": "Phi\xc3\xaan ch\xe1\xbb\xa3 s\xe1\xbb\x9bm"}'


def read(*lines: bytes) -> tuple[list[int], int]:
    """Return the numbers of the objects in these lines, and how many were refused."""
    given = Lines(io.BytesIO(b"\n".join(lines)), "tin.jsonl")
    return [number for number, _ in given.objects()], given.refused


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (b"khong phai json", "no JSON value: Expecting value at column 1"),
        (b'{"id": 1', "no JSON value"),
        (b"[1, 2]", "expected a JSON object"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"id": ' + b'{"a":' * 100_000 + b"1", "nested too deeply"),
        (b'{"id": NaN}', "a number that is none"),
        (b'{"id": ' + b"9" * 10_000 + b"}", "too many digits"),
        (b'{"title": "a\x00b"}', "Invalid control character"),
        (b"\x00" * 10_000, "no JSON value"),
        (b'{"title": "ti\xe9n"}', "not UTF-8 (byte 14: invalid continuation byte)"),
        (b'{"title": "\xed\xa0\x80"}', "not UTF-8"),
        (b"x" * (MOST_LINE_BYTES + 1), "longer than 4,000,000 bytes"),
        (b"x" * (3 * MOST_LINE_BYTES), "longer than 4,000,000 bytes"),
    ],
)
def test_a_bad_line_harms_only_itself(bad: bytes, why: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert read(GOOD, bad, GOOD, b"", GOOD) == ([1, 3, 5], 1)
    said = capsys.readouterr().err
    assert said.startswith("gomtin: tin.jsonl:2: ")
    assert why in said
    assert said.count("\n") == 1
    assert len(said) < 200


@pytest.mark.parametrize("bad", [b"x" * (MOST_LINE_BYTES + 7), b'{"id":'])
def test_the_last_line_may_be_the_bad_one(bad: bytes) -> None:
    assert read(GOOD, bad) == ([1], 1)


def test_marks_and_line_ends_of_other_systems_are_no_mistake() -> None:
    mark = b"\xef\xbb\xbf"
    assert read(mark + GOOD + b"\r", b"\r", b"  \t", mark + GOOD + b"\r", b"") == ([1, 4], 0)
    assert read() == ([], 0)


def test_a_file_of_another_encoding_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert read(*"\ufeff{}\n{}\n{}".encode("utf-16-le").split(b"\n")) == ([], 1)
    assert "tin.jsonl:1: UTF-16; save the file as UTF-8" in capsys.readouterr().err


class Endless(io.RawIOBase):
    """A line of so many bytes, and a good one after it."""

    def __init__(self, size: int) -> None:
        self._left = size
        self._after = b"\n" + GOOD

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._left:
            size = min(self._left, len(buffer))
            self._left -= size
            buffer[:size] = b"a" * size
            return size
        part, self._after = self._after[: len(buffer)], self._after[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def test_a_line_of_a_gigabyte_takes_no_memory() -> None:
    lines = Lines(io.BufferedReader(Endless(1 << 30), 1 << 20), "tin.jsonl")
    tracemalloc.start()
    try:
        numbers = [number for number, _ in lines.objects()]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert numbers == [2]
    assert lines.refused == 1
    assert peak < 5 * MOST_LINE_BYTES


def test_what_fails_on_a_line_is_told_and_a_broken_corpus_is_not_blamed_on_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = Lines(io.BytesIO(b""), "tin.jsonl")
    with lines.guarded(3):
        raise RecursionError
    with lines.guarded(4):
        raise InputError("'lead' must be a string")
    with lines.guarded(6):
        raise ValueError("not enough values to unpack")
    with pytest.raises(CorpusError), lines.guarded(5):
        raise CorpusError("the disk is full")

    assert capsys.readouterr().err == (
        "gomtin: tin.jsonl:3: the program failed on it: RecursionError; a fault of gomtin, not of the line\n"
        "gomtin: tin.jsonl:4: 'lead' must be a string\n"
        "gomtin: tin.jsonl:6: the program failed on it: ValueError; a fault of gomtin, not of the line\n"
    )
