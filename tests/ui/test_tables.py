"""Tables: read by pages, searched, sorted, with the form of the row chosen."""

from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest

from db import browse, operations
from diagnosis.questionnaire import questionnaire
from diagnosis.text import LANGS
from tests.surveys import file_data
from tests.ui.bot import held_up
from tests.ui.judging import Desk
from tests.ui.tables import cells, names, pane_of, rows_in, select
from ui.widgets.row_pages import KEPT, PAGE, RowPages, runs, with_strays
from ui.widgets.table_model import MOST_ASKED, NEAR, TableModel

FIRMS = [
    {"name": "中联重科", "role": "key", "revenue": 4},
    {"name": "阿里", "role": "supporting", "revenue": 12000},
    {"name": "三一重工", "role": "leader", "revenue": 100},
]


@pytest.fixture
def firms(desk: Desk) -> Desk:
    desk.load(file_data(enterprises=FIRMS))
    return desk


def test_rows_stand_in_the_order_of_the_list_with_numbers_at_the_right_and_dashes_for_what_is_missing(firms: Desk) -> None:
    pane = pane_of(firms, "enterprises")
    assert cells(pane, 0)[:5] == ["中联重科", "—", "骨干", "—", "—"]
    assert names(pane) == ["中联重科", "阿里", "三一重工"]
    assert pane.count.text() == "共 3 行"
    model = pane.model
    revenue = [question.id for question in model.questions].index("revenue")
    assert model.headerData(revenue, Qt.Orientation.Horizontal) == "营业收入（万元）"
    alignment = model.data(model.index(0, revenue), Qt.ItemDataRole.TextAlignmentRole)
    assert isinstance(alignment, Qt.AlignmentFlag)
    assert alignment & Qt.AlignmentFlag.AlignRight


def test_the_list_is_searched_as_one_types_and_the_search_is_cleared_by_escape(firms: Desk) -> None:
    pane = pane_of(firms, "enterprises")
    pane.search.setText("重")
    with firms.bot.waitSignal(pane.model.reloaded):
        pane._search_timer.timeout.emit()
    assert names(pane) == ["中联重科", "三一重工"]
    assert pane.count.text() == "找到 2 行，共 3 行"
    QTest.keyClick(pane.search, Qt.Key.Key_Escape)
    with firms.bot.waitSignal(pane.model.reloaded):
        pane._search_timer.timeout.emit()
    assert names(pane) == ["中联重科", "阿里", "三一重工"]


def test_the_header_sorts_rising_falling_and_not(firms: Desk) -> None:
    pane = pane_of(firms, "enterprises")
    header = pane.table.horizontalHeader()
    for expected in (["阿里", "三一重工", "中联重科"], ["中联重科", "三一重工", "阿里"], ["中联重科", "阿里", "三一重工"]):
        middle = QPoint(header.sectionViewportPosition(0) + 40, header.height() // 2)
        with firms.bot.waitSignal(pane.model.reloaded):
            QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=middle)
        assert names(pane) == expected


