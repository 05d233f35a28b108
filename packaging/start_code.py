"""What a start of the program would compile of dataclasses and named tuples: printed compiled, for frozen_start.py; run by slimming.py."""

import builtins
import collections
import dataclasses
import marshal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import CodeType
from typing import Any

LOADED = ("main", "ui.app", "ui.opening", "ui.pages.overview")  # what is needed until the window stands there with its first page
# dataclasses writes the methods of each class as a text and gives it to `exec`, named tuples give theirs to `eval`
COMPILERS = ((dataclasses, "exec"), (collections, "eval"))


def compiled(modules: tuple[str, ...] = LOADED) -> dict[str, CodeType]:
    """The texts that are compiled while these modules are imported for the first time, each with its code."""
    codes: dict[str, CodeType] = {}

    def noting(mode: str) -> Callable[..., Any]:
        run = getattr(builtins, mode)

        def note(text: str, *scopes: dict[str, Any]) -> Any:
            codes[text] = compile(text, "<start>", mode, dont_inherit=True, optimize=2)
            return run(text, *scopes)

        return note

    for module, mode in COMPILERS:
        setattr(module, mode, noting(mode))
    try:
        for name in modules:
            import_module(name)
    finally:
        for module, mode in COMPILERS:
            delattr(module, mode)
    return dict(sorted(codes.items()))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.stdout.buffer.write(marshal.dumps(compiled()))
