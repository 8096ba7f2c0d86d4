"""The old names of what outlet files import: they work for one more release, with a word on the new ones."""

import importlib
import warnings
from collections.abc import Callable
from typing import Any


def names_from(new: str, old: str) -> Callable[[str], Any]:
    """Return the `__getattr__` of a module `old` whose names are in the module `new` now.

    It warns when a name is taken, not when the module is imported: the loader imports all of spiders/.
    """

    def look_up(name: str) -> Any:
        if name.startswith("__") and name != "__all__":
            raise AttributeError(f"module {old!r} has no attribute {name!r}")
        warnings.warn(
            f"{old} goes with the next release: import from {new}", DeprecationWarning, stacklevel=2
        )
        return getattr(importlib.import_module(new), name)

    return look_up
