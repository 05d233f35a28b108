"""The window: header, rail, the page of the step, and the diagnosis beside it."""

import gc
import sys
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLibraryInfo, QSize, Qt, QTranslator
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from db import log
from diagnosis.findings import Place
from diagnosis.text import Lang
from ui import icons, shortcuts, theme
from ui.commands import Commands
from ui.help.desk import HelpDesk
from ui.later import Later
from ui.menus import commands_now, connect_menus
from ui.pages import page_class
from ui.pages.page import Page
from ui.regions import Regions
from ui.search.desk import SearchDesk
from ui.session import Session
from ui.settings import LastPlace, Settings
from ui.widgets.empty_state import EmptyState
from ui.widgets.header_bar import HeaderBar
from ui.widgets.message_bar import MessageBar
from ui.widgets.rail import Rail
from ui.widgets.result_strip import FOLDED
from ui.widgets.result_strip import WIDTH as STRIP_WIDTH
from ui.widgets.status_bar import StatusBar
from ui.widgets.trouble_bar import TroubleBar

if TYPE_CHECKING:
    from ui.dialogs.crash import CrashDialog
    from ui.tour.tour import Tour
    from ui.widgets.result_panel import ResultPanel

GEOMETRY = "window"
QWIDGETSIZE_MAX = 16_777_215  # Qt's word for no limit
FIRST_SIZE, LEAST = QSize(1440, 900), QSize(928, 480)  # a screen of 1920x1080 at 200 % has 960x540
BOTH = 1100  # pixels, for a page and the result beside it
FRAME = QSize(16, 40)  # what a system draws around a window, about


