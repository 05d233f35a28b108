"""What a filter is made with: answers to tick, bounds to type, or a text to look for."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from db.filters import Among, Between, Filter, Holding
from diagnosis.errors import Invalid
from diagnosis.fieldtypes import DateType, NumberType, Value
from diagnosis.questionnaire import Question
from diagnosis.text import Lang, phrase
from ui import theme
from ui.widgets.filter_words import value_in_words
from ui.widgets.offered import offered
from ui.widgets.search_line import SearchLine

SEARCHED_FROM = 12  # answers; longer lists are searched by typing
SHOWN = 10  # lines of a list
MOST_TICKS, OFTEN = 60, 2  # texts are offered to be ticked where there are no more, each given so often in the mean
LINE = 26  # pixels
VALUE = Qt.ItemDataRole.UserRole


class FilterEditor(QWidget):
    """``changed``: another filter may be read. ``first``: what gets the focus."""

    changed = Signal()

    def __init__(self, question: Question, lang: Lang) -> None:
        """Subclasses show a filter with ``show_filter``."""
        super().__init__()
        self.question, self.lang = question, lang
        self.first: QWidget = self
        self.column = QVBoxLayout(self)
        theme.tight(self.column)

    def read(self) -> Filter | None:
        """The filter, or none; raises ``Invalid`` for a bound that is none."""
        raise NotImplementedError

    def show_counts(self, counts: Sequence[tuple[Value, int]]) -> None:
        """How often each answer is given in the rows that the other filters let through, the most frequent first."""

    def _say(self, key: str) -> str:
        return phrase("ui", f"filter.{key}").to(self.lang)


class TickList(QTreeWidget):
    """Answers to tick, each with how often it is given. ``ticked``: other answers are. A click on the words ticks, too."""

    ticked = Signal()

    def __init__(self, question: Question, lang: Lang) -> None:
        """Empty."""
        super().__init__()
        self._question, self._lang = question, lang
        self._boxed = False  # the click is one on a box, which Qt has ticked
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.setAccessibleName(question.label.to(lang))
        self.itemChanged.connect(self._changed)
        self.itemPressed.connect(self._pressed)
        self.itemDoubleClicked.connect(self._pressed)
        self.itemClicked.connect(self._clicked)

    def fill(self, values: Iterable[Value], ticked: Collection[Value]) -> None:
        """Offer these answers."""
        self.blockSignals(True)
        self.clear()
        for value in values:
            item = QTreeWidgetItem([value_in_words(self._question, value).to(self._lang), ""])
            item.setData(0, VALUE, _Held(value))
            item.setSizeHint(0, QSize(0, LINE))
            item.setCheckState(0, Qt.CheckState.Checked if value in ticked else Qt.CheckState.Unchecked)
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.addTopLevelItem(item)
        self.blockSignals(False)
        for first in self.items()[:1]:
            self.setCurrentItem(first)
        self.setFixedHeight(min(self.topLevelItemCount(), SHOWN) * LINE + 4)

    def show_counts(self, counts: Mapping[Value, int]) -> None:
        """How often each answer is given."""
        for item in self.items():
            item.setText(1, f"{counts.get(value_of(item), 0):,}")

    def untick(self) -> None:
        """Take all ticks away, and say nothing."""
        self.blockSignals(True)
        for item in self.items():
            item.setCheckState(0, Qt.CheckState.Unchecked)
        self.blockSignals(False)
        self.viewport().update()

    def narrow(self, text: str) -> None:
        """Show the answers in which this text stands."""
        for item in self.items():
            item.setHidden(text.strip().casefold() not in item.text(0).casefold())

    def items(self) -> list[QTreeWidgetItem]:
        """All of them."""
        return [item for row in range(self.topLevelItemCount()) if (item := self.topLevelItem(row)) is not None]

    @property
    def values(self) -> frozenset[Value]:
        """The answers ticked."""
        return frozenset(value_of(item) for item in self.items() if item.checkState(0) == Qt.CheckState.Checked)

    def _changed(self, _item: QTreeWidgetItem, column: int) -> None:
        if column == 0:
            self._boxed = True
            self.ticked.emit()

    def _pressed(self, _item: QTreeWidgetItem) -> None:
        self._boxed = False

    def _clicked(self, item: QTreeWidgetItem) -> None:
        if not self._boxed:
            on = item.checkState(0) == Qt.CheckState.Checked
            item.setCheckState(0, Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)


@dataclass(frozen=True, slots=True)
class _Held:
    """An answer as Qt keeps it as it is: an empty tuple would come back as a list."""

    value: Value


def value_of(item: QTreeWidgetItem) -> Value:
    """The answer of a line."""
    held: _Held = item.data(0, VALUE)
    return held.value


class Ticks(FilterEditor):
    """Answers to tick, the missing one among them."""

    def __init__(self, question: Question, wanted: Filter | None, lang: Lang) -> None:
        """Nothing ticked is no filter."""
        super().__init__(question, lang)
        values: list[Value] = [value for value, _ in offered(question)] or list(getattr(question.type, "choices", ()))
        values += [(), None] if question.kind == "choices" else [None]
        self.list = self.first = TickList(question, lang)
        self.list.fill(values, wanted.values if isinstance(wanted, Among) else ())
        if len(values) > SEARCHED_FROM:
            line = self.first = QLineEdit()
            line.setPlaceholderText(phrase("ui", "field.type-to-search").to(self.lang))
            line.setAccessibleName(phrase("ui", "field.type-to-search").to(self.lang))
            line.textChanged.connect(self.list.narrow)
            self.column.addWidget(line)
        self.column.addWidget(self.list)
        self.list.ticked.connect(self.changed)

    def read(self) -> Filter | None:
        return Among(self.list.values) if self.list.values else None

    def show_counts(self, counts: Sequence[tuple[Value, int]]) -> None:
        self.list.show_counts(dict(counts))


class _Blanks(FilterEditor):
    """Two boxes below what is asked of an answer: rows that have one, rows that have none."""

    def __init__(self, question: Question, lang: Lang) -> None:
        super().__init__(question, lang)
        self.answered, self.blank = QCheckBox(self._say("box-answered")), QCheckBox(self._say("box-blank"))

    def _add_boxes(self, wanted: Filter | None) -> None:
        boxes = QHBoxLayout()
        theme.tight(boxes, 2 * theme.SPACE)
        for box, on in ((self.answered, getattr(wanted, "answered", False)), (self.blank, getattr(wanted, "blank", False))):
            box.setChecked(on)
            box.toggled.connect(lambda _on: self.changed.emit())
            boxes.addWidget(box)
        boxes.addStretch(1)
        self.column.addLayout(boxes)

    def _typed(self) -> None:
        """Whoever says what the answer must be wants rows that have one."""
        if not self.answered.isChecked():
            self.answered.setChecked(True)
        else:
            self.changed.emit()

    @property
    def _wanted(self) -> tuple[bool, bool]:
        return self.answered.isChecked(), self.blank.isChecked()


class Bounds(_Blanks):
    """The least and the largest number, or the first and the last day."""

    def __init__(self, question: Question, wanted: Filter | None, lang: Lang) -> None:
        """Units and ways to write a number are those of the question."""
        super().__init__(question, lang)
        bounds = (wanted.low, wanted.high) if isinstance(wanted, Between) else (None, None)
        self.low, self.high = (QLineEdit(question.type.show(bound, lang)) for bound in bounds)
        self.first = self.low
        form = QFormLayout()
        theme.tight(form)
        unit = question.unit.to(lang) if question.unit else ""
        for line, key in ((self.low, "low"), (self.high, "high")):
            row = QHBoxLayout()
            theme.tight(row)
            row.addWidget(line)
            row.addWidget(theme.label("small", unit))
            form.addRow(self._say(key), row)
            line.setAccessibleName(f"{question.label.to(lang)} {self._say(key)} {unit}".strip())
            line.textEdited.connect(lambda _text: self._typed())
        self.note = theme.label("error", wrap=True)
        self.note.hide()
        self.column.addLayout(form)
        self.column.addWidget(self.note)
        self._add_boxes(wanted)

    def read(self) -> Filter | None:
        low, high = (self._bound(line) for line in (self.low, self.high))
        answered, blank = self._wanted
        everything = answered == blank and low is None and high is None
        return None if everything else Between(low=low, high=high, answered=answered, blank=blank)

    def _bound(self, line: QLineEdit) -> float | str | None:
        try:
            found = self.question.type.parse(line.text())
        except Invalid as verdict:
            self._tell(line, verdict.text().to(self.lang))
            raise
        self._tell(line, "")
        assert not isinstance(found, tuple)
        return found

    def _tell(self, line: QLineEdit, text: str) -> None:
        line.setProperty("wrong", bool(text))
        theme.restyle(line)
        self.note.setText(text)
        self.note.setVisible(bool(text))


class Words(_Blanks):
    """A text that must stand somewhere in the answer; where few answers are given again and again, these are ticked."""

    def __init__(self, question: Question, wanted: Filter | None, lang: Lang) -> None:
        """Capitals and small letters are the same."""
        super().__init__(question, lang)
        self._ticked = wanted.values if isinstance(wanted, Among) else frozenset()
        self.line = self.first = SearchLine(wanted.text if isinstance(wanted, Holding) else "")
        self.line.setPlaceholderText(self._say("holding-what"))
        self.line.setAccessibleName(f"{question.label.to(lang)} {self._say('holding-what')}")
        self.line.name_cross(phrase("ui", "field.clear-search").to(lang))
        self.list = TickList(question, lang)
        self.list.hide()
        self.column.addWidget(self.line)
        self._add_boxes(wanted)
        self.column.addWidget(self.list)
        self.line.textEdited.connect(lambda _text: self._said())
        for box in (self.answered, self.blank):
            box.clicked.connect(lambda _on: self._untick())
        self.list.ticked.connect(self._tick)

    def _said(self) -> None:
        self._untick()
        self.list.narrow(self.line.text())
        self._typed()

    def _untick(self) -> None:
        self._ticked = frozenset()
        self.list.untick()

    def _tick(self) -> None:
        """Ticked answers take the place of a text."""
        self._ticked = self.list.values
        for box in (self.answered, self.blank):
            box.blockSignals(True)
            box.setChecked(False)
            box.blockSignals(False)
        self.changed.emit()

    def read(self) -> Filter | None:
        if self._ticked:
            return Among(self._ticked)
        text = self.line.text().strip() if not self.list.values else ""
        answered, blank = self._wanted
        return None if answered == blank and not text else Holding(text=text, answered=answered or not blank, blank=blank)

    def show_counts(self, counts: Sequence[tuple[Value, int]]) -> None:
        """Answers that hardly any two rows share are not worth a list."""
        given = [value for value, _ in counts if value is not None]
        if 0 < len(given) <= MOST_TICKS and sum(count for value, count in counts if value is not None) >= OFTEN * len(given):
            self.list.fill([*given, *self._ticked.difference(given)], self._ticked)
            self.list.show_counts(dict(counts))
            self.list.show()


def filter_editor(question: Question, wanted: Filter | None, lang: Lang) -> FilterEditor:
    """The editor for the answers of a question."""
    if offered(question) or question.kind == "choices":
        return Ticks(question, wanted, lang)
    ordered = isinstance(question.type, NumberType | DateType)
    return Bounds(question, wanted, lang) if ordered else Words(question, wanted, lang)
