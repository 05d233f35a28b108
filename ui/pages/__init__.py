"""The pages of the rail, by the id of their step. A page's module is loaded when the page is first shown, or some time before."""

from collections.abc import Mapping
from importlib import import_module

from ui.pages.page import Page

PAGES: Mapping[str, str] = {
    "overview": "overview.OverviewPage",
    "enterprises": "lists.EnterprisesPage",
    "actors": "lists.ActorsPage",
    "chain": "chain.ChainPage",
    "indicators": "indicators.IndicatorsPage",
    "classification": "classification.ClassificationPage",
    "checklist": "checklist.ChecklistPage",
    "interviews": "interviews.InterviewsPage",
    "diagnosis": "diagnosis.DiagnosisPage",
    "report": "report.ReportPage",
}
# what they are made of, loaded one after the other once there is nothing else to do: from 70 to 30 ms of a first visit
NEEDED = (
    "ui.widgets.view_control",
    "ui.widgets.row_panel",
    "ui.pages.lists",
    "ui.widgets.chain_board",
    "ui.widgets.chain_tab",
    "reports.blocks",
    "reports.chart_lists",
    "ui.pages.chain",
    "ui.widgets.indicator_panel",
    "ui.pages.indicators",
    "ui.pages.classification",
    "ui.widgets.item_detail",
    "ui.pages.checklist",
    "ui.pages.interviews",
    "ui.dialogs.files",
    "ui.charts.plots",
    "ui.charts.frame",
    "ui.pages.diagnosis",
    "reports.template",
    "reports.layout",
    "reports.authoring.reading",
    "reports.outline",
    "reports.public",
    "reports.authoring.taking",
    "ui.authoring.editor",
    "ui.authoring.pages_pane",
    "ui.authoring.tab",
    "ui.pages.report",
    "db.rosters.books",  # and the wizard over a roster: from 100 to 10 ms
    "db.rosters.columns",
    "db.forms.reading",
    "ui.rosters.dialog",
)


def page_class(step: str) -> type[Page]:
    """The page of a step."""
    module, _, name = PAGES[step].partition(".")
    found: type[Page] = getattr(import_module(f"ui.pages.{module}"), name)
    return found
