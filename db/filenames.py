"""Names of files as every system takes them, wherever the text comes from: it may hold path tricks, devices or invisible characters."""

import os
import re
import unicodedata
from itertools import count
from pathlib import Path

from diagnosis.patterns import pattern

# no names for files on Windows, whatever follows the point
DEVICES = pattern(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|COM[1-9¹²³]|LPT[1-9¹²³]) *(?=\.|\Z)", re.IGNORECASE)
FORBIDDEN = frozenset('<>:"/\\|?*') | frozenset(map(chr, range(32)))
UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")  # control and format characters (these can turn a name around), half characters
LONGEST, LONGEST_BYTES, LONGEST_SUFFIX, LONGEST_KEPT = 80, 240, 12, 255


def kept_name(text: str) -> str:
    """A name as it is kept and shown, without what cannot be seen or stored; empty when nothing is left."""
    return "".join(each for each in text if unicodedata.category(each) not in UNSEEN).strip()[:LONGEST_KEPT]


def safe_name(text: str) -> str:
    """A name that every system takes as a file's name, its suffix kept; empty when nothing is left of it."""
    name = kept_name("".join("-" if each in FORBIDDEN else each for each in text)).strip(" .")
    stem, suffix = split_suffix(DEVICES.sub(r"\1_", name) if DEVICES.match(name) else name)
    while len(stem + suffix) > LONGEST or len((stem + suffix).encode()) > LONGEST_BYTES:
        stem = stem[:-1]
    return stem.rstrip(" .") + suffix


def split_suffix(name: str) -> tuple[str, str]:
    """The name without its suffix, and the suffix with its point; what is long or holds anything but letters and digits is none."""
    stem, point, suffix = name.rpartition(".")
    is_one = bool(stem) and suffix.isalnum() and len(suffix) <= LONGEST_SUFFIX
    return (stem, point + suffix) if is_one else (name, "")


def free_name(path: Path) -> Path:
    """``path``, or where a file is already the first free one of ``… (2)``, ``… (3)`` beside it."""
    if not os.path.lexists(path):  # unlike ``Path.exists`` it takes a folder that cannot be read for one without the file
        return path
    stem = re.sub(r" \(\d+\)$", "", path.stem)
    names = (path.with_name(f"{stem} ({number}){path.suffix}") for number in count(2))
    return next(name for name in names if not os.path.lexists(name))
