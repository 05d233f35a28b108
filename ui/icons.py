"""The icons: drawn once as SVG in one grey, recoloured for where they stand."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from diagnosis.text import TEMPLATES
from ui.theme import FAINT, INK

SIZE = 16
DRAWN_IN = "#6b7280"  # the stroke colour in templates/icons/*.svg
_SCALES = (1, 2, 3)


@cache
def icon(name: str, colour: str = INK) -> QIcon:
    """The icon ``templates/icons/<name>.svg`` in ``colour``, sharp up to three times the usual resolution."""
    drawing = (TEMPLATES / "icons" / f"{name}.svg").read_text("utf-8")
    made = QIcon()
    for mode, shade in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, FAINT)):
        renderer = QSvgRenderer(QByteArray(drawing.replace(DRAWN_IN, shade).encode()))
        for scale in _SCALES:
            made.addPixmap(_drawn(renderer, scale), mode)
    return made


def _drawn(renderer: QSvgRenderer, scale: int) -> QPixmap:
    pixmap = QPixmap(QSize(SIZE, SIZE) * scale)
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, SIZE, SIZE))
    painter.end()
    return pixmap


def window_icon() -> QIcon:
    """The program's own."""
    return QIcon(str(TEMPLATES / "icons" / "jizhen.svg"))
