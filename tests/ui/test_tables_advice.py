"""What a row contradicts is marked in its cells as it is told in its form: in the same words, at the same moment, for all rows at once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from diagnosis.text import LANGS, Lang
from tests.surveys import file_data
from tests.ui.judging import Desk
from tests.ui.tables import index_of, pane_of, select
from ui.tasks import Steps, Task
from ui.tones import tone
from ui.widgets.list_pane import ListPane

Role = Qt.ItemDataRole
TELLING = (Role.ToolTipRole, Role.AccessibleDescriptionRole)
FIRMS = [
    {"name": "甲厂", "employees": 10, "rd_staff": 11},
    {"name": "乙厂", "employees": 10, "rd_staff": 9, "founded": 2024},
    {"name": "甲厂", "employees": 5},
]


def firms(desk: Desk) -> ListPane:
    desk.load(file_data(round={"label": "1", "date": "2023-06-30"}, enterprises=FIRMS))
    pane = pane_of(desk, "enterprises")
    desk.settle()
    return pane


def marked(pane: ListPane) -> set[tuple[int, str]]:
    """The cells in the colour of what looks wrong."""
    fields = [question.id for question in pane.model.questions]
    cells = ((row, field) for row in range(pane.model.rowCount()) for field in fields)
    return {cell for cell in cells if index_of(pane, *cell).data(Role.ForegroundRole) == QColor(tone.caution)}


@pytest.mark.parametrize("lang", LANGS)
def test_cells_are_marked_and_say_what_the_form_says(desk: Desk, lang: Lang) -> None:
    desk.session.set_language(lang)
    pane = firms(desk)
    assert marked(pane) == {(0, "rd_staff"), (1, "founded"), (0, "name"), (2, "name")}
    for row, field in marked(pane):
        select(pane, row, field)
        desk.bot.waitUntil(lambda field=field: bool(pane.panel.form.fields[field].note))  # type: ignore[misc]
        told = pane.panel.form.fields[field].note
        assert [index_of(pane, row, field).data(role) for role in TELLING] == [told, told]
    assert index_of(pane, 1, "rd_staff").data(Role.ToolTipRole) == "9"


def test_the_mark_goes_as_soon_as_the_row_is_mended_and_comes_with_the_next_mistake(desk: Desk) -> None:
    pane = firms(desk)
    pane.model.store(index_of(pane, 0, "rd_staff"), 10)
    assert (0, "rd_staff") not in marked(pane)
    pane.model.store(index_of(pane, 1, "employees"), 8)
    assert (1, "rd_staff") in marked(pane)
    desk.settle()
    assert (0, "rd_staff") not in marked(pane)


def test_what_is_counted_over_the_list_is_known_with_the_next_diagnosis(desk: Desk) -> None:
    pane = firms(desk)
    desk.after(lambda: pane.model.store(index_of(pane, 2, "name"), "丙厂"))
    desk.settle()
    assert not {(0, "name"), (2, "name")} & marked(pane)


def test_another_round_is_not_held_against_the_one_before(desk: Desk) -> None:
    pane = firms(desk)
    assert marked(pane)
    desk.session.open_round(desk.session.round_id)
    assert {cell for cell in marked(pane) if cell[1] != "uscc"} == set()


def test_table_and_form_count_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    pane, start = firms(desk), desk.session.start
    started: list[Steps] = []

    def counting(steps: Steps) -> Task:
        started.append(steps)
        return start(steps)

    monkeypatch.setattr(desk.session, "start", counting)
    desk.after(lambda: pane.model.store(index_of(pane, 0, "rd_staff"), 1))
    desk.settle()
    assert len(started) == 1
