"""The indicators: what is known of each of the framework's, and the values entered."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from diagnosis.findings import Place
from diagnosis.result import Diagnosis
from diagnosis.text import phrase
from ui import theme
from ui.pages.page import Page
from ui.session import Session
from ui.widgets.catalogue import ALL, KNOWN, OPEN, CatalogueModel, CatalogueView
from ui.widgets.indicator_panel import PART, IndicatorPanel
from ui.widgets.list_pane import ListPane
from ui.widgets.page_frame import PageHead, Tabs, page_column
from ui.widgets.segments import Segments

BY_INDICATOR, ALL_ROWS = "by-indicator", "all-rows"


class IndicatorsPage(Page):
    """One tab goes indicator by indicator, the other shows all rows entered."""

    step = "indicators"

    def __init__(self, session: Session) -> None:
        """Reads when it is shown."""
        super().__init__(session)
        self._chosen = next(iter(session.framework.indicators))
        self.model = CatalogueModel(session)
        self.catalogue, self.panel = CatalogueView(self.model), IndicatorPanel(session)
        self.rows = ListPane(session, session.questionnaire.parts[PART])
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setMaximumWidth(260)
        states = (ALL, KNOWN, OPEN)
        self.state = Segments([(state, phrase("ui", f"indicators.{state}")) for state in states], clearable=False)
        self.state.show_value(ALL)
        self._head = PageHead(session, self.step)
        self.tabs = Tabs(self._tab_name, {BY_INDICATOR: self._make_catalogue, ALL_ROWS: lambda: self.rows})
        page_column(self, self._head, self.tabs)
        self.tabs.start()
        self.tabs.opened.connect(lambda _tab: self.refresh())
        self.catalogue.chosen.connect(self._choose)
        self.search.textChanged.connect(lambda _text: self._show())
        self.state.picked.connect(lambda _state: self._show())
        self.rows.counted.connect(lambda count: self.tabs.show_count(ALL_ROWS, str(count)))
        self.retranslate()

    def _make_catalogue(self) -> QWidget:
        whole, bar = QWidget(), QHBoxLayout()
        theme.tight(bar)
        bar.addWidget(self.state)
        bar.addWidget(self.search)
        bar.addStretch(1)
        column = QVBoxLayout(whole)
        theme.tight(column)
        column.addLayout(bar)
        column.addWidget(self.catalogue, 1)
        column.addWidget(self.panel)
        return whole

    def _tab_name(self, tab: str) -> str:
        return self.session.words(f"indicators.{tab}")

    def refresh(self) -> None:
        if self.tabs.part == ALL_ROWS:
            self.rows.refresh()
        else:
            self.panel.show_indicator(self._chosen)
            self.panel.pane.refresh()

    def show_diagnosis(self, diagnosis: Diagnosis) -> None:
        self._show()
        self.panel.show_diagnosis(diagnosis)
        self.tabs.show_count(BY_INDICATOR, f"{len(diagnosis.figures)}/{len(diagnosis.framework.indicators)}")

    def _show(self) -> None:
        if self.session.diagnosis is not None:
            self.model.show(self.session.diagnosis, str(self.state.value), self.search.text())
            self.catalogue.choose(self._chosen)

    def _choose(self, indicator_id: str) -> None:
        self._chosen = indicator_id
        self.panel.show_indicator(indicator_id)

    def retranslate(self) -> None:
        self._head.retranslate()
        self.tabs.bar.setAccessibleName(self._head.name)
        self.tabs.retranslate()
        self.panel.retranslate()
        self.rows.retranslate()
        self.state.retranslate(self.session.lang)
        self.search.setPlaceholderText(self.session.words("table.search"))
        self.search.setAccessibleName(self.session.words("table.search"))
        self.catalogue.setAccessibleName(self.session.words("indicators.by-indicator"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.model.columnCount() - 1)
        self._show()

    def go_to(self, place: Place) -> None:
        if place.row is not None:
            self.tabs.open(ALL_ROWS)
            self.rows.go_to(place.row, place.field)
        elif place.field is not None and place.field in self.session.framework.indicators:
            self.tabs.open(BY_INDICATOR)
            self.state.show_value(ALL)
            self.search.clear()
            self._choose(place.field)
            self._show()
            self.panel.pane.table.setFocus()
