"""Step 2: which column answers which question, with samples beside; each can be chosen anew."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontMetrics, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from diagnosis.fieldtypes.money import MONEY_UNITS, money_name
from diagnosis.questionnaire import questionnaire
from diagnosis.roster.mapping import Column, Wish
from diagnosis.roster.words import PART, Target, words
from diagnosis.text import Text, listed
from ui import theme
from ui.rosters.step import Step
from ui.rosters.work import RosterWork
from ui.widgets.scrolling import Scrolling

MOST_SHOWN = 16  # of the questions that a column may answer, without scrolling
HEADER_WIDTH, SAMPLES_WIDTH, TARGET_WIDTH, UNIT_WIDTH = 200, 208, 236, 148
NARROW = 176  # header and samples together, on a screen of 960 pixels
BESIDE = TARGET_WIDTH + UNIT_WIDTH + 304  # all but these two, with what is said of a match and the room between
SAMPLES = 4
AT_ONCE = 10  # columns that are shown in one go, more than are in sight: sixty keep the window waiting
HEADS = ("letter", "header", "samples", "target", "unit", "how")


def targets() -> list[Target]:
    """What a column may be, in the order of the questionnaire: a question, one choice of it, what stands beside it."""
    found: list[Target] = []
    for question in questionnaire().parts[PART].questions:
        found.append(Target(question.id))
        found += [beside] if (beside := Target(question.id).beside) else []
        if question.id in words().choices and question.kind == "choices":
            found += [Target(question.id, choice) for choice in getattr(question.type, "choices", {})]
    return found


def _units() -> list[str]:
    """The units of money."""
    first: dict[Decimal, str] = {}
    for unit, factor in words().money.items():
        first.setdefault(factor, unit)
    return list(first.values())


class _Box(QComboBox):
    """The wheel scrolls the page and changes no match."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ColumnRow:
    """The widgets of one column."""

    def __init__(self, step: "ColumnsStep", place: int) -> None:
        """``place``: of the column in the sheet."""
        self._step, self.place = step, place
        self.letter = theme.label("muted")
        self.header = theme.label("heading")
        self.samples = theme.label("muted")
        self.target, self.unit = _Box(), _Box()
        self.how = theme.label("muted", wrap=True)
        self._name = self._sample = ""
        self.target.setFixedWidth(TARGET_WIDTH)
        self.target.setMaxVisibleItems(MOST_SHOWN)
        self.unit.setFixedWidth(UNIT_WIDTH)
        for text, data in step.choices:
            self.target.addItem(text, data)
        for box in (self.target, self.unit):
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            box.activated.connect(lambda _place: self._correct())

    @property
    def widgets(self) -> Sequence[QWidget]:
        """In the order of the columns of the grid."""
        return (self.letter, self.header, self.samples, self.target, self.unit, self.how)

    def _correct(self) -> None:
        target = words().target(self.target.currentData()) if self.target.currentData() else None
        unit = self.unit.currentData() if self.unit.isEnabled() and self.unit.currentData() else None
        self._step.work.correct(self.place, Wish(target, unit))

    def show_column(self, column: Column, letter: str) -> None:
        """Show a match."""
        told = self._step.told
        name = self._name = column.header.text or told("wizard.no-name")
        self.letter.setText(letter)
        theme.set_role(self.header, "heading" if column.target is not None else "muted")
        samples = listed(Text(each, each) for each in column.sample[:SAMPLES]).to(self._step.session.lang)
        self._sample = samples or self._step.told("wizard.no-samples")
        self.fit(self._step.area.width())
        self.target.setCurrentIndex(max(0, self.target.findData(str(column.target) if column.target else "")))
        self.target.setAccessibleName(told("wizard.target-of", letter=letter, header=name))
        self._show_unit(column, told("wizard.unit-of", letter=letter, header=name))
        self._show_how(column)

    def fit(self, width: int) -> None:
        """Header and samples get what the others leave of ``width``: how a match was found is in view on every screen."""
        both = max(NARROW, min(HEADER_WIDTH + SAMPLES_WIDTH, width - BESIDE))
        self.header.setFixedWidth(both * HEADER_WIDTH // (HEADER_WIDTH + SAMPLES_WIDTH))
        self.samples.setFixedWidth(both - self.header.width())
        _show(self.header, self._name, QFontMetrics(theme.emphasis()))
        _show(self.samples, self._sample, self.samples.fontMetrics())

    def _show_unit(self, column: Column, name: str) -> None:
        """Of money only; of several names of one unit the first."""
        is_money = column.target is not None and column.counts and column.target.question.kind == "money"
        shown = _units() if is_money else []
        if [self.unit.itemData(place) for place in range(self.unit.count())] != shown:
            self.unit.clear()
            for unit in shown:
                self.unit.addItem(money_name(unit).to(self._step.session.lang) if unit in MONEY_UNITS else unit, unit)
        self.unit.setCurrentIndex(next((at for at, unit in enumerate(shown) if words().money[unit] == column.factor), -1))
        self.unit.setVisible(bool(shown))
        self.unit.setAccessibleName(name)

    def _show_how(self, column: Column) -> None:
        told, role = self._step.told(f"how.{column.how}"), "muted"
        if column.target is None and column.why is not None:
            told, role = column.why.to(self._step.session.lang), "advice"
        elif column.unit_from == "assumed":
            told, role = self._step.told("wizard.unit-assumed"), "advice"
        elif column.unit_from == "sheet":
            told = self._step.told("wizard.unit-above")
        elif column.unit_from == "beside":
            told = self._step.told("wizard.unit-beside")
        elif column.factor not in {None, 1} and self.unit.isHidden():
            told = self._step.told("wizard.unit-is", unit=column.unit)
        elif column.target is None:
            told = self._step.told("how.none") if column.how == "none" else self._step.told("wizard.left-out")
        theme.set_role(self.how, role)
        self.how.setText(told)


def _show(label: QLabel, text: str, metrics: QFontMetrics) -> None:
    """As much of a text as fits; all of it in the tooltip."""
    label.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, label.width()))
    label.setToolTip(text if label.text() != text else "")


