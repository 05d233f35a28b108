"""The steps at the left: what is added is counted there, and they are reached, named and told by keyboard in both languages."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest

from db import operations
from diagnosis.text import LANGS, Lang
from tests.ui.window import WAIT, Opened
from ui import theme
from ui.pages import PAGES
from ui.widgets.rail import NUMBER_WIDTH, StepButton

COUNTED_LISTS = {
    "enterprises": ("enterprises", {"name": "新企业"}),
    "actors": ("platforms", {"name": "新平台"}),
    "chain": ("chain", {"name": "新环节"}),
    "interviews": ("interviews", {"organisation": "某厂"}),
}


def button(program: Opened, step: str) -> StepButton:
    return program.window.rail.buttons[step]


def after(program: Opened, change: Callable[[], object]) -> None:
    """Make a change, and wait for the diagnosis that counts it."""
    with program.bot.waitSignal(program.session.diagnosed, timeout=WAIT):
        change()
    program.settle()


def counts(program: Opened) -> dict[str, str]:
    return {step: made.count for step, made in program.window.rail.buttons.items()}


# ---- what is added is counted


@pytest.mark.parametrize("step", COUNTED_LISTS)
def test_a_row_that_is_added_is_counted_and_undo_takes_it_back(program: Opened, step: str) -> None:
    part, answers = COUNTED_LISTS[step]
    before = counts(program)
    after(program, lambda: program.session.change(operations.add_row, program.session.round_id, part, answers))
    assert counts(program)[step] == str(int(before[step]) + 1)
    assert counts(program)[step] in button(program, step).accessibleDescription()
    after(program, program.session.undo)
    assert counts(program) == before


def test_the_line_below_a_step_follows_its_answers(program: Opened) -> None:
    done, _, of = button(program, "overview").count.partition("/")
    after(program, lambda: program.session.change(operations.set_answer, program.session.round_id, "cluster", "name_en", None))
    assert button(program, "overview").count == f"{int(done) - 1}/{of}"
    after(program, program.session.undo)
    assert button(program, "overview").count == f"{done}/{of}"


def test_a_round_that_is_opened_is_counted_anew_and_until_then_not_at_all(program: Opened) -> None:
    other = next(entry for entry in program.session.clusters if entry.id != program.session.cluster_id)
    with program.bot.waitSignal(program.session.diagnosed, timeout=WAIT):
        program.session.open_cluster(other.id, other.rounds[-1].id)
        assert set(counts(program).values()) == {""}
        assert {made.accessibleDescription() for made in program.window.rail.buttons.values()} == {""}
    survey = program.session.survey
    assert survey is not None
    assert counts(program)["enterprises"] == str(len(survey.enterprises))


# ---- by keyboard


def test_arrows_go_from_the_first_step_to_the_last_and_back(program: Opened) -> None:
    steps = list(PAGES)
    button(program, steps[0]).setFocus()
    for step in steps[1:]:
        QTest.keyClick(program.focus, Qt.Key.Key_Down)
        assert program.focus is button(program, step)
    for step in reversed(steps[:-1]):
        QTest.keyClick(program.focus, Qt.Key.Key_Up)
        assert program.focus is button(program, step)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_step_is_taken_by_key(program: Opened, key: Qt.Key) -> None:
    button(program, "chain").setFocus()
    QTest.keyClick(program.focus, key)
    assert program.window.step == "chain"
    assert program.window.stack.currentWidget() is program.window.pages["chain"]


def test_going_through_the_steps_marks_the_one_that_is_shown(program: Opened) -> None:
    """The mark says which page is shown; the focus is told apart from it."""
    button(program, "overview").setFocus()
    QTest.keyClick(program.focus, Qt.Key.Key_Down)
    marked = [step for step, made in program.window.rail.buttons.items() if made.isChecked()]
    assert marked == [program.window.step]


# ---- names


@pytest.mark.parametrize("lang", LANGS)
def test_each_step_is_named_and_told_in_the_language_of_the_moment(program: Opened, lang: Lang) -> None:
    for other in (*LANGS, lang):
        program.session.set_language(other)
    for step in program.session.questionnaire.steps:
        made = button(program, step.id)
        assert (made.text(), made.accessibleName(), made.toolTip()) == (step.name.to(lang), step.name.to(lang), step.hint.to(lang))
        assert bool(made.accessibleDescription()) == bool(made.count)
        assert made.count in made.accessibleDescription()


@pytest.mark.parametrize("lang", LANGS)
def test_no_name_is_cut_even_in_bold_and_beside_a_long_count(program: Opened, lang: Lang) -> None:
    program.session.set_language(lang)
    bold, plain = QFontMetrics(theme.emphasis()), program.window.rail.fontMetrics()
    for made in program.window.rail.buttons.values():
        room = made.width() - 32 - (NUMBER_WIDTH - 16) - plain.horizontalAdvance(made.count) - 8
        assert bold.horizontalAdvance(made.text()) <= room, made.text()
