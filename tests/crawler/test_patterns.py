"""No pattern of the program takes long over any text: what is foreign may be anything."""

import ast
import importlib
import inspect
import os
import pkgutil
import re
import time
from collections.abc import Iterator
from types import ModuleType
from typing import NamedTuple

import pytest
from support.adversarial import AnyPattern, texts_against

from crawler.outlets import loader

FULL = bool(os.environ.get("GOMTIN_FULL"))
PROGRAM = ("crawler", "pipelines", "spiders")
SHORT, LONG = (5_000, 20_000) if FULL else (2_000, 8_000)  # characters
CHEAP_S = (
    0.005 if FULL else 0.001
)  # of CPU time over a short text: whatever its growth, a page costs no more than a second
MOST_S = 5.0  # of CPU time over a long one
# Times as long for four times the text: a linear pattern grows by 4, a quadratic one by 16. One that looks a
# bounded way ahead lies a little above 4, and a shared clock errs by a third.
MOST_GROWTH = 13
SURE_GROWTH = 7  # so little is no quadratic pattern even where the short text took twice its time
# What is made where it is used: of an outlet's own rules, or of our own words.
MADE_WHILE_RUNNING = {
    "crawler.config.yaml_tree": 1,  # from the table above it
    "crawler.discovery.dates": 1,  # the same
    "crawler.discovery.listings": 1,  # an outlet's scripted_links
    "crawler.extraction.saved": 1,  # from the table above it
    "crawler.newsroom.pages": 1,
    "crawler.newsroom.variants": 1,
    "crawler.onboarding.site": 3,  # url_patterns' own, of an address
    "crawler.onboarding.url_patterns": 1,
    "crawler.outlets.validation": 2,  # an outlet's article_url and scripted_links
    "crawler.text.decode": 1,  # from the signs above it
    "crawler.urls": 1,  # an outlet's article_url
}


def modules() -> Iterator[ModuleType]:
    for place in PROGRAM:
        package = importlib.import_module(place)
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{place}."):
            if not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


class Use(NamedTuple):
    """A pattern, and the methods it is called by."""

    pattern: AnyPattern
    methods: tuple[str, ...] = ("finditer", "match", "fullmatch")


def uses() -> dict[str, Use]:
    """Return every pattern of the program by its name: of modules, functions and outlets."""
    found: dict[str, Use] = {}
    for module in modules():
        for name, value in vars(module).items():
            for number, each in enumerate(_within(value)):
                found.setdefault(f"{module.__name__}.{name}{number or ''}", Use(each))
        for line, inline in _inline(module):
            if inline is not None:
                found[f"{module.__name__}:{line}"] = inline
    for outlet in loader.load(("spiders", "spiders.demo")).values():
        found[f"{outlet.name}.article_url"] = Use(re.compile(outlet.article_url), ("fullmatch",))
        if outlet.scripted_links:
            found[f"{outlet.name}.scripted_links"] = Use(re.compile(outlet.scripted_links[0]), ("finditer",))
    distinct = {use: name for name, use in reversed(found.items())}
    return {name: use for use, name in distinct.items()}


def _within(value: object) -> Iterator[AnyPattern]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from _within(tuple(value.values()))
    elif isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from _within(each)


def _inline(module: ModuleType) -> Iterator[tuple[int, Use | None]]:
    """Yield the patterns of calls such as re.search("...", text); None for one that is made while running."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.func.attr in _CALLS:
            yield node.lineno, _made(node, node.func.attr, module)


_ALL = Use._field_defaults["methods"]
_CALLS = {
    "compile": _ALL,
    "match": ("match",),
    "fullmatch": ("fullmatch",),
    **dict.fromkeys(("search", "sub", "split", "findall", "finditer"), ("finditer",)),
}
_FLAGS_AT = {"compile": 1, "sub": 4, "split": 3}


def _made(call: ast.Call, called: str, module: ModuleType) -> Use | None:
    given = {each.arg: each.value for each in call.keywords}
    at = _FLAGS_AT.get(called, 2)
    flags = given.get("flags") or (call.args[at] if len(call.args) > at else ast.Constant(0))
    values = []
    for node in (call.args[0], flags):
        code = compile(ast.fix_missing_locations(ast.Expression(node)), "pattern", "eval")
        try:
            values.append(eval(code, dict(vars(module))))
        except NameError:
            return None
    return Use(re.compile(*values), _CALLS[called])


def test_patterns_that_are_made_while_running_are_few_and_known() -> None:
    made = {module.__name__: sum(each is None for _, each in _inline(module)) for module in modules()}
    assert {name: count for name, count in made.items() if count} == MADE_WHILE_RUNNING


@pytest.mark.parametrize(("name", "use"), [pytest.param(*each, id=each[0]) for each in uses().items()])
@pytest.mark.timeout(600)
def test_a_pattern_is_linear(name: str, use: Use) -> None:
    longer = texts_against(use.pattern, LONG)
    for text, long_text in zip(texts_against(use.pattern, SHORT), longer, strict=True):
        for method in use.methods:
            short_s = seconds(use.pattern, method, text)
            if short_s < CHEAP_S:
                continue
            long_s = seconds(use.pattern, method, long_text)
            if long_s > SURE_GROWTH * short_s:  # perhaps somebody else was at work
                short_s = min(short_s, *(seconds(use.pattern, method, text) for _ in range(2)))
                long_s = min(long_s, *(seconds(use.pattern, method, long_text) for _ in range(2)))
            assert long_s < MOST_S, (name, method, text[:40])
            assert short_s < CHEAP_S or long_s < MOST_GROWTH * short_s, (name, method, text[:40])


def seconds(pattern: AnyPattern, method: str, text: str) -> float:
    """Return the CPU time of one call."""
    subject = text.encode(errors="replace") if isinstance(pattern.pattern, bytes) else text
    call = getattr(pattern, method)
    began = time.process_time()
    if method == "finditer":
        for _ in call(subject):
            pass
    else:
        call(subject)
    return time.process_time() - began
