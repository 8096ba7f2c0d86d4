"""gomtin outlets new: a first outlet file for a site, from its address or from saved pages."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.commands.common import Common
from crawler.errors import ConfigError

if TYPE_CHECKING:
    from crawler.onboarding.site import Site

_EXISTS = "{}: exists already; name another file with --out"


def onboard(sources: tuple[str, ...], out: Path | None, common: Common) -> int:
    """Look at the site, write its outlet file, and say what is missing in it."""
    from crawler.onboarding.render import write
    from crawler.outlets import loader

    if not sources:
        raise ConfigError("give the site's address, or files with saved pages of it")
    if out and out.exists():
        raise ConfigError(_EXISTS.format(out))
    live = all(source.startswith(("http://", "https://")) for source in sources)
    site = _live(sources, common) if live else _saved(tuple(map(Path, sources)))
    written = write(site, loader.load(common.config.outlet_modules))
    path = out or Path(f"{written.name}.py")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(written.text)
    except FileExistsError as error:
        raise ConfigError(_EXISTS.format(path)) from error
    common.say(f"{path}: {len(written.text.splitlines())} lines; see what is missing and run --check")
    if common.json:
        common.value({"file": str(path), "outlet": written.name, "missing": list(written.missing)})
    for what in (*written.missing, *site.missing):
        common.say(f"not found: {what}")
    return 1 if written.missing else 0


def _live(sources: tuple[str, ...], common: Common) -> "Site":
    from crawler.onboarding.spider import visit
    from crawler.urls import clean_url, host_of

    urls = tuple(filter(None, (clean_url("", source) for source in sources)))
    if len(urls) < len(sources):
        raise ConfigError("an address is not on the public web")
    if len({host_of(url) for url in urls}) > 1:
        raise ConfigError("the addresses are of several sites; one file is for one outlet")
    return visit(common.config, urls)


def _saved(paths: tuple[Path, ...]) -> "Site":
    from crawler.extraction.saved import saved_pages
    from crawler.onboarding.site import Site
    from crawler.urls import host_of

    pages = [page for path in paths for page in saved_pages(path)]
    hosts = Counter(host_of(page.url) for page in pages if page.url)
    if not hosts:
        raise ConfigError("no page says which address it has; the site cannot be told")
    return Site(
        hosts.most_common(1)[0][0], live=False, pages={page.url or page.file: page.body for page in pages}
    )
