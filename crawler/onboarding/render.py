"""An outlet file: what was found at a site as a declaration, what was not as comments that say so. Pure."""

import re
from dataclasses import dataclass

from crawler.onboarding.selectors import PARTS
from crawler.onboarding.site import Site
from crawler.outlets.loader import Outlets

_MAX_LINE_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class Written:
    """The text of the file, the outlet's name, and what a person has to add."""

    name: str
    text: str
    missing: tuple[str, ...]


def write(site: Site, outlets: Outlets) -> Written:
    """Write the declaration of a site."""
    fitting = site.fit(outlets)
    name = _name_of(site.host)
    shape, base = site.shape, fitting.base
    missing: list[str] = []
    lines = [
        f'    name = "{name}"',
        f"    title = {_quoted(site.title or name)}",
        f'    hosts = ("{site.host}",)',
    ]
    if not site.title:
        missing.append("title")
    channels = {"feeds": site.feeds, "sitemaps": site.sitemaps, "listings": site.sections}
    for attribute, urls in channels.items():
        lines += _tuple(attribute, urls) if urls else []
        missing += [] if urls else [attribute]
    archive = site.archive
    lines += ["    archives = (", f"        {archive},", "    )"] if archive else []
    missing += [] if archive else ["archives"]
    if shape:
        lines += [f'    article_url = r"{shape.pattern}"', *_tuple("examples", shape.examples)]
        lines += _tuple("non_examples", shape.non_examples)
    else:
        missing += ["article_url", "examples", "non_examples"]
    if base is None:
        lines += _rules({part: getattr(fitting.rules, part) for part in PARTS})
        missing += [f"reading.{part}" for part in fitting.missing]
    lines += [f"    floor = {max(5, (shape.matched if shape else 0) // 3)}"]
    if not site.live:
        lines += _tuple("unverified", (*site.feeds, *site.sitemaps, *site.sections))
    lines += [f"    # not found: {what}" for what in missing]
    head = _head(site, name, base, archive)
    return Written(name, f"{head}\n" + "\n".join(lines) + "\n", tuple(missing))


def _head(site: Site, name: str, base: type | None, archive: str | None) -> str:
    names = set(re.findall(r"\b(Shards|Index|Per)\b", archive or ""))
    names |= {"Outlet", "ReadingRules"} if base is None else set()
    imports = [f"from crawler.outlets import {', '.join(sorted(names))}"] if names else []
    imports += [f"from {base.__module__} import {base.__name__}"] if base else []
    parent = base.__name__ if base else "Outlet"
    return "\n".join(
        [f'"""{site.title or name}."""', "", *imports, "", "", f"class {_class_of(name)}({parent}):"]
    )


def _rules(found: dict[str, tuple[str, ...]]) -> list[str]:
    if not any(found.values()):
        return []
    inner = [
        f"        {part}=({', '.join(map(_quoted, chosen))},)," for part, chosen in found.items() if chosen
    ]
    return ["    reading = ReadingRules(", *inner, "    )"]


def _tuple(attribute: str, urls: tuple[str, ...]) -> list[str]:
    if not urls:
        return []
    short = f"    {attribute} = ({', '.join(map(_quoted, urls))},)"
    if len(short) <= _MAX_LINE_CHARACTERS:
        return [short]
    return [f"    {attribute} = (", *(f"        {_quoted(url)}," for url in urls), "    )"]


def _quoted(text: str) -> str:
    return (
        f"'{text}'"
        if '"' in text and "'" not in text
        else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    )


def _name_of(host: str) -> str:
    words = host.removeprefix("www.").split(".")[0]
    return re.sub(r"[^a-z0-9]", "", words.lower()) or "moi"


def _class_of(name: str) -> str:
    return name.capitalize() if name[0].isalpha() else f"Bao{name}"
