"""The co-operation network drawn as it is entered: to look at, to find one's way in, and to add to by dragging."""

import math
from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from diagnosis.text import Text, listed
from ui import theme
from ui.session import Session
from ui.shortcuts import pressed, spoken
from ui.widgets import network_marks
from ui.widgets.marks import plain
from ui.widgets.network_paint import Scene, paint_scene
from ui.widgets.network_read import Drawn
from ui.widgets.network_view import View, fitted, names_with_room

Key = Qt.Key
NEAR = 6.0  # pixels beside an actor that still are the actor
MARGIN = (56.0, 26.0)  # left and right, above and below of the actors, for their names
HEAD = 30.0  # above them, for what is said there
WHEEL, KEY_ZOOM, PAN = 1.0015, 1.25, 40.0
STEPS: Mapping[int, tuple[float, float]] = {
    int(Key.Key_Left): (-1, 0),
    int(Key.Key_Right): (1, 0),
    int(Key.Key_Up): (0, -1),
    int(Key.Key_Down): (0, 1),
}


class NetworkCanvas(QWidget):
    """Actors are named by their keys; changes nothing.

    ``chosen`` (key or None), ``filtered`` (key: show its rows only), ``link_wanted`` (two keys, a point of the screen),
    ``start_wanted`` (key: enter a co-operation of it), ``moved`` (key, place), ``menu_wanted`` (key or None, point of the screen).
    """

    chosen = Signal(object)
    filtered = Signal(str)
    link_wanted = Signal(str, str, object)
    start_wanted = Signal(str)
    moved = Signal(str, object)
    menu_wanted = Signal(object, object)

    def __init__(self, session: Session) -> None:
        """Empty."""
        super().__init__()
        self.session = session
        self.drawn = Drawn()
        self.view = View()
        self.current: str | None = None  # the actor chosen
        self._area = QRectF(0, HEAD, 240, 160)
        self._auto = True  # everything is to be seen, as long as nobody has zoomed or moved
        self._hovered: str | None = None
        self._row: tuple[str, str] | None = None  # the ends of a row chosen in the table
        self._pressed: QPointF | None = None
        self._held: str | None = None  # the actor under the button
        self._pointer: QPointF | None = None  # where it is being dragged
        self._commands: Mapping[str, Callable[[], None]] = {  # by the name of their keys
            "network.larger": partial(self.zoom, KEY_ZOOM),
            "network.smaller": partial(self.zoom, 1 / KEY_ZOOM),
            "network.fit": self.fit,
            "keys.actor-first": lambda: self.choose(next(iter(self.drawn.keys), None)),
            "network.filter": partial(self._tell, self.filtered),
            "network.start": partial(self._tell, self.start_wanted),
        }
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 160)

    # ---- what is shown

    def show_drawn(self, drawn: Drawn) -> None:
        """Show this network; who was chosen stays chosen."""
        self.drawn = drawn
        if self.current not in drawn.keys:
            self.current = None
        self._hovered = self._held = self._pointer = self._pressed = None
        self._measure()
        self.retranslate()

    def show_row(self, ends: tuple[str, str] | None) -> None:
        """Mark the co-operation of a row."""
        self._row = ends
        self.update()

    def fit(self) -> None:
        """Show everything."""
        self._auto = True
        area = self._area
        self.view = fitted(self.drawn.places.values(), QSizeF(area.width() - 2 * MARGIN[0], area.height() - 2 * MARGIN[1]))
        self.update()

    def look(self, view: View) -> None:
        """Show it this way from now on."""
        self._auto = False
        self.view = view
        self.update()

    def zoom(self, factor: float) -> None:
        """Larger or smaller about the middle."""
        self.look(self.view.zoomed(factor, self._area.center(), self._area))

    def _measure(self) -> None:
        """The area for actors is what head and legend leave."""
        legend = network_marks.legend_height(self.drawn.chart, self.width() - 2 * theme.SPACE)
        self._area = QRectF(0, HEAD, self.width(), max(self.height() - HEAD - legend, 40))
        if self._auto:
            self.fit()

    def point_of(self, key: str) -> QPointF:
        """Where an actor is drawn."""
        return self.view.at(self.drawn.places[key], self._area)

    def key_at(self, pixel: QPointF) -> str | None:
        """The actor that is drawn there."""
        return self._nearest(pixel, None)

    def _nearest(self, pixel: QPointF, but: str | None) -> str | None:
        gaps = {key: _distance(self.point_of(key), pixel) - self._reach(key) for key in self.drawn.keys if key != but}
        near = min(gaps, key=lambda key: gaps[key], default=None)
        return near if near is not None and gaps[near] <= NEAR else None

    def _reach(self, key: str) -> float:
        return network_marks.reach_of(len(self.drawn.partners[key]), len(self.drawn.keys))

    def choose(self, key: str | None, *, tell: bool = True) -> None:
        """Choose an actor, or nobody."""
        if key != self.current:
            self.current = key
            self._describe()
            self.update()
        if tell:
            self.chosen.emit(key)

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(event):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        """Whether the key was one of ours."""
        do = next((do for name, do in self._commands.items() if pressed(event, name)), None)
        if do is not None:
            do()
        elif pressed(event, "keys.pan"):
            x, y = STEPS[event.key()]
            self.look(self.view.panned(-PAN * x, -PAN * y))
        elif pressed(event, "keys.actor"):
            self.choose(self._beside(*STEPS[event.key()]))
        elif event.key() == Key.Key_Escape and (self._held or self.current):
            self._held = self._pointer = self._pressed = None
            self.choose(None)
        else:
            return False
        self.update()
        return True

    def _tell(self, signal: SignalInstance) -> None:
        """Say which actor is meant, if one is chosen."""
        if self.current is not None:
            signal.emit(self.current)

    def _beside(self, x: float, y: float) -> str | None:
        """The nearest actor in a direction; the best linked one when nobody is chosen; the one chosen where there is none."""
        if self.current is None:
            return next(iter(self.drawn.keys), None)
        here = self.point_of(self.current)

        def cost(key: str) -> float:
            gap = self.point_of(key) - here
            along = gap.x() * x + gap.y() * y
            aside = abs(gap.x() * y) + abs(gap.y() * x)
            return along + 2 * aside if along > 0.5 and aside <= 2 * along else math.inf

        best = min(self.drawn.keys, key=cost)
        return best if cost(best) < math.inf else self.current

    # ---- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._held = event.position(), self.key_at(event.position())
            if self._held is not None:
                self.choose(self._held)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position()
        if self._pressed is None:
            self._hover(self.key_at(here))
            return
        far = (here - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if self._held is not None and (far or self._pointer is not None):
            self._pointer = here
            self._hovered = self.target
        elif self._held is None and (far or self._pointer is not None):
            before = self._pointer or self._pressed
            self._pointer = here
            self.look(self.view.panned(here.x() - before.x(), here.y() - before.y()))
        self.update()

    @property
    def target(self) -> str | None:
        """The actor that what is dragged would be linked to."""
        if self._held is None or self._pointer is None:
            return None
        return self._nearest(self._pointer, self._held)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        held, target, pointer = self._held, self.target, self._pointer
        self._pressed = self._held = self._pointer = None
        if held is not None and target is not None:
            self.link_wanted.emit(held, target, event.globalPosition().toPoint())
        elif held is not None and pointer is not None:
            self.moved.emit(held, self.view.back(pointer, self._area))
        elif held is None and pointer is None:
            self.choose(None)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        key = self.key_at(event.position())
        if key is not None:
            self.filtered.emit(key)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.look(self.view.zoomed(WHEEL ** event.angleDelta().y(), event.position(), self._area))
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        key = self.current if by_key else self.key_at(QPointF(event.pos()))
        self.choose(key)
        self.menu_wanted.emit(key, self.mapToGlobal(self.point_of(key).toPoint()) if by_key and key is not None else event.globalPos())

    def _hover(self, key: str | None) -> None:
        if key != self._hovered:
            self._hovered = key
            self.setToolTip(self._spoken(key) if key is not None else "")
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    # ---- words

    def retranslate(self) -> None:
        """Every text in the session's language."""
        words = self.session.words
        pairs = len({(a, b) for a, b, _ in self.drawn.chart.edges})
        self.setAccessibleName(words("network.name", actors=len(self.drawn.names), pairs=pairs))
        self._describe()
        self.update()

    def _describe(self) -> None:
        """What is chosen, for a screen reader."""
        self.setAccessibleDescription(self._spoken(self.current) if self.current is not None else spoken("network", lang=self.session.lang))

    def _spoken(self, key: str) -> str:
        """An actor with its partners."""
        drawn = self.drawn
        kind = dict(drawn.chart.node_legend).get(drawn.kinds[key], "")
        who = [drawn.names[other] for other in drawn.partners[key]]
        partners = listed(Text(name, name) for name in who)
        return self.session.words("network.actor", name=drawn.names[key], kind=kind, count=len(who), partners=partners)

    # ---- paint

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_scene(painter, self._scene(), self.hasFocus())
        painter.end()

    def _scene(self) -> Scene:
        drawn, area = self.drawn, self._area
        centres = {key: self.point_of(key) for key in drawn.keys}
        target = self.target
        if self._held is not None and self._pointer is not None and target is None:
            centres[self._held] = self._pointer
        reach = {key: self._reach(key) for key in drawn.keys}
        metrics = QFontMetricsF(plain(theme.SMALL_PX))
        shown = {key: metrics.elidedText(drawn.names[key], Qt.TextElideMode.ElideRight, 132) for key in drawn.keys}
        sizes = {key: QSizeF(metrics.horizontalAdvance(name) + 2, metrics.height()) for key, name in shown.items()}
        focus = self._held or self._hovered or self.current
        first = [key for key in drawn.keys if focus and (key == focus or key in drawn.partners[focus])]
        order = list(dict.fromkeys([*first, *drawn.keys]))
        return Scene(
            drawn=drawn,
            area=area,
            whole=QRectF(self.rect()),
            centres=centres,
            reach=reach,
            names={key: (shown[key], box) for key, box in names_with_room(order, centres, sizes, reach, area).items()},
            focus=focus,
            marked=frozenset(key for key in (self.current, target) if key is not None),
            link=(self._held, target) if self._held is not None and target is not None else self._row,
            left=self.session.words("network.left", shown=len(drawn.keys), left=drawn.left) if drawn.left else "",
        )


def _distance(one: QPointF, other: QPointF) -> float:
    return math.hypot(one.x() - other.x(), one.y() - other.y())
