"""What the commands share: the arguments, saying something, progress, and the diagnosis of a round."""

import argparse
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from diagnosis.errors import LONGEST
from diagnosis.text import Lang, Text, one_line, phrase

if TYPE_CHECKING:
    from db.surveys import ClusterEntry, RoundEntry
    from db.workspace import Workspace
    from diagnosis.progress import Progress
    from diagnosis.result import Diagnosis

YES = ("y", "yes", "是", "\uff59")  # the last one is a y as a Chinese keyboard types it
Arguments = argparse.Namespace
T = TypeVar("T")


def say(key: str, arguments: Arguments, **facts: object) -> None:
    """Prints a phrase of the command line, as far in as it begins."""
    text = phrase("cli", key, **facts).to(arguments.language)
    print(" " * (len(text) - len(text.lstrip(" "))) + one_line(text, LONGEST))


def at_terminal() -> bool:
    """Whether somebody sits at a keyboard, who can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def asked(key: str, arguments: Arguments, **facts: object) -> bool:
    """Asks a question on the terminal; no answer is no."""
    print(phrase("cli", key, **facts).to(arguments.language), end=" ", flush=True)
    answer = sys.stdin.readline()
    if not answer.endswith("\n"):
        print()
    return answer.strip().lower() in YES


def diagnosis_of(workspace: "Workspace", entry: "ClusterEntry", label: str | None = None) -> "Diagnosis":
    """The diagnosis of a round, the latest by default."""
    from db.surveys import find_round

    return diagnosis_of_round(workspace, find_round(entry, label))


def diagnosis_of_round(workspace: "Workspace", entry: "RoundEntry") -> "Diagnosis":
    """The diagnosis of this round."""
    from db.surveys import load
    from diagnosis.diagnose import diagnose
    from diagnosis.framework_files import load_framework

    return diagnose(load(workspace, entry.id), load_framework())


def follow(work: Iterable["Progress"], lang: Lang) -> None:
    """Runs long work to its end, with a line of progress on a terminal and none in a pipe."""
    shown, last = sys.stderr is not None and sys.stderr.isatty(), 0
    for step in work:
        if shown:
            line = f"{step.done}/{step.total} {step.text.to(lang)}"
            print(f"\r{line:<{last}}", end="", file=sys.stderr, flush=True)  # spaces, as not every console knows escapes
            last = len(line)
    if shown:
        print(f"\r{'':<{2 * last}}\r", end="", file=sys.stderr, flush=True)  # twice: a Chinese character takes two columns


def user_path(text: str) -> Path:
    """A path as the user wrote it, with ``~`` filled in."""
    return Path(text).expanduser()


def result(arguments: Arguments, work: "Generator[Progress, None, T]") -> T:
    """Runs long work to its end, shows how far it is, and returns what it found."""
    found: list[T] = []
    follow(_kept(work, found.append), arguments.language)
    return found[0]


def _kept(work: "Generator[Progress, None, T]", keep: Callable[[T], None]) -> "Iterator[Progress]":
    keep((yield from work))


def tell_lines(arguments: Arguments, key: str, lines: "Iterable[Text]") -> None:
    """A heading and the lines below it, each on one; nothing where there are none."""
    for at, line in enumerate(lines):
        if at == 0:
            say(key, arguments)
        print(f"  {one_line(line.to(arguments.language), LONGEST)}")
