"""What pydantic finds wrong with schedules.yaml, said to a person: line, place, the nearest valid word."""

import difflib
from collections.abc import Collection
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

Place = tuple[str | int, ...]

_TYPES = {"tuple_type": "a list, as in [one, two]", "model_type": "keys, as in 'name: news'"}


def sentences(
    error: ValidationError, lines: dict[Place, int], model: type[BaseModel]
) -> list[tuple[int, str]]:
    """Return line and sentence of every mistake."""
    return [_sentence(item, lines, model) for item in error.errors(include_url=False)]


def nearest(word: str, words: Collection[str]) -> str:
    """Return '; did you mean …?', or the words there are."""
    near = difflib.get_close_matches(word.lower(), words, 1, 0.5)
    return f"; did you mean '{near[0]}'?" if near else f"; there are: {', '.join(words)}"


def _sentence(item: ErrorDetails, lines: dict[Place, int], model: type[BaseModel]) -> tuple[int, str]:
    place = tuple(part for part in item["loc"] if part != "[key]")
    known = next((place[:n] for n in range(len(place), -1, -1) if place[:n] in lines), ())
    dotted = ".".join(str(part) for part in place) or "file"
    return lines.get(known, 1), f"{dotted}: {_what(item, place, model)}"


def _what(item: ErrorDetails, place: Place, model: type[BaseModel]) -> str:
    message = _TYPES.get(
        item["type"], item["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    )
    given = item.get("input")
    if item["type"] == "extra_forbidden":
        return f"unknown key{nearest(str(place[-1]), _keys(place, model))}"
    if item["type"] == "missing":
        return "is missing"
    if item["type"] == "literal_error":
        choices = [word for word in _choices(place, model) if isinstance(word, str)]
        hint = nearest(str(given), choices)
        return f"{given!r} is not one of its words{hint}" if choices else "must be true"
    if item["type"] == "string_pattern_mismatch":
        return f"{given!r} does not look as it must: {_described(place, model)}"
    words = message if item["type"] == "value_error" else f"must be {message}"
    return words if isinstance(given, dict | list | tuple | BaseModel) else f"{words} (not {given!r})"


def _model_of(place: Place, model: type[BaseModel]) -> type[BaseModel]:
    """Return the block of keys a place lies in."""
    for part in place[:-1]:
        if isinstance(part, str) and part in model.model_fields:
            inner = model.model_fields[part].annotation
            candidates = (inner, *get_args(inner))
            model = next((c for c in candidates if isinstance(c, type) and issubclass(c, BaseModel)), model)
    return model


def _keys(place: Place, model: type[BaseModel]) -> list[str]:
    return list(_model_of(place, model).model_fields)


def _choices(place: Place, model: type[BaseModel]) -> tuple[Any, ...]:
    field = _model_of(place, model).model_fields.get(str(place[-1]))
    return get_args(field.annotation) if field else ()


def _described(place: Place, model: type[BaseModel]) -> str:
    field = _model_of(place, model).model_fields.get(str(place[-1]))
    return field.description or "" if field else ""
