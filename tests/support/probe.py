"""Fetches addresses as the program does, in a process of its own, and says what became of each."""

import json
import os
import resource
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from support.places import REPOSITORY, TESTS
from support.warm import warm_server


@dataclass(frozen=True, slots=True)
class Order:
    """What to fetch and how. `names` replaces the system's look-up: one list of addresses a name, in turn."""

    urls: Sequence[str]
    hosts: Sequence[str]
    delay: float = 0.0
    budget: int = 1_000_000
    crawlers: int = 1
    rests: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """`outcomes`: address -> its ends: status, reason code or error name. `rests`: host -> until, why.

    `megabytes`: the most memory that the fetching took.
    """

    outcomes: Mapping[str, list[str]]
    rests: Mapping[str, list[str]]
    listening: Sequence[str]
    warnings: Sequence[str]
    megabytes: float

    def ends(self, part: str = "") -> set[str]:
        return {end for url, ends in self.outcomes.items() if part in url for end in ends}


def probe(order: Order, environment: Mapping[str, str], seconds: float = 600) -> Found:
    """Fetch in another process; `environment` leads it to a newsroom, or nowhere. `seconds` is a safety."""
    clean = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    path = os.pathsep.join((str(REPOSITORY), str(TESTS)))
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(asdict(order), file)
        file.flush()
        command = warm_server().start(
            [file.name], REPOSITORY, {**clean, "PYTHONPATH": path, **environment}, module="support.probe"
        )
        try:
            out, err = command.communicate(seconds)
        finally:
            command.kill()
    assert command.returncode == 0, err[-4000:]
    return Found(**json.loads(out), warnings=err.splitlines())


def _listening() -> list[str]:
    """Return the local addresses this process listens on."""
    links = [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.exists()]
    lines = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
    ]
    return [line[1] for line in lines if line[3] == "0A" and f"socket:[{line[9]}]" in links]


def _fetch(order: Order) -> dict[str, Any]:
    import scrapy
    from scrapy.crawler import CrawlerProcess

    from crawler.fetching.settings import FETCH_SETTINGS
    from crawler.fetching.throttle import HostThrottle

    outcomes: dict[str, list[str]] = {url: [] for url in order.urls}
    rests: dict[str, list[str]] = {}
    listening: set[str] = set()
    known = {host: datetime.fromisoformat(until) for host, until in order.rests.items()}

    def set_rest(host: str, until: datetime, why: str) -> None:
        rests[host] = [until.astimezone(UTC).isoformat(), why]

    shared = HostThrottle(order.delay, order.budget, rest=known.get, set_rest=set_rest)

    class Probe(scrapy.Spider):
        name = "probe"
        allowed_hosts = frozenset(order.hosts)
        throttle = shared

        async def start(self) -> AsyncIterator[scrapy.Request]:
            for url in order.urls:
                request = scrapy.Request(
                    url, callback=self.came, errback=self.failed, cb_kwargs={"asked": url}
                )
                yield request

        def came(self, response: Any, asked: str) -> None:
            listening.update(_listening())
            outcomes[asked].append(str(response.status))

        def failed(self, failure: Any) -> None:
            error = failure.value
            reason = getattr(error, "reason", None)
            status = getattr(getattr(error, "response", None), "status", None)
            outcomes[failure.request.cb_kwargs["asked"]].append(
                str(status) if status else reason.code if reason else type(error).__name__
            )

    before = peak_megabytes()
    process = CrawlerProcess({**FETCH_SETTINGS, "USER_AGENT": "gomtin/0 (test)", **order.settings})
    for _ in range(order.crawlers):
        process.crawl(Probe)
    process.start()
    megabytes = peak_megabytes() - before
    return {"outcomes": outcomes, "rests": rests, "listening": sorted(listening), "megabytes": megabytes}


def peak_megabytes() -> float:
    """Return the most memory this process held. `ru_maxrss` counts its parent's too, up to the exec."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (kilobytes,) = (line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(kilobytes) / 1024


def _main() -> None:
    import logging

    # On the handler: Scrapy sets the root logger's level.
    logging.basicConfig(stream=sys.stderr)
    logging.root.handlers[0].setLevel(logging.WARNING)
    order = Order(**json.loads(Path(sys.argv[1]).read_text()))
    turns = {name: iter(addresses) for name, addresses in order.names.items()}
    if turns:
        socket.gethostbyname = lambda name: next(turns[name])  # type: ignore[assignment]
    json.dump(_fetch(order), sys.stdout)


if __name__ == "__main__":
    _main()
