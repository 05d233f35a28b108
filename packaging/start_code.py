"""What a start of the program loads, and what it would compile of dataclasses and named tuples; run by slimming.py.

Printed for quick_modules.py: the length of the head (4 bytes, little-endian), the head, and the modules one behind the other. The head
is marshalled: the texts with their code; for each module whether it is a package, where it begins and where it ends.
"""

import builtins
import collections
import dataclasses
import marshal
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

LOADED = ("main", "ui.app", "ui.opening", "ui.pages.overview")  # what is needed until the window stands there with its first page
OWN = ("quick_enums",)  # what frozen_start.py needs beside
# dataclasses writes the methods of each class as a text and gives it to `exec`, named tuples give theirs to `eval`
COMPILERS = ((dataclasses, "exec"), (collections, "eval"))
# PyInstaller's start loads these itself, from base_library.zip
BEFORE = "import ctypes, os, struct, sys, types; print(*sys.modules)"
# What is run later (quick_modules.py) with what that loads, and what this script and the unpacking of PySide6's own Python load
OTHERS = """
    _compression _distutils_hack argparse ast base64 bisect bz2 dis encodings.cp437 fnmatch gettext inspect linecache locale logging lzma
    opcode random selectors shutil signal subprocess token tokenize traceback warnings zipfile
"""
# PySide6 reads the source of a module that was imported, for `__feature__`; here none has one, and to find that out loads `inspect`.
READ_SOURCE, NO_SOURCE = b"source = inspect.getsource(module)", b"return False"


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


def loaded() -> dict[str, tuple[bool, bytes]]:
    """The modules with a source that are loaded now, as they would be in the frozen program: whether each is a package, and its source."""
    done = subprocess.run([sys.executable, "-I", "-S", "-c", BEFORE], check=True, capture_output=True, text=True)
    others = {"__main__", "main", "signature_bootstrap", *done.stdout.split(), *OTHERS.split()}
    found: dict[str, tuple[bool, bytes]] = {}
    for name, module in sys.modules.items():
        spec = getattr(module, "__spec__", None)
        if name not in others and spec is not None and spec.name == name and isinstance(spec.loader, SourceFileLoader):
            found[name] = (spec.submodule_search_locations is not None, Path(spec.loader.path).read_bytes())
    return found


def signatures() -> dict[str, tuple[bool, bytes]]:
    """PySide6's own Python, which it would compile at every start, from an archive in its library."""
    import_module("shiboken6")  # brings an importer of its own
    archive = sys.modules["shibokensupport"].__loader__.zfile  # type: ignore[union-attr]
    found: dict[str, tuple[bool, bytes]] = {}
    for path in archive.namelist():
        if path.startswith("shibokensupport/") and path.endswith(".py"):
            name = path.removesuffix(".py").replace("/", ".")
            found[name.removesuffix(".__init__")] = (name.endswith(".__init__"), archive.read(path))
    package, source = found["shibokensupport.feature"]
    if source.count(READ_SOURCE) != 1:
        raise ValueError("shibokensupport.feature is another than is known")
    return found | {"shibokensupport.feature": (package, source.replace(READ_SOURCE, NO_SOURCE))}


def packed(texts: dict[str, CodeType], modules: dict[str, tuple[bool, bytes]]) -> bytes:
    """The file."""
    places, body = {}, b""
    for name, (package, source) in sorted(modules.items()):
        path = name.replace(".", "/") + ("/__init__.py" if package else ".py")
        code = marshal.dumps(compile(source, path, "exec", dont_inherit=True, optimize=2))
        places[name] = (package, len(body), len(body) + len(code))
        body += code
    head = marshal.dumps((texts, places))
    return len(head).to_bytes(4, "little") + head + body


def modules_of(file: bytes) -> frozenset[str]:
    """The names of the modules in the file."""
    _texts, places = marshal.loads(file[4 : 4 + int.from_bytes(file[:4], "little")])
    return frozenset(places)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    texts = compiled()
    for own in OWN:
        import_module(own)
    sys.stdout.buffer.write(packed(texts, loaded() | signatures()))
