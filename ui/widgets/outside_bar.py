"""An actor that stands on no list: one click puts it on the right one."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from diagnosis.text import fold, shortened
from ui import icons, theme
from ui.session import Session

AS = {  # list -> what an actor is called that stands on it
    "enterprises": "network.as-enterprises",
    "institutions": "network.as-institutions",
    "platforms": "network.as-platforms",
    "organisations": "network.as-organisations",
}


class OutsideBar(QWidget):
    """``wanted`` (name, list): put it there. Names that are to stay outside are not told again."""

    wanted = Signal(str, str)

    def __init__(self, session: Session) -> None:
        """Hidden: nobody is outside."""
        super().__init__()
        self.session = session
        self._names: list[str] = []
        self._left_out: set[str] = set()
        self.text, self._more = theme.label("advice"), theme.label("small")
        self.lists: dict[str, QPushButton] = {part: theme.button("link") for part in AS}
        self.leave = theme.button("link")
        picture = icons.Picture("info", "caution")
        row = QHBoxLayout(self)
        theme.tight(row, 12)
        row.addWidget(picture)
        row.addWidget(self.text)
        for part, button in self.lists.items():
            button.clicked.connect(lambda _on=False, part=part: self._put(part))
            row.addWidget(button)
        row.addWidget(self.leave)
        row.addWidget(self._more)
        row.addStretch(1)
        self.leave.clicked.connect(self._leave)
        self.hide()

    @property
    def name(self) -> str | None:
        """The name that is told."""
        return self._names[0] if self._names else None

    def show_names(self, names: Sequence[str]) -> None:
        """Tell the first of these; each once, however it is written."""
        self._names = list({fold(name): name for name in names if fold(name) not in self._left_out}.values())
        self._say()

    def _put(self, part: str) -> None:
        if self.name is not None:
            self.wanted.emit(self.name, part)

    def _leave(self) -> None:
        if self.name is not None:
            self._left_out.add(fold(self.name))
            self.show_names(self._names)

    def _say(self) -> None:
        words = self.session.words
        self.setVisible(self.name is not None)
        if self.name is not None:
            name = str(shortened(self.name))
            self.text.setText(words("network.unlisted", name=name))
            for part, button in self.lists.items():
                button.setAccessibleName(words("network.put", name=name, part=self._part(part)))
            self._more.setText(words("network.more-outside", count=len(self._names) - 1) if len(self._names) > 1 else "")

    def _part(self, part: str) -> str:
        return self.session.questionnaire.parts[part].name.to(self.session.lang)

    def retranslate(self) -> None:
        """Every text in the session's language."""
        for part, button in self.lists.items():
            button.setText(self.session.words(AS[part]))
        self.leave.setText(self.session.words("network.leave"))
        self._say()
