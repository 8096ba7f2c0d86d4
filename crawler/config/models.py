"""What schedules.yaml holds, as frozen values with defaults, bounds and a description of each key."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from crawler.config.contact import checked
from crawler.config.schedule import Part, Schedule, Words, as_tuple
from crawler.config.times import Duration, Zone, spelled


def _as_path(value: object) -> object:
    return Path(value) if isinstance(value, str) and value else value


Share = Annotated[float, Field(ge=-1, le=3)]
Folder = Annotated[Path, BeforeValidator(_as_path), WithJsonSchema({"type": "string", "minLength": 1})]


class Politeness(Part):
    """How the outlets are treated."""

    delay: float = Field(
        1.0, ge=0, le=600, description="seconds from an answer to the next request to its host"
    )
    requests_per_host: int = Field(300, ge=1, description="most requests to one host in one run")


class Polling(Part):
    """How often schedules ask feeds, sitemaps, listings and list APIs; each at its own pace."""

    shortest: Duration = Field(timedelta(minutes=5), description="no channel is asked again sooner")
    longest: Duration = Field(timedelta(days=1), description="a living channel is asked at least this often")
    dead: Duration = Field(timedelta(days=14), description="failing so long, it is asked monthly")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not timedelta(minutes=1) <= self.shortest <= self.longest <= timedelta(days=30):
            raise ValueError("it must hold that 1m <= shortest <= longest <= 30d")
        return self


class Crawl(Part):
    """What a run looks at."""

    newest: Duration = Field(timedelta(days=14), description="announcements older than this are not fetched")
    deadline: Duration = Field(timedelta(hours=1), description="a run ends after this, whatever is left")
    retry: Annotated[tuple[Duration, ...], BeforeValidator(as_tuple)] = Field(
        tuple(timedelta(hours=hours) for hours in (1, 6, 24, 72)),
        description="how long after each vain try a wanted page is asked for again",
    )
    give_up: Duration = Field(
        timedelta(days=30), description="a wanted page that only fails is asked for no longer than this"
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if sorted(self.retry) != list(self.retry) or timedelta(0) in self.retry:
            raise ValueError("the pauses of 'retry' must grow, as in [1h, 6h, 1d, 3d]")
        if self.retry and self.give_up < self.retry[-1]:
            last = spelled(self.retry[-1])
            raise ValueError(f"'give_up' is at least the last pause of 'retry', {last}")
        return self


class Topic(Part):
    """The thresholds on the topic's scale: 0 is background, 1 a typical seed."""

    accept: Share = Field(0.6, description="texts from here on are kept")
    borderline: Share = Field(0.4, description="texts from here on wait in quarantine for a person")
    hopeless: Share = Field(0.08, description="announcements below this are not fetched")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.hopeless <= self.borderline <= self.accept:
            raise ValueError("the thresholds must stand in order: hopeless <= borderline <= accept")
        return self


class CorpusPart(Part):
    """One of several corpora: its folder, and where its topic's thresholds differ from those for all."""

    folder: Folder = Field(description="the folder of numbered texts, relative to this file")
    accept: Share | None = Field(None, description="instead of topic.accept")
    borderline: Share | None = Field(None, description="instead of topic.borderline")
    hopeless: Share | None = Field(None, description="instead of topic.hopeless")

    def topic(self, common: Topic) -> Topic:
        """Return the thresholds of this corpus. Raises ValidationError when they are not in order."""
        own = self.model_dump(include={"accept", "borderline", "hopeless"}, exclude_none=True)
        return Topic.model_validate(common.model_dump() | own)


class Dedup(Part):
    """What becomes of a text that is like one in the corpus, and of an article that changed."""

    near: Literal["duplicate", "keep"] = Field("duplicate", description="nearly the same text")
    contained: Literal["duplicate", "keep"] = Field("duplicate", description="a part of a text in the corpus")
    contains: Literal["duplicate", "keep"] = Field(
        "duplicate", description="a text of the corpus is a part of it"
    )
    edited: Literal["duplicate", "keep"] = Field("duplicate", description="an edited copy: half is the same")
    versions: Literal["first", "latest"] = Field(
        "first", description="a changed article: only noted, or written as another file"
    )
    revisit: Annotated[tuple[Duration, ...], BeforeValidator(as_tuple)] = Field(
        tuple(timedelta(hours=hours) for hours in (1, 6, 24, 72, 168)),
        description="ages at which a kept article is looked at again",
    )


class Ledger(Part):
    """How long the ledger remembers."""

    forget: Duration = Field(
        timedelta(days=90), description="an announcement left out and shown no more is forgotten after this"
    )


class Reading(Part):
    """The worker processes that read pages."""

    workers: int = Field(2, ge=1, le=64, description="worker processes")
    seconds: int = Field(20, ge=1, le=600, description="most seconds one page may take")
    megabytes: int = Field(2048, ge=256, description="most memory one worker may take")


class Children(Part):
    """What each process the daemon starts may take, and what is kept of it."""

    megabytes: int = Field(4096, ge=512, description="most address space of one process")
    files: int = Field(1024, ge=64, description="most open files of one process")
    logs: int = Field(50, ge=1, le=10000, description="runs whose logs are kept, per schedule")


