"""The bar at the top: workspace, cluster and round, undo and redo, language, report."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from diagnosis.text import Text
from ui import icons, theme
from ui.session import Session
from ui.shortcuts import tip
from ui.widgets.chooser import Chooser
from ui.widgets.search_button import SearchButton

CHOOSER_WIDTH = {"cluster": 300, "round": 168}


class HeaderBar(QWidget):
    """``menus``: those of the workspace ("file"), the cluster and the round, filled by whoever owns the commands."""

    report_wanted = Signal()
    language_wanted = Signal()

    def __init__(self, session: Session) -> None:
        """Follows the session."""
        super().__init__()
        self.session = session
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.menus = {name: QMenu(self) for name in ("file", "cluster", "round")}
        self.choosers = {name: self._make_chooser(name) for name in self.menus}
        self.undo, self.redo = theme.tool_button(), theme.tool_button()
        self.undo.setIcon(icons.icon("undo"))
        self.redo.setIcon(icons.icon("redo"))
        self.search, self.help = SearchButton(session), theme.tool_button()
        self.help.setIcon(icons.icon("help"))
        self.language = theme.button()
        self.report = theme.button("primary")
        self._lay_out()
        self.undo.clicked.connect(session.undo)
        self.redo.clicked.connect(session.redo)
        self.language.clicked.connect(self.language_wanted)
        self.report.clicked.connect(self.report_wanted)
        for signal in (session.changed, session.round_opened, session.clusters_changed, session.workspace_opened):
            signal.connect(self._show)
        session.language_changed.connect(self.retranslate)
        self.retranslate()

    def _make_chooser(self, name: str) -> Chooser:
        usual = CHOOSER_WIDTH.get(name, 0)
        return Chooser("chooser" if usual else "brand", self.menus[name], usual)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 16, 8)
        row.setSpacing(theme.SPACE)
        for made in self.choosers.values():
            row.addWidget(made)
        row.addStretch(1)
        row.addWidget(self.search)
        for widget in (self.undo, self.redo, self.help, self.language, self.report):
            row.addWidget(widget)

    def open_menu(self, name: str) -> None:
        """Open a menu below its button, with its first entry chosen."""
        menu, chooser = self.menus[name], self.choosers[name]
        menu.popup(chooser.mapToGlobal(chooser.rect().bottomLeft()))
        menu.setActiveAction(next(action for action in menu.actions() if action.isEnabled() and not action.isSeparator()))

    def _show(self) -> None:
        session, words = self.session, self.session.words
        cluster = session.cluster
        entry = next((each for each in cluster.rounds if each.id == session.round_id), None) if cluster else None
        self._show_choice("cluster", cluster.cluster.name(session.lang) if cluster else words("header.no-cluster"))
        self._show_choice("round", entry.label if entry else words("header.no-round"))
        self._show_step("undo", session.undo_name)
        self._show_step("redo", session.redo_name)

    def _show_step(self, verb: str, name: Text | None) -> None:
        made = self.undo if verb == "undo" else self.redo
        text = self.session.words(f"header.{verb}-named", name=name) if name else self.session.words(f"header.{verb}")
        made.setEnabled(name is not None)
        made.setToolTip(tip(text, f"header.{verb}", self.session.lang))
        made.setAccessibleName(text)

    def _name_menus(self) -> None:
        for name, menu in self.menus.items():
            menu.setAccessibleName(self.session.words(f"header.{name}"))

    def _show_choice(self, name: str, text: str) -> None:
        made = self.choosers[name]
        made.setText(text)
        made.setToolTip(tip(text, f"header.{name}", self.session.lang))
        made.setAccessibleName(f"{self.session.words(f'header.{name}')}: {text}")

    def retranslate(self) -> None:
        """Every text in the session's language."""
        words = self.session.words
        self.choosers["file"].setText(words("app.short"))
        named: tuple[tuple[QWidget, str, str], ...] = (
            (self.choosers["file"], "header.file", "header.file"),
            (self.language, "header.language-tip", "header.language-switch"),
            (self.help, "help.open", "help.open"),
        )
        for widget, key, name in named:
            widget.setToolTip(tip(words(key), name, self.session.lang))
            widget.setAccessibleName(words(key))
        self._name_menus()
        self.language.setText(words("header.language"))
        self.report.setText(words("header.report"))
        self.report.setToolTip(words("header.report-tip"))
        self._show()
