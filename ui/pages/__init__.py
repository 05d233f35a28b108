"""The pages of the rail, by the id of their step. A page's module is loaded when the page is first shown."""

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


def page_class(step: str) -> type[Page]:
    """The page of a step."""
    module, _, name = PAGES[step].partition(".")
    found: type[Page] = getattr(import_module(f"ui.pages.{module}"), name)
    return found
