"""The window: header, rail, the page of the step, and the diagnosis beside it."""

import gc
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from diagnosis.findings import Place
from diagnosis.text import Lang
from ui import icons, shortcuts, theme
from ui.closing import Closing
from ui.commands import Commands
from ui.crashes import CrashDesk
from ui.help.desk import HelpDesk
from ui.later import CHANGES, Later, loading
from ui.menus import commands_now, connect_menus
from ui.pages import NEEDED
from ui.pages.page import Page
from ui.regions import Regions, push
from ui.rounds import new_round
from ui.search.desk import SearchDesk
from ui.session import Session
from ui.settings import LastPlace, Settings
from ui.stage import Stage
from ui.widgets.header_bar import HeaderBar
from ui.widgets.message_bar import MessageBar
from ui.widgets.rail import Rail
from ui.widgets.result_place import ResultPlace
from ui.widgets.status_bar import StatusBar
from ui.widgets.trouble_bar import TroubleBar

if TYPE_CHECKING:
    from PySide6.QtCore import QTranslator

    from ui.tour.tour import Tour
    from ui.widgets.result_panel import ResultPanel

GEOMETRY = "window"
PANEL_NEEDS = ("diagnosis.result", "reports.chart", "ui.widgets.wording", "ui.widgets.charts", "ui.widgets.rows", "ui.widgets.result_panel")
FIRST_SIZE, LEAST = QSize(1440, 900), QSize(928, 480)  # a screen of 1920x1080 at 200 % has 960x540
FRAME = QSize(16, 40)  # what a system draws around a window, about


