"""Runs in the frozen program before main.py, and puts right what PyInstaller and desktops set up for others."""

import collections
import dataclasses
import marshal
import os
import sys
from pathlib import Path

FOLDER = Path(sys._MEIPASS)  # type: ignore[attr-defined]  # where PyInstaller unpacks to


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

        folder = tempfile.mkdtemp()
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ["MPLCONFIGDIR"] = folder
        for listed in (FOLDER / "matplotlib").glob("fontlist-*.json"):
            shutil.copy(listed, folder)


def _compile_nothing() -> None:
    """Dataclasses and named tuples compile a text for each class: those of a start are there, compiled when the program was frozen."""
    codes = marshal.loads((FOLDER / "start_code.bin").read_bytes())
    dataclasses.exec = lambda text, *scopes: exec(codes.get(text, text), *scopes)  # type: ignore[attr-defined]
    collections.eval = lambda text, *scopes: eval(codes.get(text, text), *scopes)  # type: ignore[attr-defined]


def _leave_others_their_libraries() -> None:
    """The loader has read where our libraries are; LibreOffice, started from here, must not find them."""
    if (before := os.environ.pop("LD_LIBRARY_PATH_ORIG", None)) is not None:
        os.environ["LD_LIBRARY_PATH"] = before
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)


if sys.platform == "win32":  # elsewhere PySide6 tells Qt where it lies
    os.environ["QT_PLUGIN_PATH"] = str(FOLDER / "PySide6" / "plugins")
sys.meta_path.insert(0, _OwnFonts)
_leave_others_their_libraries()
_compile_nothing()
