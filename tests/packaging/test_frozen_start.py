"""What the frozen program does before main.py, what it finds compiled, and how it loads the modules of a start.

Each case is a process of its own that starts as the frozen program does: in it the import system is another one.
"""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import slimming
import start_code
from PySide6.QtCore import QObject

PACKAGING = Path(start_code.__file__).parent
BEGIN = """
import os, sys
folder, packaging, begun = sys.argv[1:]
sys._MEIPASS = folder
sys.path[:0] = [packaging, os.path.dirname(packaging)]
exec(compile(open(os.path.join(packaging, "frozen_start.py"), encoding="utf-8").read(), "frozen_start.py", "exec"))
"""
FIRMS = """
from dataclasses import dataclass
from typing import NamedTuple
@dataclass(frozen=True)
class Firm:
    name: str
    revenue: float = 0.0
class Place(NamedTuple):
    row: int
    column: int
"""


@pytest.fixture(scope="module")
def code() -> bytes:
    return slimming.start_code()


@pytest.fixture
def folder(tmp_path: Path, code: bytes) -> Path:
    """The folder of a frozen program."""
    (tmp_path / "start_code.bin").write_bytes(code)
    (tmp_path / "matplotlib").mkdir()
    (tmp_path / "matplotlib" / "fontlist-v1.json").write_text("{}", "utf-8")
    return tmp_path


def begun(folder: Path, what: str, **environment: str) -> list[str]:
    """What this prints in a process that has started as the frozen program does."""
    command = [sys.executable, "-c", BEGIN + what, str(folder), str(PACKAGING), "begun"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_dataclasses_and_named_tuples_are_not_compiled_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "firms_of_a_test.py").write_text(FIRMS, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    modules = {"firms_of_a_test": (False, FIRMS.encode()), "quick_enums": (False, (PACKAGING / "quick_enums.py").read_bytes())}
    (folder / "start_code.bin").write_bytes(start_code.packed(start_code.compiled(("firms_of_a_test",)), modules))
    what = """
from firms_of_a_test import Firm, Place
print(*{method.__code__.co_filename for method in (Firm.__init__, Firm.__eq__, Place.__new__)}, Firm.__module__)
print(Firm("a", 2.0) == Firm("a", 2.0) != Firm("a"), Place(1, 2).column)
"""
    assert begun(folder, what) == ["<start>", "firms_of_a_test", "True", "2"]


def test_a_class_that_is_not_known_is_compiled(folder: Path) -> None:
    what = """
made = dataclasses.make_dataclass("Made", ["unheard_of"])
print(made(3) == made(3), collections.namedtuple("other", "never before")(1, 2).before)
"""
    assert begun(folder, what) == ["True", "2"]


def test_matplotlib_finds_its_fonts_when_it_is_first_wanted(folder: Path) -> None:
    what = """
print("MPLCONFIGDIR" in os.environ)
for finder in [*sys.meta_path]:
    finder.find_spec("matplotlib", None)
print(*os.listdir(os.environ["MPLCONFIGDIR"]), any(getattr(finder, "__name__", "") == "_OwnFonts" for finder in sys.meta_path))
"""
    assert begun(folder, what) == ["False", "fontlist-v1.json", "False"]


def test_others_find_their_own_libraries(folder: Path) -> None:
    assert begun(folder, "print(os.environ['LD_LIBRARY_PATH'])", LD_LIBRARY_PATH="/ours", LD_LIBRARY_PATH_ORIG="/theirs") == ["/theirs"]
    assert begun(folder, "print('LD_LIBRARY_PATH' in os.environ)", LD_LIBRARY_PATH="/ours") == ["False"]


def test_the_modules_of_a_start_come_from_the_file(folder: Path) -> None:
    what = """
import db.clusters, db, pathlib
print(db.clusters.__spec__.loader.__name__, os.path.relpath(db.clusters.__file__, folder), os.path.relpath(db.__path__[0], folder))
import db.other  # is not needed for a start
print(type(db.other.__spec__.loader).__name__)
"""
    (folder / "db").mkdir()
    (folder / "db" / "other.py").touch()
    sources = start_code.modules_of((folder / "start_code.bin").read_bytes())
    assert {"ui.app", "ui.theme", "db.workspace", "PySide6", "dataclasses"} <= sources
    assert not {"main", "inspect", "matplotlib", "db.following"} & sources
    assert begun(folder, what) == ["Start", "db/clusters.pyc", "db", "SourceFileLoader"]


def test_a_module_that_is_named_only_is_run_when_something_of_it_is_asked_for(folder: Path) -> None:
    what = """
import threading, types, zipfile, inspect
print(type(zipfile).__name__, "ZipFile" in vars(zipfile), hasattr(zipfile, "__path__"))
found = []
threads = [threading.Thread(target=lambda: found.append(zipfile.ZipFile)) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(found), len(set(found)), type(zipfile) is types.ModuleType, zipfile.ZipFile.__module__)
from shutil import *
print(copyfile.__module__, hasattr(zipfile, "no such thing"), inspect.signature(lambda a, b=1: 0).parameters["b"].default)
"""
    assert begun(folder, what) == ["Later", "False", "False", "8", "1", "True", "zipfile", "shutil", "False", "1"]


def test_a_wrong_call_of_qt_is_told_as_ever(folder: Path) -> None:
    """With what PySide6 has of its own, which the file holds, and which is run for this alone."""
    what = """
import ui
from PySide6.QtCore import QObject
waiting = quick_modules.LATER - {"textwrap"}
print([name for name in waiting if name in sys.modules and type(sys.modules[name]) is not quick_modules.Later], "ast" in sys.modules)
try:
    QObject().setObjectName(object())
except TypeError as error:
    print(error)
"""
    (folder / "PySide6").symlink_to(Path(import_module("PySide6").__path__[0]))
    (folder / "shiboken6" / "files.dir").mkdir(parents=True)
    for library in Path(import_module("shiboken6").__path__[0]).iterdir():
        (folder / "shiboken6" / library.name).symlink_to(library)
    with pytest.raises(TypeError) as told:
        QObject().setObjectName(object())  # type: ignore[arg-type]
    assert begun(folder, what) == ["[]", "False", *str(told.value).split()]


def test_what_pyinstaller_does_for_others_is_left_out() -> None:
    scripts = [(name, "/somewhere", "PYSOURCE") for name in ("pyi_rth_inspect", "pyi_rth_new", "frozen_start", "main")]
    assert [entry[0] for entry in slimming.started(scripts)] == ["pyi_rth_new", "frozen_start", "main"]


def test_what_a_start_loads_lies_beside_the_program_and_pyside_does_not_unpack_its_own(tmp_path: Path, code: bytes) -> None:
    (tmp_path / "_internal" / "shiboken6").mkdir(parents=True)
    slimming.keep_start(tmp_path, code)
    assert (tmp_path / "_internal" / "start_code.bin").read_bytes() == code
    assert (tmp_path / "_internal" / "shiboken6" / "files.dir").is_dir()
    assert "shibokensupport.signature.parser" in start_code.modules_of(code)