class MainWindow(QMainWindow):
    """Puts the parts together, and goes to what is to be shown."""

    session: Session
    header: HeaderBar
    rail: Rail
    stack: Stage

    def __init__(self, session: Session, settings: Settings) -> None:
        """Shows no workspace until ``starting.open_last``."""
        super().__init__()
        self.session, self.settings = session, settings
        self.setWindowIcon(icons.window_icon())
        self.commands = Commands(session, settings, self)
        self.header, self.messages, self.status = HeaderBar(session), MessageBar(session), StatusBar(session)
        self.trouble = TroubleBar(session)
        self.rail = Rail(session, session.questionnaire.steps)
        do = self.commands
        to_read = (session.look, partial(_verify, do, None), do.save_as, do.open_workspace)
        to_fill, to_open = (
            (partial(new_round, do), do.import_survey, do.open_samples),
            (do.new_workspace, do.open_workspace, do.open_samples),
        )
        self.stack = Stage(session, to_fill, to_read, to_open)
        session.none_opened.connect(self.stack.show_closed)
        session.none_opened.connect(self._show_page)
        session.none_opened.connect(self._speak_qt)  # no page is painted, which it waits for
        self.beside, self.crashes = ResultPlace(session, settings, self.go_to), CrashDesk(session, self)
        self.help = HelpDesk(session, settings, self)
        self.search = SearchDesk(session, self, self._commands_now)
        self.step = session.questionnaire.steps[0].id
        self.closing = Closing(self.commands, lambda: any(page.busy for page in self.pages.values()))
        self.regions = Regions(self, (self.header, self.trouble, self.messages, self.rail, self.stack, self.beside, self.status))
        self._lay_out()
        self._connect()
        self._fit_screen()
        self._make_keys()
        self.retranslate()
        self.commands.show_mode()
        self.go_to_step(self.step)

    # ---- building

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        theme.tight(middle, 0)
        middle.addWidget(self.rail)
        middle.addWidget(theme.hairline(vertical=True))
        middle.addWidget(self.stack, 1)
        middle.addWidget(theme.hairline(vertical=True))
        middle.addWidget(self.beside)
        whole = QWidget()
        column = QVBoxLayout(whole)
        theme.tight(column, 0)
        column.addWidget(self.header)
        column.addWidget(theme.hairline())
        column.addWidget(self.trouble)
        column.addWidget(self.messages)
        column.addLayout(middle, 1)
        column.addWidget(theme.hairline())
        column.addWidget(self.status)
        whole.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCentralWidget(whole)
        whole.setFocus()  # at the start nothing is about to be typed into

    def _fit_screen(self) -> None:
        """As large as it was, else as our first size; with its frame it never needs more than the screen has."""
        room = self.screen().availableSize() - FRAME
        self.setMinimumSize(theme.SMALLEST.boundedTo(room).expandedTo(LEAST))
        if not self.restoreGeometry(self.settings.bytes(GEOMETRY)):
            self.resize(FIRST_SIZE.boundedTo(room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.beside.make_room()

    def show_first(self) -> None:
        """Show the window; on a screen that is hardly larger than the window must be, it takes all of it."""
        kept = not self.settings.bytes(GEOMETRY).isEmpty()
        small = theme.SMALLEST.boundedTo(self.screen().availableSize() - FRAME) != theme.SMALLEST
        (self.showMaximized if small and not kept else self.show)()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        """Tab goes as the eye does: header, messages, the step, its page, the result; within each as Qt would."""
        return self.regions.walk(1 if next else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not push(self.focusWidget(), event):
            super().keyPressEvent(event)

    def _connect(self) -> None:
        session = self.session
        self.rail.chosen.connect(self.go_to_step)
        session.jump.connect(self.go_to)
        session.help_wanted.connect(self._help)
        self.commands.tour_wanted.connect(self._take_tour)
        self.help.go.connect(self._come_back_to)
        self.help.do.connect(self._do)
        session.import_wanted.connect(self.commands.import_survey)
        session.roster_wanted.connect(self.commands.import_roster)
        session.returns_wanted.connect(self.commands.collect)
        self.stack.made.connect(self._made)
        session.language_changed.connect(self.retranslate)
        session.language_changed.connect(self._speak_qt)
        session.round_opened.connect(self._show_page)
        session.round_opened.connect(self._keep_place)
        session.workspace_opened.connect(self._say_title)
        session.clusters_changed.connect(self._say_title)
        session.troubled.connect(self._show_page)
        self.trouble.save_as_wanted.connect(self.commands.save_as)
        self.trouble.repair_wanted.connect(partial(_verify, self.commands, None))
        self.messages.repair_wanted.connect(partial(_verify, self.commands))
        self.header.search.clicked.connect(self.search.open)
        self.header.help.clicked.connect(lambda: self._help(""))
        self.status.check_wanted.connect(self.show_check)
        self.header.report_wanted.connect(lambda: self.go_to_step("report"))
        self.header.language_wanted.connect(self.switch_language)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.commands.show_mode)
        connect_menus(self.commands, self.header.menus, self)

    def _make_keys(self) -> None:
        """The keys of the whole window; those of the menus' entries belong to the menus."""
        for place, step in enumerate(self.session.questionnaire.steps):
            shortcuts.listen(self, "keys.step", partial(self.go_to_step, step.id, enter=True), only=place)
        does: dict[str, Callable[[], object]] = {
            "keys.region": lambda: self.regions.leap(1),
            "keys.region-back": lambda: self.regions.leap(-1),
            "keys.check": self.show_check,
            "keys.panel": self._fold_panel,
            "search.open": self.search.open,
            **self._own_commands(),
            **{f"header.{name}": partial(self.header.open_menu, name) for name in self.header.menus},
        }
        for name, does_it in does.items():
            shortcuts.listen(self, name, does_it)

    def _fold_panel(self) -> None:
        self.panel.toggle()

    def _own_commands(self) -> dict[str, Callable[[], object]]:
        return {"header.undo": self.session.undo, "header.redo": self.session.redo, "header.language-switch": self.switch_language}

    def _commands_now(self) -> dict[str, Callable[[], object]]:
        """What can be done at this moment: phrase -> what does it."""
        return self._own_commands() | commands_now(self.commands)

    # ---- pages

    def go_to_step(self, step: str, *, enter: bool = False) -> None:
        """Show the page of a step. ``enter``: the focus goes there."""
        if step != self.step:
            self.messages.drop_note()
        self.step = step
        self.rail.choose(step)
        self._show_page()
        self._keep_place()
        if enter and self.stack.currentWidget() is self.pages.get(step):
            self.pages[step].enter()

    def _show_page(self) -> None:
        self.stack.show_step(self.step)
        self.beside.setVisible(not self.stack.shows_nothing)  # where nothing is, nothing results

    def _keep_place(self) -> None:
        """Written at once: the next start may follow a crash."""
        path, round_id = self.session.path, self.session.round_id
        if path is not None and round_id is not None:
            place = LastPlace(path, round_id, self.step)
            if place != self.settings.place:
                self.settings.place = place
                self.settings.save()

    def _made(self, page: Page) -> None:
        page.rested.connect(self.closing.go_on)
        if len(self.pages) == 1:
            Later.of(page, self.session.runner).add(*loading(*PANEL_NEEDS), lambda: self.panel)

    def make_page(self) -> None:
        """Make the page of the step, while the worker opens the workspace that it will show."""
        # what the first change needs is there before it; and what a start has made stays: it need not be looked at again
        later = Later.of(self.page, self.session.runner)
        later.add(self._speak_qt, *loading(*CHANGES), gc.freeze)
        # not before the first result, which the worker is busy with
        rest = [*loading(*NEEDED), *(piece for step in self.session.questionnaire.steps for piece in self.stack.ahead(step.id))]
        self.session.diagnosed.connect(lambda _found: later.add(*rest), Qt.ConnectionType.SingleShotConnection)

    @property
    def page(self) -> Page:
        """The page of the step."""
        return self.stack.page(self.step)

    @property
    def pages(self) -> dict[str, Page]:
        """Those that have been made, by their step."""
        return self.stack.pages

    @property
    def panel(self) -> "ResultPanel":
        """The result beside every page."""
        return self.beside.panel

    def go_to(self, place: Place) -> None:
        """Show the page of a place, and the field."""
        self.go_to_step(place.step)
        if place.part is not None or place.field is not None:
            self.page.go_to(place)

    def show_check(self) -> None:
        """What the check before export has found."""
        self.go_to(Place(step="report", part="findings"))

    # ---- help

    @cached_property
    def tour(self) -> "Tour":
        """Made when it is first wanted."""
        from ui.tour.tour import Tour

        return Tour(self)

    def _take_tour(self) -> None:
        self.tour.take()

    def _help(self, topic: str) -> None:
        """A page of the help, or the one on what has the focus."""
        self.help.show_for(self.focusWidget(), self.step) if not topic else self.help.show(topic)

    def _come_back_to(self, place: Place) -> None:
        """A link of the help was followed: the program comes to the front; the help stays open."""
        self.activateWindow()
        self.go_to(place)

    def _do(self, command: str) -> None:
        """A command that the help names; one that has nothing to work on now does nothing."""
        self.activateWindow()
        self._commands_now().get(command, lambda: None)()

    # ---- words

    def switch_language(self) -> None:
        """Chinese or English."""
        lang: Lang = "en" if self.session.lang == "zh" else "zh"
        self.settings.lang = lang
        self.session.set_language(lang)
        theme.lay_out_now()

    def retranslate(self) -> None:
        """The window's own texts."""
        self.stack.retranslate()
        self._say_title()

    @cached_property
    def _qt_words(self) -> "QTranslator":
        from PySide6.QtCore import QLibraryInfo, QTranslator

        made = QTranslator(self)
        made.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        return made

    def _speak_qt(self) -> None:
        """The texts of Qt's own dialogs and menus; every widget is told, so that a start does it once the page is there."""
        if (app := QApplication.instance()) is not None:
            (app.installTranslator if self.session.lang == "zh" else app.removeTranslator)(self._qt_words)

    def _say_title(self) -> None:
        path = self.session.path
        name = self.session.words("app.name")
        self.setWindowTitle(f"{path.stem} · {name}" if path is not None else name)

    # ---- the end

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.session.look()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self.closing.may())
        if event.isAccepted():
            self.help.close()
            self.settings.set_bytes(GEOMETRY, self.saveGeometry())
            self.settings.save()
            self.hide()  # the worker may still have something to do
            self.session.close()


def _verify(commands: Commands, path: Path | None) -> None:
    from ui import keeping

    keeping.verify(commands) if path is None else keeping.verify_path(commands, path)
