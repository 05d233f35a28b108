"""What a confirmed change costs in each journal mode: python -m tests.reliability.journal [FOLDER]

The median of a field stored by ``set_answer`` (its row, history and stamps, one transaction), in a plain workspace and an encrypted one.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from db import operations, surveys
from db.encrypting import set_password
from db.samples import create_sample_workspace
from db.workspace import Workspace

TURNS, CHANGES = 12, 20  # the modes take turns, so that a busy moment of the machine meets all of them
MODES = (
    ("DELETE", "EXTRA"),
    ("DELETE", "FULL"),
    ("PERSIST", "EXTRA"),
    ("WAL", "FULL"),
    ("WAL", "NORMAL"),
    ("DELETE", "OFF"),
)


def costs(path: Path) -> dict[tuple[str, str], float]:
    """Milliseconds of a change in each mode, the median."""
    found: dict[tuple[str, str], list[float]] = {mode: [] for mode in MODES}
    with Workspace.open(path) as workspace:
        round_id = surveys.clusters(workspace)[0].rounds[0].id
        for _ in range(TURNS):
            for mode in MODES:
                workspace.db.execute(f"PRAGMA journal_mode = {mode[0]}").fetchall()
                workspace.db.execute(f"PRAGMA synchronous = {mode[1]}")
                for number in range(CHANGES):
                    begun = time.perf_counter()
                    operations.set_answer(workspace, round_id, "cluster", "description_zh", f"{number} {begun}")
                    found[mode].append(time.perf_counter() - begun)
        workspace.db.execute("PRAGMA journal_mode = DELETE").fetchall()
    return {mode: statistics.median(times) * 1000 for mode, times in found.items()}


def main() -> int:
    """Run from the command line."""
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as folder:
        path = Path(folder) / "w.jizhen"
        create_sample_workspace(path)
        print(f"{'journal':<10}{'synchronous':<13}{'plain':>8}{'encrypted':>11}   ms a change")
        plain = costs(path)
        set_password(path, "password 1")
        encrypted = costs(path)
        for mode in MODES:
            print(f"{mode[0]:<10}{mode[1]:<13}{plain[mode]:>8.2f}{encrypted[mode]:>11.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
