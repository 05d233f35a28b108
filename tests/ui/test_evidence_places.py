"""Where files of evidence are kept: with firms and institutions, checklist items, interviews, and the round."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from db.attachments import ROUND, Owner, of_item
from diagnosis.text import LANGS, Lang
from tests.surveys import file_data
from tests.ui.evidence import attach, copy, drop, files_in, image_of, make, mime_of, names, photo
from tests.ui.fitting import cut
from tests.ui.judging import ALL_STAGE, Desk
from tests.ui.tables import index_of, select
from ui.pages.checklist import ChecklistPage
from ui.pages.lists import ActorsPage, EnterprisesPage
from ui.pages.overview import OverviewPage
from ui.widgets.evidence_strip import EvidenceStrip
from ui.widgets.list_pane import ListPane
from ui.widgets.row_panel import WITH_EVIDENCE

FIRMS = [{"name": "甲厂"}, {"name": "乙厂"}]
DECORATION = Qt.ItemDataRole.DecorationRole


def page_of_firms(desk: Desk) -> tuple[EnterprisesPage, ListPane]:
    desk.load(file_data(enterprises=FIRMS))
    page = desk.show(EnterprisesPage(desk.session))
    desk.settle()
    pane = page.pane("enterprises")
    assert isinstance(pane, ListPane)
    return page, pane


def test_a_firm_has_files_of_its_own_and_its_row_a_clip(desk: Desk, tmp_path: Path) -> None:
    _, pane = page_of_firms(desk)
    strip = pane.panel.evidence
    assert strip is not None
    assert pane.panel._files.text() == ""
    assert drop(pane.panel, mime_of(*make(tmp_path, [("厂房.jpg", photo())])))
    desk.bot.waitUntil(lambda: pane.panel._files.text() == "1")
    desk.settle()
    assert files_in(desk, Owner("enterprises", 1))[0].name == "厂房.jpg"
    assert [index_of(pane, row, "name").data(DECORATION) is not None for row in (0, 1)] == [True, False]
    assert index_of(pane, 0, "role").data(DECORATION) is None
    select(pane, 1)
    desk.settle()
    assert (names(strip), pane.panel._files.text()) == ([], "")
    select(pane, 0)
    desk.bot.waitUntil(lambda: names(strip) == ["厂房.jpg"])
    desk.click(pane.panel._files)
    assert pane.focusWidget() is strip.list
    pane.rows.duplicate()
    desk.bot.waitUntil(lambda: pane.model.rowCount() == 3)
    desk.bot.waitUntil(lambda: index_of(pane, 2, "name").data(DECORATION) is not None)


def test_every_actor_takes_files_and_other_lists_do_not(desk: Desk) -> None:
    desk.load(file_data(institutions=[{"name": "甲大学"}], platforms=[{"name": "平台"}], organisations=[{"name": "协会"}]))
    page = desk.show(ActorsPage(desk.session))
    for part in ("institutions", "platforms", "organisations"):
        pane = page.pane(part)
        assert isinstance(pane, ListPane)
        desk.settle()
        assert pane.panel.evidence is not None
        assert pane.panel.evidence.owner == Owner(part, 1)
        assert pane.panel.evidence.isEnabled()
    assert set(WITH_EVIDENCE) == {"enterprises", "institutions", "platforms", "organisations"}


def test_a_checklist_item_has_files_whether_it_is_rated_or_not(desk: Desk, tmp_path: Path) -> None:
    desk.load(file_data(criteria=dict.fromkeys(ALL_STAGE, "strategic")))
    page = desk.show(ChecklistPage(desk.session))
    desk.bot.waitUntil(lambda: len(page.list.ids) > 1)
    first, second = page.list.ids[:2]
    page.list.select(first)
    strip = page.detail.files
    attach(desk, strip, *make(tmp_path, [("工资单.jpg", photo()), ("访谈.pdf", b"%PDF-")]))
    assert [file.name for file in files_in(desk, of_item(first))] == ["工资单.jpg", "访谈.pdf"]
    strip.list.setFocus()
    QTest.keyClick(strip.list, Qt.Key.Key_Right)
    QTest.keyClick(strip.list, Qt.Key.Key_3)
    desk.settle()
    assert page.list.current == first, "keys in the files neither rate nor change the item"
    assert page._rows == {}
    page.list.select(second)
    desk.settle()
    assert names(strip) == []
    page.list.select(first)
    desk.bot.waitUntil(lambda: len(names(strip)) == 2)
    desk.bot.waitUntil(lambda: [file.name for file in desk.diagnosis.survey.attached_to(first)][:1] == ["工资单.jpg"])


def test_the_round_has_files_of_its_own(desk: Desk) -> None:
    desk.load(file_data())
    page = desk.show(OverviewPage(desk.session))
    copy(mime_of(image=image_of(20, 10)))
    page.evidence.take_focus()
    QTest.keyClick(page.evidence.head.add, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.bot.waitUntil(lambda: len(page.evidence.model.files) == 1)
    assert len(files_in(desk, ROUND)) == 1
    desk.load(file_data(round={"label": "2025"}))
    desk.settle()
    assert names(page.evidence) == []
    desk.session.open_round(1)
    desk.bot.waitUntil(lambda: len(page.evidence.model.files) == 1)


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_cut_where_there_are_files(desk: Desk, tmp_path: Path, lang: Lang) -> None:
    desk.session.set_language(lang)
    _, pane = page_of_firms(desk)
    assert pane.panel.evidence is not None
    attach(desk, pane.panel.evidence, *make(tmp_path, [("厂房.jpg", photo())]))
    desk.settle()
    assert [line for line in cut(pane) if "Evidence" in line or "RowPanel" in line] == []


def test_what_was_pasted_is_scrolled_to(desk: Desk) -> None:
    """The page of a firm or an item is longer than the window, and the strip stands at its end."""
    desk.load(file_data(round={"label": "2025"}))
    area, inside, strip = QScrollArea(), QWidget(), EvidenceStrip(desk.session)
    column = QVBoxLayout(inside)
    above = QLabel("...")
    above.setFixedHeight(900)
    column.addWidget(above)
    column.addWidget(strip)
    area.setWidgetResizable(True)
    area.setWidget(inside)
    desk.show(area, (560, 300))
    strip.show_owner(ROUND)
    desk.settle()
    assert not strip.list.isVisible()
    QGuiApplication.clipboard().setImage(image_of(80, 60))
    strip.paste()
    desk.bot.waitUntil(lambda: len(strip.model.files) == 1)
    shown = area.viewport()
    desk.bot.waitUntil(lambda: shown.rect().contains(strip.list.mapTo(shown, strip.list.rect().bottomRight())))
    assert strip.list.hasFocus()
