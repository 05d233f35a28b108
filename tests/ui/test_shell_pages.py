"""The pages of the survey: they read when they are shown, follow changes, and go to a place."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from db import operations
from diagnosis.findings import Place
from diagnosis.questionnaire import questionnaire
from tests.surveys import file_data, sample_data
from tests.ui.judging import Desk
from tests.ui.tables import cells, entries_in, names
from ui.completeness import Meter, meters
from ui.pages.indicators import ALL_ROWS, BY_INDICATOR, IndicatorsPage
from ui.pages.lists import ActorsPage, ChainPage, EnterprisesPage
from ui.pages.overview import OverviewPage
from ui.pages.page import Page
from ui.tones import tone
from ui.widgets.catalogue import COLUMNS, KNOWN, OPEN
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
    assert line_of(page.forms["cluster"], "name_zh").text() == sample_data("changsha")["cluster"]["name_zh"]
    assert line_of(page.forms["round"], "label").text() == sample_data("changsha")["round"]["label"]
    assert len(page.fields.model.ids) == len(sample_data("changsha")["cluster"]["fields"])
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
    assert (page.fields.table.currentIndex().row(), page.fields.table.currentIndex().column()) == (1, 1)


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


@pytest.mark.parametrize("part", ["chain", "links", "technologies"])
def test_a_place_opens_its_tab_and_its_row(desk: Desk, part: str) -> None:
    rows = {"chain": [{"name": "a"}, {"name": "b"}], "links": [{"from": "a", "to": "b"}, {"from": "c", "to": "d"}]}
    desk.load(file_data(**{part: rows.get(part, [{"name": "t"}, {"name": "u"}])}))
    page = desk.show(ChainPage(desk.session))
    page.go_to(Place(step="chain", part=part, row=1, field="note"))
    desk.settle()
    desk.settle()
    pane = page.pane(part)
    assert isinstance(pane, ListPane)
    assert page.tabs.part == part
    assert pane.table.currentIndex().row() == 1
    assert pane.panel.form.fields["note"].editor.has_focus


def test_a_place_in_a_record_opens_its_tab_and_field(desk: Desk) -> None:
    desk.load(file_data())
    page = desk.show(ActorsPage(desk.session))
    page.go_to(Place(step="actors", part="services", field="testing"))
    form = page.pane("services")
    assert isinstance(form, RecordForm)
    assert form.fields["testing"].editor.has_focus


# ---- indicators


def indicator_line(page: IndicatorsPage, indicator_id: str) -> dict[str, str]:
    row = page.model.line_of(indicator_id)
    return {column: str(page.model.index(row, place).data()) for place, column in enumerate(COLUMNS)}


def test_every_indicator_stands_in_its_group_with_what_is_known_of_it(desk: Desk) -> None:
    desk.load(file_data(enterprises=FIRMS, indicators=[{"id": "output", "year": 2023, "value": 320, "source": "公报"}]))
    page = desk.show(IndicatorsPage(desk.session))
    framework = desk.session.framework
    shown = [line.indicator.id for line in page.model.lines if line.indicator is not None]
    assert sorted(shown) == sorted(framework.indicators)
    assert {line.group for line in page.model.lines if line.indicator is None} == {each.group for each in framework.indicators.values()}
    output = indicator_line(page, "output")
    assert output["name"] == framework.indicators["output"].name.zh
    assert (output["year"], output["origin"], output["coverage"]) == ("2023", "填报", "—")
    cr4 = indicator_line(page, "cr4")
    assert (cr4["origin"], cr4["coverage"]) == ("计算", "100%")
    assert set(indicator_line(page, "trl-median").values()) >= {"—"}
    assert page.tabs.bar.tabText(0) == f"逐项指标 {len(desk.diagnosis.figures)}/{len(framework.indicators)}"


def test_a_figure_that_may_not_speak_is_grey_and_says_why(desk: Desk) -> None:
    desk.load(file_data(enterprises=FIRMS[:5]))
    page = desk.show(IndicatorsPage(desk.session))
    page.go_to(Place(step="indicators", part="indicators", field="cr4"))
    row = page.model.line_of("cr4")
    assert page.model.index(row, 1).data(Qt.ItemDataRole.ForegroundRole) == QColor(tone.muted)
    why = desk.diagnosis.figures["cr4"].why_not
    assert why is not None
    assert why.text().zh in page.panel._advice.text()


def test_indicators_are_filtered_and_searched(desk: Desk) -> None:
    desk.load(file_data(indicators=[{"id": "output", "year": 2023, "value": 320}]))
    page = desk.show(IndicatorsPage(desk.session))
    buttons = {page.state._choices[place][0]: page.state._group.button(place) for place in range(3)}
    desk.click(buttons[KNOWN])
    assert [line.indicator.id for line in page.model.lines if line.indicator] == list(desk.diagnosis.figures)
    desk.click(buttons[OPEN])
    assert page.model.line_of("output") == -1
    page.search.setText("研发 强度")
    assert [line.indicator.id for line in page.model.lines if line.indicator] == ["rd-intensity"]


def test_a_value_is_entered_beside_its_indicator_and_its_range_is_known(desk: Desk) -> None:
    desk.load(file_data())
    page = desk.show(IndicatorsPage(desk.session))
    page.go_to(Place(step="indicators", part="indicators", field="mean-firm-revenue"))
    pane = page.panel.pane
    desk.settle()
    desk.after(pane.add)
    desk.settle()
    pane.model.store(pane.model.index(0, 0), 2023)
    money = pane.model.questions[1].type
    desk.after(lambda: pane.model.store(pane.model.index(0, 1), money.parse("1.2亿")))
    assert entries_in(desk, "indicators")[0].answers == {"id": "mean-firm-revenue", "year": 2023, "value": 12000}
    assert indicator_line(page, "mean-firm-revenue")["origin"] == "填报"
    assert pane.count.text() == "共 1 行"


def test_an_entered_value_beats_the_computed_one_which_stands_beside_it(desk: Desk) -> None:
    desk.load(file_data(enterprises=FIRMS, indicators=[{"id": "mean-firm-revenue", "year": 2023, "value": 5000}]))
    page = desk.show(IndicatorsPage(desk.session))
    page.go_to(Place(step="indicators", part="indicators", field="mean-firm-revenue"))
    assert desk.diagnosis.figures["mean-firm-revenue"].differs
    assert "计算值" in page.panel._value.text()
    assert "不一致" in page.panel._advice.text()


def test_the_row_of_a_finding_is_shown_among_all_rows(desk: Desk) -> None:
    desk.load(file_data(indicators=[{"id": "output", "year": 2022, "value": 300}, {"id": "output", "year": 2023, "value": 320}]))
    page = desk.show(IndicatorsPage(desk.session))
    assert page.tabs.part == BY_INDICATOR
    page.go_to(Place(step="indicators", part="indicators", row=1, field="value"))
    desk.settle()
    desk.settle()
    assert page.tabs.part == ALL_ROWS
    assert page.rows.table.currentIndex().row() == 1
    assert cells(page.rows, 1)[1:3] == ["2023", "320"]


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
