"""The window. The only room that knows Qt."""

import builtins

import PySide6.QtCore  # noqa: F401 - wraps the import of everything that comes after it


def import_plainly() -> None:
    """Import as Python does; PySide6 looks for its other spellings (`__feature__`), for which it reads each source: 6 ms of a start."""
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


import_plainly()
