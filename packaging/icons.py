"""Makes the program's icon files, jizhen.png and jizhen.ico, from templates/icons/jizhen.svg."""

import io
import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parent.parent / "templates" / "icons"
SIZES = (16, 24, 32, 48, 64, 128, 256)


def drawn(renderer: QSvgRenderer, size: int) -> Image.Image:
    """The icon at `size` x `size` pixels, drawn for that size and not scaled down to it."""
    picture = QImage(size, size, QImage.Format.Format_ARGB32)
    picture.fill(0)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub asks for bytes, Qt takes the name
    return Image.open(io.BytesIO(buffer.data().data()))


def main() -> None:
    """Write both files."""
    application = QGuiApplication([])
    renderer = QSvgRenderer(str(ICONS / "jizhen.svg"))
    pictures = [drawn(renderer, size) for size in SIZES]
    pictures[-1].save(ICONS / "jizhen.png", optimize=True)
    pictures[-1].save(ICONS / "jizhen.ico", sizes=[(size, size) for size in SIZES], append_images=pictures[:-1])
    application.quit()


if __name__ == "__main__":
    main()
