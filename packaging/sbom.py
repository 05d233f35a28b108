"""Writes the software bill of materials of the program, CycloneDX 1.6 as JSON, from the runtime lock: packaging/sbom.py FILE.

Each distribution with its version, hashes, licence and package URL; and what is in the program without being one.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from licences import LOCK, licences

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)((?:[^\n]*\\\n)+[^\n]*)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# name, version as far as it is known here, licence, what it is part of
INSIDE = (
    ("Python", f"{sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}", "PSF-2.0", "the interpreter"),
    ("Qt", "", "LGPL-3.0-only", "PySide6-Essentials"),
    ("SQLite", "", "blessing", "Python and sqlcipher3"),
    ("SQLCipher", "4", "BSD-3-Clause", "sqlcipher3"),
    ("OpenSSL", "3", "Apache-2.0", "sqlcipher3"),
    ("PDFium", "", "BSD-3-Clause", "pypdfium2"),
    ("Noto Sans SC", "", "OFL-1.1", "templates/fonts"),
)


def version() -> str:
    """That of the program."""
    found = re.search(r'__version__ = "([^"]+)"', (ROOT / "diagnosis" / "__init__.py").read_text("utf-8"))
    return found[1] if found else ""


def hashes() -> dict[tuple[str, str], list[str]]:
    """(name, version) -> the SHA-256 of every file that the lock takes for it."""
    return {(name, number): HASH.findall(rest) for name, number, rest in BLOCK.findall(LOCK.read_text("utf-8"))}


def components() -> Iterator[dict[str, Any]]:
    """Every distribution of the lock, and what is inside others."""
    locked = hashes()
    for each in licences():
        for number in each.versions:
            yield {
                "type": "library",
                "bom-ref": f"pkg:pypi/{each.name}@{number}",
                "name": each.name,
                "version": number,
                "purl": f"pkg:pypi/{each.name}@{number}",
                "licenses": [{"expression": each.licence} if " " in each.licence else {"license": {"name": each.licence}}],
                "hashes": [{"alg": "SHA-256", "content": digest} for digest in locked[each.name, number]],
            }
    for name, number, licence, where in INSIDE:
        made = {"type": "library", "bom-ref": f"inside/{name}", "name": name, "licenses": [{"license": {"name": licence}}]}
        yield made | ({"version": number} if number else {}) | {"description": f"in {where}"}


def bill() -> dict[str, Any]:
    """The whole document; the same for the same lock."""
    found = list(components())
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "jizhen",
                "name": "jizhen",
                "version": version(),
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": found,
        "dependencies": [{"ref": "jizhen", "dependsOn": [each["bom-ref"] for each in found]}],
    }


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(bill(), ensure_ascii=False, indent=1) + "\n", "utf-8")
