"""Loads the modules of a start from one file, in the frozen program: compiled and not compressed, as `start_code.py` wrote them.

PyInstaller's own importer opens its archive for each module, unpacks it, and asks the folders before. A module that a start names and
does not use is run when something of it is first asked for: `inspect` for dataclasses, and PySide6's signatures, which are wanted for
the message of a wrong call.
"""

# ruff: noqa: PTH118, PTH123 - pathlib is one of the modules that are loaded here

import marshal
import os
import sys
from _frozen_importlib import ModuleSpec  # these from where they are made: importlib and threading are modules of a start, too
from _frozen_importlib_external import PathFinder
from _thread import RLock
from types import CodeType, ModuleType

FOLDER: str = sys._MEIPASS  # type: ignore[attr-defined]  # where PyInstaller unpacks to
LATER = frozenset(["base64", "inspect", "logging", "shutil", "tempfile", "textwrap", "traceback", "zipfile"]) | {
    f"shibokensupport.signature.{name}" for name in ("errorhandler", "layout", "lib.enum_sig", "lib.pyi_generator", "lib.tool", "parser")
}


def read(path: str) -> tuple[dict[str, CodeType], dict[str, tuple[bool, memoryview]]]:
    """The texts that a start would compile, each with its code; by its name whether a module is a package, and its code as marshalled."""
    with open(path, "rb") as file:
        data = memoryview(file.read())
    body = 4 + int.from_bytes(data[:4], "little")
    texts, places = marshal.loads(data[4:body])
    return texts, {name: (package, data[body + begin : body + end]) for name, (package, begin, end) in places.items()}


TEXTS, MODULES = read(os.path.join(FOLDER, "start_code.bin"))


class Waiting:
    """The state of a module that has not been run; the lock is held while it is, by the thread that was the first to ask."""

    def __init__(self, name: str) -> None:
        self.name, self.lock, self.begun = name, RLock(), False


class Later(ModuleType):
    """A module that is run when something of it is first asked for; not by the import system, which looks for these three."""

    def __getattr__(self, wanted: str) -> object:
        if wanted in ("__cached__", "__file__", "__path__"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {wanted!r}")
        waiting: Waiting = self.__spec__.loader_state  # type: ignore[union-attr]
        with waiting.lock:
            if not waiting.begun:
                waiting.begun = True
                run(self, waiting.name)
                self.__class__ = ModuleType  # type: ignore[assignment]
        return ModuleType.__getattribute__(self, wanted)


def run(module: ModuleType, name: str) -> None:
    """Runs the code of this module; of one that is not in the file, that which is found elsewhere."""
    found = MODULES.get(name)
    code = marshal.loads(found[1]) if found is not None else PathFinder.find_spec(name).loader.get_code(name)  # type: ignore[union-attr]
    exec(code, module.__dict__)


class Start:
    """Finds the modules of a start and loads them; where they seem to lie is where PyInstaller would have them."""

    @staticmethod
    def find_spec(name: str, *_: object) -> ModuleSpec | None:
        """Of a module of a start, and of one that is to be run later; others are found as ever."""
        if name not in MODULES and name not in LATER:
            return None
        package, place = name in MODULES and MODULES[name][0], os.path.join(FOLDER, *name.split("."))
        origin = os.path.join(place, "__init__.pyc") if package else f"{place}.pyc"
        spec = ModuleSpec(name, Start, origin=origin, loader_state=Waiting(name) if name in LATER else None, is_package=package)  # type: ignore[arg-type]
        spec.has_location = True
        if package:
            spec.submodule_search_locations = [place]
        return spec

    @staticmethod
    def create_module(spec: ModuleSpec) -> ModuleType | None:
        """One that is run later is of a class of its own until then."""
        return Later(spec.name) if spec.loader_state is not None else None

    @staticmethod
    def exec_module(module: ModuleType) -> None:
        """Runs it, unless it is to be run later."""
        if type(module) is not Later:
            run(module, module.__name__)


sys.meta_path.insert(0, Start)  # a class is a finder, too