class Alarms(Part):
    """When the daemon says that something needs a look, and to whom."""

    intervals: int = Field(3, ge=1, description="intervals a schedule may be without success")
    outlet_runs: int = Field(3, ge=1, description="runs in a row an outlet may have a problem")
    no_text: Duration = Field(timedelta(days=7), description="longest time without a new text")
    free_megabytes: int = Field(1024, ge=0, description="least free space on the corpus's disk")
    quarantined: int = Field(500, ge=1, description="most texts waiting for a person")
    repeat: Duration = Field(timedelta(days=1), description="an alarm that stays is told again after this")
    command: Words = Field((), description="program and arguments; gets the alarm as JSON on standard input")
    webhook: str | None = Field(None, pattern=r"^https://\S+$", description="gets the alarm as JSON by POST")
    webhook_hosts: Words = Field((), description="public hosts the webhook may be at")

    @field_validator("webhook_hosts")
    @classmethod
    def _names_only(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for host in hosts:
            if urlsplit(f"//{host}").hostname != host.lower():
                raise ValueError(f"'{host}' is no host name; write it as in hooks.example.org")
        return hosts

    @model_validator(mode="after")
    def _webhook_is_listed(self) -> Self:
        if self.webhook:
            host = urlsplit(self.webhook).hostname
            if host not in {name.lower() for name in self.webhook_hosts}:
                raise ValueError(f"the webhook's host '{host}' is not listed under 'webhook_hosts'")
        return self


class Config(Part):
    """All of schedules.yaml."""

    model_config = ConfigDict(title="schedules.yaml of gomtin", json_schema_extra={"required": ["end"]})

    corpus: Folder = Field(Path("corpus"), description="the folder of numbered texts, relative to this file")
    corpora: Annotated[tuple[CorpusPart, ...], BeforeValidator(as_tuple)] = Field(
        (), description="instead of corpus: several folders, each with its own seeds and topic"
    )
    contact: str | None = Field(None, min_length=3, description="address or URL outlets can reach you at")
    timezone: Zone = Field("Asia/Ho_Chi_Minh", description="zone of 'at' and 'cron', and of all times shown")
    outlet_modules: Words = Field(("spiders",), description="Python packages whose modules declare outlets")
    politeness: Politeness = Politeness()
    polling: Polling = Polling()
    crawl: Crawl = Crawl()
    topic: Topic = Topic()
    dedup: Dedup = Dedup()
    ledger: Ledger = Ledger()
    reading: Reading = Reading()
    children: Children = Children()
    alarms: Alarms = Alarms()
    schedules: Annotated[tuple[Schedule, ...], BeforeValidator(as_tuple)] = Field(
        (), description="the timetable"
    )
    end: Literal[True] = Field(True, description="last line; shows that the file is whole")

    @field_validator("contact")
    @classmethod
    def _fits_a_header(cls, contact: str | None) -> str | None:
        return contact and checked(contact)

    @model_validator(mode="after")
    def _names_once(self) -> Self:
        names = [schedule.name for schedule in self.schedules]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two schedules are called '{twice[0]}'")
        return self

    @model_validator(mode="after")
    def _corpora_fit(self) -> Self:
        if not self.corpora:
            return self
        if "corpus" in self.model_fields_set:
            raise ValueError("give 'corpus' or 'corpora', not both")
        folders = [Path(os.path.normpath(part.folder)) for part in self.corpora]
        for folder in folders:
            if sum(folder == other or folder in other.parents for other in folders) > 1:
                raise ValueError(f"two corpora lie in the folder '{folder}'")
        for part in self.corpora:
            try:
                part.topic(self.topic)
            except ValidationError as error:
                raise ValueError(f"{part.folder}: {error.errors()[0]['ctx']['error']}") from error
        return self

    def parts(self) -> "tuple[Config, ...]":
        """Return the configuration as it holds for each corpus, the first first."""
        if not self.corpora:
            return (self,)
        return tuple(
            self.model_copy(update={"corpus": part.folder, "corpora": (), "topic": part.topic(self.topic)})
            for part in self.corpora
        )

    def part(self, folder: Path) -> "Config":
        """Return the configuration as it holds for the corpus in a folder, listed or not."""
        same = (part for part in self.parts() if part.corpus.resolve() == folder.resolve())
        found = next(same, self)
        return found.model_copy(update={"corpus": folder, "corpora": ()})

    def at(self, place: Path) -> "Config":
        """Return the same with its relative folders taken from a place; `corpus` is the first of several."""
        corpora = tuple(part.model_copy(update={"folder": place / part.folder}) for part in self.corpora)
        corpus = corpora[0].folder if corpora else place / self.corpus
        return self.model_copy(update={"corpus": corpus, "corpora": corpora})

    @model_validator(mode="after")
    def _readers_fit(self) -> Self:
        if self.reading.megabytes > self.children.megabytes:
            raise ValueError("reading.megabytes is more than children.megabytes allows")
        return self