class ColumnsStep(Step):
    """One row a column; the row of headings stays above the scrolling ones."""

    key = "columns"

    def __init__(self, work: RosterWork) -> None:
        """Empty until there is a layout."""
        super().__init__(work)
        self.rows: list[ColumnRow] = []
        self._used: Sequence[Column] = ()
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._add_more)
        told = ((each.label.to(self.session.lang), str(each)) for each in targets())
        self.choices = ((self.told("wizard.leave-out"), ""), *told)  # what each column may be: text and data
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        self._grid.setHorizontalSpacing(2 * theme.SPACE)
        self._grid.setVerticalSpacing(theme.SPACE)
        self._grid.setContentsMargins(0, 0, theme.SPACE, 0)
        self._grid.setColumnStretch(len(HEADS) - 1, 1)
        for place, key in enumerate(HEADS):
            self._grid.addWidget(theme.label("small", self.told(f"wizard.head-{key}")), 0, place)
        whole = QWidget()
        column = QVBoxLayout(whole)
        theme.tight(column, 0)
        column.addWidget(self._inside)
        column.addStretch(1)
        self.area = Scrolling(whole)
        self.column.addWidget(self.area, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for row in self.rows:
            row.fit(self.area.width())

    def show_state(self) -> None:
        used = self._used = [column for column in self.work.state.columns if column.filled or column.header.text]
        if [row.place for row in self.rows] != [column.place for column in used[: len(self.rows)]]:
            self._clear()
        for row, column in zip(self.rows, used, strict=False):
            self._show(row, column)
        self._add_more()

    def _show(self, row: ColumnRow, column: Column) -> None:
        sheet = self.work.state.sheet
        row.show_column(column, sheet.letter(column.place) if sheet else "")

    def _clear(self) -> None:
        for row in self.rows:
            for widget in row.widgets:
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self.rows = []

    def _add_more(self) -> None:
        """The next rows, and later those behind them."""
        for column in self._used[len(self.rows) : len(self.rows) + AT_ONCE]:
            row = ColumnRow(self, column.place)
            self.rows.append(row)
            for place, widget in enumerate(row.widgets):
                self._grid.addWidget(widget, len(self.rows), place, Qt.AlignmentFlag.AlignVCenter)
            self._show(row, column)
        if len(self.rows) < len(self._used):
            self._more.start()

    def first(self) -> QWidget:
        return self.rows[0].target if self.rows else self
