"""The co-operation of a round: entered line by line, drawn as it is entered, with its table beside the drawing."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QVBoxLayout, QWidget

from db import names, operations
from diagnosis.fieldtypes import ChoiceType
from diagnosis.text import fold
from reports.network_layout import Point
from ui import icons, theme
from ui.session import Session
from ui.shortcuts import keys_of, tip
from ui.tasks import Task
from ui.widgets.link_entry import PART, LinkEntry
from ui.widgets.list_pane import ListPane
from ui.widgets.network_canvas import KEY_ZOOM, NetworkCanvas
from ui.widgets.network_read import Drawn, read_network
from ui.widgets.outside_bar import AS, OutsideBar

LOOK_UP_AFTER_MS, LEAST_WIDTH = 200, 336
TOOLS = {"plus": "network.larger", "minus": "network.smaller", "fit": "network.fit", "network": "network.arrange"}  # icon -> what it does
NARROW = {"from": 112, "to": 112, "kind": 80, "year": 64}  # columns of the table beside the drawing
SHARES = (3, 2)  # of the width, for drawing and table


class NetworkTab(QWidget):
    """``pane`` is the table; ``canvas`` the drawing beside it."""

    indicators = ("network-density", "isolated-share", "iur-rate")

    def __init__(self, session: Session) -> None:
        """Shows nothing until ``refresh``."""
        super().__init__()
        self.session = session
        self.pane = ListPane(session, session.questionnaire.parts[PART])
        self.entry, self.outside, self.canvas = LinkEntry(session), OutsideBar(session), NetworkCanvas(session)
        self.menu: QMenu | None = None
        self._map = False
        self._drawn = Drawn()
        self._round_id: int | None = None
        self._places: dict[int | None, dict[str, Point]] = {}  # round -> where its actors stand, as long as the program runs
        self._sizes = [1000 * share for share in SHARES]  # of drawing and table
        self._recent: tuple[str, ...] = ()  # who was entered last
        self._unlisted: tuple[str, ...] = ()  # of what is typed
        self._looking: Task | None = None  # for whom a name means
        self._timer = QTimer(self, singleShot=True, interval=LOOK_UP_AFTER_MS)
        self._tools = {name: theme.tool_button() for name in TOOLS}
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        tools = QHBoxLayout(self.canvas)
        theme.tight(tools, 2, 4)
        tools.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        for name, button in self._tools.items():
            button.setIcon(icons.icon(name))
            button.setFixedSize(26, 24)
            button.setProperty("role", "tool")
            tools.addWidget(button)
        splitter = self._splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setProperty("role", "gap")
        splitter.setHandleWidth(theme.SPACE)
        splitter.setChildrenCollapsible(False)
        for place, (widget, share) in enumerate(zip((self.canvas, self.pane), SHARES, strict=True)):
            splitter.addWidget(widget)
            splitter.setStretchFactor(place, share)
        self.pane.setMinimumWidth(LEAST_WIDTH)  # its text for an empty list needs more, but then has all the room
        column = QVBoxLayout(self)
        theme.tight(column)
        column.addWidget(self.entry)
        column.addWidget(self.outside)
        column.addWidget(splitter, 1)

    def _connect(self) -> None:
        canvas = self.canvas
        self.entry.entered.connect(self._timer.start)
        self.entry.stored.connect(self._entered)
        self._timer.timeout.connect(self._look_up)
        self._splitter.splitterMoved.connect(self._keep_sizes)
        first = self.pane.empty.buttons[0]
        first.clicked.disconnect()
        first.clicked.connect(lambda _on=False: self.entry.ends["from"].setFocus())  # quicker than a row of the table
        self.outside.wanted.connect(self._put_on_list)
        self.outside.told.connect(self._look_for)
        self.outside.meant.connect(self._mean)
        canvas.chosen.connect(self._select_rows)
        canvas.filtered.connect(self._filter)
        canvas.link_wanted.connect(self._ask_kind)
        canvas.start_wanted.connect(lambda key: self.entry.start(self._drawn.names[key]))
        canvas.moved.connect(self._move)
        canvas.menu_wanted.connect(self._show_menu)
        self.pane.table.row_changed.connect(lambda row_id: canvas.show_row(self._drawn.ends.get(row_id)))
        self.pane.counted.connect(lambda _count: self._show_parts())
        done = (partial(canvas.zoom, KEY_ZOOM), partial(canvas.zoom, 1 / KEY_ZOOM), canvas.fit, self._arrange)
        for button, do in zip(self._tools.values(), done, strict=True):
            button.clicked.connect(lambda _on=False, do=do: do())

    # ---- what is shown

    def show_map(self, on: bool) -> None:
        """The drawing and the table, or the table with the form of its row. Beside the drawing the columns are narrow."""
        self.pane.table.usual = NARROW if on else {}
        self.pane.table.fit_columns()
        self._map = on
        self._show_parts()

    def _show_parts(self) -> None:
        appears = self.canvas.isHidden() and self._map and bool(self._drawn.keys)
        self.canvas.setVisible(self._map and bool(self._drawn.keys))
        if appears:
            self._splitter.setSizes(self._sizes)
        for each in (self.pane.panel, self.pane.add_button, self.pane.copy_button):
            each.setVisible(not self._map)
            each.setEnabled(not self._map)  # what is hidden is given no focus

    def _keep_sizes(self) -> None:
        self._sizes = self._splitter.sizes()

    def refresh(self) -> None:
        """Read the co-operation again."""
        self.pane.refresh()
        self._read()
        self._timer.start()

    def _read(self) -> None:
        round_id, lang = self.session.round_id, self.session.lang
        if round_id != self._round_id:
            self._round_id, self._recent, self._unlisted = round_id, (), ()
        before: Mapping[str, Point] = dict(self._places.get(round_id, {}))
        if round_id is None:
            self._show(None, Drawn())
        else:
            self.session.run(lambda ws: read_network(ws, round_id, before, lang), lambda drawn: self._show(round_id, drawn))

    def _show(self, round_id: int | None, drawn: Drawn) -> None:
        if round_id != self.session.round_id:
            return
        kept = self._places.setdefault(round_id, {})
        for key, point in drawn.places.items():
            kept.setdefault(key, point)
        self._drawn = drawn
        self.canvas.show_drawn(drawn)
        chart = drawn.chart
        self.entry.know(frozenset((frozenset((drawn.keys[a], drawn.keys[b])), kind or None) for a, b, kind in chart.edges))
        self._show_parts()
        self.outside.ask_again()
        self._tell_outside()

    def _arrange(self) -> None:
        """Lay everything out anew."""
        self._places.pop(self.session.round_id, None)
        self.canvas.fit()
        self._read()

    def _move(self, key: str, point: Point) -> None:
        self._places.setdefault(self.session.round_id, {})[key] = point
        self._read()

    def go_to(self, row: int | None, field: str | None) -> None:
        """Show the row at this place of the list (from 0); without one, where the field of a new one is entered."""
        if row is not None or not self.entry.focus_field(field):
            self.pane.go_to(row, field)

    # ---- who is on no list

    def _entered(self, first: str, second: str) -> None:
        self._recent = (second, first)

    def _look_up(self) -> None:
        round_id, typed = self.session.round_id, self.entry.doubtful()
        if round_id is None or not typed:
            self._found([], {})
        else:
            self.session.run(lambda ws: names.listed(ws, round_id, typed), lambda found: self._found(typed, found))

    def _found(self, typed: list[str], listed: Mapping[str, str]) -> None:
        if typed != self.entry.doubtful():
            self._timer.start()  # somebody has typed on, or gone on: that is asked about instead
            return
        self._unlisted = tuple(name for name in typed if fold(name) not in listed)
        self._tell_outside()

    def _tell_outside(self) -> None:
        """What is being typed first, then who was entered last, then the others."""
        outside = {key: self._drawn.names[key] for key in self._drawn.outside}
        recent = [outside[fold(name)] for name in self._recent if fold(name) in outside]
        self.outside.show_names([*self._unlisted, *recent, *outside.values()])

    def _look_for(self, name: str) -> None:
        round_id = self.session.round_id
        if self._looking is not None:
            self._looking.cancel()
        if round_id is not None:
            task = self._looking = self.session.read(lambda ws: names.meant(ws, round_id, name))
            task.finished.connect(lambda: self.outside.offer(name, task.result))

    def _mean(self, name: str, meant: str) -> None:
        """Somebody on a list was meant, in what is being typed and in what is stored."""
        self.entry.call(name, meant)
        if self.session.round_id is not None and fold(name) in self._drawn.outside:
            self.session.change(operations.name_side, self.session.round_id, name, meant)

    def _put_on_list(self, name: str, part: str) -> None:
        if self.session.round_id is not None:
            self.session.change(operations.add_row, self.session.round_id, part, {"name": name})

    # ---- drawing and table

    def _select_rows(self, key: str | None) -> None:
        """The rows of the actor chosen are selected, the first one comes into sight."""
        model, table = self.pane.model, self.pane.table
        places = sorted(place for row_id in self._drawn.rows.get(key or "", ()) if (place := model.pages.place_of(row_id)) >= 0)
        chosen = QItemSelection()
        for place in places:
            chosen.select(model.index(place, 0), model.index(place, model.columnCount() - 1))
        if places:
            flags = QItemSelectionModel.SelectionFlag
            table.selectionModel().setCurrentIndex(model.index(places[0], 0), flags.NoUpdate)
            table.selectionModel().select(chosen, flags.ClearAndSelect)
            table.scrollTo(model.index(places[0], 0))
        self.canvas.show_row(None)

    def _filter(self, key: str) -> None:
        self.pane.search.setText(self._drawn.names[key])
        self.pane.search.returnPressed.emit()

    def _ask_kind(self, first: str, second: str, point: QPoint) -> None:
        """A co-operation drawn between two actors: of which kind?"""
        kinds = self.session.questionnaire.parts[PART].question("kind").type
        assert isinstance(kinds, ChoiceType)
        menu = self._new_menu()
        ends = {"from": self._drawn.names[first], "to": self._drawn.names[second]}
        menu.addSection(self.session.words("network.link", first=ends["from"], second=ends["to"]).replace("&", "&&"))
        for kind in (*kinds.choices, None):
            text = kinds.show(kind, self.session.lang) or self.session.words("network.kind-open")
            menu.addAction(text).triggered.connect(lambda _on=False, kind=kind: self._link({**ends, "kind": kind}))
        menu.popup(point)

    def _link(self, answers: Mapping[str, str | None]) -> None:
        if self.session.round_id is not None:
            self._recent = ()
            self.session.change(operations.add_row, self.session.round_id, PART, answers, keep=True)

    def _new_menu(self) -> QMenu:
        self.menu = QMenu(self)
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return self.menu

    def _show_menu(self, key: str | None, point: QPoint) -> None:
        words, menu = self.session.words, self._new_menu()
        if key is not None:
            menu.addAction(self._with_keys("network.filter")).triggered.connect(lambda _on=False: self._filter(key))
            menu.addAction(self._with_keys("network.start")).triggered.connect(lambda _on=False: self.canvas.start_wanted.emit(key))
            if key in self._drawn.outside:
                inner, name = menu.addMenu(words("network.put-on")), self._drawn.names[key]
                for part, called in AS.items():
                    put = inner.addAction(words(called))
                    put.triggered.connect(lambda _on=False, part=part: self._put_on_list(name, part))
            menu.addSeparator()
        menu.addAction(self._with_keys("network.fit")).triggered.connect(lambda _on=False: self.canvas.fit())
        menu.addAction(words("network.arrange")).triggered.connect(lambda _on=False: self._arrange())
        menu.popup(point)

    def _with_keys(self, name: str) -> str:
        return f"{self.session.words(name)}\t{keys_of(name)}"

    # ---- words

    def retranslate(self) -> None:
        """Every text in the session's language."""
        self.entry.retranslate()
        self.outside.retranslate()
        self.pane.retranslate()
        for name, key in TOOLS.items():
            self._tools[name].setToolTip(tip(self.session.words(key), key, self.session.lang))
            self._tools[name].setAccessibleName(self.session.words(key))
        self.canvas.retranslate()
        self._read()
