"""Step 1: the sheet and its header, as they stand in the file."""

from PySide6.QtWidgets import QComboBox, QWidget

from diagnosis.roster.layout import LINES, SEARCHED
from diagnosis.text import Text, listed
from ui import theme
from ui.rosters.grid import Grid, SheetModel
from ui.rosters.step import Step, line
from ui.rosters.work import RosterWork
from ui.widgets.sheet import show_text


class SheetStep(Step):
    """The sheet, and the rows of its header, can be chosen."""

    key = "sheet"

    def __init__(self, work: RosterWork) -> None:
        """Empty until the file is read."""
        super().__init__(work)
        self.sheets, self.top, self.lines = QComboBox(), QComboBox(), QComboBox()
        self.sheets.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.top.setMaxVisibleItems(20)
        for count in range(LINES + 1):
            self.lines.addItem(self.told("wizard.lines", count=count) if count else self.told("wizard.no-header"), count)
        self.found, self.others = theme.label("muted"), theme.label("advice", wrap=True)
        self.model = SheetModel(self)
        self.grid = Grid(self.model)
        labels = [theme.label(text=self.told(f"wizard.{key}")) for key in ("of-sheet", "header-from", "header-lines")]
        boxes = (self.sheets, self.top, self.lines)
        for label, box in zip(labels, boxes, strict=True):
            label.setBuddy(box)
            box.setAccessibleName(label.text())
        self._parts = (*labels, *boxes, self.found, self.grid)
        self.column.addLayout(line(labels[0], self.sheets, labels[1], self.top, labels[2], self.lines, self.found))
        self.column.addWidget(self.others)
        self.grid.setAccessibleName(self.told("wizard.rows-of-file"))
        self.column.addWidget(self.grid, 1)
        self.column.addStretch()
        self._show_parts(on=False)
        self.sheets.activated.connect(work.choose_sheet)
        self.top.activated.connect(lambda _place: self._choose_header())
        self.lines.activated.connect(lambda _place: self._choose_header())
        self.grid.doubleClicked.connect(lambda index: self._put_header(index.row()))

    def _show_parts(self, *, on: bool) -> None:
        """Nothing stands there while there is no file, or when it is refused."""
        for widget in (*self._parts, self.text):
            widget.setVisible(on)

    def _choose_header(self) -> None:
        self.work.choose_header(self.top.currentIndex(), self.lines.currentData())

    def _put_header(self, row: int) -> None:
        """The row that is clicked twice is the header."""
        self.work.choose_header(row, max(1, self.lines.currentData()))

    def show_state(self) -> None:
        state = self.work.state
        self._show_parts(on=state.book is not None)
        others = listed(Text(name, name) for name in self.work.others.values())
        show_text(self.others, self.told("wizard.other-sheets", count=len(self.work.others), names=others) if self.work.others else "")
        if state.book is None or state.sheet is None:
            return
        if self.sheets.count() != len(state.book.sheets):
            self.sheets.clear()
            for sheet in state.book.sheets:
                name = sheet.name or self.told("wizard.text-file")
                self.sheets.addItem(self.told("wizard.hidden-sheet", name=name) if sheet.hidden else name)
        self.sheets.setCurrentIndex(state.place)
        self.sheets.setEnabled(len(state.book.sheets) > 1)
        rows = min(SEARCHED, state.sheet.height)
        if self.top.count() != rows:
            self.top.clear()
            self.top.addItems([self.told("wizard.row", row=row) for row in range(1, rows + 1)])
        if (self.model.sheet, self.model.layout_) != (state.sheet, state.layout):
            self._show_rows()

    def _show_rows(self) -> None:
        state = self.work.state
        fresh = self.model.sheet is not state.sheet
        self.model.show_sheet(state.sheet, state.layout)
        if fresh:
            self.grid.fit_sheet(self.model)
        layout = state.layout
        if layout is None:
            self.top.setCurrentIndex(0)
            self.lines.setCurrentIndex(1)
            self.found.setText(self.told("wizard.header-missing"))
            theme.set_role(self.found, "advice")
            return
        self.top.setCurrentIndex(min(layout.top, self.top.count() - 1))
        self.lines.setCurrentIndex(min(layout.first - layout.top, LINES))
        below = max(0, (state.sheet.height if state.sheet else 0) - layout.first)
        self.found.setText(self.told("wizard.below", count=f"{below:,}"))
        theme.set_role(self.found, "muted")
        self.grid.scrollTo(self.model.index(max(0, layout.top - 2), 0))

    def first(self) -> QWidget:
        return self.grid
