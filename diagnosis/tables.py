"""Our own data files (``templates/**/*.toml``), parsed once: Python keeps the result as it keeps its modules, in ``__pycache__``."""

import math
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
NAME = "TABLE"


class _Loader(SourceFileLoader):
    """A TOML file as a module with one name.

    The import system sees to the rest: what is kept is taken only while the file has the size and the time that it had, is written
    whole or not at all, and where a folder cannot be written the file is parsed each time.
    """

    def source_to_code(self, data: Any, path: Any, *, _optimize: int = -1) -> CodeType:  # type: ignore[override]
        return code_of(bytes(data), path)


def code_of(data: bytes, name: str) -> CodeType:
    """The content of a TOML file as a module's code; raises as ``table`` does. ``name``: what it is called in a traceback."""
    import tomllib  # nothing needs it when all has been parsed before

    return compile(f"import datetime\n{NAME} = {tomllib.loads(data.decode())!r}", name, "exec")


def table(path: Path) -> dict[str, Any]:
    """The content of a TOML file, for the caller to keep; raises ``tomllib.TOMLDecodeError``, ``UnicodeDecodeError`` and ``OSError``.

    Only what came with the program is kept parsed: beside somebody's own file nothing is written.
    """
    if not path.is_relative_to(TEMPLATES):
        import tomllib

        return tomllib.loads(path.read_text(encoding="utf-8"))
    module = ModuleType(path.stem)
    module.__dict__.update(inf=math.inf, nan=math.nan)  # as they are written
    _Loader(path.stem, str(path)).exec_module(module)
    found: dict[str, Any] = getattr(module, NAME)
    return found
