"""Kills the program again and again while it writes, and looks at what is there: python -m tests.reliability.crash [COUNT] [SEED] [WINDOWS]

A child works in a workspace and says before and after each piece of work what it does; it is killed (SIGKILL) at a random moment. Then:

- what was confirmed is there: the content is that of the last confirmed piece of work, or with the one under way, which as a whole can be
  taken back, after which it is that of the last confirmed one;
- a password that was being set is the old one or the new one, of the workspace and of each of its backups;
- the workspace, its backups, and whatever stands under its proper name among the files that were written, pass their check;
- nobody is kept out by a lock that was left behind.

Every WINDOWS-th kill is one while the password is set in the window, by its dialog.

SIGKILL ends the program, not the system: what the disk does in a power cut is argued in docs/reliability.md.
"""

import contextlib
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
from collections.abc import Collection
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
from tests.reliability.in_window import change_password
from tests.reliability.operations import CHANGES, PASSWORDS, WEIGHTS, WORK, Desk, prepare

COUNT = 1500
AGES = 40  # kills that one workspace lives through
LONGEST = 0.25  # s until the child is killed
WINDOWS, LONGEST_WINDOW = 10, 1.5  # one of so many is killed in the window, so many s after the button was pressed
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
    say, chance = Saying(told), random.Random(seed)
    desk = Desk(folder, chance)
    desk.new_password = lambda new: say("password", "", new)
    say("did", "opened", digest(desk.workspace))
    while True:
        (name,) = chance.choices(list(WORK), WEIGHTS)
        say("try", name, None)
        WORK[name](desk)
        say("did", name, digest(desk.workspace))


def child_in_window(folder: Path, seed: int, told: int) -> None:
    """Sets the password in the window, and waits to be killed."""
    say, path = Saying(told), folder / "w.jizhen"
    with Workspace.open(path) as workspace:
        state = digest(workspace)

    def begin(new: str | None) -> None:
        say("did", "opened", state)
        say("try", "window", None)
        say("password", "", new)
        say("go", "", None)

    change_password(path, random.Random(seed), begin)
    say("did", "window", state)
    time.sleep(60)


class Saying:
    """What a child says is written at once, one line for each."""

    def __init__(self, told: int) -> None:
        """``told``: the open pipe."""
        self._told = told

    def __call__(self, kind: str, name: str, state: str | None) -> None:
        """Says it."""
        os.write(self._told, json.dumps([kind, name, state]).encode() + b"\n")


def killed(folder: Path, seed: int, after: float, *, window: bool = False) -> list[list[Any]]:
    """What a child said that was killed so many seconds after it had opened the workspace, or pressed the button in the window."""
    reading, writing = os.pipe()
    number = os.fork()
    if number == 0:
        os.close(reading)
        try:
            (child_in_window if window else child)(folder, seed, writing)
        except BaseException as error:  # noqa: BLE001 - told to the parent, which stops
            os.write(writing, json.dumps(["wrong", type(error).__name__, str(error)[:500]]).encode() + b"\n")
        os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        first = pipe.readline()
        while window and first and b'"go"' not in first and b'"wrong"' not in first:
            first += (line := pipe.readline())
            if not line:
                break
        time.sleep(after)
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
        lines = (first + pipe.read()).split(b"\n")
    return [json.loads(line) for line in lines[:-1]]


class TroubleError(Exception):
    """What must not be."""


