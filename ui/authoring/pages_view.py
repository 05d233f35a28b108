"""The report's pages as they will be printed: they scroll, grow and shrink, and lead to the section that is clicked."""

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea

from reports.paged import Paged
from reports.pdf import Bitmap
from ui.authoring.sheets import EDGE, POINTS, SCREEN, Pictures, Sheets
from ui.shortcuts import pressed
from ui.tones import tone

SMALLEST, LARGEST, STEP = 0.4, 3.0, 1.2  # of the size on paper; what one press changes
SOON_MS = 30
MARK = 3.0  # pixels: the bar beside the section that is being edited
ABOVE = 24.0  # pixels shown above a section that is gone to


class PagesView(QAbstractScrollArea):
    """``picked`` (section): it was clicked; ``entered``: and it is to be edited. ``wanted`` (page -> pixels an inch): pictures to be made.

    ``moved``: another page is at the top, or the size is another. ``whole``: the pages are to have all the room, or no longer.
    """

    picked = Signal(str)
    entered = Signal()
    wanted = Signal(object)
    moved = Signal()
    whole = Signal()

    def __init__(self) -> None:
        """No pages yet."""
        super().__init__()
        self.setObjectName("pages")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.paged: Paged | None = None
        self.section = ""
        self._offset = -ABOVE  # how far below the section's beginning the upper edge is
        self._zoom: float | None = None  # of the size on paper; ``None``: as wide as there is room
        self._pictures = Pictures()
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._ask)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self.viewport().update())

    # ---- what is shown

    def show_paged(self, paged: Paged | None) -> None:
        """Show these pages; what was at the top stays there, as far from the section's beginning as it was."""
        self.paged = paged
        self._pictures.outdated()
        self._lay_out()

    def show_section(self, section: str) -> None:
        """Mark a section, and show where it begins."""
        if section != self.section:
            self.section = section
            stands = self.paged is None or self.paged.stop(section) is not None
            self._offset = -ABOVE if stands else self.verticalScrollBar().value()  # what is left out has no place: nothing moves
            self.reveal()

    def reveal(self) -> None:
        """Show where the section begins."""
        if self.paged is not None and self.paged.stop(self.section) is not None:
            self._scroll_to(self._height_of(self.section) - ABOVE)
        self.viewport().update()

    def put(self, at: int, dpi: float, bitmap: Bitmap) -> None:
        """A picture that was wanted has come."""
        self._pictures.put(at, dpi, bitmap)
        self.viewport().update()

    @property
    def pictures(self) -> frozenset[int]:
        """The pages (from 0) of which there are pictures."""
        return frozenset(self._pictures.made)

    @property
    def sheet(self) -> int:
        """The page (from 1) that takes most of the room; 0 where there is none."""
        top, height = self.verticalScrollBar().value(), self.viewport().height()
        seen = self._sheets.seen(top, height)
        shares = [(min(frame.bottom(), top + height) - max(frame.top(), top), -at) for at, frame in seen]
        return 1 - max(shares)[1] if shares else 0

    @property
    def zoom(self) -> float:
        """Of the size on paper, of the page that is shown."""
        sheets = self._sheets
        return sheets.scale_of(max(self.sheet - 1, 0)) / SCREEN if sheets.sizes else 1.0

    @property
    def _sheets(self) -> Sheets:
        return Sheets(self.paged.sizes if self.paged is not None else (), self._zoom, float(self.viewport().width()))

    def _height_of(self, section: str) -> float:
        stop = self.paged.stop(section) if self.paged is not None else None
        return 0.0 if stop is None else self._sheets.height_of(stop)

    # ---- size and place

    def set_zoom(self, zoom: float | None) -> None:
        """Show pages at this part of their size on paper, or as wide as there is room; the upper edge stays where it is."""
        before = self._sheets.size[1] or 1.0
        place = self.verticalScrollBar().value() / before
        self._zoom = None if zoom is None else min(max(zoom, SMALLEST), LARGEST)
        self._lay_out()
        self._scroll_to(place * self._sheets.size[1])

    def larger(self) -> None:
        """One step larger."""
        self.set_zoom(self.zoom * STEP)

    def smaller(self) -> None:
        """One step smaller."""
        self.set_zoom(self.zoom / STEP)

    def turn(self, pages: int) -> None:
        """Go on by so many pages."""
        frames = list(self._sheets.frames())
        if frames:
            at = min(max(self.sheet - 1 + pages, 0), len(frames) - 1)
            self._scroll_to(frames[at].top() - EDGE)

    def _scroll_to(self, height: float) -> None:
        self.verticalScrollBar().setValue(round(height))

    def _lay_out(self) -> None:
        """The bars follow the pages; the upper edge stays as far from the section's beginning as it was."""
        offset = self._offset
        width, height = self._sheets.size
        port = self.viewport()
        for bar, whole, seen in (
            (self.horizontalScrollBar(), width if self._zoom is not None else 0.0, port.width()),
            (self.verticalScrollBar(), height, port.height()),
        ):
            bar.setRange(0, max(round(whole) - seen, 0))
            bar.setPageStep(seen)
            bar.setSingleStep(40)
        self._scroll_to(self._height_of(self.section) + offset)
        self._changed()
        self._offset = offset  # the bars may have been in between

    def _scrolled(self, height: int) -> None:
        self._offset = height - self._height_of(self.section)
        self._changed()

    def _changed(self) -> None:
        self._soon.start()
        self.viewport().update()
        self.moved.emit()

    def _ask(self) -> None:
        if self.paged is not None and self.isVisible():
            sheets, ratio = self._sheets, POINTS * self.devicePixelRatioF()
            seen = [at for at, _ in sheets.seen(self.verticalScrollBar().value(), self.viewport().height())]
            missing = self._pictures.missing(seen, {at: round(sheets.scale_of(at) * ratio, 2) for at in range(len(sheets.sizes))})
            if missing:
                self.wanted.emit(missing)

    # ---- events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._soon.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.larger if event.angleDelta().y() > 0 else self.smaller)()
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        does = {
            "pages.larger": self.larger,
            "pages.smaller": self.smaller,
            "pages.fit": lambda: self.set_zoom(None),
            "pages.next": lambda: self.turn(1),
            "pages.before": lambda: self.turn(-1),
            "pages.first": lambda: bar.setValue(0),
            "pages.last": lambda: bar.setValue(bar.maximum()),
            "pages.whole": self.whole.emit,
            "pages.edit": self._pick_shown,
        }
        do = next((do for name, do in does.items() if pressed(event, name)), None)
        if do is None:
            super().keyPressEvent(event)
        else:
            do()

    def _pick_shown(self) -> None:
        """The section that stands in the upper part of what is shown."""
        if self.paged is not None:
            sheets, top = self._sheets, self.verticalScrollBar().value() + self.viewport().height() / 3
            seen = sheets.seen(top, 1.0) or sheets.seen(self.verticalScrollBar().value(), self.viewport().height())
            if seen:
                at, frame = seen[0]
                self._pick(self.paged.section_at(at, max(top - frame.top(), 0.0) / sheets.scale_of(at)))
                self.entered.emit()

    def _pick(self, section: str) -> None:
        if section:
            self.section = section
            self._scrolled(self.verticalScrollBar().value())
            self.picked.emit(section)

    def _section_under(self, place: QPointF) -> str:
        left, top = place.x() + self.horizontalScrollBar().value(), place.y() + self.verticalScrollBar().value()
        found = self._sheets.at(left, top)
        return "" if found is None or self.paged is None else self.paged.section_at(*found)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pick(self._section_under(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._section_under(event.position()):
            self.entered.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hand = bool(self._section_under(event.position()))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    # ---- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(tone.ground))
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        painter.translate(-left, -top)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for at, frame in self._sheets.seen(top, self.viewport().height()):
            painter.fillRect(frame, Qt.GlobalColor.white)  # paper is white in the dark, too
            picture = self._pictures.made.get(at)
            if picture is not None:
                painter.drawImage(frame, picture[1])
            painter.setPen(QPen(QColor(tone.border), 1))
            painter.drawRect(frame)
            bar = self._sheets.bar(self.section, self.paged.stops if self.paged is not None else (), at, frame)
            if bar is not None:  # beside what belongs to the section
                painter.fillRect(QRectF(frame.left(), bar[0], MARK, bar[1] - bar[0]), QColor(tone.accent))
