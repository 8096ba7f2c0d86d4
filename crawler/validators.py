"""What an answer's headers call the state of what was asked for, to ask again under conditions (RFC 9110)."""

from collections.abc import Mapping
from typing import NamedTuple

_MAX_HEADER_BYTES = 200


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


def _word(header: bytes | None) -> str | None:
    return header.decode() if header and header.isascii() and len(header) <= _MAX_HEADER_BYTES else None
