"""How the house is built, in figures: `python tests/structure.py [--run] [FOLDER]`, from any checkout.

Reads the sources of the working tree and needs nothing installed. With --run it also starts the program, by
the Python that runs this: processor seconds of gomtin --help and gomtin outlets, memory of an idle daemon.
"""

import argparse
import ast
import io
import os
import re
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import tokenize
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

PACKAGES = ("crawler", "spiders", "pipelines", "gomtin")
SQL = re.compile(
    r"^\s*(?:SELECT\s.+\sFROM|INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|PRAGMA\s"
    r"|CREATE\s+(?:TABLE|INDEX)|ALTER\s+TABLE|WITH\s+\w+\s+AS)\b",
    re.DOTALL | re.IGNORECASE,
)
UNITS = re.compile(
    r"_(?:s|ms|seconds|minutes|hours|days|bytes|kilobytes|megabytes|characters|words|lines|pages|entries|runs"
    r"|percent|share|ratio|hour|digits|shingles|terms|letters|passages|elements|levels|attempts|times|rows"
    r"|texts|files|port)$",
    re.IGNORECASE,
)
LARGEST = 10  # files shown
STARTS = 10  # of each command that is measured
IDLE_SECONDS = 8  # until a fresh daemon has done what it does at its start

Graph = dict[str, set[str]]


class Module:
    """One source file."""

    def __init__(self, root: Path, path: Path) -> None:
        self.path = path.relative_to(root)
        self.text = path.read_text(encoding="utf-8")
        self.tree = ast.parse(self.text)
        parts = self.path.with_suffix("").parts
        self.is_package = parts[-1] == "__init__"
        self.name = ".".join(parts[:-1] if self.is_package else parts)

    @property
    def package(self) -> str:
        """The package it lies in: crawler.store.tables for crawler/store/tables/pages.py."""
        return self.name if self.is_package else self.name.rpartition(".")[0]


def modules_of(root: Path) -> dict[str, Module]:
    found = [Module(root, path) for name in PACKAGES for path in sorted((root / name).rglob("*.py"))]
    return {module.name: module for module in found}


def imports_of(module: Module, known: Iterable[str], *, annotations: bool = True) -> set[str]:
    """The modules of the program that a module imports, wherever in it; with or without those for types."""
    known = set(known)
    found: set[str] = set()
    for node in _walk(module.tree, annotations=annotations):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                anchor = (module.package or "").split(".")
                base = ".".join(filter(None, [*anchor[: len(anchor) - node.level + 1], base]))
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                found.add(inner if inner in known else base)
    return (found & known) - {module.name}


def _walk(tree: ast.AST, *, annotations: bool) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if not annotations and isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        yield node
        yield from _walk(node, annotations=annotations)


def file_graph(modules: Mapping[str, Module], *, annotations: bool = True) -> Graph:
    return {name: imports_of(module, modules, annotations=annotations) for name, module in modules.items()}


def package_graph(modules: Mapping[str, Module], files: Graph) -> Graph:
    """The packages one level below crawler, and what they import.

    What lies at the top is not one package: all import its vocabulary, and its wiring imports all.
    """
    graph: Graph = {}
    for name, imported in files.items():
        here = _package_or_top(modules[name])
        graph.setdefault(here, set()).update(_package_or_top(modules[other]) for other in imported)
    return {name: targets - {name} for name, targets in graph.items()}


def _package_or_top(module: Module) -> str:
    parts = module.name.split(".")
    return ".".join(parts[:2]) if parts[0] == "crawler" else parts[0]


