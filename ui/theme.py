"""How everything looks: colours, sizes, the style sheet, and the few labels and lines that all pages are made of."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from PySide6.QtCore import QDir, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from diagnosis.text import TEMPLATES

INK, MUTED, HAIRLINE, GROUND, PANEL = "#1f2937", "#6b7280", "#e2e5ea", "#f6f7f9", "#ffffff"
ACCENT, ACCENT_SOFT, ACCENT_DARK = "#1f5f8b", "#e8f0f6", "#174a6d"
FAINT = "#a3a9b3"  # disabled
BORDER = "#c9ced6"  # around what can be typed in: a hairline that stays visible
DANGER, CAUTION = "#b3372f", "#8a5a0b"
DANGER_SOFT = "#fbeeed"
# Gap levels 0..3: the fill of a mark, and the same level as text on white (contrast 4.5:1 or more). None: unknown.
LEVEL_FILL: Mapping[int | None, str] = MappingProxyType({0: "#9bb7a4", 1: "#e3c770", 2: "#d98b3f", 3: "#b3372f", None: "#d5d9df"})
LEVEL_INK: Mapping[int | None, str] = MappingProxyType({0: "#3f6b4f", 1: "#7a5f10", 2: "#9a5414", 3: "#b3372f", None: MUTED})

SPACE = 8
TEXT_PX, TITLE_PX, SMALL_PX = 13, 17, 12
ROW_HEIGHT, CONTROL_HEIGHT = 28, 30
PANEL_WIDTH, RAIL_WIDTH = 300, 208
SMALLEST = QSize(1280, 720)
FAMILY = "Noto Sans SC"

_SHEET = f"""
* {{ outline: none; }}
QToolTip {{ background: {INK}; color: {PANEL}; border: 0; padding: 6px 8px; }}
QMainWindow, QDialog, #page {{ background: {GROUND}; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: 0; }}
QLabel[role="title"] {{ font-size: {TITLE_PX}px; font-weight: 600; }}
QLabel[role="heading"] {{ font-weight: 600; }}
QLabel[role="muted"] {{ color: {MUTED}; }}
QLabel[role="small"] {{ color: {MUTED}; font-size: {SMALL_PX}px; }}
QLabel[role="error"] {{ color: {DANGER}; font-size: {SMALL_PX}px; }}
QLabel[role="advice"] {{ color: {CAUTION}; font-size: {SMALL_PX}px; }}
QFrame[role="hairline"] {{ background: {HAIRLINE}; border: 0; }}
QWidget[role="panel"] {{ background: {PANEL}; }}
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox {{
    background: {PANEL}; border: 1px solid {BORDER}; border-radius: 4px; padding: 4px 8px;
    selection-background-color: {ACCENT}; selection-color: {PANEL};
}}
QLineEdit, QComboBox {{ min-height: 20px; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus {{ border: 1px solid {ACCENT}; }}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] {{ border: 1px solid {DANGER}; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {{ color: {MUTED}; background: {GROUND}; }}
QComboBox::drop-down {{ border: 0; width: 24px; }}
QComboBox::down-arrow {{ image: url(icons:chevron-down.svg); width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{ background: {PANEL}; border: 1px solid {BORDER}; padding: 4px 0; }}
QAbstractItemView {{ selection-background-color: {ACCENT_SOFT}; selection-color: {INK}; }}
QPushButton, QToolButton {{
    background: {PANEL}; border: 1px solid {BORDER}; border-radius: 4px; padding: 4px 12px; min-height: 20px;
}}
QToolButton {{ padding: 4px 8px; }}
QPushButton:hover, QToolButton:hover {{ border-color: {ACCENT}; color: {ACCENT}; }}
QPushButton:focus, QToolButton:focus {{ border-color: {ACCENT}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {ACCENT_SOFT}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {FAINT}; border-color: {HAIRLINE}; background: {GROUND}; }}
QPushButton:checked, QToolButton:checked {{
    background: {ACCENT_SOFT}; border-color: {ACCENT}; color: {ACCENT}; font-weight: 600;
}}
QPushButton[role="primary"] {{ background: {ACCENT}; border-color: {ACCENT}; color: {PANEL}; }}
QPushButton[role="primary"]:hover, QPushButton[role="primary"]:focus {{ background: {ACCENT_DARK}; color: {PANEL}; }}
QPushButton[role="primary"]:disabled {{ background: {BORDER}; border-color: {BORDER}; color: {PANEL}; }}
QPushButton[role="danger"] {{ color: {DANGER}; border-color: {DANGER}; }}
QPushButton[role="link"], QToolButton[role="link"] {{
    background: transparent; border: 0; color: {ACCENT}; padding: 2px 0; text-align: left;
}}
QPushButton[role="link"]:hover, QPushButton[role="link"]:focus {{ text-decoration: underline; }}
QPushButton[role="brand"] {{
    border: 1px solid transparent; background: transparent; font-size: {TITLE_PX}px; font-weight: 600; padding: 2px 8px;
}}
QPushButton[role="brand"]:focus {{ border-color: {ACCENT}; }}
QMenu {{ background: {PANEL}; border: 1px solid {BORDER}; padding: 4px 0; }}
QMenu::item {{ padding: 6px 24px 6px 16px; }}
QMenu::icon, QMenu::indicator {{ left: 10px; }}
QMenu::item:selected {{ background: {ACCENT_SOFT}; color: {INK}; }}
QMenu::item:disabled {{ color: {FAINT}; }}
QMenu::separator {{ height: 1px; background: {HAIRLINE}; margin: 4px 0; }}
QHeaderView {{ background: {GROUND}; }}
QHeaderView::section {{
    background: {GROUND}; color: {MUTED}; border: 0; border-bottom: 1px solid {BORDER};
    padding: 6px 8px; font-weight: 400;
}}
QTableView, QTableWidget, QTreeView, QListView {{
    background: {PANEL}; border: 1px solid {HAIRLINE}; border-radius: 4px; gridline-color: {HAIRLINE};
    alternate-background-color: {GROUND};
}}
QTableView:focus, QListView:focus {{ border-color: {ACCENT}; }}
QTableView::item {{ padding: 0 6px; }}
QTableView QLineEdit, QTableView QComboBox {{ border-radius: 0; padding: 0 5px; min-height: 0; }}
QTableCornerButton::section {{ background: {GROUND}; border: 0; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {BORDER}; border-radius: 4px; margin: 2px; min-height: 32px; min-width: 32px; }}
QScrollBar::handle:hover {{ background: {MUTED}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{ background: {HAIRLINE}; border: 0; border-radius: 2px; max-height: 4px; }}
QProgressBar::chunk {{ background: {ACCENT}; border-radius: 2px; }}
QSplitter::handle {{ background: {HAIRLINE}; }}
QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
QTabBar::tab {{
    background: transparent; border: 0; border-bottom: 2px solid transparent; padding: 6px 9px; color: {MUTED};
}}
QTabBar::tab:selected {{ color: {ACCENT}; border-bottom-color: {ACCENT}; font-weight: 600; }}
QTabBar::tab:focus {{ color: {ACCENT_DARK}; }}
QTabWidget::pane {{ border: 0; border-top: 1px solid {HAIRLINE}; }}
"""


@cache
def register_fonts() -> str:
    """Registers the bundled fonts; returns their family."""
    for path in sorted((TEMPLATES / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))
    return FAMILY


def apply(application: QApplication) -> None:
    """Fusion, our font, our palette, our style sheet; once."""
    if application.styleSheet() == _SHEET:
        return
    QDir.setSearchPaths("icons", [str(TEMPLATES / "icons")])
    application.setStyle("Fusion")
    font = QFont(register_fonts())
    font.setPixelSize(TEXT_PX)
    application.setFont(font)
    application.setPalette(_palette())
    application.setStyleSheet(_SHEET)


def _palette() -> QPalette:
    roles = QPalette.ColorRole
    palette = QPalette()
    colours = {
        GROUND: (roles.Window, roles.AlternateBase),
        PANEL: (roles.Base, roles.Button, roles.HighlightedText, roles.ToolTipText),
        INK: (roles.WindowText, roles.Text, roles.ButtonText, roles.ToolTipBase),
        ACCENT: (roles.Highlight, roles.Link),
        MUTED: (roles.PlaceholderText,),
        HAIRLINE: (roles.Mid,),
    }
    for colour, its_roles in colours.items():
        for role in its_roles:
            palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(FAINT))
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
    """Make the style sheet look at the widget's properties again."""
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
