"""Pictures as bytes: shown small, made smaller, and written from what was pasted. Everything here may run on the worker.

Qt gives up on a picture that would need more than 256 MB of memory; such a one is kept like any other file, and not shown.
"""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader, QImageWriter, QPainter

LONGEST_SIDE, QUALITY = 2000, 85  # of a picture made smaller: sharp over a printed page
LARGE_PIXELS = 4_000_000  # a pasted picture above this is a photograph and no screenshot
LESS = 0.9  # what does not become this small stays as it is
Mode = QIODevice.OpenModeFlag


def thumbnail(content: bytes, box: QSize) -> QImage:
    """The picture within ``box`` (pixels), as it was held when it was taken; a null image when it cannot be shown."""
    with _Source(content) as reader:
        return _read(reader, box)


def shrunk(content: bytes) -> bytes | None:
    """The picture as a JPEG of at most ``LONGEST_SIDE`` pixels; ``None`` where that would lose pages or save next to nothing."""
    with _Source(content) as reader:
        if reader.imageCount() > 1:  # a scan of several pages, or a film
            return None
        image = _read(reader, QSize(LONGEST_SIDE, LONGEST_SIDE))
    made = b"" if image.isNull() else _written(_on_white(image), b"jpeg", QUALITY)
    return made if made and len(made) < LESS * len(content) else None


def encoded(image: QImage) -> tuple[bytes, str]:
    """A pasted picture as the bytes of a file, and their suffix: no pixel is lost of a screenshot, a photograph becomes a JPEG."""
    if image.width() * image.height() > LARGE_PIXELS and not image.hasAlphaChannel():
        return _written(image, b"jpeg", 92), ".jpg"
    return _written(image, b"png", -1), ".png"


class _Source:
    """A reader of bytes; the picture is turned as its camera says."""

    def __init__(self, content: bytes) -> None:
        self._bytes = QByteArray(content)
        self._buffer = QBuffer(self._bytes)

    def __enter__(self) -> QImageReader:
        self._buffer.open(Mode.ReadOnly)
        reader = QImageReader(self._buffer)
        reader.setAutoTransform(True)
        return reader

    def __exit__(self, *_: object) -> None:
        self._buffer.close()


def _read(reader: QImageReader, box: QSize) -> QImage:
    """The picture, no larger than ``box``; a JPEG is decoded at about that size in the first place."""
    size = reader.size()
    turned = bool(reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90)
    room = box.transposed() if turned else box
    if size.isValid() and size.boundedTo(room) != size:
        reader.setScaledSize(size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    return reader.read()


def _on_white(image: QImage) -> QImage:
    if not image.hasAlphaChannel():
        return image
    flat = QImage(image.size(), QImage.Format.Format_RGB32)
    flat.fill(Qt.GlobalColor.white)
    painter = QPainter(flat)
    painter.drawImage(0, 0, image)
    painter.end()
    return flat


def _written(image: QImage, kind: bytes, quality: int) -> bytes:
    buffer = QBuffer()
    buffer.open(Mode.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind))
    writer.setQuality(quality)
    writer.write(image)
    buffer.close()
    return bytes(buffer.data().data())
