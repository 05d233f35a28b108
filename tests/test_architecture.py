"""The rooms of the house, what may stand in each, and how large a piece may grow."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("diagnosis", "db", "reports", "ui", "cli")
BELOW = {
    "main": {"ui", "cli", "db", "diagnosis"},
    "cli": {"reports", "db", "diagnosis"},
    "ui": {"reports", "db", "diagnosis"},
    "reports": {"diagnosis"},
    "db": {"diagnosis"},
    "diagnosis": set(),
}
ONLY_IN = {
    "PySide6": {"ui"},
    "docx": {"reports"},
    "matplotlib": {"reports"},
    "sqlite3": {"db"},
    "sqlcipher3": {"db"},
    "sqlite_utils": {"db"},
    "nacl": {"db"},
}
# Where anything at all may be caught: whoever stands here tells the user and writes the log. (file, function)
BOUNDARIES = {("main.py", "_run"), ("ui/tasks.py", "_work")}
LONGEST_FILE, LONGEST_FUNCTION = 400, 60


def sources() -> list[Path]:
    return [ROOT / "main.py", *(path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))]


def name_of(path: Path) -> str:
    """The module that a file is."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, Path]:
    return {name_of(path): path for path in sources()}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path, *, typing_only: bool) -> Iterator[tuple[str, int]]:
    """(module, line) of every import, wherever it stands; ``typing_only``: those under TYPE_CHECKING, too."""
    yield from ((module, line) for module, line, under_typing in all_imports(path) if typing_only or not under_typing)


@cache
def all_imports(path: Path) -> tuple[tuple[str, int, bool], ...]:
    """(module, line, whether it stands under TYPE_CHECKING)."""
    found: list[tuple[str, int, bool]] = []
    for node, under_typing in walk(tree(path)):
        if isinstance(node, ast.Import):
            found += ((alias.name, node.lineno, under_typing) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            for alias in node.names:
                module = f"{node.module}.{alias.name}"
                found.append((module if module in modules() else node.module or "", node.lineno, under_typing))
    return tuple(found)


def walk(root: ast.AST) -> Iterator[tuple[ast.AST, bool]]:
    """Each node, and whether it stands under TYPE_CHECKING."""
    left: list[tuple[ast.AST, bool]] = [(root, False)]
    while left:
        node, under_typing = left.pop()
        yield node, under_typing
        guarded = node.body if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test) else ()
        left += ((child, under_typing or child in guarded) for child in ast.iter_child_nodes(node))


def room_of(module: str) -> str:
    return module.partition(".")[0]


def test_imports_run_downwards() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {module}"
        for path in sources()
        for module, line in imports(path, typing_only=True)
        if room_of(module) in BELOW and room_of(module) not in BELOW[room_of(name_of(path))] | {room_of(name_of(path))}
    ]
    assert wrong == []


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_stays_in_its_room(library: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources()
        for module, line in imports(path, typing_only=True)
        if room_of(module) == library and room_of(name_of(path)) not in ONLY_IN[library]
    ]
    assert wrong == []


def test_the_diagnosis_is_pure() -> None:
    """Of the files it reads only its own data: no process, no network, no environment, no database."""
    impure = {"os", "subprocess", "socket", "urllib", "http", "shutil", "tempfile", "threading", "asyncio", "time"}
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {module}"
        for path in sorted((ROOT / "diagnosis").rglob("*.py"))
        for module, line in imports(path, typing_only=True)
        if room_of(module) in impure
    ]
    assert wrong == []


def graph() -> dict[str, set[str]]:
    """module -> the modules of the house that it needs to run, wherever it imports them."""
    return {
        name: {module for module, _ in imports(path, typing_only=False) if module in modules() and module != name}
        for name, path in modules().items()
    }


def cycles(needs: dict[str, set[str]]) -> list[list[str]]:
    """Groups of modules that need each other (Tarjan)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        stack.append(name)
        for other in sorted(needs[name]):
            if other not in order:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], order[other])
        if low[name] == order[name]:
            group = stack[stack.index(name) :]
            del stack[stack.index(name) :]
            if len(group) > 1:
                found.append(sorted(group))

    for name in sorted(needs):
        if name not in order:
            visit(name)
    return found


def test_no_module_needs_itself() -> None:
    assert cycles(graph()) == []


def test_the_search_for_cycles_finds_one() -> None:
    assert cycles({"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": set(), "e": {"a"}}) == [["a", "b", "c"]]


def broad(handler: ast.ExceptHandler) -> bool:
    """Whether it takes everything; one that only tidies up and raises again takes nothing."""
    last = handler.body[-1]
    if isinstance(last, ast.Raise) and last.exc is None:
        return False
    return handler.type is None or any(
        isinstance(node, ast.Name) and node.id in {"Exception", "BaseException"} for node in ast.walk(handler.type)
    )


def test_everything_is_caught_only_at_the_boundaries() -> None:
    found = {
        (str(path.relative_to(ROOT)), function.name)
        for path in sources()
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.ExceptHandler) and broad(node)
    }
    assert found == BOUNDARIES


def test_no_file_is_too_long() -> None:
    files = [*sources(), *(ROOT / "tests").rglob("*.py"), *(ROOT / "packaging").rglob("*.py")]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_too_long() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.name} has {(node.end_lineno or node.lineno) - node.lineno + 1} lines"
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or node.lineno) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


HEAVY = ("PySide6", "docx", "matplotlib")
TELL = """
import sys
sys.path.insert(0, {root!r})
import main
try:
    status = main.main(sys.argv[1:])
except SystemExit as end:
    status = end.code
loaded = [name for name in {heavy!r} if name in sys.modules]
print("loaded:", status, loaded, file=sys.stderr)
"""


def loaded(*words: str) -> str:
    """The exit status and the heavy libraries that a command has loaded."""
    run = subprocess.run(
        [sys.executable, "-c", TELL.format(root=str(ROOT), heavy=HEAVY), *words],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
        env=os.environ,
    )
    return run.stderr.splitlines()[-1]


def test_the_command_line_loads_neither_qt_nor_word_nor_charts(tmp_path: Path) -> None:
    workspace, survey = str(tmp_path / "x.jizhen"), str(ROOT / "templates" / "samples" / "changsha.json")
    commands = (
        ["--version"],
        ["import", workspace, survey],
        ["diagnose", workspace, "--cluster", "长沙市工程机械集群", "--json"],
        ["list", workspace],
    )
    assert [loaded(*words) for words in commands] == ["loaded: 0 []"] * len(commands)
