"""Firms that stand on the list twice, for joining them into one row each; where they differ somebody chooses."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from db.twins import FIRMS, Twins, join_twins
from diagnosis.fieldtypes import Value
from diagnosis.text import Lang, Text, listed, one_line
from ui import theme
from ui.dialogs.dialog import Dialog
from ui.session import Session
from ui.widgets.filter_words import value_in_words
from ui.widgets.scrolling import Scrolling
from ui.widgets.sheet import show_text

WIDTH, HEIGHT, INDENT = 640, 520, 24
LONGEST, LONGEST_NAME = 200, 30  # characters of an answer and of a name that are shown


class _Firm(QWidget):
    """A firm: whether its rows become one, and the answers to choose from."""

    def __init__(self, session: Session, twins: Twins) -> None:
        """Ticked where no two credit codes speak against it; nothing is chosen."""
        super().__init__()
        self.twins = twins
        self.groups: dict[str, QButtonGroup] = {}
        words, part = session.words, session.questionnaire.parts[FIRMS]
        column = QVBoxLayout(self)
        theme.tight(column, 4)
        name = one_line(str(twins.joined.answers.get("name") or twins.joined.answers.get("uscc") or ""), LONGEST_NAME)
        self.tick = QCheckBox(words("twins.one", name=name).replace("&", "&&"))
        self.tick.setProperty("role", "heading")
        self.tick.setChecked(twins.alike)
        head = QHBoxLayout()
        theme.tight(head)
        head.addWidget(self.tick)
        head.addWidget(theme.label("muted", words("twins.rows", places=_listed(twins.places, session.lang))))
        head.addStretch(1)
        column.addLayout(head)
        if not twins.alike:
            column.addLayout(_indented(theme.label("advice", words("twins.codes"), wrap=True)))
        for field, values in twins.joined.differing.items():
            group, question = QButtonGroup(self), part.question(field)
            column.addLayout(_indented(theme.label("muted", question.label.to(session.lang), wrap=True)))
            for number, value in enumerate(values):
                places = [place for place, answers in zip(twins.places, twins.answers, strict=True) if answers.get(field) == value]
                shown = one_line(value_in_words(question, value).to(session.lang), LONGEST)
                made = QRadioButton(words("twins.row", places=_listed(places, session.lang)))
                made.setAccessibleName(f"{name} · {question.label.to(session.lang)}: {shown}, {made.text()}")
                group.addButton(made, number)
                column.addLayout(_indented(made, theme.label("", shown, wrap=True)))
            self.groups[field] = group
        if not self.groups:
            column.addLayout(_indented(theme.label("small", words("twins.nothing"), wrap=True)))

    @property
    def chosen(self) -> dict[str, Value] | None:
        """The answers where the rows differ; ``None`` while the firm is left alone or an answer is open."""
        if not self.tick.isChecked() or any(group.checkedId() < 0 for group in self.groups.values()):
            return None
        return {field: self.twins.joined.differing[field][group.checkedId()] for field, group in self.groups.items()}

    @property
    def is_touched(self) -> bool:
        """Whether somebody has ticked it otherwise, or chosen an answer."""
        return self.tick.isChecked() != self.twins.alike or any(group.checkedId() >= 0 for group in self.groups.values())

    def take_first(self) -> None:
        """Where nothing is chosen yet: what was entered first."""
        for group in self.groups.values() if self.tick.isChecked() else ():
            if group.checkedId() < 0:
                group.button(0).setChecked(True)


class TwinsDialog(Dialog):
    """A tick a firm; those that are ticked and chosen are joined by one change, the others stay as they are."""

    topic = "moving"

    def __init__(self, session: Session, parent: QWidget, found: Sequence[Twins], count: int) -> None:
        """``found``: the first of ``count`` firms."""
        super().__init__(session, parent)
        self.firms = [_Firm(session, each) for each in found]
        self._round_id = session.round_id
        self.setWindowTitle(session.words("twins.title"))
        self.first, self.apply = theme.button("", session.words("twins.first")), theme.button("primary")
        self.later = theme.button("", session.words("dialog.close"))
        self.refused: QLabel = theme.label("error", wrap=True)
        self._lay_out("twins.count" if count == len(found) else "twins.count-first", count)
        self.first.clicked.connect(self._take_first)
        self.apply.clicked.connect(self._apply)
        self.later.clicked.connect(self.give_up)
        for firm in self.firms:
            firm.tick.toggled.connect(lambda _on: self._enable())
            for group in firm.groups.values():
                group.idClicked.connect(lambda _number: self._enable())
        self._enable()
        self.resize(WIDTH, HEIGHT)

    def _lay_out(self, title: str, count: int) -> None:
        words, column, top, bottom = self.session.words, QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        theme.tight(column, theme.SPACE, 3 * theme.SPACE)
        for row in (top, bottom):
            theme.tight(row)
        column.addWidget(theme.label("title", words(title, count=count, shown=len(self.firms))))
        column.addWidget(theme.label("muted", words("twins.text"), wrap=True))
        top.addWidget(self.first)
        top.addStretch(1)
        column.addLayout(top)
        inside = QWidget()
        firms = QVBoxLayout(inside)
        theme.tight(firms)
        firms.setContentsMargins(0, 0, 2 * theme.SPACE, 0)
        for firm in self.firms:
            firms.addWidget(theme.hairline())
            firms.addWidget(firm)
        firms.addStretch(1)
        column.addWidget(Scrolling(inside), 1)
        column.addWidget(self.refused)
        bottom.addStretch(1)
        bottom.addWidget(self.later)
        bottom.addWidget(self.apply)
        column.addLayout(bottom)

    @property
    def chosen(self) -> list[tuple[tuple[int, ...], dict[str, Value]]]:
        """The rows that are to be one, and the answers chosen for them."""
        return [(firm.twins.rows, chosen) for firm in self.firms if (chosen := firm.chosen) is not None]

    def open_choices(self) -> int:
        return sum(firm.is_touched for firm in self.firms)

    def _take_first(self) -> None:
        for firm in self.firms:
            firm.take_first()
        self._enable()

    def _enable(self) -> None:
        show_text(self.refused, "")
        count = len(self.chosen)
        self.apply.setText(self.session.words("twins.apply", count=count))
        self.apply.setEnabled(count > 0)
        self.first.setVisible(any(firm.groups for firm in self.firms))

    def _apply(self) -> None:
        chosen = self.chosen

        def done(_change: object) -> None:
            self.session.note("twins.done", count=len(chosen))
            self.accept()

        self.session.change(join_twins, self._round_id, chosen, done=done)


def _listed(places: Sequence[int], lang: Lang) -> str:
    return listed(Text(str(place), str(place)) for place in places).to(lang)


def _indented(*widgets: QWidget) -> QHBoxLayout:
    """The last one takes the room that is left."""
    row = QHBoxLayout()
    theme.tight(row)
    row.setContentsMargins(INDENT, 0, 0, 0)
    for widget in widgets:
        row.addWidget(widget, int(widget is widgets[-1]), Qt.AlignmentFlag.AlignTop)
    return row
