"""What colleagues wrote differently, side by side with who and when, for a choice."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from db.conflicts import Choice, Conflict, choose
from diagnosis.errors import UserError
from diagnosis.text import phrase
from ui import theme
from ui.dialogs.apart import Piece, apart
from ui.dialogs.dialog import Dialog
from ui.session import Session
from ui.widgets.scrolling import Scrolling
from ui.widgets.sheet import show_text

WIDTH, HEIGHT = 640, 520
LONGEST = 600  # characters of a value that are shown, about
LISTED = 40  # differences that are listed, and listed further: nobody reads a thousand
AT_ONCE = 8  # that are made in one go as the dialog opens, more than are in sight: forty keep the window waiting
INDENT = 24
KEPT = "differences.keep"
SIDES = (KEPT, "differences.other")  # how the buttons are called that take what stands in the lists now, or the other of each


class DifferencesDialog(Dialog):
    """One choice a difference; what is left open stays in the workspace. Applying is one change, taken back by undo."""

    topic = "moving"

    def __init__(self, session: Session, parent: QWidget, conflicts: Sequence[Conflict]) -> None:
        """Nothing is chosen yet."""
        super().__init__(session, parent)
        self.conflicts = tuple(conflicts)
        self.groups: list[QButtonGroup] = []  # of the differences that are listed so far
        self._choices: dict[int, int] = {}  # place of a difference -> place of the choice, also of one that is not listed yet
        self._same = self._namesakes()
        self.setWindowTitle(session.words("differences.title"))
        self.apply = theme.button("primary", session.words("differences.apply"))
        self.later = theme.button("", session.words("dialog.close"))
        self.refusal = theme.label("error", wrap=True)
        self.refusal.hide()
        self.refused = self.refusal
        self.of = {who: theme.button("", session.words("differences.of", who=who)) for who in self._people()}
        self.sides = {side: theme.button("", session.words(side)) for side in (SIDES if self._same else ())}
        self.more = theme.button("link")
        self._listed = 0  # how many are listed, or about to be
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self._list_some)
        self._lay_out()
        self.more.clicked.connect(self._list_more)
        self.apply.clicked.connect(self._apply)
        self.later.clicked.connect(self.give_up)
        self.rejected.connect(partial(session.note, "differences.open", count=len(conflicts)))
        for who, button in self.of.items():
            button.clicked.connect(partial(self._take, who))
        for side, button in self.sides.items():
            button.clicked.connect(partial(self._take_side, side))
        self._enable()
        self.resize(WIDTH, HEIGHT)

    def _people(self) -> list[str]:
        named = (choice.who for conflict in self.conflicts for choice in conflict.choices if choice.who)
        return sorted({*named} - self._same)

    def _namesakes(self) -> set[str]:
        """Who has written several values of one difference: two computers whose users are called the same, as a system calls them."""
        wrote = (Counter(choice.who for choice in conflict.choices if choice.at) for conflict in self.conflicts)
        return {who for counts in wrote for who, count in counts.items() if count > 1}

    def _lay_out(self) -> None:
        words = self.session.words
        column, top, bottom = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        theme.tight(column, theme.SPACE, 3 * theme.SPACE)
        for row in (top, bottom):
            theme.tight(row)
        column.addWidget(theme.label("title", words("differences.count", count=len(self.conflicts))))
        column.addWidget(theme.label("muted", words("differences.text"), wrap=True))
        for button in (*self.sides.values(), *self.of.values()):
            top.addWidget(button)
        top.addStretch(1)
        column.addLayout(top)
        column.addWidget(self._list(), 1)
        column.addWidget(self.refusal)
        bottom.addStretch(1)
        bottom.addWidget(self.later)
        bottom.addWidget(self.apply)
        column.addLayout(bottom)

    def _list(self) -> Scrolling:
        inside = QWidget()
        column = QVBoxLayout(inside)
        theme.tight(column, 4)
        column.setContentsMargins(0, 0, 2 * theme.SPACE, 0)
        self._rows = QVBoxLayout()
        theme.tight(self._rows, 4)
        column.addLayout(self._rows)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._list_more()
        return Scrolling(inside)

    def _list_more(self) -> None:
        """The next differences below those that are listed, with what is chosen of them already."""
        first = self._listed
        self._listed = min(first + LISTED, len(self.conflicts))
        left = len(self.conflicts) - self._listed
        self.more.setText(self.session.words("differences.more", count=min(left, LISTED), left=left))
        self._list_some()
        if first:
            button = self.groups[first].button(self._choices.get(first, 0))
            QTimer.singleShot(0, button, button.setFocus)  # once it is there

    def _list_some(self) -> None:
        first, block = len(self.groups), QWidget()  # laid out before it is seen: one by one they take seconds
        many = AT_ONCE if first < LISTED else LISTED  # each block has all that stand above it laid out anew
        rows = QVBoxLayout(block)
        theme.tight(rows, 4)
        for place in range(first, min(first + many, self._listed)):
            self._list_one(rows, place, self.conflicts[place])
        self._rows.addWidget(block)
        if len(self.groups) < self._listed:
            self._rest.start()
        self.more.setVisible(len(self.groups) == self._listed < len(self.conflicts))

    def _list_one(self, rows: QVBoxLayout, place: int, conflict: Conflict) -> None:
        group, about = QButtonGroup(self), conflict.told().to(self.session.lang)
        self.groups.append(group)
        rows.addWidget(theme.hairline())
        rows.addWidget(theme.label("heading", about, wrap=True))
        pieces = apart([choice.text.to(self.session.lang) for choice in conflict.choices], LONGEST)
        for number, (choice, piece) in enumerate(zip(conflict.choices, pieces, strict=True)):
            button = self._button(choice, about, piece)
            group.addButton(button, number)
            button.setChecked(self._choices.get(place) == number)
            rows.addWidget(button)
            rows.addLayout(_indented(_told(piece)))
        group.idClicked.connect(partial(self._choose, place))

    def _button(self, choice: Choice, about: str, piece: Piece) -> QRadioButton:
        by = choice.by.to(self.session.lang)
        if choice.number is None:
            by = self.session.words("differences.shown", by=by)
        made = QRadioButton(by.replace("&", "&&"))
        told = phrase("db", "value-by", value=str(piece), by=by).to(self.session.lang)
        made.setAccessibleName(f"{about}: {told}")
        return made

    # ---- choosing

    def _take(self, who: str) -> None:
        """All values of one person; where several are theirs, the newest."""
        self._take_where(lambda choice: choice.who == who)

    def _take_side(self, side: str) -> None:
        """All values that stand in the lists now, or all that do not; of several of these the newest."""
        self._take_where(lambda choice: (choice.number is None) == (side == KEPT))

    def _take_where(self, wanted: Callable[[Choice], bool]) -> None:
        for place, conflict in enumerate(self.conflicts):
            own = [number for number, choice in enumerate(conflict.choices) if wanted(choice)]
            if own:
                self._choices[place] = max(own, key=lambda number: conflict.choices[number].at)
        for place, group in enumerate(self.groups):
            if place in self._choices:
                group.button(self._choices[place]).setChecked(True)
        self._enable()

    def _choose(self, place: int, number: int) -> None:
        self._choices[place] = number
        self._enable()

    @property
    def chosen(self) -> list[tuple[Conflict, Choice]]:
        """What is chosen so far."""
        return [(self.conflicts[place], self.conflicts[place].choices[number]) for place, number in sorted(self._choices.items())]

    def open_choices(self) -> int:
        return len(self._choices)

    def _enable(self) -> None:
        self.refusal.hide()
        self.apply.setEnabled(bool(self.chosen))

    def _apply(self) -> None:
        chosen = [(conflict.key, choice.number) for conflict, choice in self.chosen]
        left = len(self.conflicts) - len(chosen)

        def done(_change: object) -> None:
            self.session.note("differences.left" if left else "differences.done", count=len(chosen), left=left)
            self.accept()

        self.session.change(choose, chosen, done=done, failed=self._refuse)

    def _refuse(self, error: Exception) -> None:
        """What the rules do not take is told here, in front of the window, and nothing of it was done."""
        if isinstance(error, UserError):
            show_text(self.refusal, error.sentence().to(self.session.lang))
        else:
            self.session.tell(error)


def _told(piece: Piece) -> QLabel:
    made = theme.label("", piece.html, wrap=True)
    made.setTextFormat(Qt.TextFormat.RichText)
    return made


def _indented(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(INDENT, 0, 0, 4)
    row.addWidget(widget)
    return row
