"""Each kind of finding of the check before export leads to its field in the real window, and the field has the focus."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QWidget

from db import browse, operations
from db.operations import Change
from db.workspace import Workspace
from diagnosis.checks import RULES
from diagnosis.findings import Finding, Place
from diagnosis.interchange import SurveyFile
from diagnosis.survey import LISTS, MAPS, Survey
from diagnosis.years import by_year
from tests.diagnosis.test_checks import CASES
from tests.surveys import file_data, survey
from tests.ui.window import Opened
from ui.pages.chain import ChainPage
from ui.pages.checklist import ChecklistPage
from ui.pages.report import ReportPage
from ui.widgets.criterion_row import CriterionRow
from ui.widgets.field import Field
from ui.widgets.fields_row import FieldsRow
from ui.widgets.item_list import ItemList
from ui.widgets.list_pane import ListPane
from ui.widgets.record_form import RecordForm
from ui.widgets.table_view import TableView
from ui.widgets.year_model import YearModel
from ui.widgets.year_view import YearView

# No page shows a rating that names no item, and nothing in the window makes one: its finding leads to its page.
NOWHERE = {"rating-without-item"}


def load(program: Opened, name: str, content: Survey) -> None:
    """A survey as it is, also one that no file could hold, as a cluster of its own."""
    cluster = replace(content.cluster, name_zh=f"集群 {name}")
    whole = replace(content, cluster=cluster, round=replace(content.round, label="一"))
    found = SurveyFile(survey=whole, parts=frozenset((*LISTS, *MAPS, "classification_override")), file=name)
    with program.bot.waitSignal(program.session.diagnosed, timeout=10_000):
        program.session.change(operations.import_survey, found)
    program.settle()


def findings(program: Opened) -> tuple[ReportPage, tuple[Finding, ...]]:
    """The report page, opened by its key, with all that the check has found."""
    program.press("F8")
    page = program.window.page
    assert isinstance(page, ReportPage)
    program.settle()
    program.bot.waitUntil(lambda: not page.checking.busy, timeout=10_000)
    return page, page.findings.findings or ()


def follow(program: Opened, page: ReportPage, finding: Finding) -> None:
    """Press a finding, and let its page read what it shows."""
    row = page.findings.lists[finding.kind].row(str((page.findings.findings or ()).index(finding)))
    program.click(row)
    program.settle()


def where(program: Opened) -> Iterator[Place]:
    """The places that the focus stands for."""
    focus = QApplication.focusWidget()
    assert focus is not None, "nothing has the focus"
    assert program.window.page.isAncestorOf(focus), f"the focus is outside the page: {focus}"
    assert not focus.visibleRegion().isEmpty(), f"what has the focus is not in sight: {focus}"
    step, held = program.window.step, program.around(focus)
    for widget in held:
        pane = next((each for each in held if isinstance(each, ListPane)), None)
        if isinstance(widget, Field):
            yield from _field(program, widget, held)
        elif isinstance(widget, CriterionRow):
            yield Place(step=step, part="criteria", field=widget.criterion.id)
        elif isinstance(widget, FieldsRow):
            yield Place(step=step, part="fields")
        elif isinstance(widget, ItemList):
            yield from _rating(program, widget.current, "score")
        elif isinstance(widget, QCheckBox):
            lists = (each for each in program.held() if isinstance(each, ListPane) and each.complete is widget)
            yield from (Place(step=step, part="complete", field=each.part.id) for each in lists)
            page = program.window.page
            if isinstance(page, ChainPage) and widget is page.complete:
                yield Place(step=step, part="complete", field=page.tabs.part)
        elif isinstance(widget, TableView) and pane is not None:
            yield from _cell(program, widget, pane)
        elif isinstance(widget, YearView):
            yield from _year(program, widget)


def _field(program: Opened, field: Field, held: Sequence[QWidget]) -> Iterator[Place]:
    page = program.window.page
    form = next((each for each in held if isinstance(each, RecordForm)), None)
    if isinstance(page, ChecklistPage):
        yield from _rating(program, page.list.current, field.question.id)
    elif form is not None:
        row = _place_of(program, form.part.id, form.row_id) if form.part.kind == "list" else None
        yield Place(step=program.window.step, part=form.part.id, row=row, field=field.question.id)


def _rating(program: Opened, item: str | None, field: str) -> Iterator[Place]:
    content = program.session.survey
    assert content is not None
    yield Place(step="checklist", part="ratings", field=item)
    yield from (
        Place(step="checklist", part="ratings", row=row, field=field) for row, rating in enumerate(content.ratings) if rating.item == item
    )


def _cell(program: Opened, table: TableView, pane: ListPane) -> Iterator[Place]:
    step, part = program.window.step, pane.part.id
    yield Place(step=step, part=part)
    if pane.model.view.only is not None:
        yield Place(step=step, part=part, field=str(pane.model.view.only[1]))
    row_id = table.current_id
    if row_id is not None:
        yield Place(
            step=step, part=part, row=_place_of(program, part, row_id), field=pane.model.questions[table.currentIndex().column()].id
        )


def _year(program: Opened, view: YearView) -> Iterator[Place]:
    """The line of an indicator, and the row that counts for the year of the cell."""
    content, index = program.session.survey, view.currentIndex()
    model = view.model()
    assert isinstance(model, YearModel)
    indicator, year = model.indicator_at(index.row()), model.year_at(index.column())
    assert content is not None
    assert indicator is not None
    yield Place(step="indicators", part="indicators", field=indicator.id)
    years = by_year(content.indicators, program.session.framework.indicators).get(indicator.id, {})
    for row in years[year].counting if year is not None and year in years else ():
        yield Place(step="indicators", part="indicators", row=row, field="value")


def _place_of(program: Opened, part: str, row_id: int | None) -> int | None:
    def look(ws: Workspace) -> Any:
        assert program.session.round_id is not None
        return browse.row_ids(ws, program.session.round_id, part)

    ids = list(program.read(look))
    return ids.index(row_id) if row_id in ids else None


def lands(program: Opened, finding: Finding) -> None:
    """The finding's page is shown, and the focus is in the very field."""
    assert program.window.step == finding.place.step
    if finding.code in NOWHERE:
        return
    wanted = finding.place
    if finding.code == "rated-in-vain":  # the item itself cannot be changed, its rating can
        wanted = wanted._replace(field="score")
    found = list(where(program))
    assert wanted in found, f"{wanted} is not among {found}"


