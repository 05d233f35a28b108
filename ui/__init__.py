"""The window. The only room that knows Qt."""

import builtins

import PySide6.QtCore  # noqa: F401 - wraps the import of everything that comes after it

# It looks whether a module asks for its other spellings (`__feature__`), and for that reads the source of each one: some 6 ms of a start.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
