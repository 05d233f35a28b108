"""What can be done with a section, in a menu of its own."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton

from reports.authoring.arranging import Part
from ui import theme
from ui.icons import icon
from ui.session import Session

DOES = ("leave-out", "reset", "rename", "move-up", "move-down", "delete")


class SectionMenu(QPushButton):
    """``asked`` (what): of ``DOES``."""

    asked = Signal(str)

    def __init__(self, session: Session) -> None:
        """Nothing can be done yet."""
        super().__init__()
        self._session = session
        self.setAutoDefault(False)
        theme.set_role(self, "icon")
        self.setIcon(icon("menu"))

    def show_part(self, part: Part | None, *, homeless: bool) -> None:
        """Offer what can be done with this section; ``homeless``: the report does not have it."""
        menu, words = QMenu(self), self._session.words
        told = part is not None and part.section.heading is None
        for name in DOES:
            key = "put-back" if name == "leave-out" and part is not None and part.left_out else name
            action = menu.addAction(words(f"authoring.{key}").replace("&", "&&"))
            action.setData(name)
            action.triggered.connect(partial(self.asked.emit, name))
            action.setEnabled(can(name, part, homeless=homeless) and not (told and name in ("rename", "move-up", "move-down")))
        old = self.menu()
        self.setMenu(menu)
        if old is not None:
            old.deleteLater()

    def retranslate(self) -> None:
        """Its name; the entries follow with ``show_part``."""
        self.setToolTip(self._session.words("authoring.more"))
        self.setAccessibleName(self.toolTip())


def can(name: str, part: Part | None, *, homeless: bool) -> bool:
    """Whether something can be done with a section."""
    if part is None:
        return homeless and name == "delete"
    own = {"delete": part.added, "reset": part.edited and not part.added}
    moved = part.section.movable and part.section.level < 3
    return own.get(name, moved if name.startswith("move") else part.section.heading is not None if name == "rename" else True)