class MainWindow(QMainWindow):
    """Pages are made when they are first shown."""

    session: Session
    header: HeaderBar
    rail: Rail
    stack: QStackedWidget

    def __init__(self, session: Session, settings: Settings) -> None:
        """Shows no workspace until ``commands.open_last``."""
        super().__init__()
        self.session, self.settings = session, settings
        self.setWindowIcon(icons.window_icon())
        self.commands = Commands(session, settings, self)
        self.header, self.messages, self.status = HeaderBar(session), MessageBar(session), StatusBar(session)
        self.trouble = TroubleBar(session)
        self.rail = Rail(session, session.questionnaire.steps)
        self._beside = QWidget()  # where the panel stands
        self.stack = QStackedWidget()
        self.empty = EmptyState([self.commands.new_round, self.commands.import_survey, self.commands.open_samples])
        self.unread = EmptyState([session.look, partial(_verify, self.commands, None), self.commands.save_as, self.commands.open_workspace])
        self.help = HelpDesk(session, settings, self)
        self.search = SearchDesk(session, self, self._commands_now)
        self.opening = theme.label("muted")
        self.opening.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack.addWidget(self.opening)  # what the first paint shows: no page is made before there is something for it to show
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.unread)
        self.pages: dict[str, Page] = {}
        self.step = session.questionnaire.steps[0].id
        self.crash: CrashDialog | None = None
        self._may_lose = False  # somebody has said that what is not stored may be lost
        self._qt_words = QTranslator(self)
        self.regions = Regions(self, (self.header, self.trouble, self.messages, self.rail, self.stack, self._beside, self.status))
        self._lay_out()
        self._connect()
        self._fit_screen()
        self._make_keys()
        self.retranslate()
        self.commands.show_mode()
        self.go_to_step(self.step)

    # ---- building

    @cached_property
    def panel(self) -> "ResultPanel":
        """The result beside every page; there is none before the first round has been diagnosed."""
        from ui.widgets.result_panel import ResultPanel

        made = ResultPanel(self.session, self.settings)
        made.jump.connect(self.go_to)
        made.make_room(self._is_narrow())
        self._beside.setMinimumWidth(0)
        self._beside.setMaximumWidth(QWIDGETSIZE_MAX)
        line = QHBoxLayout(self._beside)
        theme.tight(line, 0)
        line.addWidget(made)
        return made

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        theme.tight(middle, 0)
        middle.addWidget(self.rail)
        middle.addWidget(theme.hairline(vertical=True))
        middle.addWidget(self.stack, 1)
        middle.addWidget(theme.hairline(vertical=True))
        middle.addWidget(self._beside)
        self._beside.setProperty("role", "panel")
        self._beside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
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

    def _is_narrow(self) -> bool:
        return self.width() < BOTH

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if "panel" in vars(self):
            self.panel.make_room(self._is_narrow())
        else:
            self._beside.setFixedWidth(STRIP_WIDTH if self.settings.text(FOLDED) or self._is_narrow() else theme.PANEL_WIDTH)

    def show_first(self) -> None:
        """Show the window; on a screen that is hardly larger than the window must be, it takes all of it."""
        kept = not self.settings.bytes(GEOMETRY).isEmpty()
        small = theme.SMALLEST.boundedTo(self.screen().availableSize() - FRAME) != theme.SMALLEST
        (self.showMaximized if small and not kept else self.show)()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        """Tab goes as the eye does: header, messages, the step, its page, the result; within each as Qt would."""
        return self.regions.walk(1 if next else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.regions.push(event):
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
        session.crashed.connect(self.show_crash)
        session.language_changed.connect(self.retranslate)
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
        if self.session.unread is not None:
            self._say_unread()
            self.stack.setCurrentWidget(self.unread)
        elif self.session.path is None:
            self.stack.setCurrentWidget(self.opening)
        elif self.session.round_id is None:
            self._say_empty()
            self.stack.setCurrentWidget(self.empty)
        else:
            self.stack.setCurrentWidget(self._page(self.step))

    def _keep_place(self) -> None:
        """Written at once: the next start may follow a crash."""
        path, round_id = self.session.path, self.session.round_id
        if path is not None and round_id is not None:
            place = LastPlace(path, round_id, self.step)
            if place != self.settings.place:
                self.settings.place = place
                self.settings.save()

    def _page(self, step: str) -> Page:
        if step not in self.pages:
            first = not self.pages
            self.pages[step] = page_class(step)(self.session)
            self.stack.addWidget(self.pages[step])
            if first:
                Later(self.pages[step], self.session.runner, lambda: self.panel)
        return self.pages[step]

    def make_page(self) -> None:
        """Make the page of the step, while the worker opens the workspace that it will show."""
        page = self._page(self.step)
        Later(page, self.session.runner, gc.freeze)  # what a start has made stays: it need not be looked at again

    @property
    def page(self) -> Page:
        """The page of the step."""
        return self._page(self.step)

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
        """The window's own texts, and those of Qt's dialogs."""
        app = QApplication.instance()
        if app is not None:
            app.removeTranslator(self._qt_words)
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if self.session.lang == "zh" and self._qt_words.load("qtbase_zh_CN", folder):
                app.installTranslator(self._qt_words)
        self.opening.setText(self.session.words("empty.opening"))
        self._say_empty()
        self._say_unread()
        self._say_title()

    def _say_empty(self) -> None:
        words = self.session.words
        state = "empty" if self.session.cluster is None else "roundless"
        ways = [words(f"{state}.new"), words("empty.import"), words("empty.samples")]
        self.empty.say(words(f"{state}.title"), words(f"{state}.text"), ways)

    def _say_unread(self) -> None:
        words, why = self.session.words, self.session.unread
        if why is not None:
            ways = [words("trouble.retry"), words("message.repair"), words("trouble.save-as"), words("unread.open")]
            self.unread.say(words("unread.title"), words("unread.text", why=why.to(self.session.lang)), ways)

    def _say_title(self) -> None:
        path = self.session.path
        name = self.session.words("app.name")
        self.setWindowTitle(f"{path.stem} · {name}" if path is not None else name)

    # ---- when things go wrong, and the end

    def show_crash(self, error: BaseException) -> None:
        """Write the defect down and say so; one dialog at a time."""
        path = log.record_defect(error)
        if self.crash is None:
            from ui.dialogs.crash import CrashDialog

            self.crash = CrashDialog(self.session, self, error, path)
            self.crash.finished.connect(self._crash_closed)
            self.crash.open()

    def _crash_closed(self) -> None:
        self.crash = None

    def install_excepthook(self) -> None:
        """Defects anywhere on the main thread reach the crash dialog instead of ending the program."""

        def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            if issubclass(kind, KeyboardInterrupt):
                sys.__excepthook__(kind, error, trace)
                self.close()
            else:
                self.session.crashed.emit(error)

        sys.excepthook = hook

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.session.look()

    def closeEvent(self, event: QCloseEvent) -> None:
        left = () if self._may_lose else self.session.settle()
        if left:
            event.ignore()
            self.commands.confirm_loss("close-unsaved", left, self._close_anyway)
            return
        self.help.close()
        self.settings.set_bytes(GEOMETRY, self.saveGeometry())
        self.settings.save()
        self.session.close()
        event.accept()

    def _close_anyway(self) -> None:
        self._may_lose = True
        self.close()


def _verify(commands: Commands, path: Path | None) -> None:
    from ui import keeping

    keeping.verify(commands) if path is None else keeping.verify_path(commands, path)
