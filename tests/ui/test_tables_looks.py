"""How tables stand on the page: what stays in sight, what is cut, who gets the height."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from diagnosis.text import LANGS, Lang
from tests.surveys import file_data
from tests.ui.judging import SIZE, Desk
from tests.ui.tables import index_of, pane_of, select
from ui.pages.indicators import IndicatorsPage
from ui.tones import DARK, LIGHT, put_on
from ui.widgets.list_pane import ListPane
from ui.widgets.table_view import WIDTHS

FIRMS = [{"name": "甲厂", "revenue": 4}, {"name": "乙厂"}]


@pytest.fixture
def pane(desk: Desk) -> ListPane:
    desk.load(file_data(enterprises=FIRMS))
    return pane_of(desk, "enterprises")


def test_the_name_stays_in_sight_when_the_table_is_scrolled_to_the_right(desk: Desk, pane: ListPane) -> None:
    frozen, bar = pane.table.frozen, pane.table.horizontalScrollBar()
    assert not frozen.isVisible()
    select(pane, 0, pane.model.questions[-1].id)
    assert bar.value() > 0
    assert frozen.isVisible()
    assert frozen.columnAt(5) == 0
    assert frozen.mapTo(pane.table, QPoint()).x() == pane.table.viewport().x()
    row = pane.table.rowViewportPosition(1) + 5
    QTest.mouseClick(frozen.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, row))
    assert pane.table.currentIndex().row() == 1
    assert pane.table.hasFocus()
    bar.setValue(0)
    assert not frozen.isVisible()


def test_what_stays_is_the_name_wherever_it_stands(desk: Desk) -> None:
    desk.load(file_data(chain=[{"name": "整机"}]))
    pane = pane_of(desk, "chain")
    name = [question.id for question in pane.model.questions].index("name")
    assert name > 0
    assert [column for column in range(pane.model.columnCount()) if not pane.table.frozen.isColumnHidden(column)] == [name]


def test_a_cell_that_is_gone_to_is_not_behind_the_name(desk: Desk, pane: ListPane) -> None:
    last = len(pane.model.questions) - 1
    select(pane, 0, pane.model.questions[last].id)
    for column in range(last - 1, 0, -1):
        QTest.keyClick(pane.table, Qt.Key.Key_Left)
        left = pane.table.columnViewportPosition(column)
        assert left >= pane.table.frozen.covered or column == 0
    assert pane.table.currentIndex() == index_of(pane, 0, pane.model.questions[1].id)


@pytest.mark.parametrize("lang", LANGS)
def test_columns_are_as_wide_as_their_names_and_the_longest_names_are_cut_at_the_right(desk: Desk, lang: Lang) -> None:
    desk.load(file_data(enterprises=FIRMS))
    desk.session.set_language(lang)
    pane = pane_of(desk, "enterprises")
    head = pane.table.horizontalHeader()
    assert head.textElideMode() == Qt.TextElideMode.ElideRight
    for column in range(head.count()):
        assert head.sectionSize(column) >= min(head.sectionSizeHint(column), WIDTHS["wide"])
        assert str(pane.model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)).startswith(
            str(pane.model.headerData(column, Qt.Orientation.Horizontal))
        )


def test_cells_are_shown_in_the_colours_and_in_the_language_that_are_in_force(desk: Desk) -> None:
    desk.load(file_data(enterprises=[{"name": "甲厂", "role": "key"}]))
    pane = pane_of(desk, "enterprises")
    dash, role = index_of(pane, 0, "revenue"), index_of(pane, 0, "role")

    def shown() -> tuple[object, object]:
        return dash.data(Qt.ItemDataRole.ForegroundRole), role.data()

    assert shown() == (QColor(LIGHT.border), "骨干")
    try:
        put_on(DARK)
        desk.session.set_language("en")
        assert shown() == (QColor(DARK.border), pane.model.questions[role.column()].type.show("key", "en"))
    finally:
        put_on(LIGHT)


def test_the_help_of_a_field_goes_when_the_focus_does(desk: Desk, pane: ListPane) -> None:
    named = next(name for name, field in pane.panel.form.fields.items() if field.help and field.editor.target.isVisible())
    pane.panel.form.focus_field(named)
    assert pane.panel.help == pane.panel.form.fields[named].help
    pane.table.setFocus()
    assert pane.panel.help == ""


def test_a_table_with_few_rows_leaves_its_height_to_the_form(desk: Desk, pane: ListPane) -> None:
    assert pane.table.height() < pane.panel.height() / 2
    assert pane.table.verticalScrollBar().maximum() == 0


def test_a_table_with_many_rows_gets_half_of_the_height(desk: Desk) -> None:
    desk.load(file_data(enterprises=[{"name": str(place)} for place in range(60)]))
    many = pane_of(desk, "enterprises")
    assert abs(many.table.height() - many.panel.height()) < many.height() * 0.1


def test_the_line_between_table_and_form_stays_where_it_is_put(desk: Desk, pane: ListPane) -> None:
    pane.splitter.moveSplitter(pane.splitter.height() // 2, 1)
    height = pane.table.height()
    pane.refresh()
    desk.settle()
    assert pane.table.height() == height


def test_most_of_the_indicators_page_is_the_grid(desk: Desk) -> None:
    desk.load(file_data())
    page = desk.show(IndicatorsPage(desk.session), SIZE)
    desk.settle()
    assert page.grid.height() > page.panel.height()


def test_a_long_name_above_the_form_ends_in_dots_and_is_no_markup(desk: Desk) -> None:
    name = "<b>Very</b> " + "long " * 60
    desk.load(file_data(enterprises=[{"name": name}]))
    pane = pane_of(desk, "enterprises")
    select(pane, 0)
    desk.settle()
    label = pane.panel._name
    assert label.text() == label.toolTip() == name
    assert label.width() < label.sizeHint().width()
    assert label.textFormat() == Qt.TextFormat.PlainText
