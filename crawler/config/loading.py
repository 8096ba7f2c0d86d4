"""schedules.yaml from the disk: read, checked fully, every mistake told with its line."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from crawler.config import messages, yaml_tree
from crawler.config.models import Config
from crawler.errors import ConfigError
from crawler.files import open_given

_MOST_BYTES = 1_000_000  # a file for people; more is another file by mistake


@dataclass(frozen=True, slots=True)
class Document:
    """A whole schedules.yaml: its configuration, and where each part of it stands."""

    name: str
    config: Config
    lines: dict[yaml_tree.Place, int]


def load(path: Path, place: Path | None = None) -> Config:
    """Read schedules.yaml; its relative folders are taken from `place`, or from the file's own.

    Raises ConfigError with every mistake, one a line.
    """
    return read(path, place).config


def read(path: Path, place: Path | None = None) -> Document:
    """Read schedules.yaml, and know the lines. Raises ConfigError."""
    try:
        with open(path, "rb", opener=open_given) as file:
            body = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    return parse(body, path, place)


def parse(body: bytes, path: Path, place: Path | None = None) -> Document:
    """Turn the bytes of the file at `path` into a Document. Raises ConfigError with every mistake."""
    if len(body) > _MOST_BYTES:
        raise ConfigError(f"{path.name}: larger than {_MOST_BYTES} bytes; is this the right file?")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        raise ConfigError(f"{path.name}:{line}: not UTF-8: {error.reason}") from error
    tree = yaml_tree.load(text, path.name)
    found = list(tree.mistakes)
    config = None
    if not isinstance(tree.value, dict):
        found.append((1, "expected keys such as 'corpus:' and 'schedules:'"))
    elif not tree.aliases:
        if "end" not in tree.value:
            found.append((text.count("\n") + 1, "the last line 'end: true' is missing; is the file whole?"))
        try:
            config = Config.model_validate(tree.value)
        except ValidationError as error:
            found += messages.sentences(error, tree.lines, Config)
        else:
            found += _to_come(config, tree.lines)
    if found or config is None:
        raise ConfigError("\n".join(f"{path.name}:{line}: {what}" for line, what in sorted(set(found))))
    return Document(path.name, config.at(place or path.parent), tree.lines)


def right_keys(path: Path, place: Path | None = None) -> Config:
    """Return what is right in a file that is refused, for those who only look."""
    keys: dict[str, Any] = {}
    with suppress(OSError, ConfigError, UnicodeDecodeError):
        with open(path, "rb", opener=open_given) as file:
            body = file.read(_MOST_BYTES)
        tree = yaml_tree.load(body.decode("utf-8-sig"), path.name)
        keys = tree.value if isinstance(tree.value, dict) else {}
    keys = {key: value for key, value in keys.items() if key != "end"}
    while True:
        try:
            return Config.model_validate(keys).at(place or path.parent)
        except ValidationError as error:
            wrong = {item["loc"][0] for item in error.errors() if item["loc"]}
            # Keys that do not fit together: of them all, only where the corpus lies is needed.
            kept = keys.keys() - wrong if wrong else keys.keys() & {"corpus"}
            keys = {key: keys[key] for key in kept} if len(kept) < len(keys) else {}


def _to_come(config: Config, lines: dict[yaml_tree.Place, int]) -> Iterator[tuple[int, str]]:
    """Yield line and sentence of every day to look back to that is still to come."""
    today = datetime.now(ZoneInfo(config.timezone)).date()
    for index, schedule in enumerate(config.schedules):
        if schedule.since and schedule.since > today:
            place = ("schedules", index, "since")
            what = f"{schedule.since} lies in the future; today is {today}"
            yield lines.get(place, 1), f"{'.'.join(map(str, place))}: {what}"


def schema() -> dict[str, Any]:
    """Return the JSON Schema of schedules.yaml, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Config.model_json_schema()}
