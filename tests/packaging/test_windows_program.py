"""What the spec makes on Windows, run with everything of PyInstaller's played: two programs, an icon, what Explorer shows of them."""

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import slimming
import start_code

from diagnosis import __version__

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
VERSION_INFO = "PyInstaller.utils.win32.versioninfo"


class Played:
    """Takes whatever it is given, and holds it."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self.given, self.named = given, named
        self.pure: list[Any] = []
        self.scripts = self.binaries = self.datas = ()


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Played]:
    """The EXEs of the spec as it runs on Windows."""
    made: list[Played] = []
    names = ("FixedFileInfo", "StringFileInfo", "StringStruct", "StringTable", "VarFileInfo", "VarStruct", "VSVersionInfo")
    about, hooks = ModuleType(VERSION_INFO), ModuleType("PyInstaller.utils.hooks")
    for name in names:
        setattr(about, name, Played)
    hooks.collect_submodules = lambda package: [f"{package}.pages"]  # type: ignore[attr-defined]
    win32 = ModuleType("PyInstaller.utils.win32")
    win32.versioninfo = about  # type: ignore[attr-defined]
    for module in (about, hooks, win32):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(slimming, "write_font_list", lambda folder: folder / "fontlist.json")
    monkeypatch.setattr(slimming, "start_code", lambda: start_code.packed({}, {}))
    monkeypatch.setattr(slimming, "keep_start", lambda _folder, _code: None)
    (tmp_path / "jizhen").mkdir()
    spec = PACKAGING / "jizhen.spec"
    played = {
        "SPECPATH": str(PACKAGING), "DISTPATH": str(tmp_path), "workpath": str(tmp_path),
        "Analysis": Played, "PYZ": Played, "COLLECT": Played,
        "EXE": lambda *given, **named: made.append(Played(*given, **named)),
    }  # fmt: skip
    with monkeypatch.context() as patched:
        patched.setattr(sys, "platform", "win32")
        patched.setattr(sys, "path", [*sys.path])
        exec(compile(spec.read_text("utf-8"), str(spec), "exec"), played)
    return made


def test_one_program_has_a_console_and_one_a_window(programs: list[Played]) -> None:
    assert [(each.named["name"], each.named["console"]) for each in programs] == [("jizhen", False), ("jizhen-cli", True)]
    assert {(each.named["upx"], each.named["strip"]) for each in programs} == {(False, False)}


def test_the_icon_is_there_in_every_size(programs: list[Played]) -> None:
    icon = Path(programs[0].named["icon"])
    head = icon.read_bytes()
    assert head[:4] == b"\0\0\1\0"
    sizes = {head[6 + 16 * place] or 256 for place in range(head[4])}
    assert {16, 32, 48, 256} <= sizes


def test_explorer_shows_the_version_and_the_name(programs: list[Played]) -> None:
    shown = programs[0].named["version"].named
    assert ".".join(map(str, shown["ffi"].named["filevers"])) == f"{__version__}.0"
    strings, languages = shown["kids"]
    (table,) = strings.given[0]
    assert table.given[0] == "080404b0"  # simplified Chinese, UTF-16: as the language beside it says
    assert languages.given[0][0].given == ("Translation", [0x0804, 1200])
    told = dict(pair.given for pair in table.given[1])
    assert (told["ProductName"], told["FileVersion"], told["OriginalFilename"]) == ("集诊 Jizhen", __version__, "jizhen.exe")
