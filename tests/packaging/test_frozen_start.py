"""What the frozen program does before main.py, and what it finds compiled."""

import collections
import dataclasses
import importlib.util
import marshal
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import slimming
import start_code

PACKAGING = Path(start_code.__file__).parent
SOURCE = """
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


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "firms_of_a_test.py").write_text(SOURCE, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "firms_of_a_test", raising=False)
    return "firms_of_a_test"


@pytest.fixture
def started(tmp_path: Path, module: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a frozen program that has just started."""
    codes = start_code.compiled((module,))
    del sys.modules[module]
    (tmp_path / "start_code.bin").write_bytes(marshal.dumps(codes))
    (tmp_path / "matplotlib").mkdir()
    (tmp_path / "matplotlib" / "fontlist-v1.json").write_text("{}", "utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    monkeypatch.setattr(dataclasses, "exec", exec, raising=False)
    monkeypatch.setattr(collections, "eval", eval, raising=False)
    monkeypatch.setenv("MPLCONFIGDIR", "")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/ours")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/theirs")
    spec = importlib.util.spec_from_file_location("frozen_start", PACKAGING / "frozen_start.py")
    assert spec is not None
    assert spec.loader is not None
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    return tmp_path


def test_dataclasses_and_named_tuples_are_not_compiled_again(started: Path, module: str) -> None:
    made = importlib.import_module(module)
    assert {method.__code__.co_filename for method in (made.Firm.__init__, made.Firm.__eq__, made.Place.__new__)} == {"<start>"}
    assert made.Firm("某厂", 2.0) == made.Firm("某厂", 2.0) != made.Firm("某厂")
    assert made.Place(1, 2).column == 2


def test_a_class_that_is_not_known_is_compiled(started: Path) -> None:
    made = dataclasses.make_dataclass("Made", ["unheard_of"])
    assert made(3) == made(3)
    other: Any = collections.namedtuple("other", "never before")  # noqa: PYI024
    assert other(1, 2).before == 2


def test_matplotlib_finds_its_fonts_when_it_is_first_wanted(started: Path) -> None:
    assert not os.environ["MPLCONFIGDIR"]
    for finder in [*sys.meta_path]:
        finder.find_spec("matplotlib", None)
    assert [path.name for path in Path(os.environ["MPLCONFIGDIR"]).iterdir()] == ["fontlist-v1.json"]
    assert not any(getattr(finder, "__name__", "") == "_OwnFonts" for finder in sys.meta_path)


def test_others_find_their_own_libraries(started: Path) -> None:
    assert os.environ["LD_LIBRARY_PATH"] == "/theirs"


def test_what_pyinstaller_does_for_others_is_left_out() -> None:
    scripts = [(name, "/somewhere", "PYSOURCE") for name in ("pyi_rth_inspect", "pyi_rth_new", "frozen_start", "main")]
    assert [entry[0] for entry in slimming.started(scripts)] == ["pyi_rth_new", "frozen_start", "main"]


def test_pyside_finds_its_signatures_compiled(tmp_path: Path) -> None:
    slimming.keep_signatures(tmp_path)
    own = tmp_path / "_internal" / "shiboken6" / "files.dir"
    told = "import sys; sys.path.insert(0, sys.argv[1]); import shibokensupport.signature as made; print(made.__file__)"
    done = subprocess.run([sys.executable, "-c", told, str(own)], check=True, capture_output=True, text=True)
    assert Path(done.stdout.strip()) == own / "shibokensupport" / "signature" / "__init__.pyc"
