"""The old names of what outlet files import: they work for one more release, with a word on the new ones."""

import importlib
import warnings
from collections.abc import Callable
from typing import Any


def names_from(new: str, old: str, **elsewhere: str) -> Callable[[str], Any]:
    """Return the `__getattr__` of a module `old` whose names are in the module `new` now.

    Of a name that is `elsewhere`, or called otherwise by now, that says the module and the name there.

    It warns when a name is taken, not when the module is imported: the loader imports all of spiders/.
    """

    def look_up(name: str) -> Any:
        if name.startswith("__") and name != "__all__":
            raise AttributeError(f"module {old!r} has no attribute {name!r}")
        module, _, present = elsewhere.get(name, f"{new} {name}").partition(" ")
        what = f"import {present} from {module}" if name in elsewhere else f"import from {module}"
        warnings.warn(f"{old} goes with the next release: {what}", DeprecationWarning, stacklevel=2)
        return getattr(importlib.import_module(module), present)

    return look_up
