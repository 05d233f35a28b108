"""The panel at the right of every page: what the data entered so far amount to, and what to ask next."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from db.operations import Change
from diagnosis.agenda import agenda
from diagnosis.findings import Place
from diagnosis.result import Assessment, Classification, Diagnosis
from ui import icons, theme
from ui.diagnosing import is_text
from ui.session import Session
from ui.settings import FOLDED, Settings
from ui.shortcuts import tip
from ui.widgets.chart_values import radar
from ui.widgets.charts import RadarChart
from ui.widgets.disclosure import Entry, RowList
from ui.widgets.level_counts import Count, LevelCounts
from ui.widgets.marks import Level
from ui.widgets.places import ask_place, reasons_place
from ui.widgets.result_strip import ResultStrip
from ui.widgets.rows import Content
from ui.widgets.scrolling import Scrolling
from ui.widgets.sheet import SCROLL_BAR, show_text
from ui.widgets.wording import Words, level_of, words

GAPS_SHOWN, ASKS_SHOWN = 6, 5
RADAR_HEIGHT, EDGE = 196, 16
WHOLE = 24  # lines: as many as any text of ours needs
DIAGNOSIS = "diagnosis"
STALE_AFTER_MS = 300  # a result that is replaced sooner needs no word about it
LEVELS: tuple[Level, ...] = (3, 2, 1, None)


class ResultPanel(QWidget):
    """Type, how firm it is, gaps by level, the worst of them, what to ask next. ``jump`` gives the ``Place`` of what was pressed.

    The last result stays while another one is worked out. The panel can be folded to a strip; that is remembered.
    """

    jump = Signal(object)

    def __init__(self, session: Session, settings: Settings) -> None:
        """Follows the session's diagnosis and language."""
        super().__init__()
        self.session, self._settings = session, settings
        self._jumps: dict[str, Place] = {}
        self._narrow = False
        self._fresh = True  # no change has come after the result shown
        self._stale = QTimer(self, interval=STALE_AFTER_MS)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        self._connect()
        self._fold(settings.text(FOLDED) == "yes")
        self.retranslate()

    # ---- building

    def _build(self) -> None:
        self.head, self.state = theme.label("muted"), theme.label("small")
        self.fold, self.strip = theme.tool_button(), ResultStrip()
        self.fold.setProperty("role", "mark")
        self.fold.setIcon(icons.icon("right", "muted"))
        self.type, self.verdict = theme.label("title", wrap=True), theme.label("muted", wrap=True)
        self.firmness = theme.label("muted", wrap=True)
        self.counts, self.radar = LevelCounts(theme.PANEL_WIDTH - 2 * EDGE - SCROLL_BAR), RadarChart(RADAR_HEIGHT)
        self.gaps_head, self.gaps_none = theme.label("muted"), theme.label(wrap=True)
        self.gaps, self.asks = RowList(), RowList()
        self.asks_head, self.asks_none = theme.label("muted"), theme.label(wrap=True)
        self.copy = theme.button("link")
        self.full = QWidget()
        column = QVBoxLayout(self.full)
        theme.tight(column, 0)
        column.addLayout(self._top())
        column.addWidget(self._below(), 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.full)
        self._stack.addWidget(self.strip)

    def _top(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(EDGE, 12, theme.SPACE, 0)
        line.setSpacing(theme.SPACE)
        line.addWidget(self.head)
        line.addStretch(1)
        line.addWidget(self.state)
        line.addWidget(self.fold)
        return line

    def _asks_line(self) -> QWidget:
        """What to ask next, and all there is to ask as a text."""
        line = QWidget()
        row = QHBoxLayout(line)
        theme.tight(row)
        row.addWidget(self.asks_head)
        row.addStretch(1)
        row.addWidget(self.copy)
        return line

    def _below(self) -> Scrolling:
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(EDGE, 4, EDGE, EDGE)
        layout.setSpacing(4)
        asks_line = self._asks_line()
        parts: list[QWidget] = [
            self.type, self.verdict, self.firmness,
            self.gaps_head, self.counts, self.gaps_none, self.gaps, asks_line, self.asks_none, self.asks, self.radar,
        ]  # fmt: skip
        for part in parts:
            if part in (self.gaps_head, asks_line, self.radar):
                layout.addSpacing(theme.SPACE)
            layout.addWidget(part)
        layout.addStretch(1)
        self.area = Scrolling(inside)
        return self.area

    def _connect(self) -> None:
        session = self.session
        session.diagnosed.connect(self._came)
        session.changed.connect(self._changed)
        session.round_opened.connect(self._start_again)
        session.language_changed.connect(self.retranslate)
        self._stale.timeout.connect(self._say_stale)
        self.gaps.pressed.connect(self._pressed)
        self.asks.pressed.connect(self._pressed)
        self.copy.clicked.connect(self._copy_asks)
        self.counts.pressed.connect(self._go_to_level)
        self.fold.clicked.connect(self.toggle)
        self.strip.clicked.connect(self.toggle)

    # ---- folded or not

    @property
    def folded(self) -> bool:
        """Whether only the strip is shown."""
        return self._stack.currentWidget() is self.strip

    def make_room(self, narrow: bool) -> None:
        """In a window that has become too narrow for both it is folded, and can be opened over that; in a wider one it is as it was."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._fold(narrow or self._settings.text(FOLDED) == "yes")

    def toggle(self) -> None:
        """Fold it, or open it again; the focus stays on what does it. Remembered, unless there was no room for it."""
        focus = QApplication.focusWidget()
        held = focus is not None and self.isAncestorOf(focus)
        self._fold(not self.folded)
        if not self._narrow:
            self._settings.set_text(FOLDED, "yes" if self.folded else "")
        if held:
            (self.strip if self.folded else self.fold).setFocus()

    def _fold(self, folded: bool) -> None:
        self._stack.setCurrentWidget(self.strip if folded else self.full)
        self.setFixedWidth(theme.STRIP_WIDTH if folded else theme.PANEL_WIDTH)

    # ---- when

    def _start_again(self) -> None:
        self._stale.stop()
        self.retranslate()

    def _changed(self, change: Change) -> None:
        if not is_text(change):
            self._fresh = False
            self._stale.start()

    def _came(self, diagnosis: Diagnosis) -> None:
        self._fresh = True
        self.state.setText("")
        self._show(diagnosis)
        theme.lay_out_now()

    def _say_stale(self) -> None:
        """The result shown is older than the data: another one is on its way, or did not come."""
        busy = self.session.diagnosing.busy
        if self._fresh and not busy:
            self._stale.stop()
        said = Words(self.session.framework, self.session.lang)
        self.state.setText(said.say("panel.updating") if busy else "" if self._fresh else said.say("panel.outdated"))

    # ---- showing

    def retranslate(self) -> None:
        """Everything in the session's language."""
        said = Words(self.session.framework, self.session.lang)
        self.setAccessibleName(said.say("panel.name"))
        self.head.setText(said.say("panel.title"))
        self.state.setText("")
        self.asks_head.setText(said.say("panel.asks"))
        self.fold.setToolTip(tip(said.say("panel.fold"), "keys.panel", self.session.lang))
        self.fold.setAccessibleName(said.say("panel.fold"))
        if self.session.diagnosis is not None:
            self._show(self.session.diagnosis)
        else:
            self._show_nothing(said)

    def _show_nothing(self, said: Words) -> None:
        opened = self.session.round_id is not None
        self.type.setText("")
        self.firmness.setText(said.say("panel.waiting") if opened else said.say("no-round"))
        of_result: tuple[QWidget, ...] = (self.type, self.verdict, self.counts, self.radar, self.gaps_head, self.gaps_none)
        for part in (*of_result, self.asks_head, self.asks_none, self.copy):
            part.hide()
        for rows in (self.gaps, self.asks):
            rows.show_entries(())
        self._say_on_strip(said, self.firmness.text(), alarm=False)

    def _show(self, diagnosis: Diagnosis) -> None:
        said = words(diagnosis, self.session.lang)
        found = diagnosis.classification
        self.type.setText(said.type_name(diagnosis.type))
        self._show_verdict(found, said)
        self.firmness.setText(said.line(said.firmness_facts(found)) if found.type else said.say("firmness.none-long"))
        self._jumps = {}
        self._show_gaps(diagnosis, said)
        self._show_asks(diagnosis, said)
        self.radar.setVisible(bool(diagnosis.elements))
        self.radar.show_chart(radar(diagnosis, said), said.say("panel.radar"))
        for part in (self.type, self.asks_head):
            part.show()
        gaps = said.say("panel.gaps", gaps=len(diagnosis.at_level(1, 2, 3)), unknown=len(diagnosis.unknown)) if diagnosis.items else ""
        self._say_on_strip(said, said.dotted((self.type.text(), said.verdicts(found), gaps)), alarm=_open(found))

    def _say_on_strip(self, said: Words, text: str, *, alarm: bool) -> None:
        self.strip.say(tip(said.say("panel.unfold"), "keys.panel", said.lang), text, alarm=alarm)

    def _show_verdict(self, found: Classification, said: Words) -> None:
        """In words, and plainly where the type is not firm or somebody has decided otherwise."""
        theme.set_role(self.verdict, "advice" if _open(found) else "muted")
        show_text(self.verdict, said.say("panel.confidence", verdict=said.verdicts(found)) if found.type is not None else "")

    def _show_gaps(self, diagnosis: Diagnosis, said: Words) -> None:
        found = diagnosis.at_level(1, 2, 3)
        numbers = {level: len(diagnosis.at_level(level)) if isinstance(level, int) else len(diagnosis.unknown) for level in LEVELS}
        self.counts.show_counts([Count(level, said.level(level), count) for level, count in numbers.items()])
        self.counts.setVisible(bool(diagnosis.items))
        entries = [self._gap(entry, said) for entry in found[:GAPS_SHOWN]]
        if len(found) > GAPS_SHOWN:
            entries.append(self._more(len(found) - GAPS_SHOWN, said))
        self.gaps.show_entries(entries)
        show_text(self.gaps_head, said.say("panel.by-level") if diagnosis.items else "")
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
            lines=WHOLE,
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
            entries.append(Entry(key, Content(title=title, below=said.of(ask.question), number=str(number), lines=WHOLE)))
        self.asks.show_entries(entries)
        show_text(self.asks_none, "" if entries else said.say("panel.no-asks"))
        count = agenda(diagnosis).count
        self.copy.setText(said.say("panel.copy-asks", count=count))
        self.copy.setVisible(count > 0)
        self.copy.setToolTip(said.say("panel.copy-asks-tip"))

    def _copy_asks(self) -> None:
        """All that is open, for the clipboard: the bureau wants the list before it looks for anything."""
        if self.session.diagnosis is not None:
            found = agenda(self.session.diagnosis)
            QApplication.clipboard().setText(found.text(self.session.lang))
            self.session.note("asks.copied", count=found.count)

    # ---- links

    def _pressed(self, key: str) -> None:
        self.jump.emit(self._jumps[key])

    def _go_to_level(self, level: Level) -> None:
        """The first item of the level on the diagnosis page; without one, the list."""
        diagnosis = self.session.diagnosis
        if diagnosis is not None:
            found = diagnosis.unknown if level is None else diagnosis.at_level(level) if isinstance(level, int) else ()
            self.jump.emit(reasons_place(found[0].item.id) if found else Place(step=DIAGNOSIS, part="ratings"))


def _open(found: Classification) -> bool:
    """Whether the type is not firm."""
    return found.type is not None and (found.provisional or found.contested or found.fields_disagree)
