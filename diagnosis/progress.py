"""How far long work has come: a generator yields these, and a page, a terminal bar and a test all just iterate."""

from collections.abc import Generator
from typing import Any, NamedTuple, TypeVar

from diagnosis.text import Text

T = TypeVar("T")


class Progress(NamedTuple):
    """``done`` of ``total`` steps; ``text`` says what comes now."""

    done: int
    total: int
    text: Text


def told_as(step: Progress, work: Generator[Any, None, T]) -> Generator[Progress, None, T]:
    """Work whose steps say nothing, each told as ``step``; closing this closes the work."""
    try:
        while True:
            next(work)
            yield step
    except StopIteration as end:
        found: T = end.value
        return found
    finally:
        work.close()


def outcome(steps: Generator[Any, None, T]) -> T:
    """What a generator returns, where nobody needs a breath between its steps."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: T = end.value
            return found
