"""Kills the program again and again while it writes, and looks at what is there: python -m tests.reliability.crash [COUNT] [SEED]

A child works in a workspace and says before and after each piece of work what it does; it is killed (SIGKILL) at a random moment. Then:

- what was confirmed is there: the content is that of the last confirmed piece of work, or with the one under way, which as a whole can be
  taken back, after which it is that of the last confirmed one;
- the workspace, its backups, and whatever stands under its proper name among the files that were written, pass their check;
- nobody is kept out by a lock that was left behind.

SIGKILL ends the program, not the system: what the disk does in a power cut is argued in docs/reliability.md.
"""

import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from db import keys, operations
from db.copies import copies
from db.encrypting import unlock
from db.holding import lock_of
from db.stamps import KEYED, TRACKED
from db.survey_files import read_survey
from db.verify import verify
from db.workspace import Workspace
from diagnosis.errors import UserError
from tests.reliability.operations import CHANGES, PASSWORD, WEIGHTS, WORK, Desk, prepare

COUNT = 1500
AGES = 40  # kills that one workspace lives through
LONGEST = 0.25  # s until the child is killed
TARGETS = ("package.jizhen", "copy.jizhen", "old.jizhen")
STEPS = {"undo": operations.redo, "redo": operations.undo}  # what takes back what was under way; all else is undone


def digest(workspace: Workspace) -> str:
    """The content: every row of every table that holds a survey, and every file."""
    found = hashlib.sha256()
    for table in (*TRACKED, *KEYED):
        for row in workspace.each(f'SELECT * FROM "{table}" ORDER BY _id'):
            found.update(repr((table, *row)).encode())
    for row in workspace.each("SELECT hash FROM blobs WHERE hash IN (SELECT hash FROM attachments) ORDER BY hash"):
        found.update(repr(row).encode())
    return found.hexdigest()


def child(folder: Path, seed: int, told: int) -> None:
    """Works until it is killed; what it says is written at once."""
    chance = random.Random(seed)
    desk = Desk(folder, chance)
    os.write(told, json.dumps(["did", "opened", digest(desk.workspace)]).encode() + b"\n")
    while True:
        (name,) = chance.choices(list(WORK), WEIGHTS)
        os.write(told, json.dumps(["try", name, None]).encode() + b"\n")
        WORK[name](desk)
        os.write(told, json.dumps(["did", name, digest(desk.workspace)]).encode() + b"\n")


def killed(folder: Path, seed: int, after: float) -> list[list[Any]]:
    """What a child said that was killed so many seconds after it had opened the workspace."""
    reading, writing = os.pipe()
    number = os.fork()
    if number == 0:
        os.close(reading)
        try:
            child(folder, seed, writing)
        except BaseException as error:  # noqa: BLE001 - told to the parent, which stops
            os.write(writing, json.dumps(["wrong", type(error).__name__, str(error)[:500]]).encode() + b"\n")
        os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        first = pipe.readline()
        time.sleep(after)
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
        lines = (first + pipe.read()).split(b"\n")
    return [json.loads(line) for line in lines[:-1]]


class TroubleError(Exception):
    """What must not be."""


def check(folder: Path, said: list[list[Any]]) -> tuple[str, str]:
    """What was under way, and what became of it: "before", "after", or "between" when nothing was; raises ``TroubleError``."""
    if any(kind == "wrong" for kind, *_ in said):
        raise TroubleError(f"the child failed by itself: {said[-1]}")
    path = folder / "w.jizhen"
    unlocked(path)
    confirmed = next(state for kind, _, state in reversed(said) if kind == "did")
    under_way = said[-1][1] if said[-1][0] == "try" else ""
    with Workspace.open(path) as workspace:
        outcome = "between" if not under_way else "before"
        if digest(workspace) != confirmed:
            outcome = "after"
            if WORK.get(under_way) not in CHANGES:
                raise TroubleError(f"the content changed during {under_way or 'nothing'}")
            STEPS.get(under_way, operations.undo)(workspace)
            if digest(workspace) != confirmed:
                raise TroubleError(f"{under_way} is half there, or something that was confirmed before it is lost")
    check_files(folder)
    return under_way or "—", outcome


def check_files(folder: Path) -> None:
    """The workspace, its backups and what was written beside it; raises ``TroubleError``."""
    path = folder / "w.jizhen"
    for each in (path, *copies(path), *(folder / name for name in TARGETS)):
        if each.exists():
            unlocked(each)
            try:
                report = verify(each)
            except UserError as error:
                raise TroubleError(f"{each.name}: {error.to('en')}") from error
            if not report.sound:
                raise TroubleError(f"{each.name}: {'; '.join(line.en for line in report.problems)}")
    if (folder / "survey.json").exists():
        read_survey(folder / "survey.json")
    if lock_of(path).exists():
        raise TroubleError("a lock was left behind")


def unlocked(path: Path) -> None:
    """The harness knows the password."""
    if keys.is_encrypted(path) and not keys.is_known(path):
        unlock(path, PASSWORD)


def run(count: int, seed: int, show: bool = True) -> Counter[tuple[str, str]]:
    """Kills so often; returns (what was under way, what became of it) -> how often. Raises ``TroubleError`` with what to begin with."""
    chance = random.Random(seed)
    found: Counter[tuple[str, str]] = Counter()
    home = Path(tempfile.mkdtemp(prefix="jizhen-crash-"))
    os.environ["JIZHEN_HOME"] = str(home / "home")
    prepare(home / "first")
    folder = home / "work"
    begun = time.monotonic()
    for number in range(count):
        if number % AGES == 0:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.rmtree(home / "home", ignore_errors=True)
            shutil.copytree(home / "first", folder)
        one = chance.randrange(2**32)
        said = killed(folder, one, chance.random() ** 2 * LONGEST)
        try:
            found[check(folder, said)] += 1
        except (TroubleError, UserError) as error:
            raise TroubleError(f"kill {number} of seed {seed}: {error}\nin {folder}\n{said[-3:]}") from error
        if show and (number + 1) % 100 == 0:
            print(f"{number + 1} kills, {time.monotonic() - begun:.0f} s", flush=True)
    shutil.rmtree(home)
    return found


def table(found: Counter[tuple[str, str]]) -> str:
    """The counts, one line for each kind of work."""
    names = sorted({name for name, _ in found}, key=lambda name: list(WORK).index(name) if name in WORK else -1)
    lines = [f"{'killed during':<12}{'kills':>7}{'not there':>11}{'there':>7}"]
    for name in names:
        before, after = found[name, "before"] + found[name, "between"], found[name, "after"]
        lines.append(f"{name:<12}{before + after:>7}{before:>11}{after:>7}")
    lines.append(f"{'all':<12}{found.total():>7}")
    return "\n".join(lines)


def main() -> int:
    """Run from the command line."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10_000)
    print(f"{count} kills, seed {seed}", flush=True)
    try:
        found = run(count, seed)
    except TroubleError as trouble:
        print(trouble, file=sys.stderr)
        return 1
    print(table(found))
    print("no confirmed change was lost, none was half there, every file passed its check, no lock kept anybody out")
    return 0


if __name__ == "__main__":
    sys.exit(main())
