"""The co-operation network drawn as it is entered: found one's way in, moved, added to."""

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton

from diagnosis.findings import Place
from tests.ui.chains import drag, key, network_tab, page_of, stored
from tests.ui.networks import LINKS, LISTS, OUT, A, B, C, D
from tests.ui.tables import names
from tests.ui.window import Opened
from ui.widgets.network_canvas import NetworkCanvas
from ui.widgets.network_read import MOST
from ui.widgets.network_tab import NetworkTab
from ui.widgets.network_view import names_with_room

SCROLL = (Qt.ScrollPhase.NoScrollPhase, False)


@pytest.fixture
def tab(program: Opened) -> NetworkTab:
    """The tab over the small network."""
    return network_tab(program, links=LINKS, **LISTS)


def at(canvas: NetworkCanvas, actor: str) -> QPoint:
    """Where an actor is drawn."""
    return canvas.point_of(actor).toPoint()


def click_actor(tab: NetworkTab, actor: str) -> None:
    QTest.mouseClick(tab.canvas, Qt.MouseButton.LeftButton, pos=at(tab.canvas, actor))


def selected(tab: NetworkTab) -> list[int]:
    """The places of the rows selected in the table."""
    return [tab.pane.model.ids.index(row_id) for row_id in tab.pane.table.selected_ids()]


# ---- the drawing


def test_the_drawing_shows_who_works_with_whom(program: Opened, tab: NetworkTab) -> None:
    drawn = tab.canvas.drawn
    assert {drawn.names[key]: kind for key, kind in drawn.kinds.items()} == {
        "Alpha Works": "firm",
        "Beta Works": "firm",
        "Gamma Works": "firm",
        "Delta University": "institution",
        "Outsider": "other",
    }
    assert drawn.keys[0] == A  # best linked first
    assert tab.canvas.accessibleName() == "合作网络图：5 个主体，3 对合作"
    area = tab.canvas._area
    assert all(area.contains(tab.canvas.point_of(each)) for each in drawn.keys)


def test_an_actor_stays_where_it_stands_whatever_is_added(program: Opened, tab: NetworkTab) -> None:
    before = dict(tab.canvas.drawn.places)
    for other in ("Beta Works", "Gamma Works", "New One", "New Two"):
        tab.entry.ends["from"].setText("Delta University")
        tab.entry.ends["to"].setText(other)
        tab.entry.store()
    program.settle()
    after = tab.canvas.drawn.places
    assert len(after) == 7
    assert {each: after[each] for each in before} == before
    program.press("Ctrl+Z")
    program.press("Ctrl+Y")
    program.settle()
    assert tab.canvas.drawn.places == after
    program.click(tab._tools["network"])
    program.settle()
    assert tab.canvas.drawn.places != after


