"""The panel at the right of every page: what the data entered so far amount to, and what to ask next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from diagnosis.findings import Place
from diagnosis.result import Assessment, Diagnosis
from ui import theme
from ui.session import Session
from ui.widgets.chart_values import radar
from ui.widgets.charts import RadarChart
from ui.widgets.disclosure import Entry, RowList
from ui.widgets.places import ask_place, reasons_place
from ui.widgets.rows import Content
from ui.widgets.sheet import show_text
from ui.widgets.wording import Words, level_of, words

GAPS_SHOWN, ASKS_SHOWN = 6, 5
RADAR_HEIGHT = 196
DIAGNOSIS = "diagnosis"


class ResultPanel(QWidget):
    """Type, how firm it is, elements, gaps, what is unknown. ``jump`` gives the ``Place`` of what was pressed."""

    jump = Signal(object)

    def __init__(self, session: Session) -> None:
        """Follows the session's diagnosis and language."""
        super().__init__()
        self.session = session
        self._jumps: dict[str, Place] = {}
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        session.diagnosed.connect(self._show)
        session.round_opened.connect(self.retranslate)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def _build(self) -> None:
        self.head, self.type, self.firmness = theme.label("muted"), theme.label("title", wrap=True), theme.label("muted", wrap=True)
        self.radar = RadarChart(RADAR_HEIGHT)
        self.gaps_head, self.gaps_none = theme.label("muted"), theme.label(wrap=True)
        self.gaps, self.asks = RowList(), RowList()
        self.asks_head, self.asks_none = theme.label("muted"), theme.label(wrap=True)
        self.gaps.pressed.connect(self._pressed)
        self.asks.pressed.connect(self._pressed)
        inside = QWidget()
        layout = QVBoxLayout(inside)
        theme.tight(layout, 4, 16)
        parts: list[QWidget] = [
            self.head, self.type, self.firmness, self.radar,
            self.gaps_head, self.gaps_none, self.gaps, self.asks_head, self.asks_none, self.asks,
        ]  # fmt: skip
        for part in parts:
            if part in (self.gaps_head, self.asks_head):
                layout.addSpacing(theme.SPACE)
            layout.addWidget(part)
        layout.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        theme.tight(outer, 0)
        outer.addWidget(area)

    def retranslate(self) -> None:
        """Everything in the session's language."""
        said = Words(self.session.framework, self.session.lang)
        self.setAccessibleName(said.say("panel.name"))
        self.head.setText(said.say("panel.title"))
        self.asks_head.setText(said.say("panel.asks"))
        if self.session.diagnosis is not None:
            self._show(self.session.diagnosis)
        else:
            self._show_nothing(said)

    def _show_nothing(self, said: Words) -> None:
        opened = self.session.round_id is not None
        self.type.setText("")
        self.firmness.setText(said.say("panel.waiting") if opened else said.say("no-round"))
        for part in (self.type, self.radar, self.gaps_head, self.gaps_none, self.asks_head, self.asks_none):
            part.hide()
        for rows in (self.gaps, self.asks):
            rows.show_entries(())

    def _show(self, diagnosis: Diagnosis) -> None:
        said = words(diagnosis, self.session.lang)
        found = diagnosis.classification
        self.type.setText(said.type_name(diagnosis.type))
        self.firmness.setText(said.firmness(found) if found.type else said.say("firmness.none-long"))
        self.radar.setVisible(bool(diagnosis.elements))
        self.radar.show_chart(radar(diagnosis, said), said.say("panel.radar"))
        self._jumps = {}
        self._show_gaps(diagnosis, said)
        self._show_asks(diagnosis, said)
        for part in (self.type, self.asks_head):
            part.show()

    def _show_gaps(self, diagnosis: Diagnosis, said: Words) -> None:
        found, unknown = diagnosis.at_level(1, 2, 3), len(diagnosis.unknown)
        entries = [self._gap(entry, said) for entry in found[:GAPS_SHOWN]]
        if len(found) > GAPS_SHOWN:
            entries.append(self._more(len(found) - GAPS_SHOWN, said))
        self.gaps.show_entries(entries)
        show_text(self.gaps_head, said.say("panel.gaps", gaps=len(found), unknown=unknown) if diagnosis.items else "")
        show_text(self.gaps_none, said.say("panel.no-gaps") if diagnosis.items and not found else "")

    def _gap(self, entry: Assessment, said: Words) -> Entry:
        key = f"gap:{entry.item.id}"
        self._jumps[key] = reasons_place(entry.item.id)
        content = Content(
            title=said.of(entry.item.short),
            below=said.summary(entry),
            levelled=True,
            level=level_of(entry),
            word=said.level(entry.level),
        )
        return Entry(key, content)

    def _more(self, count: int, said: Words) -> Entry:
        self._jumps["more"] = Place(step=DIAGNOSIS, part="ratings")
        return Entry("more", Content(title=said.say("panel.more-gaps", count=count)))

    def _show_asks(self, diagnosis: Diagnosis, said: Words) -> None:
        entries = []
        for number, ask in enumerate(diagnosis.asks[:ASKS_SHOWN], start=1):
            key = f"ask:{ask.part}:{ask.id}"
            self._jumps[key] = ask_place(ask)
            title = said.of(ask.name if ask.part != "ratings" else diagnosis.framework.items[ask.id].short)
            entries.append(Entry(key, Content(title=title, below=said.of(ask.question), number=str(number), lines=6)))
        self.asks.show_entries(entries)
        show_text(self.asks_none, "" if entries else said.say("panel.no-asks"))

    def _pressed(self, key: str) -> None:
        self.jump.emit(self._jumps[key])
