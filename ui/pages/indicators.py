"""The indicators: their values year by year as a grid, the one chosen in detail, and all rows entered."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from diagnosis.findings import Place
from diagnosis.result import Diagnosis
from diagnosis.text import phrase
from diagnosis.years import YEARS_BEFORE, by_year
from ui import theme
from ui.pages.page import Page
from ui.session import Session
from ui.settings import Settings
from ui.shortcuts import listen, spoken, tip
from ui.widgets.detail_split import DetailSplit
from ui.widgets.indicator_panel import HEIGHT, PART, IndicatorPanel
from ui.widgets.list_pane import ListPane
from ui.widgets.page_frame import PageHead, page_column
from ui.widgets.search_line import SearchLine
from ui.widgets.segments import Segments
from ui.widgets.tabs import Tabs
from ui.widgets.year_model import ALL, KNOWN, MISSED, OPEN, YearModel
from ui.widgets.year_view import YearView

BY_INDICATOR, ALL_ROWS = "by-indicator", "all-rows"
DETAIL, FOLDED = "indicators-detail", "folded"


class IndicatorsPage(Page):
    """One tab is the grid, the other shows all rows entered."""

    step = "indicators"

    def __init__(self, session: Session) -> None:
        """Reads when it is shown."""
        super().__init__(session)
        self._settings = Settings()
        self.years = YearModel(session, self)
        self.grid, self.panel = YearView(self.years), IndicatorPanel(session, self.years)
        self.search = SearchLine()
        self.search.setFixedHeight(theme.CONTROL_HEIGHT)
        self.search.setMinimumWidth(72)
        self.search.setMaximumWidth(132)
        states = (ALL, KNOWN, OPEN, MISSED)
        self.state = Segments([(state, phrase("ui", f"indicators.{state}")) for state in states], clearable=False)
        self.state.show_value(ALL)
        self.more = theme.button()
        self.split = DetailSplit(self.grid, self.panel, HEIGHT)
        self.split.setProperty("role", "gap")
        self._head = PageHead(session, self.step)
        self._head.put_beside(self.state, self.search, self.more)
        self.tabs = Tabs(self._tab_name, {BY_INDICATOR: lambda: self.split, ALL_ROWS: self._make_rows})
        page_column(self, self._head, self.tabs)
        self.tabs.start()
        self._connect()
        self.panel.show_folded(self._settings.word(DETAIL) == FOLDED)
        self.split.show_folded(self.panel.fold.isChecked())
        self.retranslate()

    def _connect(self) -> None:
        self.tabs.opened.connect(self._tab_opened)
        self.grid.chosen.connect(self.panel.show_cell)
        self.grid.opened.connect(lambda _indicator, year: self.panel.go_to_rows(year))
        self.grid.told.connect(self.session.message)
        self.years.dataChanged.connect(lambda _first, _last: self.panel.show_again())
        self.search.textChanged.connect(lambda _text: self._filter())
        self.state.picked.connect(lambda _state: self._filter())
        self.more.clicked.connect(self.offer_years)
        self.panel.folded.connect(self._folded)
        self.split.turned.connect(self.panel.stand)
        self.years.read.connect(self._say_rows)
        listen(self.grid, "table.search", self.search.setFocus, within=True)

    def _make_rows(self) -> ListPane:
        made = ListPane(self.session, self.session.questionnaire.parts[PART])
        made.retranslate()
        return made

    @property
    def rows(self) -> ListPane:
        """The table of all rows."""
        found = self.tabs.content(ALL_ROWS)
        assert isinstance(found, ListPane)
        return found

    def _tab_name(self, tab: str) -> str:
        return self.session.words(f"indicators.{tab}")

    def _tab_opened(self, tab: str) -> None:
        for widget in (self.state, self.search, self.more):
            widget.setVisible(tab == BY_INDICATOR)
        self.refresh()

    # ---- reading and showing

    def start(self) -> QWidget | None:
        """The grid; the entries of one indicator stand below it."""
        return self.grid if self.grid.isVisible() else super().start()

    def refresh(self) -> None:
        self.years.reload()
        (self.rows if self.tabs.part == ALL_ROWS else self.panel.pane).refresh()

    def show_diagnosis(self, diagnosis: Diagnosis) -> None:
        self.years.show_diagnosis()
        self.panel.show_again()
        self.tabs.show_count(BY_INDICATOR, f"{len(diagnosis.figures)}/{len(diagnosis.framework.indicators)}")
        if not self.grid.currentIndex().isValid():
            self.grid.choose(next(iter(self.session.framework.indicators)))

    def _round_opened(self) -> None:
        self.years.start_round()
        super()._round_opened()

    def _say_rows(self) -> None:
        """How many rows there are, and how many of them no cell of the grid shows."""
        entered = self.years.entered
        key = "indicators.rows-undated" if entered.undated else "indicators.rows"
        self.tabs.show_count(ALL_ROWS, self.session.words(key, count=entered.rows, undated=entered.undated))

    def _filter(self) -> None:
        self.years.choose(str(self.state.value), self.search.text())

    def _folded(self, folded: bool) -> None:
        self._settings.set_word(DETAIL, FOLDED if folded else "")
        self.split.show_folded(folded)

    # ---- more years

    def offer_years(self) -> QMenu:
        """A menu of years to add: the one before, the one after, and the five before."""
        first, last = self.years.years[0], self.years.years[-1]
        offers = ([first - 1], [last + 1], list(range(first - YEARS_BEFORE - 1, first)))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for years in offers:
            key = "indicators.add-year" if len(years) == 1 else "indicators.add-years"
            action = menu.addAction(self.session.words(key, first=years[0], last=years[-1]))
            action.triggered.connect(lambda _on=False, years=years: self.years.add_years(years))
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
        return menu

    # ---- words and places

    def retranslate(self) -> None:
        words = self.session.words
        self._head.retranslate()
        self.tabs.bar.setAccessibleName(self._head.name)
        self.tabs.retranslate()
        self.state.retranslate(self.session.lang)
        self.more.setText(words("indicators.more-years"))
        self.search.setPlaceholderText(words("table.search"))
        self.search.name_cross(words("field.clear-search"))
        self.search.setAccessibleName(words("table.search"))
        self.search.setToolTip(tip(words("table.search"), "table.search", self.session.lang))
        self.grid.setAccessibleName(words("indicators.by-indicator"))
        self.grid.setAccessibleDescription(spoken("years", lang=self.session.lang))
        self.panel.retranslate()
        if ALL_ROWS in self.tabs.made:
            self.rows.retranslate()
        self.years.retranslate()
        self._say_rows()

    def help_topic(self) -> str:
        """The indicator of the line chosen."""
        shown = self.panel.indicator if self.tabs.part == BY_INDICATOR else None
        return f"indicator/{shown.id}" if shown is not None else ""

    def go_to(self, place: Place) -> None:
        cell = self._cell_of(place)
        if cell is not None:
            self.tabs.open(BY_INDICATOR)
            self.state.show_value(ALL)
            self.search.clear()
            self._filter()
            self.grid.choose(*cell)
            self.grid.setFocus()
        elif place.row is not None:
            self.tabs.open(ALL_ROWS)
            self.rows.go_to(place.row, place.field)

    def _cell_of(self, place: Place) -> tuple[str, int | None] | None:
        """The cell of the grid that a place means: the line of an indicator, or the value of a row that counts for its year."""
        survey, indicators = self.session.survey, self.session.framework.indicators
        if place.row is None:
            return (place.field, None) if place.field is not None and place.field in indicators else None
        if survey is None or place.field != "value" or not place.row < len(survey.indicators):
            return None
        for id_, years in by_year(survey.indicators, indicators).items():
            for year, found in years.items():
                if found.counting == (place.row,):
                    return id_, year
        return None
