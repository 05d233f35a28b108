"""A card to choose: a short name and what choosing it means, below or beside it. Cards of one question stand in one exclusive group."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from ui import theme
from ui.tones import tone
from ui.widgets.marks import plain
from ui.widgets.painted_button import PaintedButton

PAD, FLAT_PAD = 8, 3  # above and below the text; where the meaning stands beside the name
MARK = 22  # room for the round mark, or the key that chooses the card
RADIUS = 4.0
_WRAP = Qt.TextFlag.TextWordWrap


class ChoiceCard(PaintedButton):
    """``key``: the digit or letter that chooses it, drawn instead of a round mark; ``steps``: whether arrow keys move the choice.

    With a key the meaning stands beside the name, in a column that ``align`` sets for all cards of a question.
    """

    def __init__(self, key: str = "", *, steps: bool = True) -> None:
        """Without a text until ``show_texts``."""
        super().__init__()
        self._key, self._steps = key, steps
        self._name = self._meaning = ""
        self._half = False
        self._column = 0  # how wide the names are, where the meanings stand beside them
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_texts(self, question: str, name: str, meaning: str) -> None:
        """``question`` is for the screen reader."""
        self._name, self._meaning = name, meaning
        self.setAccessibleName(f"{question}: {name}")
        self.setAccessibleDescription(meaning)
        self.updateGeometry()
        self.update()

    def show_half(self, half: bool) -> None:
        """Mark the card as half of the answer."""
        self._half = half
        self.update()

    def align(self, names: int) -> None:
        """Let the meaning begin beside the name, behind ``names`` pixels."""
        self._column = names
        self.updateGeometry()
        self.update()

    # ---- size

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        name, meaning = self._areas(width)
        return max(name.bottom(), meaning.bottom() if self._meaning else 0) + 1 + self._pad

    def _areas(self, width: int) -> tuple[QRect, QRect]:
        """Where name and meaning stand in a card of this width."""
        line, small = QFontMetrics(theme.emphasis()).lineSpacing(), QFontMetrics(plain(theme.SMALL_PX))
        left, top = PAD + MARK, self._pad
        room = max(width - MARK - 2 * PAD - (self._column + PAD if self._column else 0), 40)
        tall = small.boundingRect(QRect(0, 0, room, 10_000), _WRAP, self._meaning).height()
        if not self._column:
            return QRect(left, top, width - MARK - 2 * PAD, line), QRect(left, top + line, room, tall)
        on_the_line = top + (line - small.lineSpacing() + 1) // 2
        return QRect(left, top, self._column, line), QRect(left + self._column + PAD, on_the_line, room, tall)

    @property
    def _pad(self) -> int:
        return FLAT_PAD if self._column else PAD

    def sizeHint(self) -> QSize:
        width = self.width() or 220
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(96, self.heightForWidth(max(self.width(), 96)))

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrows = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right}
        if not self._steps and Qt.Key(event.key()) in arrows:
            event.ignore()
        else:
            super().keyPressEvent(event)

    # ---- paint

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card(painter)
        if self._key:
            self._paint_key(painter)
        else:
            self._paint_mark(painter)
        self._paint_texts(painter)
        painter.end()

    def _paint_card(self, painter: QPainter) -> None:
        chosen = self.isChecked()
        strong = chosen or self._half or self.hasFocus() or self.underMouse()
        line = Qt.PenStyle.DashLine if self._half else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(tone.accent if strong else tone.hairline), 2 if self.hasFocus() else 1, line))
        painter.setBrush(QColor(tone.accent_soft if chosen else tone.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)

    def _paint_mark(self, painter: QPainter) -> None:
        centre = QPointF(PAD + 7, PAD + QFontMetrics(theme.emphasis()).lineSpacing() / 2)
        painter.setBrush(QColor(tone.panel))
        painter.setPen(QPen(QColor(tone.accent if self.isChecked() or self._half else tone.border), 1.4))
        painter.drawEllipse(centre, 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone.accent))
        if self.isChecked():
            painter.drawEllipse(centre, 3, 3)
        elif self._half:
            painter.drawPie(QRectF(centre.x() - 4, centre.y() - 4, 8, 8), 90 * 16, 180 * 16)

    def _paint_key(self, painter: QPainter) -> None:
        line = QFontMetrics(theme.emphasis()).lineSpacing()
        painter.setFont(theme.emphasis())
        painter.setPen(QColor(tone.accent if self.isChecked() else tone.muted))
        painter.drawText(QRect(PAD, self._pad, MARK - 6, line), Qt.AlignmentFlag.AlignCenter, self._key)

    def _paint_texts(self, painter: QPainter) -> None:
        name, meaning = self._areas(self.width())
        painter.setFont(theme.emphasis() if self.isChecked() else self.font())
        painter.setPen(QColor(tone.accent_dark if self.isChecked() else tone.ink))
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, self._name)
        painter.setFont(plain(theme.SMALL_PX))
        painter.setPen(QColor(tone.ink if self.isChecked() else tone.muted))
        painter.drawText(meaning, _WRAP, self._meaning)
