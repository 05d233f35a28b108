"""A chart on a page: its caption, what can be done with it, the chart, and its source."""

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from reports.blocks import Figure
from reports.chart_files import FILE_KINDS, FileKind
from ui import icons, theme
from ui.charts.taking import Taking
from ui.charts.view import ChartView
from ui.session import Session
from ui.shortcuts import keys_of, listen, tip


class ChartFrame(QWidget):
    """Copy and save are buttons, entries of the menu of the right button, and keys while the focus is in it."""

    def __init__(self, session: Session, taking: Taking) -> None:
        """Shows nothing until ``show_figure``."""
        super().__init__()
        self._session, self._taking = session, taking
        self.figure: Figure | None = None
        self.caption, self.note = theme.label("heading", wrap=True), theme.label("small", wrap=True)
        self.view = ChartView()
        self.copy_button, self.save_button = theme.tool_button(), theme.tool_button()
        for button, name in ((self.copy_button, "copy"), (self.save_button, "save")):
            button.setProperty("role", "mark")
            button.setIcon(icons.icon(name))
        head = QHBoxLayout()
        theme.tight(head, 4)
        head.addWidget(self.caption, 1)
        head.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        theme.tight(column, 4)
        column.addLayout(head)
        column.addWidget(self.view)
        column.addWidget(self.note)
        self.copy_button.clicked.connect(self.copy)
        self.save_button.clicked.connect(self._offer_saving)
        listen(self, "chart.copy", self.copy, within=True)
        listen(self, "chart.save", self._offer_saving, within=True)

    def show_figure(self, figure: Figure) -> None:
        """Caption, chart and source, in the language that they were made in."""
        self.figure = figure
        self.caption.setText(figure.caption)
        self.note.setText(figure.note)
        self.view.show_chart(figure.chart, figure.caption, figure.alt)
        words, lang = self._session.words, self._session.lang
        for button, key in ((self.copy_button, "chart.copy"), (self.save_button, "chart.save")):
            button.setToolTip(tip(words(key), key, lang))
            button.setAccessibleName(": ".join((words(key), figure.caption)))

    def copy(self) -> None:
        """Picture and data onto the clipboard."""
        if self.figure is not None:
            self._taking.copy(self.figure)

    def saving_menu(self) -> QMenu:
        """The kinds of files that a chart can be."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for kind in FILE_KINDS:
            menu.addAction(self._session.words(f"chart.save-{kind}"), partial(self._save, kind))
        return menu

    def _save(self, kind: FileKind) -> None:
        if self.figure is not None:
            self._taking.save(self.figure, kind, self.window())

    def _offer_saving(self) -> None:
        menu = self.saving_menu()
        menu.popup(self.save_button.mapToGlobal(QPoint(0, self.save_button.height())))
        menu.setActiveAction(menu.actions()[0])

    def menu(self) -> QMenu:
        """What can be done with the chart."""
        menu = self.saving_menu()
        copying = menu.addAction(icons.icon("copy"), self._session.words("chart.copy"), self.copy)
        copying.setText(f"{copying.text()}\t{keys_of('chart.copy')}")
        menu.insertAction(menu.actions()[0], copying)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.figure is not None:
            self.menu().popup(event.globalPos())
