"""One line of the timetable, as schedules.yaml has it."""

from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from crawler.config.times import Cron, Duration, spelled


def as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _one_or_more(value: object) -> object:
    return (value,) if isinstance(value, str) else as_tuple(value)


def _as_date(value: object) -> object:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError as error:
        raise ValueError("write a day as 2026-01-31") from error


_Word = Annotated[str, Field(min_length=1)]
Names = Annotated[
    tuple[_Word, ...],
    BeforeValidator(_one_or_more),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {"type": "array", "items": {"type": "string", "minLength": 1}},
            ]
        }
    ),
]
Words = Annotated[tuple[_Word, ...], BeforeValidator(as_tuple)]
Day = Annotated[
    date, BeforeValidator(_as_date), WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"})
]


class Part(BaseModel):
    """A block of keys: frozen, strictly typed, without unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Schedule(Part):
    """One line of the timetable."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": [k]} for k in ("every", "at", "cron")]}
    )

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$", description="its name in status and logs")
    do: Literal["crawl", "revisit", "back-catalogue", "verify", "check-outlets", "report"] = Field(
        "crawl", description="what to run"
    )
    outlets: Names = Field((), description="names or families of outlets; empty, or 'all', is all")
    left_out: Names = Field((), alias="except", description="of those, names or families to leave out")
    every: Duration | None = Field(None, description="run this often")
    at: str | None = Field(None, pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="run daily at HH:MM")
    cron: Cron | None = Field(None, description="run by cron: minute hour day month weekday")
    deadline: Duration | None = Field(None, description="the process is ended after this")
    since: Day | None = Field(None, description="back-catalogue: the oldest day to fetch")
    days: int | None = Field(None, ge=1, le=366, description="back-catalogue: days per run; 7 if not given")

    @model_validator(mode="after")
    def _one_time(self) -> Self:
        if [self.every, self.at, self.cron].count(None) != 2:  # noqa: PLR2004 - all but one
            raise ValueError("give one of 'every', 'at' and 'cron'")
        if self.every is not None and self.every < timedelta(minutes=1):
            raise ValueError("'every' is at least 1m")
        return self

    @model_validator(mode="after")
    def _what_belongs_to_it(self) -> Self:
        if (self.since is not None) != (self.do == "back-catalogue"):
            raise ValueError("'since' is needed with 'do: back-catalogue', and only there")
        if self.days is not None and self.do != "back-catalogue":
            raise ValueError("'days' belongs to 'do: back-catalogue'")
        if (self.outlets or self.left_out) and self.do in ("verify", "report"):
            raise ValueError(f"'do: {self.do}' takes no outlets")
        return self

    @property
    def timing(self) -> str:
        """When it runs, in one word for status and for noticing a change."""
        if self.every:
            return f"every {spelled(self.every)}"
        return f"at {self.at}" if self.at else f"cron {self.cron}"

    @property
    def cron_line(self) -> str:
        """The cron line of 'at' and 'cron'."""
        if self.at:
            hour, minute = self.at.split(":")
            return f"{int(minute)} {int(hour)} * * *"
        assert self.cron is not None
        return self.cron