def test_a_click_chooses_an_actor_tells_its_partners_and_selects_its_rows(program: Opened, tab: NetworkTab) -> None:
    click_actor(tab, A)
    assert tab.canvas.current == A
    assert tab.canvas.accessibleDescription() == "Alpha Works（企业），与 2 个主体合作：Beta Works、Delta University"
    assert selected(tab) == [0, 1]
    scene = tab.canvas._scene()
    assert {each for each in tab.canvas.drawn.keys if scene.stands_out(each)} == {A, B, D}
    QTest.mouseClick(tab.canvas, Qt.MouseButton.LeftButton, pos=QPoint(3, tab.canvas.height() // 2))
    assert tab.canvas.current is None


def test_a_row_of_the_table_is_marked_in_the_drawing(program: Opened, tab: NetworkTab) -> None:
    tab.pane.table.go_to_row(tab.pane.model.ids[2])
    assert tab.canvas._scene().link == (C, OUT)


def test_every_actor_is_reached_by_arrows_and_enter_shows_its_rows_only(program: Opened, tab: NetworkTab) -> None:
    tab.canvas.setFocus()
    key(Qt.Key.Key_Home)
    assert tab.canvas.current == A
    seen = {A}
    for step in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down) * 4:
        key(step)
        assert tab.canvas.current is not None
        seen.add(tab.canvas.current)
    assert seen >= {A, B, D}
    tab.canvas.choose(A)
    key(Qt.Key.Key_Return)
    program.settle()
    assert tab.pane.search.text() == "Alpha Works"
    assert names(tab.pane) == ["Alpha Works", "Beta Works"]
    key(Qt.Key.Key_Escape)
    assert tab.canvas.current is None


def test_a_double_click_shows_an_actor_s_rows_only(program: Opened, tab: NetworkTab) -> None:
    QTest.mouseDClick(tab.canvas, Qt.MouseButton.LeftButton, pos=at(tab.canvas, OUT))
    program.settle()
    assert names(tab.pane) == ["Gamma Works"]


def test_l_enters_a_co_operation_of_the_actor_chosen(program: Opened, tab: NetworkTab) -> None:
    click_actor(tab, D)
    key(Qt.Key.Key_L)
    assert tab.entry.ends["from"].text() == "Delta University"
    assert tab.entry.ends["to"].hasFocus()


def test_dragging_one_actor_to_another_makes_a_co_operation_of_the_kind_chosen(program: Opened, tab: NetworkTab) -> None:
    canvas, before = tab.canvas, dict(tab.canvas.drawn.places)
    drag(canvas, canvas.mapToGlobal(at(canvas, C)), canvas.mapToGlobal(QPoint(30, 60)), canvas.mapToGlobal(at(canvas, D)))
    menu = tab.menu
    assert isinstance(menu, QMenu)
    assert menu.isVisible()
    next(action for action in menu.actions() if action.text() == "技术服务").trigger()
    menu.close()
    program.settle()
    assert stored(program, "links")[-1] == {"from": "Gamma Works", "to": "Delta University", "kind": "service"}
    assert tab.canvas.drawn.places == before
    program.press("Ctrl+Z")
    program.settle()
    assert stored(program, "links") == LINKS


def test_dragging_an_actor_elsewhere_moves_it_and_it_stays_there(program: Opened, tab: NetworkTab) -> None:
    canvas = tab.canvas
    canvas.look(canvas.view)  # the drawing no longer fits itself to what it shows
    goal = QPoint(24, canvas.height() // 2)
    drag(canvas, canvas.mapToGlobal(at(canvas, OUT)), canvas.mapToGlobal(goal))
    program.settle()
    assert (canvas.point_of(OUT) - QPointF(goal)).manhattanLength() < 4
    place = canvas.drawn.places[OUT]
    tab.entry.ends["from"].setText("Outsider")
    tab.entry.ends["to"].setText("Beta Works")
    tab.entry.store()
    program.window.go_to_step("overview")
    program.window.go_to_step("chain")
    program.settle()
    assert canvas.drawn.places[OUT] == place
    assert len(stored(program, "links")) == 4


def test_escape_gives_up_a_drag(program: Opened, tab: NetworkTab) -> None:
    canvas, before = tab.canvas, dict(tab.canvas.drawn.places)
    canvas.setFocus()
    drag(canvas, canvas.mapToGlobal(at(canvas, A)), canvas.mapToGlobal(QPoint(30, 60)), drop=False)
    key(Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(30, 60))
    program.settle()
    assert canvas.drawn.places == before


def test_wheel_keys_and_buttons_zoom_and_pan_and_zero_shows_everything(program: Opened, tab: NetworkTab) -> None:
    canvas = tab.canvas
    fitted = canvas.view
    about = canvas.point_of(A)
    event = QWheelEvent(about, about, QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, *SCROLL)
    QCoreApplication.sendEvent(canvas, event)
    assert canvas.view.zoom > fitted.zoom
    assert (canvas.point_of(A) - about).manhattanLength() < 1  # what is under the pointer stays there
    canvas.setFocus()
    zoom = canvas.view.zoom
    key("-")
    key("-")
    assert canvas.view.zoom < zoom
    before = canvas.point_of(A)
    key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.point_of(A).x() < before.x()
    start = canvas.mapToGlobal(QPoint(3, 3 + int(canvas._area.top())))
    drag(canvas, start, start + QPoint(40, 0))
    assert canvas.point_of(A).x() == pytest.approx(before.x(), abs=2)
    key("0")
    assert canvas.view == fitted
    program.click(tab._tools["plus"])
    assert canvas.view.zoom > 1
    program.click(tab._tools["fit"])
    assert canvas.view == fitted


def test_the_menu_of_an_actor_and_of_the_ground(program: Opened, tab: NetworkTab) -> None:
    tab.canvas.menu_wanted.emit(OUT, tab.canvas.mapToGlobal(at(tab.canvas, OUT)))
    assert tab.menu is not None
    (inner,) = tab.menu.findChildren(QMenu)
    next(action for action in inner.actions() if action.text() == "创新平台").trigger()
    tab.menu.close()
    program.settle()
    assert stored(program, "platforms")[-1] == {"name": "Outsider"}
    tab.canvas.menu_wanted.emit(None, tab.canvas.mapToGlobal(QPoint(5, 5)))
    assert [action.text().partition("\t")[0] for action in tab.menu.actions()] == ["显示全部", "重新排列"]
    tab.menu.close()


def test_of_a_large_network_the_best_linked_are_drawn_and_the_others_counted(program: Opened) -> None:
    star = [{"from": f"企业{n}", "to": f"企业{n // 3}"} for n in range(1, 201)]
    tab = network_tab(program, links=star)
    assert len(tab.canvas.drawn.keys) == MOST
    assert tab.canvas.drawn.left == 201 - MOST
    assert tab.canvas._scene().left == f"画出合作最多的 {MOST} 个，另有 {201 - MOST} 个未画"
    shown = tab.canvas._scene().names.values()
    boxes = [box for _, box in shown]
    assert len(boxes) >= 10
    assert not any(one.intersects(other) for place, one in enumerate(boxes) for other in boxes[:place])


# ---- the tab


def test_without_co_operation_the_first_line_is_where_it_begins(program: Opened) -> None:
    tab = network_tab(program)
    assert not tab.canvas.isVisible()
    assert tab.pane.empty.isVisible()
    program.click(tab.pane.empty.buttons[0])
    assert tab.entry.ends["from"].hasFocus()
    assert stored(program, "links") == []


def test_the_table_half_has_the_form_and_a_place_is_found_in_both(program: Opened) -> None:
    page = page_of(program, links=LINKS)
    tab = page.tab("links")
    assert isinstance(tab, NetworkTab)
    program.settle()
    assert not tab.pane.panel.isVisible()
    program.window.go_to(Place(step="chain", part="links", row=2, field="note"))
    program.settle()
    assert tab.pane.table.currentIndex().row() == 2
    program.click(page.view._group.button(1))
    program.settle()
    assert tab.pane.panel.isVisible()
    assert not tab.canvas.isVisible()
    program.window.go_to(Place(step="chain", part="links", row=1, field="note"))
    program.settle()
    assert tab.pane.panel.form.fields["note"].editor.has_focus


def test_everything_is_said_in_english(program: Opened, tab: NetworkTab) -> None:
    program.press("Ctrl+L")
    program.settle()
    click_actor(tab, A)
    assert tab.canvas.accessibleDescription() == "Alpha Works (Firm), works with 2: Beta Works, Delta University"
    assert tab.outside.text.text() == "'Outsider' is on no list. Add as:"
    texts = [button.text() for button in tab.outside.findChildren(QPushButton)]
    assert texts == ["firm", "institution", "platform", "intermediary", "leave outside"]
    assert [words for _, words in tab.canvas.drawn.chart.node_legend] == ["Firm", "University or institute", "Not on a list"]


def test_a_name_stands_where_it_covers_nobody_and_beside_its_actor_if_need_be() -> None:
    area, at = QRectF(0, 0, 400, 300), QPointF(200, 150)
    around = {"below": QPointF(200, 168), "above": QPointF(200, 132)}
    centres, reach = {"hub": at, **around}, {"hub": 6.0, "below": 4.0, "above": 4.0}
    sizes = dict.fromkeys(centres, QSizeF(80, 14))
    box = names_with_room(["hub"], centres, sizes, reach, area)["hub"]
    assert box.left() > at.x() + reach["hub"]
    assert box.center().y() == at.y()
    alone = names_with_room(["hub"], {"hub": at}, sizes, reach, area)["hub"]
    assert alone.top() > at.y()
    assert alone.center().x() == at.x()


def test_whoever_has_most_partners_is_named_even_among_others() -> None:
    area, at = QRectF(0, 0, 400, 300), QPointF(200, 150)
    others = {str(number): QPointF(130 + 10 * (number % 15), 130 + 10 * (number // 15)) for number in range(75)}
    centres = {"hub": at, **others}
    sizes, reach = dict.fromkeys(centres, QSizeF(80, 14)), dict.fromkeys(centres, 5.0)
    assert "hub" in names_with_room(["hub"], centres, sizes, reach, area)
    assert "hub" not in names_with_room([*others, "hub"], centres, sizes, reach, area)
