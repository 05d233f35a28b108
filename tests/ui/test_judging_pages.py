"""What holds for all judging pages: nothing is wider than the smallest window gives, and all that takes the focus has a name."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QScrollArea, QWidget

from diagnosis.text import LANGS, Lang
from tests.surveys import file_data, sample_data
from tests.ui.judging import Desk
from ui.pages import page_class
from ui.pages.diagnosis import DiagnosisPage
from ui.pages.report import ReportPage
from ui.settings import Settings
from ui.widgets.result_panel import ResultPanel

JUDGING = ("classification", "checklist", "diagnosis", "report")


def pages(desk: Desk) -> Iterator[tuple[str, QWidget]]:
    for step in JUDGING:
        yield step, desk.show(page_class(step)(desk.session))
    yield "panel", desk.show(ResultPanel(desk.session, Settings()), (300, 640))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("data", [file_data(), sample_data("changsha"), sample_data("hydrogen")], ids=["empty", "changsha", "hydrogen"])
def test_nothing_is_wider_than_its_page(desk: Desk, data: dict[str, object], lang: Lang) -> None:
    desk.load(data)
    desk.session.set_language(lang)
    for step, page in pages(desk):
        if isinstance(page, DiagnosisPage):
            for section in page.sections.values():
                for key in section.rows.keys:
                    section.rows.open(key)
        desk.settle()
        for area in page.findChildren(QScrollArea):
            if area.isVisible():
                assert area.widget().width() <= area.viewport().width(), step


@pytest.mark.parametrize("lang", LANGS)
def test_all_that_takes_the_focus_has_a_name(desk: Desk, lang: Lang) -> None:
    desk.load(sample_data("shaoxing"))
    desk.session.set_language(lang)
    for step, page in pages(desk):
        named = [*page.findChildren(QAbstractButton), *page.findChildren(QComboBox)]
        buddies = {label.buddy() for label in page.findChildren(QLabel)}
        for widget in named:
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                text = widget.text() if isinstance(widget, QAbstractButton) else ""
                assert widget.accessibleName() or text or widget in buddies, (step, widget)


@pytest.mark.parametrize("data", [file_data(), sample_data("shaoxing")], ids=["empty", "shaoxing"])
def test_no_chinese_is_left_in_english(desk: Desk, data: dict[str, object]) -> None:
    """Names of this survey's own apart, which have no English."""
    desk.load({**data, "cluster": {"name_zh": "Alpha", "name_en": "Alpha"}, "ratings": []})
    for step, page in pages(desk):
        desk.session.set_language("en")
        desk.settle()
        file_name = page.form.target if isinstance(page, ReportPage) else None  # in the report's language, not the window's
        texts = [label.text() for label in page.findChildren(QLabel) if label is not file_name]
        texts += [button.accessibleName() + button.text() for button in page.findChildren(QAbstractButton)]
        for text in texts:
            assert not any("一" <= sign <= "鿿" for sign in text), (step, text)
        desk.session.set_language("zh")
