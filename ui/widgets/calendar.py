"""A month to pick a day from, below the field that the day is for."""

from PySide6.QtCore import QDate, QLocale, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QTableView, QToolButton, QVBoxLayout, QWidget

from diagnosis.fieldtypes.numbers import FIRST_YEAR, LAST_YEAR
from diagnosis.text import Lang, phrase
from ui import icons, theme
from ui.tones import tone

LOCALES = {
    "zh": QLocale(QLocale.Language.Chinese, QLocale.Country.China),
    "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
}
SIZE = QSize(280, 248)


class Calendar(QWidget):
    """A month, beginning with Monday. ``picked`` (QDate): by Enter or a click. Escape closes it."""

    picked = Signal(QDate)

    def __init__(self, parent: QWidget, day: QDate, lang: Lang) -> None:
        """``day``: the one that is marked."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.month = QCalendarWidget(self)
        self.month.setLocale(LOCALES[lang])
        self.month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.month.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        self.month.setDateRange(QDate(FIRST_YEAR, 1, 1), QDate(LAST_YEAR, 12, 31))
        self.month.setSelectedDate(day)
        self.today = theme.button("link", phrase("ui", "field.today").to(lang))
        self._look()
        if lang == "zh":
            self._year_first()
        column = QVBoxLayout(self)
        theme.tight(column, 0, theme.SPACE)
        column.addWidget(self.month)
        column.addWidget(self.today, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setFocusProxy(self.month)
        self.month.activated.connect(self._take)
        self.month.clicked.connect(self._take)
        self.today.clicked.connect(lambda: self._take(QDate.currentDate()))

    def _look(self) -> None:
        """Qt would paint weekends red, the head grey on white and the arrows in the system's colours."""
        plain, head = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(QColor(tone.ink))
        head.setForeground(QColor(tone.muted))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.month.setWeekdayTextFormat(day, plain)
        self.month.setHeaderTextFormat(head)
        for name, picture in (("qt_calendar_prevmonth", "left"), ("qt_calendar_nextmonth", "right")):
            button = self.month.findChild(QToolButton, name)
            assert isinstance(button, QToolButton)
            button.setIcon(icons.icon(picture))
        days = self.month.findChild(QTableView)
        assert isinstance(days, QTableView)
        days.horizontalHeader().setMinimumSectionSize(1)  # else as wide as the widest character of the font, and Sunday has no room
        self._head().setMinimumHeight(theme.CONTROL_HEIGHT)  # else the days take some of it
        self.setFixedSize(SIZE)

    def _head(self) -> QWidget:
        found = self.month.findChild(QWidget, "qt_calendar_navigationbar")
        assert isinstance(found, QWidget)
        return found

    def _year_first(self) -> None:
        """As a date is said in Chinese; Qt has the month first in every language."""
        month, year = (self.month.findChild(QToolButton, f"qt_calendar_{name}button") for name in ("month", "year"))
        row = self._head().layout()
        assert isinstance(row, QHBoxLayout)
        assert isinstance(month, QToolButton)
        assert isinstance(year, QToolButton)
        place = row.indexOf(month)
        row.removeWidget(year)
        row.insertWidget(place, year)
        row.insertWidget(place + 1, theme.label("", phrase("ui", "field.year-mark").zh))

    def open_below(self, widget: QWidget) -> None:
        """Show it below a widget, or above it where the screen ends."""
        below, screen = widget.mapToGlobal(QPoint(0, widget.height() + 2)), widget.screen().availableGeometry()
        if below.y() + self.height() > screen.bottom():
            below = widget.mapToGlobal(QPoint(0, -self.height() - 2))
        self.move(min(below.x(), screen.right() - self.width()), max(below.y(), screen.top()))
        self.show()
        self.month.setFocus()

    def _take(self, day: QDate) -> None:
        self.close()
        self.picked.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes it and changes nothing."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
