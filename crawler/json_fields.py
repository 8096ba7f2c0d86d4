"""Strings of a JSON object that somebody hands over, which may hold anything."""

import re
from collections.abc import Mapping
from math import isfinite
from typing import Any

from crawler.errors import InputError

_HALF = re.compile("[\ud800-\udfff]")


def string_of(value: Mapping[str, Any], key: str) -> str:
    """Return the string under a key, "" where there is none. Raises InputError for what is no text."""
    found = value.get(key)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise InputError(f"'{key}' must be a string")
    if _HALF.search(found):
        raise InputError(f"'{key}' holds half a character (a lone surrogate)")
    return found


def name_of(value: Mapping[str, Any], number: int) -> str | int | float:
    """Return the id of an object; without one, the number of its line. Raises InputError."""
    found = value.get("id")
    if isinstance(found, str):
        return string_of(value, "id")
    if found is None:
        return number
    if isinstance(found, int | float) and isfinite(found):
        return found
    raise InputError("'id' must be a string or a number")
