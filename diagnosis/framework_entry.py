"""One table of a framework file, and the files of one folder: every access names the file and the id when it fails."""

import math
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from diagnosis.errors import UserError, system_reason
from diagnosis.tables import table
from diagnosis.text import Text
from diagnosis.unparsed import fault

T = TypeVar("T")
NOTES = frozenset({"source", "doi", "country", "year"})  # for those who keep the files; the program does not read them


class Entry:
    """One table of a framework file."""

    def __init__(self, file: str, row: Any, key: str = "id") -> None:
        """``key``: which value names the entry."""
        self.file, self.row, self.id = file, row, "?"
        if not isinstance(row, dict):
            raise self.wrong(f"{row!r} is no table")
        self.id = str(row.get(key, "?"))
        self.read = {key}

    def wrong(self, what: str) -> UserError:
        """The refusal of this entry."""
        return UserError("framework-entry", file=self.file, id=self.id, what=what)

    def inner(self, key: str) -> "Entry":
        """The table under ``key``, still named by this entry's id."""
        return Entry(self.file, {"id": self.id, **self.get(key, dict)})

    def finish(self) -> None:
        """Refuses a key that nothing has read: a misspelt one would be a silent default."""
        for key in self.row:
            if key not in self.read and key not in NOTES:
                raise self.wrong(f"unknown key {key!r}")

    def get(self, key: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
        """A value of the given kind; without a default it must be there."""
        self.read.add(key)
        value = self.row.get(key, default)
        if value is ...:
            raise self.wrong(f"no {key}")
        if value is not default and (not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool)):
            raise self.wrong(f"{key} = {value!r}")
        return value

    def string(self, key: str) -> str:
        """A non-empty string."""
        value: str = self.get(key, str)
        if not value.strip():
            raise self.wrong(f"{key} is empty")
        return value

    def text(self, key: str = "") -> Text:
        """``key_zh`` and ``key_en`` (or ``zh`` and ``en``)."""
        prefix = f"{key}_" if key else ""
        return Text(self.string(f"{prefix}zh"), self.string(f"{prefix}en"))

    def maybe(self, key: str) -> Text | None:
        """The text, where the entry has it."""
        return self.text(key) if f"{key}_zh" in self.row or f"{key}_en" in self.row else None

    def number(self, key: str, default: Any = ...) -> Any:
        """A finite number."""
        value = self.get(key, (int, float), default)
        if value is not default and not math.isfinite(value):
            raise self.wrong(f"{key} = {value!r}")
        return value

    def whole(self, key: str, low: int, high: int, default: Any = ...) -> Any:
        """A whole number from ``low`` to ``high``."""
        value = self.get(key, int, default)
        if value is not default and not low <= value <= high:
            raise self.wrong(f"{key} = {value!r}")
        return value

    def strings(self, key: str, default: Any = ...) -> tuple[str, ...]:
        """A list of strings."""
        values = self.get(key, list, default)
        if any(not isinstance(value, str) for value in values):
            raise self.wrong(f"{key} = {values!r}")
        return tuple(values)

    def numbers(self, key: str, default: Any = ...) -> tuple[float, ...]:
        """A list of finite numbers."""
        values = self.get(key, list, default)
        if any(isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) for value in values):
            raise self.wrong(f"{key} = {values!r}")
        return tuple(values)

    def one_of(self, key: str, allowed: tuple[str, ...], default: Any = ...) -> Any:
        """One of the allowed words."""
        value = self.get(key, str, default)
        if value is not default and value not in allowed:
            raise self.wrong(f"{key} = {value!r}")
        return value


class Files:
    """The parsed files of one folder."""

    def __init__(self, folder: Path) -> None:
        """``folder`` holds the nine data files and ``framework.toml``."""
        self.folder = folder
        self.parsed: dict[str, Mapping[str, Any]] = {}

    def table(self, file: str) -> Mapping[str, Any]:
        """The parsed content of a file."""
        if file not in self.parsed:
            try:
                self.parsed[file] = table(self.folder / file)
            except FileNotFoundError:
                raise UserError("framework-file-missing", file=str(self.folder / file)) from None
            except (OSError, ValueError, RecursionError) as error:
                raise UserError("framework-file-unreadable", file=str(self.folder / file), reason=self._why(file, error)) from None
        return self.parsed[file]

    def _why(self, file: str, error: Exception) -> Text | str:
        return system_reason(error) if isinstance(error, OSError) else fault(error, (self.folder / file).read_bytes())

    def entries(self, file: str, name: str, key: str = "id") -> Iterator[Entry]:
        """The entries of ``[[name]]``, ids checked to be there once each."""
        rows = self.table(file).get(name)
        if not isinstance(rows, list) or not rows:
            raise UserError("framework-entry", file=file, id=name, what=f"no [[{name}]]")
        seen: set[str] = set()
        for row in rows:
            entry = Entry(file, row, key)
            if key not in row or not entry.id.strip():
                raise entry.wrong(f"no {key}")
            if entry.id in seen:
                raise entry.wrong("stands twice")
            seen.add(entry.id)
            yield entry

    def read(self, file: str, name: str, make: Callable[[Entry], T], key: str = "id") -> dict[str, T]:
        """id -> value, in the order of the file."""
        found: dict[str, T] = {}
        for entry in self.entries(file, name, key):
            found[entry.id] = make(entry)
            entry.finish()
        return found
