"""What an answer's headers call the state of what was asked for, to ask again under conditions (RFC 9110)."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

_MAX_HEADER_BYTES = 200
_MAX_AGE = re.compile(r"(?<![\w-])max-age ?= ?\"?([0-9]{1,9})(?![0-9])", re.IGNORECASE)
_NOT_KEPT = re.compile(r"(?<![\w-])no-(?:cache|store)(?![\w-])", re.IGNORECASE)
_SECONDS = re.compile(r"[0-9]{1,9}")


class Validators(NamedTuple):
    """An ETag and a Last-Modified, exactly as they were sent; either may be missing."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The conditions to ask under; without any mark, none."""
        values = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in values.items() if value}

    def __bool__(self) -> bool:
        return any(self)


NO_VALIDATORS = Validators()


def validators_of(headers: Mapping[str, bytes | None]) -> Validators:
    """Read an answer's headers."""
    modified = _word(headers.get("Last-Modified"))
    # What changed within the second of the answer may change once more in it (RFC 9110, 8.8.2.2).
    young = modified is not None and modified == _word(headers.get("Date"))
    return Validators(_word(headers.get("ETag")), None if young else modified)


def max_age_of(headers: Mapping[str, bytes | None]) -> timedelta | None:
    """Return how long an answer says that it holds from now on (RFC 9111, 5.2.2.1), or None."""
    control = _word(headers.get("Cache-Control")) or ""
    told = None if _NOT_KEPT.search(control) else _MAX_AGE.search(control)
    age = _word(headers.get("Age")) or ""
    left_s = int(told[1]) - (int(age) if _SECONDS.fullmatch(age) else 0) if told else 0
    return timedelta(seconds=left_s) if left_s > 0 else None


def _word(header: bytes | None) -> str | None:
    return header.decode() if header and header.isascii() and len(header) <= _MAX_HEADER_BYTES else None