@pytest.mark.parametrize("codes", [[code for code, *_ in RULES][start::6] for start in range(6)], ids=str)
def test_every_kind_of_finding_leads_to_its_field(program: Opened, codes: list[str]) -> None:
    assert {code for code, *_ in CASES} == {code for code, *_ in RULES}
    problems: dict[str, str] = {}
    for code, _, content, path, _ in (case for case in CASES if case[0] in codes):
        load(program, code, content)
        page, found = findings(program)
        finding = next(each for each in found if each.code == code and each.place.path == path)
        follow(program, page, finding)
        try:
            lands(program, finding)
        except AssertionError as problem:
            problems[code] = str(problem)
    assert problems == {}


SILENT: dict[str, dict[str, Any]] = {
    "too-few-firms": {"enterprises": [{"name": f"企业{n}", "revenue": 100 * n, "rd_spend": 1} for n in range(1, 5)]},
    "no-output": {"enterprises": [{"name": f"企业{n}", "revenue": 100 * n} for n in range(1, 12)], "fields": [{"id": "steel", "share": 1}]},
    "platforms-not-complete": {"platforms": [{"name": "中试", "kind": "pilot"}], "criteria": {"capacity": "strategic"}},
    "other-field": {
        "indicators": [{"id": "cr4", "year": 2022, "value": 20, "source": "统计"}],
        "fields": [{"id": "textiles", "share": 1}],
    },
}


