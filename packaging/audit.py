"""Looks the locked packages up among known weaknesses, by pip-audit where it is installed and there is a network; says so where not."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).resolve().parent.parent / "requirements.txt"
OFFLINE = ("ConnectionError", "Max retries", "Temporary failure", "Network is unreachable", "ConnectTimeout", "ReadTimeout", "ProxyError")


def command() -> list[str] | None:
    """How pip-audit is run here; ``None`` where it is not."""
    if importlib.util.find_spec("pip_audit") is not None:
        return [sys.executable, "-m", "pip_audit"]
    found = shutil.which("pip-audit")
    return [found] if found else None


def main() -> int:
    """0: nothing known, or nobody to ask; 1: something is known."""
    run = command()
    if run is None:
        print("not audited: pip-audit is not installed here (pip install pip-audit, in an environment of its own)")
        return 0
    words = [*run, "--requirement", str(LOCK), "--disable-pip", "--require-hashes", "--progress-spinner", "off"]
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode and any(word in done.stderr for word in OFFLINE):
        print("not audited: the list of known weaknesses cannot be reached from here")
        return 0
    print((done.stdout + done.stderr).strip())
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
