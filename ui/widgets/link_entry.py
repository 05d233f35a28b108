"""Co-operation entered line by line: from, to, kind, year, Enter; the next one begins with the same actor, kind and year."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from db import operations
from db.search import Finder
from diagnosis.errors import Invalid
from diagnosis.fieldtypes import ChoiceType, Value
from diagnosis.text import Text, fold, phrase
from ui import theme
from ui.session import Session
from ui.widgets.actor_line import ENTER, ActorLine
from ui.widgets.text_editors import Line

PART = "links"
ENDS = ("from", "to")
YEAR_WIDTH, KIND_WIDTH = 72, 112


class LinkEntry(QWidget):
    """``entered``: the names typed are others; ``stored`` (both names): a co-operation was added."""

    entered = Signal()
    stored = Signal(str, str)

    def __init__(self, session: Session) -> None:
        """Empty."""
        super().__init__()
        self.session = session
        self._part = session.questionnaire.parts[PART]
        finder = Finder()
        self.ends = {end: ActorLine(session, finder) for end in ENDS}
        self.kind, self.year = QComboBox(), Line()
        kinds = self._part.question("kind").type
        assert isinstance(kinds, ChoiceType)
        self._kinds: tuple[str | None, ...] = (None, *kinds.choices)
        self.kind.addItems([""] * len(self._kinds))
        self.add = theme.button("primary")
        self.note = theme.label("advice", wrap=True)
        self.note.hide()
        self._known: frozenset[tuple[frozenset[str], Value]] = frozenset()  # what is entered already: both ends and the kind
        self._lay_out()
        self.add.clicked.connect(self.store)
        for line in (*self.ends.values(), self.year, self.kind):
            line.installEventFilter(self)
        for each in self.ends.values():
            each.textChanged.connect(lambda _text: self._typed())
            each.offered.connect(self.entered)
            each.confirmed.connect(self.store)
        self.kind.currentIndexChanged.connect(lambda _index: self._say(None))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        theme.tight(row)
        for line in self.ends.values():
            row.addWidget(line, 1)
        self.kind.setFixedWidth(KIND_WIDTH)
        self.year.setFixedWidth(YEAR_WIDTH)
        for widget in (self.kind, self.year, self.add):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        theme.tight(column, 4)
        column.addLayout(row)
        column.addWidget(self.note)

    # ---- entering

    @property
    def names(self) -> tuple[str, str]:
        """Both ends as typed."""
        first, second = (self.ends[end].text().strip() for end in ENDS)
        return first, second

    def doubtful(self) -> list[str]:
        """The names typed that may stand on no list: somebody has gone on, or nothing that is known holds what is typed."""
        return [line.text().strip() for line in self.ends.values() if line.text().strip() and (not line.hasFocus() or line.nobody)]

    def start(self, name: str) -> None:
        """Enter a co-operation of this actor."""
        self.ends["from"].setText(name)
        self.ends["to"].setFocus()

    def call(self, name: str, meant: str) -> None:
        """Who is typed as ``name`` is called otherwise."""
        for line in self.ends.values():
            if fold(line.text()) == fold(name):
                line.setText(meant)

    def focus_field(self, name: str | None) -> bool:
        """Give the focus to a field, or to the first one; whether it is one of these."""
        fields: dict[str, QWidget] = {**self.ends, "kind": self.kind, "year": self.year}
        found = fields.get(name or "from")
        if found is not None:
            found.setFocus()
        return found is not None

    def know(self, links: frozenset[tuple[frozenset[str], Value]]) -> None:
        """What is entered already, by folded ends and kind."""
        self._known = links

    def _typed(self) -> None:
        self._say(None)
        self.entered.emit()

    def _say(self, problem: Text | None) -> None:
        """What is wrong with what is typed; else that it is entered already."""
        if problem is None and (frozenset(map(fold, self.names)), self._kinds[self.kind.currentIndex()]) in self._known:
            problem = phrase("ui", "network.twice")
        self.note.setText(problem.to(self.session.lang) if problem is not None else "")
        self.note.setVisible(problem is not None)

    def store(self) -> None:
        """Add what is typed, if both ends are there; the focus goes to what is missing, or to the next partner."""
        missing = next((line for line in self.ends.values() if not line.text().strip()), None)
        if missing is not None:
            missing.setFocus()
            return
        first, second = self.names
        if fold(first) == fold(second):
            self._say(phrase("ui", "network.itself"))
            return
        try:
            year = self._part.question("year").type.parse(self.year.text())
        except Invalid as verdict:
            self._say(phrase("ui", "network.year", why=verdict.text()))
            self.year.setFocus()
            return
        self._store({"from": first, "to": second, "kind": self._kinds[self.kind.currentIndex()], "year": year})

    def _store(self, answers: dict[str, Value]) -> None:
        if self.session.round_id is None:
            return
        self.session.change(operations.add_row, self.session.round_id, PART, answers, keep=True)
        self.stored.emit(answers["from"], answers["to"])
        for line in self.ends.values():
            line.rest()
        self.ends["to"].clear()
        self.ends["to"].setFocus()

    def eventFilter(self, watched: QObject, event: object) -> bool:
        """Enter adds from everywhere; on the first line of an empty pair it goes on to the second."""
        del watched
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress and event.key() in ENTER:
            self.store()
            return True
        return False

    # ---- words

    def retranslate(self) -> None:
        """Every text in the session's language."""
        lang = self.session.lang
        for end, line in (*self.ends.items(), ("year", self.year)):
            name = self._part.question(end).label.to(lang)
            line.setPlaceholderText(name)
            line.setAccessibleName(name)
        kinds = self._part.question("kind")
        for index, kind in enumerate(self._kinds):
            self.kind.setItemText(index, kinds.type.show(kind, lang) or self.session.words("network.kind-open"))
        self.kind.setAccessibleName(kinds.label.to(lang))
        self.add.setText(self.session.words("network.add"))
        self.add.setToolTip(self.session.words("network.add-tip"))
        self._say(None)
