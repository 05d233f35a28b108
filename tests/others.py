"""Another program that has a workspace open, for the tests of what happens beside it."""

import subprocess
import sys
import tempfile
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


@contextmanager
def in_memory() -> Iterator[Path]:
    """A folder for a run of tests that waits for no disk, where the system has one in memory."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def other_tests(plugin: str, *files: str) -> "subprocess.CompletedProcess[str]":
    """Runs tests in a process of their own with a plugin of ours; what they say when they fail stands in their texts and their lines."""
    with in_memory() as folder:
        words = ["-q", "-p", "no:cacheprovider", "--assert=plain", f"--basetemp={folder / 'tests'}", "-p", plugin, *files]
        command = [sys.executable, "-m", "pytest", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8", cwd=ROOT)
