"""Light and dark: both can be read, are put on at once, and are remembered."""

import math
from dataclasses import fields

import pytest
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QMenu

from tests.ui.window import Opened
from ui import icons
from ui.tones import DARK, LIGHT, Tones, tone
from ui.widgets.rail import StepButton

READABLE = 4.5  # WCAG 2 AA
SETS = pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    shade = QColor(colour)
    channels = [
        value / 12.92 if value <= 0.03928 else math.pow((value + 0.055) / 1.055, 2.4)
        for value in (shade.redF(), shade.greenF(), shade.blueF())
    ]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@SETS
def test_text_can_be_read(tones: Tones) -> None:
    inks = [tones.ink, tones.muted, tones.accent, tones.danger, tones.caution, *tones.level_ink.values()]
    pairs = [(ink, ground) for ink in inks for ground in (tones.panel, tones.ground)]
    pairs += [(tones.danger, tones.danger_soft), (tones.accent_dark, tones.accent_soft), (tones.accent, tones.accent_soft)]
    pairs += [(tones.ink, tones.accent_soft), (tones.panel, tones.accent), (tones.panel, tones.accent_dark), (tones.panel, tones.ink)]
    assert [pair for pair in pairs if contrast(*pair) < READABLE] == []


@SETS
def test_levels_differ_in_grey(tones: Tones) -> None:
    """Neighbouring levels differ without their hue, too (their words and dots tell them all the same)."""
    greys = [luminance(tones.level_fill[level]) for level in (1, 2, 3)]
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
    program.window.commands.set_mode("light")
