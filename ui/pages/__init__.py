"""The pages of the rail, by the id of their step."""

from collections.abc import Mapping

from ui.pages.page import Page

PAGES: Mapping[str, type[Page]] = {}
