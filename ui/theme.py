"""How everything looks: colours, sizes, the style sheet, and the few labels and lines that all pages are made of."""

from dataclasses import fields
from functools import cache
from string import Template
from typing import Literal, get_args

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from diagnosis.text import TEMPLATES
from ui.tones import DARK, LIGHT, Tones, put_on, tone

Mode = Literal["system", "light", "dark"]
MODES: tuple[Mode, ...] = get_args(Mode)

SPACE = 8
TEXT_PX, TITLE_PX, SMALL_PX = 13, 17, 12
ROW_HEIGHT, CONTROL_HEIGHT = 28, 30
HEAD_HEIGHT = CONTROL_HEIGHT + 3  # of a title's line, whatever stands beside it: titles stay where they are from page to page
PANEL_WIDTH, STRIP_WIDTH, RAIL_WIDTH = 300, 32, 208  # the strip is what is left of the panel when it is folded
MOST_WIDTH = 1600  # of a page that is read in lines, however wide the screen: across 3840 pixels nobody finds the figure of a row
SMALLEST = QSize(1280, 720)
FAMILY = "Noto Sans SC"
STYLE = ("-style", "fusion")  # words to an application: to ask for it later wraps all that styles know, some milliseconds
LEVELS = 5  # of widgets within widgets whose height follows their texts


@cache
def register_fonts() -> str:
    """Registers the bundled fonts; returns their family."""
    for path in sorted((TEMPLATES / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))
    return FAMILY


def apply(application: QApplication, mode: Mode = "light") -> None:
    """Our font, our palette and style sheet in the colours of ``mode``; over the style ``STYLE``, which an application begins with."""
    if not application.styleSheet():
        font = QFont(register_fonts())
        font.setPixelSize(TEXT_PX)
        application.setFont(font)
    put_on(DARK if _is_dark(mode) else LIGHT)
    sheet = _sheet()
    if application.styleSheet() != sheet:
        application.setPalette(_palette())
        application.setStyleSheet("")  # a sheet in the place of another one is put on each widget once for every widget around it
        application.setStyleSheet(sheet)


def _is_dark(mode: Mode) -> bool:
    hints = QGuiApplication.styleHints()
    return mode == "dark" or (mode == "system" and hints.colorScheme() == Qt.ColorScheme.Dark)


def _palette() -> QPalette:
    roles = QPalette.ColorRole
    palette = QPalette()
    colours = (
        (tone.ground, (roles.Window, roles.AlternateBase)),
        (tone.panel, (roles.Base, roles.Button, roles.HighlightedText, roles.ToolTipText)),
        (tone.ink, (roles.WindowText, roles.Text, roles.ButtonText, roles.ToolTipBase)),
        (tone.accent, (roles.Highlight, roles.Link)),
        (tone.muted, (roles.PlaceholderText,)),
        (tone.hairline, (roles.Mid,)),
    )
    for colour, its_roles in colours:
        for role in its_roles:
            palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tone.faint))
    return palette


def emphasis(pixels: int = TEXT_PX) -> QFont:
    """The one weight for emphasis, for what is painted and not styled."""
    font = QFont(FAMILY)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget another look: title, heading, muted, small, error, advice, primary, danger, link or panel."""
    if widget.property("role") != role:
        widget.setProperty("role", role)
        restyle(widget)


def restyle(widget: QWidget) -> None:
    """Make the style sheet look at the widget's properties again; at one that was never shown it has not looked yet."""
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def label(role: str = "", text: str = "", *, wrap: bool = False) -> QLabel:
    """A label in one of the looks title, heading, muted, small, error and advice; plain text, shown as it was typed."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if wrap:
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    return made


def hairline(*, vertical: bool = False) -> QFrame:
    """A line one pixel thin."""
    line = QFrame()
    line.setProperty("role", "hairline")
    (line.setFixedWidth if vertical else line.setFixedHeight)(1)
    return line


def button(role: str = "", text: str = "") -> QPushButton:
    """A push button in one of the looks primary, danger and link, or plain."""
    made = QPushButton(text)
    made.setAutoDefault(False)
    if role:
        made.setProperty("role", role)
    return made


def tool_button(text: str = "") -> QToolButton:
    """A small button that takes the focus by keyboard, too."""
    made = QToolButton()
    made.setText(text)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


def tight(layout: QLayout, spacing: int = SPACE, margin: int = 0) -> None:
    """Spacing and the same margin on all sides."""
    layout.setSpacing(spacing)
    layout.setContentsMargins(margin, margin, margin, margin)


def fit_height(dialog: QWidget, width: int) -> None:
    """Make a dialog as high as its wrapped texts need at this width."""
    layout = dialog.layout()
    assert layout is not None
    dialog.resize(width, layout.totalHeightForWidth(width))


def lay_out_now() -> None:
    """Lay out what has got other texts, one level of widgets within widgets after the other; else rows are cut for a moment."""
    for _level in range(LEVELS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


def _sheet() -> str:
    colours = {each.name: getattr(tone, each.name) for each in fields(Tones)}
    return _pattern().substitute(colours, title_px=TITLE_PX, small_px=SMALL_PX, icons=(TEMPLATES / "icons").as_posix())


@cache
def _pattern() -> Template:
    return Template((TEMPLATES / "window.qss").read_text("utf-8"))
