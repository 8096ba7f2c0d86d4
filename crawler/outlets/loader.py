"""Finds the outlets: imports the modules of their packages by name, for this program imports none itself."""

import importlib
import pkgutil
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from traceback import walk_tb
from types import ModuleType

from crawler.errors import ConfigError, GomtinError, OutletError
from crawler.outlets.outlet import Outlet
from crawler.urls import bare_host, host_of, matches

Outlets = Mapping[str, type[Outlet]]


def load(packages: Sequence[str] = ("spiders",)) -> dict[str, type[Outlet]]:
    """Import every module of the packages, and return their outlets by name.

    Raises OutletError for a module that cannot be imported, ConfigError for a package that is not there.
    """
    outlets: dict[str, type[Outlet]] = {}
    with warnings.catch_warnings():
        # Python tells of old names only who writes programs; outlet files are written by users.
        warnings.filterwarnings("default", r"spiders\.", DeprecationWarning)
        modules = [module for package in packages for module in _modules(package)]
    for outlet in (outlet for module in modules for outlet in _declared_in(module)):
        twin = outlets.setdefault(outlet.name, outlet)
        if twin is not outlet:
            raise OutletError(f"{_path(outlet)}.name: {_path(twin)} is called {outlet.name!r} already")
    return dict(sorted(outlets.items()))


def choose(outlets: Outlets, names: Collection[str]) -> dict[str, type[Outlet]]:
    """Return the outlets to crawl: those named, or all that are enabled. Raises ConfigError."""
    if not names:
        return {name: outlet for name, outlet in outlets.items() if outlet.enabled}
    chosen = named(outlets, names)
    off = [f"{name} is switched off: {outlet.off}" for name, outlet in chosen.items() if not outlet.enabled]
    if off:
        raise ConfigError("; ".join(off))
    return chosen


def named(outlets: Outlets, names: Collection[str]) -> dict[str, type[Outlet]]:
    """Return the outlets of these names, switched off or not. Raises ConfigError, naming every mistake."""
    mistakes = [_unknown(outlets, name) for name in names if name not in outlets]
    if mistakes:
        raise ConfigError("; ".join(mistakes))
    return {name: outlets[name] for name in sorted(set(names))}


def for_address(url: str, outlets: Outlets) -> type[Outlet] | None:
    """Return the outlet of an address: the one whose articles look like it, else the one with its host.

    Of two outlets on one host, it belongs to the one that has always been there.
    """
    by_pattern = (outlet for outlet in outlets.values() if matches(url, outlet.article_pattern))
    host = bare_host(host_of(url))
    at_home = (outlet for outlet in outlets.values() if host == bare_host(outlet.hosts[0]))
    by_host = (outlet for outlet in outlets.values() if host in map(bare_host, outlet.hosts))
    return next(by_pattern, None) or next(at_home, None) or next(by_host, None)


def _unknown(outlets: Outlets, name: str) -> str:
    near = get_close_matches(name.lower(), outlets, n=1, cutoff=0.5)
    known = f"there are {', '.join(outlets)}" if outlets else "outlet_modules declares none"
    hint = f"did you mean {near[0]}?" if near else known
    return f"no outlet is called {name!r}; {hint}"


def _modules(package: str) -> Iterator[ModuleType]:
    if not all(part.isidentifier() for part in package.split(".")):
        raise ConfigError(f"{package!r} is no name of a Python package to load outlets from")
    top = _imported(package)
    yield top
    for module in sorted(pkgutil.iter_modules(getattr(top, "__path__", ())), key=lambda module: module.name):
        if not module.ispkg:
            yield _imported(f"{package}.{module.name}")


def _imported(name: str) -> ModuleType:
    """Import a module that a user wrote: whatever it raises is a mistake to be told, and where it is."""
    try:
        return importlib.import_module(name)
    except GomtinError:
        raise
    except (Exception, SystemExit) as error:
        missing = error.name if isinstance(error, ModuleNotFoundError) else None
        if missing and (name == missing or name.startswith(f"{missing}.")):
            raise ConfigError(f"there is no package {name!r} to load outlets from") from error
        where = f"line {line}: " if (line := _line_in(name, error)) else ""
        words = " ".join(f"{type(error).__name__}: {error}".split())
        raise OutletError(f"{name} cannot be imported: {where}{words}") from error


def _line_in(name: str, error: BaseException) -> int | None:
    """Return the last line of a module that an error came by."""
    if isinstance(error, SyntaxError):
        return error.lineno
    lines = (line for frame, line in walk_tb(error.__traceback__) if frame.f_globals.get("__name__") == name)
    return max(enumerate(lines), default=(0, None))[1]


def _declared_in(module: ModuleType) -> Iterator[type[Outlet]]:
    """Yield the outlets of a module. A Scrapy spider would run beside all rules: refuse it."""
    for value in vars(module).values():
        if not isinstance(value, type) or value.__module__ != module.__name__:
            continue
        if issubclass(value, Outlet):
            if not value.abstract:
                yield value
        elif _is_scrapy_spider(value):
            raise OutletError(f"{_path(value)}: a Scrapy spider, but no Outlet; declare it as data")


def _is_scrapy_spider(value: type) -> bool:
    # By name: importing Scrapy for this would cost more than all outlets.
    return any((base.__module__, base.__qualname__) == ("scrapy.spiders", "Spider") for base in value.__mro__)


def _path(outlet: type) -> str:
    return f"{outlet.__module__}.{outlet.__qualname__}"
