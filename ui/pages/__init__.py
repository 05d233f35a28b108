"""The pages of the rail, by the id of their step."""

from collections.abc import Mapping

from ui.pages.checklist import ChecklistPage
from ui.pages.classification import ClassificationPage
from ui.pages.diagnosis import DiagnosisPage
from ui.pages.indicators import IndicatorsPage
from ui.pages.lists import ActorsPage, ChainPage, EnterprisesPage, InterviewsPage
from ui.pages.overview import OverviewPage
from ui.pages.page import Page
from ui.pages.report import ReportPage

PAGES: Mapping[str, type[Page]] = {
    page.step: page
    for page in (
        OverviewPage,
        EnterprisesPage,
        ActorsPage,
        ChainPage,
        IndicatorsPage,
        ClassificationPage,
        ChecklistPage,
        InterviewsPage,
        DiagnosisPage,
        ReportPage,
    )
}