def check(folder: Path, said: list[list[Any]], before: str | None, left: set[str | None]) -> tuple[str, str]:
    """What was under way, and what became of it: "before", "after", or "between" when nothing was; raises ``TroubleError``.

    ``before``: the password when the child began. ``left``: passwords that backups may still have, as setting another was not finished.
    """
    if any(kind == "wrong" for kind, *_ in said):
        raise TroubleError(f"the child failed by itself: {said[-1]}")
    path = folder / "w.jizhen"
    under_way = next(name if kind == "try" else "" for kind, name, _ in reversed(said) if kind in {"try", "did"})
    told = [before, *(new for kind, _, new in said if kind == "password")]
    may_be = {told[-1], *(told[-2:] if under_way in {"password", "window"} else ())}
    if unlocked(path) not in may_be:
        raise TroubleError("the password is neither the old one nor the new one")
    confirmed = next(state for kind, _, state in reversed(said) if kind == "did")
    with Workspace.open(path) as workspace:
        outcome = "between" if not under_way else "before"
        if digest(workspace) != confirmed:
            outcome = "after"
            if WORK.get(under_way) not in CHANGES:
                raise TroubleError(f"the content changed during {under_way or 'nothing'}")
            STEPS.get(under_way, operations.undo)(workspace)
            if digest(workspace) != confirmed:
                raise TroubleError(f"{under_way} is half there, or something that was confirmed before it is lost")
    left |= may_be if len(may_be) > 1 else set()
    check_files(folder, may_be | left)
    return under_way or "—", outcome


def check_files(folder: Path, may_be: Collection[str | None]) -> None:
    """The workspace, its backups, with a password that may be, and what was written beside it; raises ``TroubleError``."""
    path = folder / "w.jizhen"
    for copy in copies(path):
        if unlocked(copy) not in may_be:
            raise TroubleError(f"{copy.name}: its password is neither the old one nor the new one")
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


WORDS: dict[bytes, str] = {}  # the password by the salt of a file


def unlocked(path: Path) -> str | None:
    """The password of a file, which the harness knows from now on; ``None``: it has none. Raises ``TroubleError``."""
    if not keys.is_encrypted(path):
        return None
    salt = keys.salt_of(path)
    for word in PASSWORDS if salt not in WORDS else ():
        with contextlib.suppress(UserError):
            unlock(path, word)
            WORDS[salt] = word
            break
    if salt not in WORDS:
        raise TroubleError(f"{path.name}: none of the passwords opens it")
    return WORDS[salt]


def run(count: int, seed: int, show: bool = True, windows: int = WINDOWS) -> Counter[tuple[str, str]]:
    """Kills so often, in the window each so many-th time, or never (0); returns (what was under way, what became of it) -> how often.

    Raises ``TroubleError`` with what to begin with.
    """
    chance = random.Random(seed)
    found: Counter[tuple[str, str]] = Counter()
    home = Path(tempfile.mkdtemp(prefix="jizhen-crash-"))
    os.environ["JIZHEN_HOME"] = str(home / "home")
    prepare(home / "first")
    folder = home / "work"
    begun = time.monotonic()
    left: set[str | None] = set()
    for number in range(count):
        if number % AGES == 0:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.rmtree(home / "home", ignore_errors=True)
            shutil.copytree(home / "first", folder)
            left.clear()
        one, window = chance.randrange(2**32), windows > 0 and number % windows == 0
        before = unlocked(folder / "w.jizhen")
        after = chance.random() * LONGEST_WINDOW if window else chance.random() ** 2 * LONGEST
        said = killed(folder, one, after, window=window)
        try:
            found[check(folder, said, before, left)] += 1
        except (TroubleError, UserError) as error:
            raise TroubleError(f"kill {number} of seed {seed}: {error}\nin {folder}\n{said[-3:]}") from error
        if show and (number + 1) % 100 == 0:
            print(f"{number + 1} kills, {time.monotonic() - begun:.0f} s", flush=True)
    shutil.rmtree(home)
    return found


def table(found: Counter[tuple[str, str]]) -> str:
    """The counts, one line for each kind of work."""
    order = [*WORK, "window"]
    names = sorted({name for name, _ in found}, key=lambda name: order.index(name) if name in order else -1)
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
    windows = int(sys.argv[3]) if len(sys.argv) > 3 else WINDOWS
    print(f"{count} kills, seed {seed}", flush=True)
    try:
        found = run(count, seed, windows=windows)
    except TroubleError as trouble:
        print(trouble, file=sys.stderr)
        return 1
    print(table(found))
    print("no confirmed change was lost, none was half there, every file passed its check, no lock kept anybody out")
    return 0


if __name__ == "__main__":
    sys.exit(main())
