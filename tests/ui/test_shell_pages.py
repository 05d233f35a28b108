"""The pages of the survey: they read when they are shown, follow changes, and go to a place."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from db import operations
from diagnosis.findings import Place
from diagnosis.questionnaire import questionnaire
from tests.surveys import file_data, sample_data
from tests.ui.judging import Desk
from tests.ui.tables import names
from ui.completeness import Meter, meters
from ui.pages.lists import ActorsPage, EnterprisesPage
from ui.pages.overview import OverviewPage
from ui.pages.page import Page
from ui.widgets.list_pane import ListPane
from ui.widgets.record_form import RecordForm
from ui.widgets.text_editors import LineEditor

FIRMS = [{"name": f"企业{number}", "role": "key", "revenue": 100 + number, "rd_spend": 5} for number in range(12)]


def line_of(form: RecordForm, name: str) -> QLineEdit:
    editor = form.fields[name].editor
    assert isinstance(editor, LineEditor)
    return editor.line


# ---- when a page reads


def test_a_hidden_page_waits_and_catches_up_when_it_is_shown(desk: Desk) -> None:
    reads: list[str] = []

    class Counting(Page):
        step = "enterprises"

        def refresh(self) -> None:
            reads.append("refresh")

        def show_diagnosis(self, diagnosis: object) -> None:
            reads.append("diagnosis")

    desk.load(file_data())
    page = desk.show(Counting(desk.session))
    assert reads == ["refresh", "diagnosis"]
    page.hide()
    desk.after(lambda: desk.session.change(operations.add_row, 1, "enterprises", {"name": "甲"}))
    desk.after(lambda: desk.session.change(operations.add_row, 1, "enterprises", {"name": "乙"}))
    assert reads == ["refresh", "diagnosis"]
    page.show()
    assert reads == ["refresh", "diagnosis"] * 2
    desk.set("round", "note", "x")  # not a part of this page
    assert reads == ["refresh", "diagnosis"] * 2 + ["diagnosis"]


# ---- overview


def test_the_overview_shows_and_stores_all_four_parts(desk: Desk) -> None:
    desk.load(sample_data("changsha"))
    page = desk.show(OverviewPage(desk.session))
    assert list(page.forms) == ["cluster", "round", "features"]  # asked for, they are all made
    desk.settle()
    assert line_of(page.forms["cluster"], "name_zh").text() == sample_data("changsha")["cluster"]["name_zh"]
    assert line_of(page.forms["round"], "label").text() == sample_data("changsha")["round"]["label"]
    assert len(page.shares.pane.model.ids) == len(sample_data("changsha")["cluster"]["fields"])
    page.go_to(Place(step="overview", part="round", field="date"))
    date = line_of(page.forms["round"], "date")
    assert date.hasFocus()
    date.selectAll()
    QTest.keyClicks(date, "2020.1.2")
    desk.after(lambda: QTest.keyClick(date, Qt.Key.Key_Return))
    assert desk.diagnosis.survey.round.date == "2020-01-02"


def test_the_overview_goes_to_a_row_of_the_fields(desk: Desk) -> None:
    desk.load(file_data(fields=[{"id": "textiles", "share": 0.2}, {"id": "steel", "share": 0.3}]))
    page = desk.show(OverviewPage(desk.session))
    page.go_to(Place(step="overview", part="fields", row=1, field="share"))
    desk.settle()
    assert (page.shares.pane.table.currentIndex().row(), page.shares.pane.table.currentIndex().column()) == (1, 1)


# ---- lists


def test_each_part_of_a_step_has_a_tab_that_says_how_much_is_in_it(desk: Desk) -> None:
    desk.load(file_data(institutions=[{"name": "甲"}], platforms=[{"name": "乙"}, {"name": "丙"}], services={"testing": True}))
    page = desk.show(ActorsPage(desk.session))
    desk.settle()
    assert [page.tabs.bar.tabText(place) for place in range(4)] == ["高校与科研院所 1", "创新平台 2", "协会与中介组织 0", "公共服务 1/6"]


def test_a_change_on_one_tab_is_counted_there(desk: Desk) -> None:
    desk.load(file_data(institutions=[{"name": "甲"}]))
    page = desk.show(ActorsPage(desk.session))
    pane = page.pane("platforms")
    assert isinstance(pane, ListPane)
    desk.settle()
    desk.after(pane.add)
    desk.settle()
    assert page.tabs.bar.tabText(1) == "创新平台 1"


def test_one_list_alone_needs_no_tabs(desk: Desk) -> None:
    desk.load(file_data(enterprises=FIRMS))
    page = desk.show(EnterprisesPage(desk.session))
    assert not page.tabs.bar.isVisible()
    pane = page.pane("enterprises")
    assert isinstance(pane, ListPane)
    assert names(pane) == [firm["name"] for firm in FIRMS]


def test_a_place_in_a_record_opens_its_tab_and_field(desk: Desk) -> None:
    desk.load(file_data())
    page = desk.show(ActorsPage(desk.session))
    page.go_to(Place(step="actors", part="services", field="testing"))
    form = page.pane("services")
    assert isinstance(form, RecordForm)
    assert form.fields["testing"].editor.has_focus


# ---- how far it has come


def test_an_empty_survey_has_come_as_far_as_its_name_and_label(desk: Desk) -> None:
    found = meters(desk.load(file_data()), questionnaire())
    assert found["overview"].done == 2
    assert found["enterprises"] == Meter(0)
    assert found["classification"].done == 0
    assert found["checklist"] == Meter(0, None)
    assert found["checklist"].share is None


def test_every_answer_counts_where_it_is_asked(desk: Desk) -> None:
    data = file_data(enterprises=FIRMS, chain=[{"name": "a"}], criteria={"market-stage": "basic"}, interviews=[{"person": "p"}])
    found = meters(desk.load(data), questionnaire())
    assert found["enterprises"] == Meter(12)
    assert found["chain"] == Meter(1)
    assert found["interviews"] == Meter(1)
    assert found["classification"].done == 1
    assert found["checklist"].of == len(desk.diagnosis.items)
    assert Meter(1, 4).share == 0.25


def test_what_the_shares_add_up_to_is_told_below_them(desk: Desk) -> None:
    desk.load(file_data(fields=[{"id": "steel", "share": 1}]))
    overview = desk.show(OverviewPage(desk.session))
    assert not overview.shares.told.isVisible()
    added = {"id": "textiles", "share": 0.5}
    desk.session.change(operations.add_row, desk.session.round_id, "fields", added)
    desk.bot.waitUntil(overview.shares.told.isVisible, timeout=10_000)
    assert overview.shares.told.text() == "领域占比合计为 1.5，超过 1，请核对"
    assert overview.shares.told.property("role") == "error"
    desk.session.set_language("en")
    assert overview.shares.told.text() == "The field shares add up to 1.5, more than 1; check them"
    desk.session.undo()
    desk.bot.waitUntil(lambda: not overview.shares.told.isVisible(), timeout=10_000)


def test_the_meters_count_indicators_with_a_value_and_items_that_are_rated(desk: Desk) -> None:
    items = [each.id for each in desk.session.framework.items_for("basic") if not each.signals]
    ratings = [{"item": items[0], "score": 2}, {"item": items[1], "score": "na", "reason": "无"}, {"item": items[2], "evidence": "走访"}]
    figures = [{"id": "capacity-utilisation", "year": 2024, "value": 60}, {"id": "output", "year": 2024, "value": None}]
    diagnosis = desk.load(file_data(fields=[{"id": "textiles", "share": 1.0}], ratings=ratings, indicators=figures))
    found = meters(diagnosis, questionnaire())
    assert found["indicators"] == Meter(len(diagnosis.figures), len(diagnosis.framework.indicators))
    assert set(diagnosis.figures) == {"capacity-utilisation", "leading-industry-share"}
    assert any(entry.state == "signal" for entry in diagnosis.items)
    assert found["checklist"] == Meter(2, len(diagnosis.items))
