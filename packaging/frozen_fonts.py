"""Runs in the frozen program before main.py: gives matplotlib the list of its own fonts.

PyInstaller gives it an empty folder for its settings at every start, so it would look through all fonts of the system each time a
report is made. The program draws with the fonts it brings.
"""

import os
import shutil
import sys
from pathlib import Path

for _listed in Path(sys._MEIPASS, "matplotlib").glob("fontlist-*.json"):  # type: ignore[attr-defined]  # where PyInstaller unpacks to
    shutil.copy(_listed, os.environ["MPLCONFIGDIR"])