@pytest.mark.parametrize("reason", SILENT)
def test_a_figure_that_may_not_speak_leads_to_where_that_is_mended(program: Opened, reason: str) -> None:
    load(program, reason, survey(**{"criteria": {"capacity": "basic"}, **SILENT[reason]}))
    assert program.session.diagnosis is not None
    readings = [reading for entry in program.session.diagnosis.items for reading in entry.signals]
    silent = {reading.indicator for reading in readings if reading.why_not is not None and reading.why_not.code == reason}
    names = [program.session.framework.indicators[name].name.zh for name in silent]
    page, found = findings(program)
    finding = next(each for each in found if each.code == "silent-figure" and any(name in each.text.zh for name in names))
    follow(program, page, finding)
    lands(program, finding)


def test_what_was_typed_and_not_taken_leads_to_where_it_was_typed(program: Opened) -> None:
    program.load(file_data(enterprises=[{"name": "甲"}, {"name": "乙", "revenue": 5}]))

    def mistype(workspace: Workspace) -> Change:
        assert program.session.round_id is not None
        row_id = browse.row_ids(workspace, program.session.round_id, "enterprises")[1]
        return operations.set_draft(workspace, program.session.round_id, "enterprises", row_id, "revenue", "约三百")

    with program.bot.waitSignal(program.session.diagnosed, timeout=10_000):
        program.session.change(mistype)
    page, found = findings(program)
    (draft,) = (each for each in found if each.code == "draft")
    follow(program, page, draft)
    lands(program, draft)


# ---- from anywhere


def test_the_line_at_the_bottom_counts_and_leads_to_the_findings(program: Opened) -> None:
    check = program.window.status.check
    load(program, "counts", survey(enterprises=[{"name": "甲"}, {"name": "甲"}]))
    program.bot.waitUntil(lambda: check.text() == "待填 1 · 提醒 2")
    assert check.property("role") == "count"
    load(program, "wrong", next(wrong for code, _, wrong, *_ in CASES if code == "shares-over-one"))
    program.bot.waitUntil(lambda: check.text().startswith("错误 1"))
    assert check.property("role") == "count-error"
    program.window.go_to_step("chain")
    program.click(check)
    assert program.window.step == "report"
    page = program.window.page
    assert isinstance(page, ReportPage)
    assert page.findings.lists["error"].rows[0].hasFocus()
    program.press("Ctrl+L")
    assert check.text() == "1 error · 2 warnings"


def test_the_key_goes_back_to_the_finding_followed_last(program: Opened) -> None:
    load(program, "back", survey(enterprises=[{"name": "甲"}, {"name": "甲"}]))
    page, found = findings(program)
    twice = next(finding for finding in found if finding.code == "listed-twice")
    follow(program, page, twice)
    assert program.window.step == "enterprises"
    program.press("F8")
    assert page.findings.lists["warning"].row(str(found.index(twice))).hasFocus()


def test_without_a_round_nothing_is_counted(program: Opened) -> None:
    program.bot.waitUntil(program.window.status.check.isVisible)
    program.session.open_round(None)
    assert not program.window.status.check.isVisible()


def test_what_the_check_has_found_is_in_view(program: Opened) -> None:
    """In the smallest window the findings stand below the options of the report."""
    load(program, "看得见", survey(enterprises=[{"name": f"企业{number}", "uscc": f"错{number}"} for number in range(12)]))
    page, found = findings(program)
    assert found
    program.bot.waitUntil(lambda: page.isAncestorOf(program.focus))
    viewport = page.sheet.area.viewport()

    def is_seen() -> bool:
        top = program.focus.mapTo(viewport, program.focus.rect().topLeft()).y()
        return top >= 0 and top + program.focus.height() <= viewport.height()

    program.bot.waitUntil(is_seen)
