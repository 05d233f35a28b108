"""Where the result stands beside every page, kept free until it is made."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from diagnosis.findings import Place
from ui import theme
from ui.session import Session
from ui.settings import FOLDED, Settings

if TYPE_CHECKING:
    from ui.widgets.result_panel import ResultPanel

QWIDGETSIZE_MAX = 16_777_215  # Qt's word for no limit
BOTH = 1100  # pixels of a window, for a page and the result beside it


class ResultPlace(QWidget):
    """As wide as the panel will be, so that nothing moves when it comes."""

    def __init__(self, session: Session, settings: Settings, go_to: Callable[[Place], object]) -> None:
        """``go_to``: shows a place that the result names."""
        super().__init__()
        self._session, self._settings, self._go_to = session, settings, go_to
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    @cached_property
    def panel(self) -> "ResultPanel":
        """The result; there is none before the first round has been diagnosed."""
        from ui.widgets.result_panel import ResultPanel

        made = ResultPanel(self._session, self._settings)
        made.jump.connect(self._go_to)
        made.make_room(self._is_narrow())
        self.setMinimumWidth(0)
        self.setMaximumWidth(QWIDGETSIZE_MAX)
        line = QHBoxLayout(self)
        theme.tight(line, 0)
        line.addWidget(made)
        return made

    @property
    def is_made(self) -> bool:
        """Whether the panel is there."""
        return "panel" in vars(self)

    def make_room(self) -> None:
        """The window is as wide as it is now."""
        if self.is_made:
            self.panel.make_room(self._is_narrow())
        else:
            self.setFixedWidth(theme.STRIP_WIDTH if self._settings.text(FOLDED) or self._is_narrow() else theme.PANEL_WIDTH)

    def _is_narrow(self) -> bool:
        return self.window().width() < BOTH
