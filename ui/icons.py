"""The icons: drawn once as SVG in one grey, recoloured for where they stand and for the colours in force."""

from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from diagnosis.text import TEMPLATES
from ui.tones import tone

SIZE = 16
DRAWN_IN = "#6b7280"  # the stroke colour in templates/icons/*.svg


class _Engine(QIconEngine):
    """Draws when it is asked to: sharp at every resolution, and in the colours of that moment."""

    def __init__(self, name: str, ink: str) -> None:
        super().__init__()
        self._name, self._ink = name, ink

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        del state
        _renderer(self._name, getattr(tone, "faint" if mode == QIcon.Mode.Disabled else self._ink)).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._ink)


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawing = (TEMPLATES / "icons" / f"{name}.svg").read_text("utf-8")
    return QSvgRenderer(QByteArray(drawing.replace(DRAWN_IN, colour).encode()))


@cache
def icon(name: str, ink: str = "ink") -> QIcon:
    """The icon ``templates/icons/<name>.svg`` in the colour ``ink``, the name of one of ``Tones``."""
    return QIcon(_Engine(name, ink))


class Picture(QWidget):
    """An icon that stands by itself."""

    def __init__(self, name: str, ink: str = "ink") -> None:
        """``ink``: the name of one of ``Tones``."""
        super().__init__()
        self._shown = (name, ink)
        self.setFixedSize(SIZE, SIZE)

    def show_icon(self, name: str, ink: str) -> None:
        """Show another one."""
        self._shown = (name, ink)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        icon(*self._shown).paint(painter, self.rect())
        painter.end()


def window_icon() -> QIcon:
    """The program's own, in its own colours."""
    return QIcon(_Engine("jizhen", "ink"))
