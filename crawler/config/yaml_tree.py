"""YAML as people mean it: 1.2 scalars, no duplicate keys, no aliases, and the line of every value."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from crawler.errors import ConfigError

Place = tuple[str | int, ...]


class _Loader(yaml.SafeLoader):
    """SafeLoader whose plain scalars follow YAML 1.2, so that `no` and `16:30` stay what was typed."""


_TAGS: Final = {
    "tag:yaml.org,2002:bool": (r"^(?:true|false)$", "tf"),
    "tag:yaml.org,2002:int": (r"^[-+]?[0-9]+$", "-+0123456789"),
    "tag:yaml.org,2002:float": (r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
    "tag:yaml.org,2002:null": (r"^(?:~|null|)$", "~n\0"),
}


def _use_yaml_1_2_scalars() -> None:
    _Loader.yaml_implicit_resolvers = {}
    for tag, (pattern, first) in _TAGS.items():
        _Loader.add_implicit_resolver(tag, re.compile(pattern), [*first.replace("\0", ""), ""])


_use_yaml_1_2_scalars()


@dataclass(slots=True)
class Tree:
    """What stands in a YAML text: the value, the line (from 1) of each part, and what may not stand there."""

    value: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    mistakes: list[tuple[int, str]] = field(default_factory=list)
    aliases: bool = False


def load(text: str, name: str) -> Tree:
    """Read a YAML text. Raises ConfigError for what is no YAML at all."""
    tree = Tree()
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            if node is not None:
                _walk(node, (), tree, set())
                # A value with aliases can be a bomb: it is refused unread.
                tree.value = None if tree.aliases else loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{name}:{mark.line + 1}" if mark else name
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise ConfigError(f"{where}: not valid YAML: {problem}") from error
    except RecursionError as error:
        raise ConfigError(f"{name}: not valid YAML: too many brackets in each other") from error
    except ValueError as error:
        raise ConfigError(f"{name}: not valid YAML: {error}") from error
    return tree


def _walk(node: yaml.Node, path: Place, tree: Tree, seen: set[int]) -> None:
    line = node.start_mark.line + 1
    if id(node) in seen:
        tree.aliases = True
        tree.mistakes.append((line, "aliases (*name) are not used here; write the value out"))
        return
    seen.add(id(node))
    tree.lines[path] = line
    if isinstance(node, yaml.MappingNode):
        _walk_keys(node, path, tree, seen)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _walk(value, (*path, index), tree, seen)


def _walk_keys(node: yaml.MappingNode, path: Place, tree: Tree, seen: set[int]) -> None:
    keys: set[str] = set()
    for key, value in node.value:
        word = str(key.value)
        line = key.start_mark.line + 1
        if word in keys:
            tree.mistakes.append((line, f"the key '{word}' stands here twice"))
        keys.add(word)
        _walk(key, (*path, word, "(key)"), tree, seen)
        _walk(value, (*path, word), tree, seen)
        tree.lines[*path, word] = line
