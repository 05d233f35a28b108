"""Runs in the frozen program before main.py, and puts right what PyInstaller and desktops set up for others."""

import os
import shutil
import sys
from pathlib import Path


def _list_own_fonts() -> None:
    """The program draws with the fonts it brings.

    PyInstaller gives matplotlib an empty folder for its settings at every start, so it would look through all fonts of the system
    each time a report is made.
    """
    for listed in Path(sys._MEIPASS, "matplotlib").glob("fontlist-*.json"):  # type: ignore[attr-defined]  # where PyInstaller unpacks to
        shutil.copy(listed, os.environ["MPLCONFIGDIR"])


def _leave_others_their_libraries() -> None:
    """The loader has read where our libraries are; LibreOffice, started from here, must not find them."""
    if (before := os.environ.pop("LD_LIBRARY_PATH_ORIG", None)) is not None:
        os.environ["LD_LIBRARY_PATH"] = before
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)


_list_own_fonts()
_leave_others_their_libraries()
