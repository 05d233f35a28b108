"""What all steps of the wizard have in common."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from diagnosis.text import phrase
from ui import theme
from ui.dialogs.files import choose_file
from ui.rosters.work import RosterWork


class SaveRejects(QWidget):
    """A button that writes the rows that are not taken as they are to a file, and what came of it."""

    def __init__(self, work: RosterWork, told: Callable[[str], str]) -> None:
        """The file is asked for; ``told``: the words of the step that it stands in."""
        super().__init__()
        self.work, self.session = work, work.session
        self.button = theme.button("", told("wizard.save-rejects"))
        self.said = theme.label("muted")
        self.dialog: QFileDialog | None = None
        self.setLayout(line(self.button, self.said))
        self.button.clicked.connect(self._ask)

    def _ask(self) -> None:
        name = phrase("roster", "wizard.rejects-name", name=self.work.path.stem).to(self.session.lang)
        self.dialog = choose_file(self.session, self, "rejects", self._write, save=self.work.path.with_name(name))

    def _write(self, path: Path) -> None:
        lang = self.session.lang
        self.work.write_rejects(
            path, lambda count: self.said.setText(phrase("roster", "wizard.saved", count=count, file=path.name).to(lang))
        )


class Step(QWidget):
    """``key``: of its phrases, ``wizard.<key>`` and ``wizard.<key>-text``; ``changed``: whether it can go on is to be looked at again."""

    changed = Signal()
    key = ""

    def __init__(self, work: RosterWork) -> None:
        """Subclasses put their content into ``column``."""
        super().__init__()
        self.work, self.session = work, work.session
        self.column = QVBoxLayout(self)
        theme.tight(self.column, theme.SPACE + 4)
        self.text = theme.label("muted", self.told(f"wizard.{self.key}-text"), wrap=True)
        self.column.addWidget(self.text)

    def told(self, key: str, **facts: object) -> str:
        """A phrase about rosters in the session's language."""
        return phrase("roster", key, **facts).to(self.session.lang)

    def show_state(self) -> None:
        """Show what is known now."""

    def first(self) -> QWidget:
        """What gets the focus when the step is shown."""
        return self


def line(*widgets: QWidget, spacing: int = theme.SPACE) -> QHBoxLayout:
    """Widgets side by side, at the left."""
    row = QHBoxLayout()
    theme.tight(row, spacing)
    for widget in widgets:
        row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addStretch(1)
    return row
