"""Co-operation entered by keys, with names completed, and told who is on no list."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.chains import key, network_tab, stored
from tests.ui.networks import LINKS, LISTS, OUT, A, B, D
from tests.ui.window import Opened
from ui.widgets.actor_line import ActorLine
from ui.widgets.network_tab import NetworkTab


@pytest.fixture
def tab(program: Opened) -> NetworkTab:
    """Three co-operations of five actors, one of whom stands on no list."""
    return network_tab(program, links=LINKS, **LISTS)


def type_name(program: Opened, line: ActorLine, text: str) -> None:
    """Type a name and wait for what is offered."""
    line.setFocus()
    line.selectAll()
    with program.bot.waitSignal(line.offered):
        QTest.keyClicks(line, text)


def offered(line: ActorLine) -> list[str]:
    return [known.name for known in line.known]


# ---- entering


def test_co_operation_is_entered_by_keys_alone(program: Opened) -> None:
    tab = network_tab(program, **LISTS)
    first, second = tab.entry.ends["from"], tab.entry.ends["to"]
    first.setFocus()
    QTest.keyClicks(first, "Alpha Works")
    key(Qt.Key.Key_Return)  # goes on to the other side, as there is nobody yet
    assert second.hasFocus()
    QTest.keyClicks(second, "Delta University")
    key(Qt.Key.Key_Tab)
    assert tab.entry.kind.hasFocus()
    key(Qt.Key.Key_Down)
    key(Qt.Key.Key_Tab)
    QTest.keyClicks(tab.entry.year, "2021")
    key(Qt.Key.Key_Return)
    assert second.hasFocus()
    assert (first.text(), second.text()) == ("Alpha Works", "")
    QTest.keyClicks(second, "Beta Works")  # the next partner of the same firm, of the same kind and year
    key(Qt.Key.Key_Return)
    program.settle()
    assert stored(program, "links") == [
        {"from": "Alpha Works", "to": "Delta University", "kind": "joint-rd", "year": 2021},
        {"from": "Alpha Works", "to": "Beta Works", "kind": "joint-rd", "year": 2021},
    ]
    assert tab.canvas.isVisible()
    assert set(tab.canvas.drawn.keys) == {A, B, D}
    program.press("Ctrl+Z")
    program.settle()
    assert len(stored(program, "links")) == 1
    assert set(tab.canvas.drawn.keys) == {A, D}


def test_a_name_is_completed_and_chosen_by_keys(program: Opened, tab: NetworkTab) -> None:
    line = tab.entry.ends["from"]
    type_name(program, line, "work")
    assert offered(line) == ["Works Centre", "Beta Works", "Alpha Works", "Gamma Works"]
    assert line.popup.isVisible()
    shown = [str(line.popup.model().index(row, 0).data()) for row in range(4)]
    assert shown[:2] == ["Works Centre\u2003创新平台", "Beta Works\u2003企业"]
    QTest.keyClick(line.popup, Qt.Key.Key_Down)
    QTest.keyClick(line.popup, Qt.Key.Key_Down)
    QTest.keyClick(line.popup, Qt.Key.Key_Return)
    assert line.text() == "Beta Works"
    assert not line.popup.isVisible()
    assert stored(program, "links") == LINKS  # to choose a name is not to add anything


def test_a_chinese_name_is_found_by_the_initials_of_its_pinyin(program: Opened) -> None:
    tab = network_tab(program, enterprises=[{"name": "三一重工"}, {"name": "中联重科"}])
    line = tab.entry.ends["to"]
    type_name(program, line, "syzg")
    assert offered(line) == ["三一重工"]
    QTest.keyClick(line.popup, Qt.Key.Key_Down)
    QTest.keyClick(line.popup, Qt.Key.Key_Return)
    assert line.text() == "三一重工"


@pytest.mark.parametrize("pressed", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_what_is_typed_stays_as_it_is_unless_a_name_is_chosen(program: Opened, tab: NetworkTab, pressed: Qt.Key) -> None:
    line = tab.entry.ends["from"]
    type_name(program, line, "Alpha")
    assert line.popup.isVisible()
    QTest.keyClick(line.popup, pressed)
    assert line.text() == "Alpha"
    assert tab.entry.ends["to"].hasFocus()
    assert not line.popup.isVisible()


def test_a_name_that_is_there_already_offers_nothing_more(program: Opened, tab: NetworkTab) -> None:
    line = tab.entry.ends["from"]
    type_name(program, line, "Alpha Works")
    assert offered(line) == ["Alpha Works"]
    assert not line.popup.isVisible()


def test_a_year_that_is_none_is_told_and_nothing_is_added(program: Opened, tab: NetworkTab) -> None:
    for line, text in zip((*tab.entry.ends.values(), tab.entry.year), ("Alpha Works", "Beta Works", "last"), strict=True):
        line.setText(text)
    program.click(tab.entry.add)
    program.settle()
    assert tab.entry.note.isVisible()
    assert tab.entry.note.text().startswith("年份")
    assert tab.entry.year.hasFocus()
    assert (*tab.entry.names, tab.entry.year.text()) == ("Alpha Works", "Beta Works", "last")
    assert stored(program, "links") == LINKS


def test_the_same_on_both_sides_is_told(program: Opened, tab: NetworkTab) -> None:
    tab.entry.ends["from"].setText("Alpha Works")
    tab.entry.ends["to"].setText(" Ａlpha Works")  # the same, once folded
    program.click(tab.entry.add)
    assert tab.entry.note.text() == "甲方和乙方是同一家，请改其中一个。"
    assert stored(program, "links") == LINKS


def test_what_is_entered_already_is_told_and_may_still_be_added(program: Opened, tab: NetworkTab) -> None:
    tab.entry.kind.setCurrentIndex(tab.entry._kinds.index("supply"))
    tab.entry.ends["from"].setText("Alpha Works")
    assert not tab.entry.note.isVisible()
    tab.entry.ends["to"].setText("Beta Works")
    assert tab.entry.note.text() == "这两家之间同一方式的合作已经登记过。"
    tab.entry.kind.setCurrentIndex(0)
    assert not tab.entry.note.isVisible()
    program.click(tab.entry.add)
    program.settle()
    assert stored(program, "links")[-1] == {"from": "Alpha Works", "to": "Beta Works"}


# ---- who is on no list


def test_who_is_on_no_list_is_told_and_put_on_one_by_a_click(program: Opened, tab: NetworkTab) -> None:
    assert tab.outside.isVisible()
    assert tab.outside.name == "Outsider"
    assert tab.canvas.drawn.kinds[OUT] == "other"
    program.click(tab.outside.lists["institutions"])
    program.settle()
    assert stored(program, "institutions")[-1] == {"name": "Outsider"}
    assert not tab.outside.isVisible()
    assert tab.canvas.drawn.kinds[OUT] == "institution"
    program.press("Ctrl+Z")
    program.settle()
    assert tab.outside.name == "Outsider"


def test_a_name_is_told_while_it_is_typed_once_nothing_known_holds_it(program: Opened, tab: NetworkTab) -> None:
    line = tab.entry.ends["from"]
    type_name(program, line, "Alph")  # may still become a name that is known
    tab._look_up()
    program.settle()
    assert tab.outside.name == "Outsider"
    type_name(program, line, "Omega")
    program.bot.waitUntil(lambda: tab.outside.name == "Omega")
    assert tab.outside.text.text() == "“Omega”不在名录中，加入："
    program.click(tab.outside.lists["enterprises"])
    program.settle()
    program.bot.waitUntil(lambda: tab.outside.name == "Outsider")
    assert stored(program, "enterprises")[-1] == {"name": "Omega"}


def test_a_name_that_is_nearly_one_of_the_lists_is_told_and_becomes_that_one_by_a_click(program: Opened) -> None:
    links = [{"from": "长沙市三一重工有限公司", "to": "大学"}, {"from": "大学", "to": "长沙市三一重工有限公司"}]
    tab = network_tab(program, links=links, enterprises=[{"name": "三一重工股份有限公司"}], institutions=[{"name": "大学"}])
    line, other = tab.entry.ends["to"], tab.entry.ends["from"]
    line.setText("三一")
    program.bot.waitUntil(lambda: tab.outside.name == "三一" and tab.outside.near.isVisible())
    assert tab.outside.text.text() == "“三一”不在名录中"
    assert tab.outside.near.text() == "改为名录中的“三一重工股份有限公司”"
    program.click(tab.outside.near)
    assert line.text() == "三一重工股份有限公司"
    line.clear()
    program.bot.waitUntil(lambda: tab.outside.name == "长沙市三一重工有限公司" and tab.outside.near.isVisible())
    program.click(tab.outside.near)
    program.settle()
    assert [(row["from"], row["to"]) for row in stored(program, "links")] == [
        ("三一重工股份有限公司", "大学"),
        ("大学", "三一重工股份有限公司"),
    ]
    assert not tab.outside.isVisible()
    assert not other.text()
    program.press("Ctrl+Z")
    program.settle()
    assert stored(program, "links") == links


def test_who_is_like_nobody_is_offered_no_name(program: Opened, tab: NetworkTab) -> None:
    program.bot.waitUntil(lambda: tab.outside._told == "Outsider")
    program.settle()
    assert not tab.outside.near.isVisible()


def test_who_was_entered_last_is_told_first_and_may_stay_outside(program: Opened, tab: NetworkTab) -> None:
    tab.entry.ends["from"].setText("Alpha Works")
    tab.entry.ends["to"].setText("Zeta")
    program.click(tab.entry.add)
    program.settle()
    program.bot.waitUntil(lambda: tab.outside.name == "Zeta")
    program.click(tab.outside.leave)
    assert tab.outside.name == "Outsider"
    program.click(tab.outside.leave)
    assert not tab.outside.isVisible()
