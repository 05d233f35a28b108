"""What stands in a text as one piece: a linked fact, a reference, a table or figure. It is one character, and cannot be half edited."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPyTextObject, QTextCharFormat, QTextDocument, QTextFormat
from PySide6.QtWidgets import QTextEdit

from ui.tones import tone

Kind = Literal["fact", "ref", "place"]
OBJECT = "\ufffc"
TYPE = QTextFormat.ObjectTypes.UserObject.value + 1
KIND, KEY = QTextFormat.Property.UserProperty.value + 1, QTextFormat.Property.UserProperty.value + 2
PAD, ROUND = 4, 3  # beside the text of a chip; its corners
PLACE_HEIGHT = 28  # of a table or figure that stands in the text
PLACE_WIDTH = 520
Reads = Callable[[str, str], str]


def chip(kind: Kind, key: str, *, bold: bool = False) -> QTextCharFormat:
    """The format of the character that is a chip."""
    made = QTextCharFormat()
    made.setObjectType(TYPE)
    made.setProperty(KIND, kind)
    made.setProperty(KEY, key)
    if bold:
        made.setFontWeight(QFont.Weight.DemiBold)
    made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBottom)
    return made


def kind_of(look: QTextFormat) -> str:
    """Which kind of chip it is; nothing for text."""
    return str(look.property(KIND) or "") if look.objectType() == TYPE else ""


def key_of(look: QTextFormat) -> str:
    """The key of a chip."""
    return str(look.property(KEY) or "")


class Chips(QPyTextObject):
    """Paints them, in the colours in force. ``reads`` (kind, key): what they read at the moment."""

    def __init__(self, owner: QTextEdit, reads: Reads) -> None:
        """For one text."""
        super().__init__(owner)
        self.reads = reads

    def intrinsicSize(self, document: QTextDocument, _place: int, look: QTextFormat) -> QSizeF:
        """As wide as what it reads."""
        metrics = QFontMetricsF(_font(document, look))
        if kind_of(look) == "place":
            return QSizeF(min(PLACE_WIDTH, max(120.0, document.textWidth() - 2 * document.documentMargin() - 2)), PLACE_HEIGHT)
        return QSizeF(metrics.horizontalAdvance(self.reads(kind_of(look), key_of(look))) + 2 * PAD, metrics.height())

    def drawObject(self, painter: QPainter, rect: QRectF | QRect, document: QTextDocument, _place: int, look: QTextFormat) -> None:
        """A fact on the soft accent, a reference underlined, a table or figure as a box across."""
        kind, area = kind_of(look), QRectF(rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(_font(document, look))
        painter.setPen(QPen(QColor(tone.border if kind == "place" else tone.accent_soft), 1))
        painter.setBrush(QColor(tone.ground if kind == "place" else tone.accent_soft if kind == "fact" else tone.panel))
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), ROUND, ROUND)
        painter.setPen(QColor(tone.muted if kind == "place" else tone.accent_dark))
        words = self.reads(kind, key_of(look))
        side = Qt.AlignmentFlag.AlignLeft if kind == "place" else Qt.AlignmentFlag.AlignHCenter
        room = area.adjusted(2 * PAD, 0, -2 * PAD, 0) if kind == "place" else area
        if kind == "place":
            words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, words)
        if kind == "ref":
            painter.drawLine(area.bottomLeft() + _up(), area.bottomRight() + _up())
        painter.restore()


def _up() -> QPointF:
    return QPointF(0, -2)


def _font(document: QTextDocument, look: QTextFormat) -> QFont:
    made = QFont(document.defaultFont())
    if look.toCharFormat().fontWeight() >= QFont.Weight.DemiBold:
        made.setWeight(QFont.Weight.DemiBold)
    return made
