"""Pictures and files as evidence, and the hands on a strip of them."""

import struct
from collections.abc import Sequence
from pathlib import Path
from random import Random

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from db import attachments, blobs
from db.attachments import Attachment, Owner
from diagnosis.errors import UserError
from diagnosis.text import Text
from tests.ui.forms import read
from tests.ui.judging import Desk
from ui.widgets.evidence_strip import EvidenceStrip


def image_of(width: int, height: int, *, busy: bool = False) -> QImage:
    """A picture, red at its top left corner and blue elsewhere; ``busy``: one that does not get small as a JPEG."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#2040c0"))
    painter = QPainter(image)
    if busy:
        noise = QImage(Random(1).randbytes(width * height), width, height, width, QImage.Format.Format_Grayscale8)
        painter.drawImage(0, 0, noise)
    painter.fillRect(0, 0, width // 2, height // 2, QColor("#c02020"))
    painter.end()
    return image


def written(image: QImage, kind: str = "jpg", quality: int = 95) -> bytes:
    """The picture as a file's content."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind, quality)  # type: ignore[call-overload]  # the stubs want bytes where it takes a text
    return bytes(content.data())


def turned(jpeg: bytes, orientation: int) -> bytes:
    """The JPEG as a camera writes it that was held otherwise: with an EXIF orientation (https://www.exif.org, tag 274)."""
    entry = struct.pack(">HHIHH", 274, 3, 1, orientation, 0)
    exif = b"Exif\0\0" + b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:]


def photo(width: int = 60, height: int = 40) -> bytes:
    """A small photograph."""
    return written(image_of(width, height))


def strip_of(desk: Desk, owner: Owner = attachments.ROUND) -> EvidenceStrip:
    """A strip on the screen, as a page holds it."""
    strip = EvidenceStrip(desk.session)
    desk.show(strip, (560, 200))
    strip.show_owner(owner)
    desk.settle()
    return strip


def files_in(desk: Desk, owner: Owner = attachments.ROUND) -> tuple[Attachment, ...]:
    """What the workspace holds."""
    round_id = desk.session.round_id or 0
    found: tuple[Attachment, ...] = read(desk, lambda ws: attachments.attached(ws, round_id, owner))
    return found


def content_of(desk: Desk, file: Attachment) -> bytes:
    """Its bytes."""
    found: bytes = read(desk, lambda ws: blobs.content(ws, file.hash))
    return found


def names(strip: EvidenceStrip) -> list[str]:
    """What the strip shows."""
    return [file.name for file in strip.model.files]


def mime_of(*paths: Path, image: QImage | None = None, text: str | None = None) -> QMimeData:
    """What a drag or the clipboard holds."""
    mime = QMimeData()
    if paths:
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    if image is not None:
        mime.setImageData(image)
    if text is not None:
        mime.setText(text)
    return mime


def copy(mime: QMimeData) -> None:
    """Put it on the clipboard, as another program does."""
    QGuiApplication.clipboard().setMimeData(mime)


def drop(widget: QWidget, mime: QMimeData) -> bool:
    """Drag it over a widget and let go; whether the widget takes it."""
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, left, none)
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, left, none))
    return enter.isAccepted()


def attach(desk: Desk, strip: EvidenceStrip, *paths: Path) -> None:
    """Add files and wait for them."""
    before = len(strip.model.files)
    strip.work.add_files(strip.owner or attachments.ROUND, paths)
    desk.bot.waitUntil(lambda: len(strip.model.files) == before + len(paths), timeout=10_000)


def make(folder: Path, contents: Sequence[tuple[str, bytes]]) -> list[Path]:
    """Files on the disk."""
    paths = []
    for name, content in contents:
        path = folder / name
        path.write_bytes(content)
        paths.append(path)
    return paths


def said(desk: Desk) -> str:
    """The last message, in Chinese."""
    found = desk.messages[-1] if desk.messages else None
    return found.to("zh") if isinstance(found, UserError | Text) else ""
