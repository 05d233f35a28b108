"""Another program that has a workspace open, for the tests of what happens beside it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOLD = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from db.workspace import Workspace
with Workspace.open(Path(sys.argv[1])):
    print("ready", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_program(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Holds the workspace until the block ends, or until it is killed."""
    words = [sys.executable, "-c", HOLD, str(path), str(ROOT)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8") as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        yield other
        assert other.stdin is not None
        other.stdin.close()
