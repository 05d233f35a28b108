"""The pages of the rail, by the id of their step."""

from collections.abc import Mapping

from ui.pages.lists import ActorsPage, ChainPage, EnterprisesPage, InterviewsPage
from ui.pages.overview import OverviewPage
from ui.pages.page import Page

PAGES: Mapping[str, type[Page]] = {page.step: page for page in (OverviewPage, EnterprisesPage, ActorsPage, ChainPage, InterviewsPage)}