def test_sorting_stays_with_the_row_that_one_works_on_and_shows_it(desk: Desk) -> None:
    desk.load(file_data(enterprises=[{"name": f"企业{number:03}", "revenue": number} for number in range(200)]))
    pane = pane_of(desk, "enterprises")
    select(pane, 7, "revenue")
    row_id, header = pane.table.current_id, pane.table.horizontalHeader()
    for clicks, place in ((1, 7), (2, 192)):
        with desk.bot.waitSignal(pane.model.reloaded):
            QTest.mouseClick(
                header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(header.sectionViewportPosition(0) + 40, header.height() // 2)
            )
        desk.settle()
        assert pane.table.current_id == pane.panel.form.row_id == row_id, clicks
        current = pane.table.currentIndex()
        assert (current.row(), pane.model.questions[current.column()].id) == (place, "revenue")
        assert pane.table.viewport().rect().intersects(pane.table.visualRect(current))
        assert pane.table.selected_ids() == [row_id]


def test_a_row_that_was_edited_stays_where_it_is_until_it_is_sorted_again(firms: Desk) -> None:
    pane = pane_of(firms, "enterprises")
    pane.model.show_view(browse.View(sort="name"))
    firms.settle()
    ids = list(pane.model.ids)
    firms.session.change(operations.set_cells, 1, "enterprises", ids[0], {"name": "中车"})
    firms.settle()
    firms.settle()
    assert pane.model.ids == ids
    assert names(pane) == ["中车", "三一重工", "中联重科"]


def test_the_form_shows_the_row_chosen_and_follows_its_changes(firms: Desk) -> None:
    pane = pane_of(firms, "enterprises")
    select(pane, 2)
    assert pane.panel._name.text() == "三一重工"
    assert pane.panel.form.row_id == pane.model.ids[2]
    firms.session.change(operations.set_cells, 1, "enterprises", pane.model.ids[2], {"name": "三一"})
    firms.settle()
    firms.settle()
    assert pane.panel._name.text() == "三一"
    assert pane.table.current_id == pane.model.ids[2]


@pytest.mark.parametrize("part", ["enterprises", "institutions", "platforms", "organisations"])
def test_an_empty_list_does_not_say_again_what_stands_above_it(desk: Desk, part: str) -> None:
    desk.load(file_data())
    pane = pane_of(desk, part)
    said = pane.empty._text.text()
    assert len(said) > 15
    assert said not in {step.hint.to("zh") for step in desk.session.questionnaire.steps}


def test_an_empty_list_says_what_belongs_there_and_offers_ways_to_fill_it(desk: Desk) -> None:
    desk.load(file_data())
    pane = pane_of(desk, "chain")
    assert pane.empty.isVisible()
    assert pane.part.help is not None
    assert pane.empty._text.text() == pane.part.help.to("zh")
    assert [button.text() for button in pane.empty.buttons] == ["添加第一行", "从 Excel 粘贴", "导入调研文件"]
    with desk.bot.waitSignal(desk.session.import_wanted):
        desk.click(pane.empty.buttons[2])
    desk.click(pane.empty.buttons[0])
    desk.settle()
    desk.settle()
    assert not pane.empty.isVisible()
    assert len(pane.model.ids) == 1


def test_a_list_is_declared_complete_and_the_diagnosis_knows(desk: Desk) -> None:
    desk.load(file_data(chain=[{"name": "主轴"}]))
    pane = pane_of(desk, "chain")
    assert pane.complete.isVisible()
    assert not pane.complete.isChecked()
    desk.after(lambda: desk.click(pane.complete))
    assert desk.diagnosis.survey.complete == {"chain": True}
    desk.after(lambda: desk.click(pane.complete))
    assert desk.diagnosis.survey.complete == {}


def test_lists_that_cannot_be_declared_complete_do_not_ask(desk: Desk) -> None:
    desk.load(file_data(technologies=[{"name": "主轴", "trl": 5}]))
    assert not pane_of(desk, "technologies").complete.isVisible()


def test_a_place_is_gone_to_whatever_is_searched_for(firms: Desk) -> None:
    pane = pane_of(firms, "enterprises")
    pane.search.setText("没有")
    pane._search_timer.timeout.emit()
    firms.settle()
    assert pane.model.ids == []
    pane.go_to(2, "revenue")
    firms.settle()
    firms.settle()
    assert pane.search.text() == ""
    assert pane.table.current_id == rows_in(firms, "enterprises")[2]
    assert pane.panel.form.fields["revenue"].editor.has_focus


def test_many_rows_are_read_by_pages_only(desk: Desk) -> None:
    many = 7 * PAGE + 3
    desk.load(file_data(enterprises=[{"name": f"企业{number}"} for number in range(many)]))
    pane = pane_of(desk, "enterprises")
    model = pane.model
    assert model.rowCount() == many
    assert model.pages.has(0)
    assert not model.pages.has(5)
    last = model.index(many - 1, 0)
    pane.table.scrollToBottom()
    assert last.data() is None  # it is on its way
    desk.bot.waitUntil(lambda: last.data() is not None)
    assert last.data() == f"企业{many - 1}"
    assert not model.pages.has(4)


def test_rows_that_are_left_behind_on_the_way_are_not_read_unless_one_comes_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who drags the bar through a long list leaves no queue behind: for the rows in sight, an edit and the diagnosis to wait in."""
    pages = 3 * MOST_ASKED
    desk.load(file_data(enterprises=[{"name": f"企业{number}"} for number in range(pages * PAGE)]))
    pane = pane_of(desk, "enterprises")
    read: list[int] = []
    rows_by_id = browse.rows_by_id

    def counting(*asked: Any) -> Any:
        read.append(asked[-1][0])
        return rows_by_id(*asked)

    monkeypatch.setattr(browse, "rows_by_id", counting)
    with held_up(desk.session.runner):
        for page in (*range(1, pages), pages // 2):
            pane.table.verticalScrollBar().setValue(page * PAGE + NEAR)  # so that all that is near is on the same page
            pane.table.viewport().repaint()
    in_sight = pane.model.index(pane.table.rowAt(1), 0)
    desk.bot.waitUntil(lambda: in_sight.data() is not None)
    assert in_sight.data() == f"企业{pages // 2 * PAGE + NEAR}"
    desk.settle()
    assert len(read) <= MOST_ASKED
    pane.table.verticalScrollBar().setValue(2 * PAGE)
    left = pane.model.index(pane.table.rowAt(1), 0)
    desk.bot.waitUntil(lambda: left.data() == f"企业{2 * PAGE}")


def test_selecting_all_of_many_rows_does_not_ask_each_cell(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    many = 2000
    desk.load(file_data(enterprises=[{"name": f"企业{number}"} for number in range(many)]))
    pane = pane_of(desk, "enterprises")
    asked: list[int] = []
    flags = TableModel.flags

    def counting(model: TableModel, index: QModelIndex) -> Qt.ItemFlag:
        asked.append(index.row())
        return flags(model, index)

    monkeypatch.setattr(TableModel, "flags", counting)
    pane.table.setFocus()
    QTest.keySequence(pane.table, "Ctrl+A")
    pane.table.grab()
    assert len(pane.table.selected_ids()) == many
    assert len(asked) < many


def test_rows_come_and_go_without_losing_the_place(firms: Desk) -> None:
    pane = pane_of(firms, "enterprises")
    ids = list(pane.model.ids)
    select(pane, 2)
    firms.session.change(operations.delete_rows, 1, "enterprises", ids[:1])
    firms.settle()
    firms.settle()
    assert pane.table.current_id == ids[2]
    firms.session.change(operations.add_row, 1, "enterprises", {"name": "新厂"})
    firms.settle()
    firms.settle()
    assert pane.table.current_id == ids[2]
    assert names(pane) == ["阿里", "三一重工", "新厂"]


def test_another_round_shows_its_own_rows(firms: Desk) -> None:
    pane = pane_of(firms, "enterprises")
    select(pane, 1)
    firms.load({**file_data(enterprises=[{"name": "另一家"}]), "round": {"label": "2025"}})
    pane.refresh()
    firms.settle()
    assert names(pane) == ["另一家"]
    assert pane.panel._name.text() == "另一家"


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("part", [part.id for part in questionnaire().parts.values() if part.kind == "list"])
def test_every_list_has_a_table_with_names_for_those_who_cannot_see_it(desk: Desk, part: str, lang: Any) -> None:
    desk.session.set_language(lang)
    desk.load(file_data())
    pane = pane_of(desk, part)
    asked = questionnaire().parts[part]
    shown = [pane.model.headerData(place, Qt.Orientation.Horizontal) for place in range(pane.model.columnCount())]
    wanted = [question for question in asked.questions if question.column]
    assert len(shown) == len(wanted)
    for text, question in zip(shown, wanted, strict=True):
        assert question.label.to(lang) in str(text)
    assert pane.table.accessibleName() == asked.name.to(lang)
    assert "F2" in pane.table.accessibleDescription()


def test_pages_are_kept_as_long_as_they_are_used() -> None:
    pages = RowPages()
    pages.set_ids(list(range(PAGE * (KEPT + 2))))
    for page in range(KEPT + 1):
        pages.keep(page, dict.fromkeys(pages.page_ids(page), browse.Entry()))
        assert pages.entry(0) is not None  # the first page is looked at again and again
    assert pages.has(0)
    assert not pages.has(1)
    assert pages.has(KEPT)
    assert pages.place_of(PAGE + 1) == PAGE + 1
    assert pages.place_of(-5) == -1


def test_no_row_stands_where_there_is_none() -> None:
    pages = RowPages()
    pages.set_ids([1])
    pages.keep(0, {1: browse.Entry({"name": "甲厂"})})
    assert pages.entry(0) is not None
    pages.set_ids([])
    assert pages.entry(-1) is None


@pytest.mark.parametrize(
    ("after", "strays", "wanted"),
    [
        ([1, 3, 4], {2}, [1, 2, 3, 4]),
        ([2, 3, 4], {1}, [1, 2, 3, 4]),
        ([4, 1], {2, 3}, [4, 1, 2, 3]),  # sorted anew: behind the row they were behind
        ([], {2, 1}, [1, 2]),
        ([1, 5, 3, 4], {2}, [1, 2, 5, 3, 4]),
        ([1], {9}, [1]),  # never shown
    ],
)
def test_rows_that_no_longer_match_stay_behind_the_row_they_were_behind(after: list[int], strays: set[int], wanted: list[int]) -> None:
    assert with_strays([1, 2, 3, 4], after, strays) == wanted


def test_runs_have_no_gaps() -> None:
    assert list(runs([])) == []
    assert list(runs([1, 2, 3, 7, 9, 10])) == [(1, 3), (7, 7), (9, 10)]
