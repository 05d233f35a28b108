"""The tour: walked by Enter, done by hand, ended by Escape; on the samples only, and by itself only once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from db import browse, places
from db.workspace import Workspace
from diagnosis.text import LANGS, Lang, phrases
from tests.ui.fitting import cut
from tests.ui.test_shell_words import CJK
from tests.ui.window import WAIT, Opened, opened
from ui import app, theme
from ui.settings import Settings
from ui.shortcuts import keys_of
from ui.starting import open_last
from ui.tour.stops import STOPS
from ui.tour.tour import Tour


@pytest.fixture
def tour(program: Opened) -> Iterator[Tour]:
    """The tour at its first stop."""
    program.choose(program.window.header.menus["file"], "help.tour")
    assert program.window.tour.running
    yield program.window.tour
    program.window.tour.end()


def at(program: Opened, tour: Tour, stop: str) -> None:
    """Go on by Enter until this stop."""
    while tour.stop is not None and tour.stop.id != stop:
        QTest.keyClick(tour.bubble.on_button, Qt.Key.Key_Return)
        program.settle()


def done(program: Opened, tour: Tour) -> bool:
    """Whether the bubble says that the user has done it."""
    program.settle()
    return tour.bubble.done.isVisible() and tour.bubble.done.text() == phrases("ui")[f"tour.{tour.stop.id}-done"].zh if tour.stop else False


# ---- walking


def test_enter_leads_through_all_stops_and_out(program: Opened, tour: Tour) -> None:
    seen = []
    while tour.stop is not None:
        seen.append(tour.stop.id)
        assert tour.bubble.isVisible()
        assert program.focus is tour.bubble.on_button
        QTest.keyClick(program.focus, Qt.Key.Key_Return)
        program.settle()
    assert seen == [stop.id for stop in STOPS]
    assert not tour.bubble.isVisible()
    assert program.window.rail.isAncestorOf(program.focus)


def test_it_changes_nothing_by_itself(program: Opened, tour: Tour) -> None:
    path = program.session.path
    assert path is not None
    before = path.read_bytes()
    at(program, tour, "own")
    assert path.read_bytes() == before
    assert program.session.undo_name is None


def test_back_leads_back(program: Opened, tour: Tour) -> None:
    assert not tour.bubble.back_button.isEnabled()
    at(program, tour, "field")
    program.click(tour.bubble.back_button)
    assert tour.stop is STOPS[1]


@pytest.mark.parametrize("stop", [stop.id for stop in STOPS])
def test_the_bubble_stands_beside_what_it_is_about_inside_the_window(program: Opened, tour: Tour, stop: str) -> None:
    at(program, tour, stop)
    program.settle()
    window, bubble = program.window.rect(), tour.bubble.geometry()
    ring = tour._ring.geometry()
    assert window.contains(bubble)
    assert ring.width() > 10
    assert ring.height() > 10
    assert not bubble.intersects(ring.adjusted(4, 4, -4, -4))
    target = tour._target
    assert target is not None
    assert target.isVisible()


def test_it_moves_with_the_window(program: Opened, tour: Tour) -> None:
    at(program, tour, "result")
    before = tour.bubble.geometry()
    program.window.resize(1440, 900)
    program.bot.waitUntil(lambda: tour.bubble.geometry() != before)
    assert program.window.rect().contains(tour.bubble.geometry())


# ---- doing


def test_a_step_that_is_opened_is_seen(program: Opened, tour: Tour) -> None:
    program.click(program.window.rail.buttons["chain"])
    assert done(program, tour)
    assert tour.stop is STOPS[0]


def test_what_is_typed_is_seen_to_be_stored_and_f6_comes_back(program: Opened, tour: Tour) -> None:
    at(program, tour, "field")
    target = tour._target
    assert isinstance(target, QPlainTextEdit | QLineEdit)
    program.click(target.viewport() if isinstance(target, QPlainTextEdit) else target)
    target.setFocus()
    QTest.keyClicks(target, "x")
    with program.bot.waitSignal(program.session.saved, timeout=WAIT):
        program.press(keys_of("keys.region"))
    assert program.focus is tour.bubble.on_button
    assert done(program, tour)
    at(program, tour, "undo")
    with program.bot.waitSignal(program.session.stepped, timeout=WAIT):
        program.click(program.window.header.undo)
    assert done(program, tour)


def test_f6_leads_to_what_is_pointed_at_and_back(program: Opened, tour: Tour) -> None:
    for stop in ("steps", "field", "rating", "reason", "asks", "own"):
        at(program, tour, stop)
        assert tour._target is not None
        program.press(keys_of("keys.region"))
        assert program.focus is tour._target or tour._target.isAncestorOf(program.focus)
        program.press(keys_of("keys.region"))
        assert program.focus is tour.bubble.on_button


def test_a_rating_by_key_is_seen(program: Opened, tour: Tour) -> None:
    at(program, tour, "rating")
    target = tour._target
    assert target is not None
    target.setFocus()
    with program.bot.waitSignal(program.session.diagnosed, timeout=WAIT):
        QTest.keyClick(target, Qt.Key.Key_3)
    assert done(program, tour)
    round_id = program.session.round_id
    assert round_id is not None
    assert program.read(lambda ws: browse.count(ws, round_id, "ratings"))


def test_a_reason_that_is_opened_is_seen(program: Opened, tour: Tour) -> None:
    at(program, tour, "reason")
    target = tour._target
    assert target is not None
    target.setFocus()
    QTest.keyClick(target, Qt.Key.Key_Return)
    assert done(program, tour)


def test_an_ask_that_is_followed_is_seen(program: Opened, tour: Tour) -> None:
    at(program, tour, "asks")
    program.click(program.window.panel.asks.rows[0])
    assert done(program, tour)


def test_what_is_done_elsewhere_is_no_matter_of_the_stop(program: Opened, tour: Tour) -> None:
    at(program, tour, "rating")
    program.click(program.window.rail.buttons["chain"])
    assert not done(program, tour)


# ---- ending


@pytest.mark.parametrize("stop", ["steps", "field", "reason", "own"])
def test_escape_ends_it_wherever_the_focus_is_and_nothing_typed_is_lost(program: Opened, tour: Tour, stop: str) -> None:
    at(program, tour, stop)
    typed = ""
    target = tour._target
    if isinstance(target, QPlainTextEdit):
        target.setFocus()
        QTest.keyClicks(target, "x")
        typed = target.toPlainText()
    QTest.keyClick(program.focus, Qt.Key.Key_Escape)
    assert not tour.running
    assert not tour.bubble.isVisible()
    if isinstance(target, QPlainTextEdit):
        assert target.toPlainText() == typed


def test_the_button_ends_it(program: Opened, tour: Tour) -> None:
    program.click(tour.bubble.end_button)
    assert not tour.running


def test_escape_closes_the_search_first(program: Opened, tour: Tour) -> None:
    program.press(keys_of("search.open"))
    QTest.keyClick(program.focus, Qt.Key.Key_Escape)
    assert tour.running
    QTest.keyClick(program.focus, Qt.Key.Key_Escape)
    assert not tour.running


def test_another_workspace_ends_it(program: Opened, tour: Tour, tmp_path: Path) -> None:
    with program.bot.waitSignal(program.session.workspace_opened, timeout=WAIT):
        program.window.commands.create_path(tmp_path / "乙.jizhen")
    assert not tour.running


def test_tab_goes_round_the_bubble(program: Opened, tour: Tour) -> None:
    at(program, tour, "field")
    seen = [program.focus]
    for _ in range(3):
        QTest.keyClick(program.focus, Qt.Key.Key_Tab)
        seen.append(program.focus)
    assert len(set(seen)) == 3
    assert seen[0] is seen[3]


# ---- when


def test_in_somebodys_own_workspace_it_opens_the_samples_first(program: Opened, tmp_path: Path) -> None:
    with program.bot.waitSignal(program.session.workspace_opened, timeout=WAIT):
        program.window.commands.create_path(tmp_path / "乙.jizhen")
    program.choose(program.window.header.menus["file"], "help.tour")
    assert not program.window.tour.running
    program.bot.waitUntil(lambda: program.window.tour.running, timeout=WAIT)
    assert program.session.path == places.sample_workspace()


def test_the_first_start_begins_it_and_the_second_does_not(qtbot: QtBot) -> None:
    with opened(qtbot) as first:
        first.settings.forget(places.sample_workspace())  # as it is before anything was opened
        app.offer_tour(first.window)
        first.load({"format": "jizhen-survey", "version": 1, "cluster": {"name_zh": "甲"}, "round": {"label": "1"}})
        first.bot.waitUntil(lambda: first.window.tour.running, timeout=WAIT)
    with opened(qtbot) as again:
        app.offer_tour(again.window)
        again.press("Ctrl+L")
        assert not again.window.tour.running


def test_somebody_who_has_worked_before_is_not_shown_it(qtbot: QtBot, tmp_path: Path) -> None:
    Workspace.create(tmp_path / "乙.jizhen").close()
    Settings().remember(tmp_path / "乙.jizhen")
    settings = Settings()
    settings.save()
    assert settings.recent
    program = Opened(qtbot)
    qtbot.addWidget(program.window)
    app.offer_tour(program.window)
    with qtbot.waitSignal(program.session.workspace_opened, timeout=WAIT):
        open_last(program.window.commands)
    program.settle()
    assert not program.settings.toured
    assert not program.window.tour.running
    program.window.close()


def test_no_test_and_no_picture_meets_it_unasked(program: Opened) -> None:
    assert "tour" not in vars(program.window)


# ---- words and looks


@pytest.mark.parametrize("lang", LANGS)
def test_every_stop_speaks_both_languages_and_nothing_is_cut(program: Opened, tour: Tour, lang: Lang) -> None:
    program.session.set_language(lang)
    program.window.resize(theme.SMALLEST)
    while tour.stop is not None:
        program.settle()
        assert list(cut(tour.bubble)) == []
        assert tour.bubble.end_button.isHidden() == (tour.stop is STOPS[-1])  # there "done" ends it
        assert "{" not in tour.bubble.text.text()
        assert lang == "zh" or not CJK.search(tour.bubble.text.text() + tour.bubble.title.text() + tour.bubble.on_button.text())
        assert tour.bubble.title.text() in tour.bubble.on_button.accessibleDescription()
        tour.go_on()


def test_every_stop_that_can_be_done_says_so() -> None:
    for stop in STOPS:
        assert {f"tour.{stop.id}-title", f"tour.{stop.id}-text"} <= phrases("ui").keys()


def test_the_ring_lets_clicks_through(program: Opened, tour: Tour) -> None:
    button = program.window.rail.buttons["chain"]
    place = button.mapTo(program.window, button.rect().center())
    assert QRect(tour._ring.geometry()).contains(place)
    assert QApplication.widgetAt(program.window.mapToGlobal(place)) is button