def circles(graph: Graph) -> list[list[str]]:
    """The groups of names that lead back to one another (Tarjan's strongly connected components)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        stack.append(name)
        for other in sorted(graph.get(name, ())):
            if other not in order:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], order[other])
        if low[name] == order[name]:
            at = stack.index(name)
            group = sorted(stack[at:])
            del stack[at:]
            if len(group) > 1:
                found.append(group)

    for name in sorted(graph):
        if name not in order:
            visit(name)
    return sorted(found)


def machinery(modules: Mapping[str, Module]) -> dict[str, int]:
    """Lines of functions in spiders/: an outlet is data, so there should be none."""
    lines = {
        str(module.path): sum(
            (node.end_lineno or node.lineno) - node.lineno + 1
            for node in ast.walk(module.tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        )
        for name, module in modules.items()
        if name.partition(".")[0] == "spiders"
    }
    return {path: count for path, count in lines.items() if count}


def with_sql(modules: Mapping[str, Module]) -> list[str]:
    """The files outside crawler/store that hold SQL."""
    return sorted(
        str(module.path)
        for name, module in modules.items()
        if not name.startswith("crawler.store") and any(map(SQL.search, _strings(module.tree)))
    )


def _strings(tree: ast.Module) -> Iterator[str]:
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings are prose
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def bare_numbers(modules: Mapping[str, Module]) -> list[str]:
    """Numbers at the top of modules whose name has no unit and that no comment explains."""
    found = []
    for module in modules.values():
        beside, whole = _comment_lines(module.text)
        for node in module.tree.body:
            last = node.end_lineno or node.lineno
            if node.lineno - 1 in whole or (beside | whole).intersection(range(node.lineno, last + 1)):
                continue
            for name, value in _constants(node):
                if _is_number(value) and not UNITS.search(name):
                    found.append(f"{module.path}:{node.lineno} {name}")
    return found


def _comment_lines(text: str) -> tuple[set[int], set[int]]:
    """Return the lines that end with a comment, which explains that line only, and those that are one."""
    beside: set[int] = set()
    whole: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            is_whole = token.line[: token.start[1]].isspace() or token.start[1] == 0
            (whole if is_whole else beside).add(token.start[0])
    return beside, whole


def _constants(node: ast.stmt) -> Iterator[tuple[str, ast.expr | None]]:
    target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        pairs = list(zip(target.elts, value.elts, strict=False))
    else:
        pairs = [(target, value)]
    yield from ((name.id, part) for name, part in pairs if isinstance(name, ast.Name) and name.id.isupper())


def _is_number(value: ast.expr | None) -> bool:
    if value is None:
        return False
    inner = [node for node in ast.walk(value) if isinstance(node, ast.Constant)]
    plain = isinstance(value, ast.Constant | ast.UnaryOp | ast.BinOp)
    return plain and bool(inner) and all(type(node.value) in (int, float) for node in inner)


def largest(modules: Mapping[str, Module]) -> list[tuple[int, str]]:
    sizes = [(module.text.count("\n"), str(module.path)) for module in modules.values()]
    return sorted(sizes, reverse=True)[:LARGEST]


def processor_seconds(root: Path, *arguments: str) -> float:
    """The median of what a command costs, user and system, over several starts."""
    costs = []
    for _ in range(STARTS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-P", "-m", "crawler", *arguments],
            env={**os.environ, "PYTHONPATH": str(root)},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        costs.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return statistics.median(costs)


def idle_daemon_megabytes(root: Path) -> float:
    """The resident memory of a daemon that has nothing to do."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        shutil.copytree(root / "corpus", home / "corpus")
        schedule = "schedules:\n  - name: nightly\n    do: crawl\n    at: '03:00'\nend: true\n"
        (home / "schedules.yaml").write_text(schedule, encoding="utf-8")
        daemon = subprocess.Popen(
            [sys.executable, "-P", "-m", "crawler", "daemon", "--quiet"],
            cwd=home,
            env={**os.environ, "PYTHONPATH": str(root)},
            start_new_session=True,
        )
        try:
            time.sleep(IDLE_SECONDS)
            if daemon.poll() is not None:
                sys.exit("the daemon ended by itself")
            status = Path(f"/proc/{daemon.pid}/status").read_text(encoding="ascii")
        finally:
            daemon.send_signal(signal.SIGTERM)
            daemon.wait(30)
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def show(title: str, found: Iterable[object], limit: int | None = None) -> None:
    found = list(found)
    print(f"{len(found):5}  {title}")
    for one in found[:limit]:
        print(f"         {one}")
    if limit is not None and len(found) > limit:
        print("         …")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("root", nargs="?", type=Path, default=Path(__file__).resolve().parent.parent)
    options.add_argument("--run", action="store_true", help="measure the program, too")
    options.add_argument("--all", action="store_true", help="name all numbers without a unit or a comment")
    given = options.parse_args()
    root = given.root.resolve()
    modules = modules_of(root)
    files = file_graph(modules)
    in_circles = circles(files)
    lines = machinery(modules)
    show("modules at the top of crawler/", (p.name for p in sorted((root / "crawler").glob("[!_]*.py"))))
    show(
        f"circles of files, {sum(map(len, in_circles))} files in them, imports for types alone included",
        map(" <-> ".join, in_circles),
    )
    show("circles of files when it runs", map(" <-> ".join, circles(file_graph(modules, annotations=False))))
    show("circles of packages", map(" <-> ".join, circles(package_graph(modules, files))))
    print(f"{sum(lines.values()):5}  lines of functions in spiders/")
    for path, count in sorted(lines.items()):
        print(f"         {count:5} {path}")
    show("modules with SQL outside crawler/store/", with_sql(modules))
    bare = bare_numbers(modules)
    show("numbers at the top of modules with neither unit nor comment", bare, None if given.all else 0)
    show("largest files", (f"{count:5} {path}" for count, path in largest(modules)))
    if given.run:
        print(f"{processor_seconds(root, '--help'):5.2f}  processor seconds of gomtin --help")
        print(f"{processor_seconds(root, 'outlets', '--quiet'):5.2f}  processor seconds of gomtin outlets")
        print(f"{idle_daemon_megabytes(root):5.0f}  MB of memory of an idle daemon")


if __name__ == "__main__":
    main()
