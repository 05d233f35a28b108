"""Light and dark: both can be read, are put on at once, and are remembered."""

from dataclasses import fields

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.others import other_tests
from tests.ui.contrast import READABLE, contrast, faint, luminance
from tests.ui.test_shell_words import every_page
from tests.ui.window import Opened
from ui import icons, theme
from ui.tones import DARK, LIGHT, Tones, tone
from ui.widgets.marks import edge_of
from ui.widgets.rail import StepButton

SETS = pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])


def distance(one: str, other: str) -> float:
    return contrast(QColor(one), QColor(other))


@SETS
def test_text_can_be_read(tones: Tones) -> None:
    inks = [tones.ink, tones.muted, tones.accent, tones.danger, tones.caution, *tones.level_ink.values()]
    pairs = [(ink, ground) for ink in inks for ground in (tones.panel, tones.ground)]
    pairs += [(tones.danger, tones.danger_soft), (tones.accent_dark, tones.accent_soft), (tones.accent, tones.accent_soft)]
    pairs += [(tones.ink, tones.accent_soft), (tones.panel, tones.accent), (tones.panel, tones.accent_dark), (tones.panel, tones.ink)]
    assert [pair for pair in pairs if distance(*pair) < READABLE] == []


@SETS
def test_levels_differ_in_grey(tones: Tones) -> None:
    """Neighbouring levels differ without their hue, too (their words and dots tell them all the same)."""
    greys = [luminance(QColor(tones.level_fill[level])) for level in (1, 2, 3)]
    assert greys == sorted(greys, reverse=True)


def paper(window: QPalette) -> str:
    return window.color(QPalette.ColorRole.Base).name()


def test_dark_is_put_on_at_once_and_remembered(program: Opened) -> None:
    menu = program.window.header.menus["file"]
    menu.aboutToShow.emit()
    modes = next(action.menu() for action in menu.actions() if action.text() == program.session.words("menu.appearance"))
    assert isinstance(modes, QMenu)
    dark = next(action for action in modes.actions() if action.text() == program.session.words("menu.mode-dark"))
    dark.trigger()
    assert [getattr(tone, each.name) for each in fields(Tones)] == [getattr(DARK, each.name) for each in fields(Tones)]
    assert paper(program.app.palette()) == DARK.panel
    assert program.settings.mode == "dark"
    button = program.window.findChild(StepButton)
    assert isinstance(button, StepButton)
    assert button.grab().toImage().pixelColor(2, button.height() // 2).name() == DARK.accent  # the bar of the step that is open
    program.window.commands.set_mode("light")
    assert paper(program.app.palette()) == LIGHT.panel


def test_a_widget_takes_on_new_colours_as_often_however_deep_it_lies(qtbot: QtBot, qapp: QApplication) -> None:
    told: list[QObject] = []

    class Deep(QWidget):
        def changeEvent(self, event: QEvent) -> None:
            if event.type() == QEvent.Type.StyleChange:
                told.append(self)

    around = [Deep()]
    qtbot.addWidget(around[0])
    for _level in range(9):
        around.append(Deep(around[-1]))
    with qtbot.waitExposed(around[0]):
        around[0].show()
    told.clear()
    theme.apply(qapp, "dark")
    assert told.count(around[-1]) == told.count(around[0]) > 0


def test_an_icon_takes_the_colours_in_force(program: Opened) -> None:
    def strongest() -> str:
        image = icons.icon("plus").pixmap(32, 32).toImage()
        found = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
        return max(found, key=lambda colour: colour.alpha()).name()

    assert strongest() == LIGHT.ink
    program.window.commands.set_mode("dark")
    assert strongest() == DARK.ink
    disabled = icons.icon("plus").pixmap(32, 32, QIcon.Mode.Disabled).toImage()
    assert DARK.faint in {disabled.pixelColor(x, y).name() for x in range(32) for y in range(32)}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_text_of_every_page_can_be_read(program: Opened, mode: theme.Mode) -> None:
    program.window.commands.set_mode(mode)
    assert sorted({f"{page}: {each}" for page in every_page(program) for each in faint(program.window)}) == []


def test_the_search_for_faint_texts_finds_them(program: Opened) -> None:
    label = theme.label(text="Hardly seen")
    label.setParent(program.window)
    label.setGeometry(400, 300, 90, 20)
    palette = label.palette()
    palette.setColor(QPalette.ColorRole.WindowText, QColor(LIGHT.faint))
    label.setPalette(palette)
    label.setAutoFillBackground(True)
    label.show()
    label.raise_()
    (found,) = (each for each in faint(program.window) if "Hardly seen" in each)
    assert found.startswith("QLabel 2.")


# ---- the scale of the screen


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_a_line_lies_within_its_area_at_every_scale(scale: int) -> None:
    image = QImage(40 * scale, 30 * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(QColor("white"))
    area, painter = QRect(5, 5, 20, 10), QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(area, QColor("blue"))
    painter.setPen(QColor("red"))
    painter.drawRect(edge_of(area))
    painter.end()
    middle = 10 * scale
    across = [image.pixelColor(x, middle).name() for x in range(4 * scale, 26 * scale)]
    white, red, blue = ([QColor(name).name()] * scale for name in ("white", "red", "blue"))
    assert across == [*white, *red, *blue * 18, *red, *white]


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_an_icon_is_drawn_anew_for_every_scale(qapp: QApplication, scale: float) -> None:
    del qapp
    assert icons.icon("plus").pixmap(QSize(16, 16), scale).size() == QSize(16, 16) * scale


def test_no_text_of_a_page_is_cut_at_200_percent() -> None:
    done = other_tests("tests.ui.twice", "tests/ui/test_sweep.py", "-k", "of_the_first_size")
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout


def test_a_title_stays_where_it_is_from_page_to_page(program: Opened) -> None:
    places = {step: title_of(program).mapTo(program.window, QPoint()) for step in every_page(program)}
    assert len({(place.x(), place.y()) for place in places.values()}) == 1, places


def title_of(program: Opened) -> QLabel:
    named = [each for each in program.window.page.findChildren(QLabel) if each.isVisible() and each.property("role") == "title"]
    return min(named, key=lambda each: each.mapTo(program.window, QPoint()).y())
