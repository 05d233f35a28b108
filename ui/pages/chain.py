"""The chain: its links as a board, the co-operation as a network, the key technologies with their readiness."""

from functools import partial

from PySide6.QtWidgets import QCheckBox, QWidget

from db import browse
from diagnosis.findings import Place
from diagnosis.result import Diagnosis
from diagnosis.text import phrase
from ui.pages.page import Page
from ui.session import Session
from ui.settings import Settings
from ui.widgets.chain_tab import ChainTab
from ui.widgets.figure_facts import figure_facts
from ui.widgets.list_pane import ListPane
from ui.widgets.network_tab import NetworkTab
from ui.widgets.page_frame import PageHead, page_column
from ui.widgets.readiness_tab import ReadinessTab
from ui.widgets.segments import Segments
from ui.widgets.tabs import Tabs

VIEW, MAP, TABLE = "chain-view", "map", "table"  # how the page is looked at is remembered
Tab = ChainTab | NetworkTab | ReadinessTab
TABS: dict[str, type[Tab]] = {"chain": ChainTab, "links": NetworkTab, "technologies": ReadinessTab}
DRAWN = ("chain", "links")  # the tabs that are a drawing, or a table


class ChainPage(Page):
    """A tab a list. What the diagnosis says of the list stands in the head."""

    step = "chain"

    def __init__(self, session: Session) -> None:
        """Reads when it is shown."""
        super().__init__(session)
        self.parts |= {"complete", "enterprises", "institutions", "platforms", "organisations"}  # whose names both drawings need
        self._settings = Settings()
        self._head = PageHead(session, self.step)
        self.view = Segments([(MAP, phrase("ui", "chain.map")), (TABLE, phrase("ui", "chain.table"))], clearable=False)
        self.view.show_value(TABLE if self._settings.word(VIEW) == TABLE else MAP)
        self.tabs = Tabs(self._tab_name, {part: partial(self._make, part) for part in TABS})
        self.complete = QCheckBox()  # stands for that of the table while a drawing is shown
        self._head.put_beside(self.complete, self.view)
        page_column(self, self._head, self.tabs)
        self.retranslate()
        self.tabs.start()  # what is in them is made with its texts
        self.tabs.opened.connect(lambda _part: self._opened())
        self.view.picked.connect(self._choose_view)
        self.complete.clicked.connect(lambda _on: self._made(self.tabs.part).pane.complete.click())

    def _tab_name(self, part: str) -> str:
        return self.session.questionnaire.parts[part].name.to(self.session.lang)

    def _make(self, part: str) -> QWidget:
        tab = TABS[part](self.session)
        tab.pane.counted.connect(lambda count: self.tabs.show_count(part, str(count)))
        tab.pane.complete.toggled.connect(lambda _on: self._show_complete())
        self._show_view(part, tab)
        tab.retranslate()
        return tab

    def tab(self, part: str) -> Tab:
        """The tab of a list, opened."""
        found = self.tabs.open(part)
        assert isinstance(found, ChainTab | NetworkTab | ReadinessTab)
        return found

    def pane(self, part: str) -> ListPane:
        """The table of a list, its tab opened."""
        return self.tab(part).pane

    def _choose_view(self, view: str) -> None:
        self._settings.set_word(VIEW, view)
        for part in self.tabs.made:
            self._show_view(part, self._made(part))
        self._show_complete()

    def _show_view(self, part: str, tab: Tab) -> None:
        drawn = self.view.value == MAP
        tab.show_map(drawn)
        if part in DRAWN:
            tab.pane.complete.setVisible(not drawn)

    def _show_complete(self) -> None:
        part = self.tabs.part
        self.complete.setVisible(part in DRAWN and self.view.value == MAP)
        self.complete.setChecked(part in self.tabs.made and self._made(part).pane.complete.isChecked())

    def _made(self, part: str) -> Tab:
        found = self.tabs.made[part]
        assert isinstance(found, ChainTab | NetworkTab | ReadinessTab)
        return found

    # ---- what is shown

    def refresh(self) -> None:
        self.tab(self.tabs.part).refresh()
        round_id, others = self.session.round_id, set(TABS) - {self.tabs.part}
        if round_id is not None:
            self.session.run(lambda ws: {part: browse.count(ws, round_id, part) for part in others}, self._show_counts)

    def _show_counts(self, counts: dict[str, int]) -> None:
        for part, count in counts.items():
            self.tabs.show_count(part, str(count))

    def _opened(self) -> None:
        self.view.setVisible(self.tabs.part in DRAWN)
        self._show_complete()
        self.refresh()
        self._say()

    def show_diagnosis(self, diagnosis: Diagnosis) -> None:
        """What the figures say of the list that is shown."""
        self._head.say(figure_facts(diagnosis, TABS[self.tabs.part].indicators, self.session.lang))

    def _say(self) -> None:
        if self.session.diagnosis is not None:
            self.show_diagnosis(self.session.diagnosis)

    def retranslate(self) -> None:
        self._head.retranslate()
        self.view.retranslate(self.session.lang)
        self.view.describe(self.session.words("chain.view"), "")
        about = self.session.questionnaire.parts["complete"].help
        self.complete.setText(self.session.words("table.complete"))
        self.complete.setToolTip(about.to(self.session.lang) if about is not None else "")
        self.tabs.bar.setAccessibleName(self._head.name)
        self.tabs.retranslate()
        for part in self.tabs.made:
            self._made(part).retranslate()
        self._say()

    def go_to(self, place: Place) -> None:
        if place.part == "complete" and place.field in TABS:
            box = self.tab(place.field).pane.complete
            (self.complete if self.complete.isVisibleTo(self) else box).setFocus()
        if place.part not in TABS:
            return
        self.tab(place.part).go_to(place.row, place.field)
