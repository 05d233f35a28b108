"""Looks the locked packages up among known weaknesses, by pip-audit in an environment of its own (build/audit), where there is a network.

It prints what is known and when it was asked. It fails where something is known (1), and where not every package could be looked up (2):
what nobody has looked at is not sound. What pip-audit cannot know of are the libraries inside the packages (SQLCipher, libxml2, Qt): these
stand with their versions in the bill of materials, see sbom.py.
"""

import datetime as dt
import json
import re
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK, FOLDER = ROOT / "requirements.txt", ROOT / "build" / "audit"
TOOL = "pip-audit==2.10.1"
PYTHON = FOLDER / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
MADE = FOLDER / "tool.txt"
LOCKED = re.compile(r"^[A-Za-z0-9._-]+==", re.MULTILINE)


def made() -> bool:
    """Whether the tool is there, or could be fetched."""
    if MADE.exists() and MADE.read_text("utf-8") == TOOL:
        return True
    venv.create(FOLDER, clear=True, with_pip=True)
    words = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", TOOL]
    if subprocess.run(words, check=False).returncode:
        return False
    MADE.write_text(TOOL, "utf-8")
    return True


def asked() -> Any:
    """What pip-audit answers; ``None`` where it has none."""
    words = ["--requirement", str(LOCK), "--disable-pip", "--require-hashes", "--progress-spinner", "off", "--format", "json"]
    done = subprocess.run([str(PYTHON), "-m", "pip_audit", *words], capture_output=True, text=True, encoding="utf-8", check=False)
    try:
        return json.loads(done.stdout)
    except ValueError:
        print(done.stderr.strip()[-2000:], file=sys.stderr)
        return None


def told(answer: Any, locked: int) -> tuple[list[str], int]:
    """The lines to print, and what to end with. ``locked``: how many packages the lock has, for any system and Python."""
    found = answer.get("dependencies", []) if isinstance(answer, dict) else []
    weak = [(each, flaw) for each in found for flaw in each.get("vulns", ())]
    unknown = [each["name"] for each in found if "skip_reason" in each]
    lines = [
        f"{each['name']} {each['version']}: {flaw['id']}, mended in {', '.join(flaw['fix_versions']) or 'no version yet'}"
        for each, flaw in weak
    ]
    looked = len(found) - len(unknown)
    lines.append(
        f"{looked} of {locked} locked packages looked up at {dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC, {len(weak)} weaknesses known"
    )
    if unknown:
        lines.append(f"not looked up: {', '.join(unknown)}")
    return lines, 1 if weak else 2 if unknown or not found else 0


def main() -> int:
    """Run from the command line."""
    if not made():
        print(f"not audited: {TOOL} cannot be fetched from here", file=sys.stderr)
        return 2
    lines, code = told(asked(), len(LOCKED.findall(LOCK.read_text("utf-8"))))
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
