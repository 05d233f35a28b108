"""What holds in a plain workspace holds in an encrypted one."""

import subprocess
import sys

from tests.others import ROOT

MODULES = ("test_bulk.py", "test_filters.py", "test_history.py", "test_search.py")


def test_the_tests_of_plain_workspaces_pass_on_encrypted_ones() -> None:
    files = [f"tests/db/{name}" for name in MODULES]
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tests.reliability.encrypted", *files]
    done = subprocess.run(words, capture_output=True, text=True, check=False, encoding="utf-8", cwd=ROOT)
    assert done.returncode == 0, done.stdout[-3000:]
