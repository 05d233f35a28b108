"""States that a page or a dialog is in only after something was done: each function leads there and names what is to be looked at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QDialog, QWidget

from tests.ui.window import WAIT, Opened
from ui.widgets.list_pane import ListPane
from ui.widgets.popup import Popup

P = TypeVar("P", bound=QWidget)
D = TypeVar("D", bound=QDialog)


@dataclass(frozen=True, slots=True)
class Hands:
    """The window, a folder and what may be patched."""

    program: Opened
    folder: Path
    patch: pytest.MonkeyPatch

    @property
    def window(self) -> QWidget:
        """The program's window."""
        return self.program.window

    def page(self, step: str, kind: type[P]) -> P:
        """A page of this kind, which has come."""
        self.program.window.go_to_step(step)
        self.program.settle()
        found = self.program.window.page
        assert isinstance(found, kind)
        return found

    def firms(self) -> ListPane:
        """The table of firms."""
        return next(pane for pane in self.page("enterprises", QWidget).findChildren(ListPane) if pane.part.id == "enterprises")

    def wait(self, ready: Callable[[], object]) -> None:
        """Until this is so, and shown."""
        self.program.bot.waitUntil(lambda: bool(ready()), timeout=6 * WAIT)
        self.program.settle()

    def dialog(self, kind: type[D]) -> D:
        """The dialog, once it is open."""
        self.wait(lambda: isinstance(self.program.window.commands.dialog, kind))
        return self.program.dialog(kind)

    def popup(self) -> QWidget:
        """What hangs below a button."""
        self.program.settle()
        return next(each for each in self.program.window.findChildren(Popup) if each.isVisible())


Seen = Iterator[tuple[str, QWidget]]
State = Callable[[Hands], Seen]
