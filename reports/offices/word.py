"""Word, and WPS by the same interface: asked over COM by a PowerShell script, on Windows.

Written from Microsoft's documentation (Application.AutomationSecurity, Documents.Open, Document.ExportAsFixedFormat,
Range.Information); it was not run against either program.
"""

import base64
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from diagnosis.text import TEMPLATES
from reports.offices.program import Files, Program, Spot, Spots, kill

POWERSHELL = r"System32\WindowsPowerShell\v1.0\powershell.exe"  # part of Windows since 7
INTERFACES = (("Word", "Word.Application"), ("WPS", "KWPS.Application"), ("WPS", "WPS.Application"))
SCRIPT = TEMPLATES / "word" / "pdf.ps1"


def find() -> Program | None:
    """The first of these programs that has registered its interface."""
    shell = Path(os.environ.get("SystemRoot", r"C:\Windows")) / POWERSHELL  # noqa: SIM112 - that is its name
    if not shell.is_file():
        return None
    return next((at(shell, name, interface) for name, interface in INTERFACES if is_registered(interface)), None)


def is_registered(interface: str) -> bool:
    """Whether Windows knows a program by this name."""
    if sys.platform == "win32":
        import winreg

        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, rf"{interface}\CLSID"):
            return True
    return False


def at(shell: Path, name: str, interface: str) -> Program:
    """The program behind an interface, asked by this PowerShell."""
    return Program(name, partial(_command, shell), _spots, partial(_told, interface), _end)


def _command(shell: Path, _files: Files) -> Sequence[str]:
    """The script stands in the command itself: so the machine's policy about script files does not matter."""
    script = base64.b64encode(SCRIPT.read_text("utf-8").encode("utf-16-le")).decode("ascii")
    return (str(shell), "-NoProfile", "-NonInteractive", "-EncodedCommand", script)


def _told(interface: str, files: Files) -> Mapping[str, str]:
    return {
        "JIZHEN_PROGRAM": interface,
        "JIZHEN_SOURCE": str(files.source),
        "JIZHEN_TARGET": str(files.target),
        "JIZHEN_SPOTS": str(_spots_file(files)),
        "JIZHEN_PROCESS": str(_process_file(files)),
        "JIZHEN_ERROR": str(files.error),
    }


def _spots_file(files: Files) -> Path:
    return files.folder / "spots.txt"


def _process_file(files: Files) -> Path:
    return files.folder / "process.txt"


def _spots(files: Files) -> Spots:
    """The script's list: bookmark, sheet, points below the upper edge, a line each."""
    return dict(_lines(_spots_file(files)))


def _lines(path: Path) -> Iterator[tuple[str, Spot]]:
    for line in path.read_text("utf-8-sig").splitlines() if path.is_file() else ():
        match line.split("\t"):
            case name, sheet, top if sheet.isdecimal():
                yield name, Spot(int(sheet), _points(top))


def _points(text: str) -> float:
    try:
        return max(float(text), 0.0)
    except ValueError:
        return 0.0


def _end(files: Files) -> None:
    """The program that the script started is no child of it, and is ended by its number; one that was there before is the user's.

    So is one that is on the screen by now: Windows may have opened a document of the user's in it.
    """
    path = _process_file(files)
    number = path.read_text("utf-8-sig").strip() if path.is_file() else ""
    if number.isdecimal() and not is_shown(int(number)):
        kill(int(number))


def is_shown(number: int) -> bool:
    """Whether a process has a window on the screen."""
    shown: list[int] = []
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        user = ctypes.windll.user32

        def look(window: int, _fact: int) -> bool:
            owner = wintypes.DWORD()
            user.GetWindowThreadProcessId(wintypes.HWND(window), ctypes.byref(owner))
            if owner.value == number and user.IsWindowVisible(wintypes.HWND(window)):
                shown.append(window)
            return True

        user.EnumWindows(ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.HWND, wintypes.LPARAM)(look), 0)
    return bool(shown)
