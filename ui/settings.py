"""What the program remembers from one day to the next; no survey data."""

import os
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QLocale, QSettings

from db import places
from diagnosis.text import LANGS, Lang, language_called
from ui.theme import MODES, Mode

RECENT = 8
FOLDED = "panel/folded"  # whether the panel beside the page is: "yes", or nothing


def first_language() -> Lang:
    """The language of the first start: ``JIZHEN_LANG``, else English on an English system and Chinese everywhere else."""
    return language_called(os.environ.get("JIZHEN_LANG") or QLocale.system().name())


class LastPlace(NamedTuple):
    """Where the user was: in which round of which workspace, and on which page."""

    workspace: Path
    round_id: int
    step: str


class Settings:
    """The settings file (INI) in the user's data directory."""

    def __init__(self, path: Path | None = None) -> None:
        """Opens the file; one that is not there yet is empty, one that cannot be read counts as empty."""
        self._file = QSettings(str(path or places.settings_file()), QSettings.Format.IniFormat)

    @property
    def lang(self) -> Lang:
        """The language last used."""
        kept = self._file.value("lang", first_language())
        return next((lang for lang in LANGS if lang == kept), "zh")

    @lang.setter
    def lang(self, lang: Lang) -> None:
        self._file.setValue("lang", lang)

    @property
    def mode(self) -> Mode:
        """Light or dark colours, or those of the system."""
        kept = self._file.value("mode")
        return next((mode for mode in MODES if mode == kept), "system")

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self._file.setValue("mode", mode)

    @property
    def who(self) -> str:
        """The name that stands beside changes; blank for that of the system's user."""
        return self.text("who")

    @who.setter
    def who(self, who: str) -> None:
        self.set_text("who", who)

    @property
    def toured(self) -> bool:
        """Whether the tour was shown by itself."""
        return bool(self._file.value("toured") == "yes")

    @toured.setter
    def toured(self, toured: bool) -> None:
        self._file.setValue("toured", "yes" if toured else "")

    @property
    def recent(self) -> list[Path]:
        """The workspaces opened, latest first; the first one is opened again at the next start."""
        kept = self._file.value("recent", [])
        paths = [kept] if isinstance(kept, str) else kept
        return [places.from_text(path) for path in paths if isinstance(path, str)] if isinstance(paths, list) else []

    def remember(self, path: Path) -> None:
        """Put a workspace at the head of the recent ones."""
        self._set_recent([path, *(other for other in self.recent if other != path)][:RECENT])

    def forget(self, path: Path) -> None:
        """A workspace that is no longer there."""
        self._set_recent([other for other in self.recent if other != path])

    def _set_recent(self, paths: list[Path]) -> None:
        self._file.setValue("recent", [places.to_text(path) for path in paths])

    @property
    def place(self) -> LastPlace | None:
        """Where the user was last, if in any round."""
        kept = self._file.value("place", [])
        match kept:
            case [str(workspace), str(round_id), str(step)] if round_id.isdecimal():
                return LastPlace(places.from_text(workspace), int(round_id), step)
        return None

    @place.setter
    def place(self, place: LastPlace) -> None:
        self._file.setValue("place", [places.to_text(place.workspace), str(place.round_id), place.step])

    def word(self, key: str) -> str:
        """Something chosen by its name, such as how a page is looked at; empty at first."""
        kept = self._file.value(key)
        return kept if isinstance(kept, str) else ""

    def set_word(self, key: str, value: str) -> None:
        """Keep it."""
        self._file.setValue(key, value)

    def path(self, key: str) -> Path | None:
        """A file or folder chosen earlier, such as the one reports go to."""
        kept = self._file.value(key)
        return places.from_text(kept) if isinstance(kept, str) and kept else None

    def set_path(self, key: str, value: Path | None) -> None:
        """Keep it, or forget it."""
        self._file.setValue(key, places.to_text(value) if value is not None else "")

    def text(self, key: str) -> str:
        """What was kept under this key; nothing where there is none."""
        kept = self._file.value(key)
        return kept if isinstance(kept, str) else ""

    def set_text(self, key: str, value: str) -> None:
        """Keep it."""
        self._file.setValue(key, value)

    def bytes(self, key: str) -> QByteArray:
        """A window's geometry, or how wide the columns of a table are."""
        kept = self._file.value(key)
        return kept if isinstance(kept, QByteArray) else QByteArray()

    def set_bytes(self, key: str, value: QByteArray) -> None:
        """Keep it."""
        self._file.setValue(key, value)

    def number(self, key: str, usual: int) -> int:
        """A size that was chosen, else the usual one."""
        kept = self._file.value(key)
        return int(kept) if isinstance(kept, str | int) and str(kept).isdecimal() else usual

    def set_number(self, key: str, value: int) -> None:
        """Keep it."""
        self._file.setValue(key, value)

    def save(self) -> None:
        """Write the file now."""
        self._file.sync()
