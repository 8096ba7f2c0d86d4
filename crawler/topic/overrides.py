""".gomtin/topic.yaml: what a person knows better than the seeds."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from crawler.config import messages, yaml_tree
from crawler.errors import ConfigError
from crawler.files import open_regular, read_regular, share
from crawler.paths import StatePaths
from crawler.text.normalize import normal_form
from crawler.topic.learning import Overrides

_START = """\
# What you know better than the seeds. Terms are words or phrases as people write them.

add: []       # belong to the topic, though the seeds hardly say them:    add: [tập trận chung, Bàn Môn Điếm]
forbid: []    # texts with one of these in title or lead are rejected:    forbid: [kết quả bóng đá]
weight: {}    # make a term count more or less; 0 ignores it:             weight: {Hàn Quốc: 0.5, tên lửa: 2}
"""


def _words(value: str) -> str:
    if not normal_form(value):
        raise ValueError("is no word")
    return value


_Term = Annotated[str, Field(min_length=1, max_length=100), BeforeValidator(_words)]
_Terms = Annotated[
    tuple[_Term, ...], BeforeValidator(lambda value: tuple(value) if isinstance(value, list) else value or ())
]
_Factor = Annotated[float, Field(ge=0, le=10)]
_Factors = Annotated[dict[_Term, _Factor], BeforeValidator(lambda value: {} if value is None else value)]


class _File(BaseModel):
    """The keys of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    add: _Terms = Field((), description="terms that belong to the topic")
    forbid: _Terms = Field((), description="terms whose texts are rejected")
    weight: _Factors = Field(default_factory=dict, description="term: factor from 0 to 10")

    @model_validator(mode="after")
    def _agree(self) -> "_File":
        forbidden = {normal_form(term) for term in self.forbid}
        both = [term for term in (*self.add, *self.weight) if normal_form(term) in forbidden]
        if both:
            raise ValueError(f"'{both[0]}' is forbidden, so it can be neither added nor weighted")
        return self


def path_in(folder: Path) -> Path:
    """Return where the file of a corpus folder is, or would be."""
    return StatePaths.of(folder).topic


def start(folder: Path) -> Path:
    """Return the file, written with its explanation if it is not there yet. Raises ConfigError."""
    path = path_in(folder)
    try:
        with open(path, "x", encoding="utf-8", opener=open_regular) as file:
            file.write(_START)
    except FileExistsError:
        pass
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from error
    share(path)
    return path


def load(folder: Path) -> Overrides:
    """Read the file; without one there are no wishes. Raises ConfigError with every mistake and its line."""
    path = path_in(folder)
    try:
        text = read_regular(path).decode("utf-8-sig")
    except FileNotFoundError:
        return Overrides()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    tree = yaml_tree.load(text, path.name)
    found = list(tree.mistakes)
    value = {} if tree.value is None and not tree.aliases else tree.value
    if isinstance(value, Mapping):
        try:
            file = _File.model_validate(value)
        except ValidationError as error:
            found += messages.sentences(error, tree.lines, _File)
    elif not tree.aliases:
        found.append((1, "expected the keys 'add:', 'forbid:' and 'weight:'"))
    if found:
        raise ConfigError("\n".join(f"{path}:{line}: {what}" for line, what in sorted(set(found))))
    return Overrides(file.add, file.forbid, file.weight)
