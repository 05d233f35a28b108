"""An actor that stands on no list: one click puts it on the right one."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from diagnosis.text import fold, shortened
from ui import icons, theme
from ui.session import Session
from ui.widgets.flow import Flow

AS = {  # list -> what an actor is called that stands on it
    "enterprises": "network.as-enterprises",
    "institutions": "network.as-institutions",
    "platforms": "network.as-platforms",
    "organisations": "network.as-organisations",
}


class OutsideBar(QWidget):
    """``wanted`` (name, list): put it there. Names that are to stay outside are not told again.

    ``told`` (name): this one is told, and whoever knows may ``offer`` whom it means; ``meant`` (name, name on a list): that is who it is.
    """

    wanted = Signal(str, str)
    told = Signal(str)
    meant = Signal(str, str)

    def __init__(self, session: Session) -> None:
        """Hidden: nobody is outside."""
        super().__init__()
        self.session = session
        self._names: list[str] = []
        self._left_out: set[str] = set()
        self._told: str | None = None
        self._near: tuple[str, str] | None = None  # a name, and whom it may mean
        self.near, self._or = theme.button("link"), theme.label("advice")
        self.text, self._more = theme.label("advice"), theme.label("small")
        self.lists: dict[str, QPushButton] = {part: theme.button("link") for part in AS}
        self.leave = theme.button("link")
        picture = icons.Picture("info", "caution")
        self._row = row = Flow(self, 0)
        theme.tight(row, 12)
        row.addWidget(picture)
        row.addWidget(self.text)
        for part, button in self.lists.items():
            button.clicked.connect(lambda _on=False, part=part: self._put(part))
            row.addWidget(button)
        row.addWidget(self.leave)
        row.addWidget(self._more)
        self.leave.clicked.connect(self._leave)
        self.near.clicked.connect(self._mean)
        self.hide()

    @property
    def name(self) -> str | None:
        """The name that is told."""
        return self._names[0] if self._names else None

    def show_names(self, names: Sequence[str]) -> None:
        """Tell the first of these; each once, however it is written."""
        self._names = list({fold(name): name for name in names if fold(name) not in self._left_out}.values())
        self._say()
        if self.name is not None and self.name != self._told:
            self.told.emit(self.name)
        self._told = self.name

    def ask_again(self) -> None:
        """The lists are others: whom a name means may be, too."""
        self._told = None

    def offer(self, name: str, meant: str | None) -> None:
        """Whom a name may mean that stands on a list, if it is still told."""
        self._near = None if meant is None else (name, meant)
        if self._near is not None and self.near.parent() is None:  # few names are nearly another
            for widget in (self._or, self.near):
                self._row.insert_widget(self._row.indexOf(self.text) + 1, widget)
            for before, after in pairwise([self.near, *self.lists.values(), self.leave]):
                self.setTabOrder(before, after)
        self._say()

    @property
    def _meant(self) -> str | None:
        return self._near[1] if self._near is not None and self._near[0] == self.name else None

    def _mean(self) -> None:
        if self.name is not None and self._meant is not None:
            self.meant.emit(self.name, self._meant)

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
            meant = self._meant
            self.text.setText(words("network.unlisted" if meant is None else "network.unlisted-near", name=name))
            for widget in (self.near, self._or):
                if widget.parent() is not None:
                    widget.setVisible(meant is not None)
            if meant is not None:
                self.near.setText(words("network.mean", name=str(shortened(meant))).replace("&", "&&"))
                self.near.setToolTip(words("network.mean-tip", name=self.name, meant=meant))
                self._or.setText(words("network.or-add"))
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
