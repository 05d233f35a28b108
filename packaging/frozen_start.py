"""Runs in the frozen program before main.py, and puts right what PyInstaller and desktops set up for others."""

import gc
import os
import sys

gc.disable()  # nothing that is loaded here is let go

import quick_modules  # before all others: it loads them

import collections  # isort: skip
import dataclasses  # isort: skip
from typing import Any  # isort: skip

import quick_enums  # noqa: F401 - is at work when it has been loaded


class _OwnFonts:
    """Gives matplotlib a folder with the list of the fonts it brings, when it is first imported.

    It would look through all fonts of the system otherwise, and write what it found to the user's home.
    """

    @classmethod
    def find_spec(cls, name: str, *_: object) -> None:
        if name == "matplotlib":
            sys.meta_path.remove(cls)  # a class is a finder, too
            cls._lay()

    @staticmethod
    def _lay() -> None:
        import atexit
        import shutil
        import tempfile
        from pathlib import Path

        folder = tempfile.mkdtemp()
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ["MPLCONFIGDIR"] = folder
        for listed in (Path(quick_modules.FOLDER) / "matplotlib").glob("fontlist-*.json"):
            shutil.copy(listed, folder)


class _NoSignatures:
    """In place of `inspect` for dataclasses: each that has no docstring, as none has here, would be given its signature for one."""

    @staticmethod
    def signature(_class: type) -> str:
        return ""

    def __getattr__(self, wanted: str) -> object:
        import inspect

        return getattr(inspect, wanted)


def _compile_nothing() -> None:
    """Dataclasses and named tuples compile a text for each class: those of a start are there, compiled when the program was frozen."""
    codes: Any = quick_modules.TEXTS
    dataclasses.exec = lambda text, *scopes: exec(codes.get(text, text), *scopes)  # type: ignore[attr-defined]
    collections.eval = lambda text, *scopes: eval(codes.get(text, text), *scopes)  # type: ignore[attr-defined]
    dataclasses.inspect = _NoSignatures()  # type: ignore[attr-defined]


def _leave_others_their_libraries() -> None:
    """The loader has read where our libraries are; LibreOffice, started from here, must not find them."""
    if (before := os.environ.pop("LD_LIBRARY_PATH_ORIG", None)) is not None:
        os.environ["LD_LIBRARY_PATH"] = before
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)


if sys.platform == "win32":  # elsewhere PySide6 tells Qt where it lies
    os.environ["QT_PLUGIN_PATH"] = f"{quick_modules.FOLDER}/PySide6/plugins"
sys.meta_path.insert(0, _OwnFonts)
_leave_others_their_libraries()
_compile_nothing()
gc.enable()
