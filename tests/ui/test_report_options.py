"""What kind of report the form asks for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from diagnosis.progress import Progress
from reports.options import Options
from tests.surveys import file_data
from tests.ui.judging import Desk
from tests.ui.reporting import STEP, export, page_of, with_steps
from ui.pages.report import WRITE
from ui.phrasing import PHRASES
from ui.settings import Settings
from ui.widgets import export_form
from ui.widgets.export_form import FOLDER


def asked_of(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Options]]:
    """What each export was asked for: the file's name, and the options."""
    told: list[tuple[str, Options]] = []

    def steps(_pair: object, out: Path, _lang: object, _template: object, options: Options) -> Iterator[Progress]:
        told.append((out.name, options))
        yield Progress(1, 1, STEP)

    with_steps(monkeypatch, steps)
    return told


def test_the_form_says_what_kind_of_report_is_wanted(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.load({**file_data(cluster={"name_zh": "甲集群"}), "round": {"label": "2024"}})
    page = page_of(desk)
    Settings().set_path(FOLDER, tmp_path)
    page.form.retranslate()
    asked = asked_of(monkeypatch)
    export(desk, page)
    desk.press(page.form.charts.focus_widget(), Qt.Key.Key_Right)
    assert page.form.charts.value == "pictures"
    desk.press(page.form.extent.focus_widget(), Qt.Key.Key_Right)
    assert page.form.extent.value == "summary"
    desk.press(page.form.public, Qt.Key.Key_Space)
    export(desk, page)
    assert asked == [
        ("甲集群 诊断报告 2024.docx", Options(pages="auto")),
        ("甲集群 诊断摘要公开版 2024.docx", Options(pages="auto", charts="pictures", extent="summary", public=True)),
    ]


def test_a_pdf_is_offered_where_libreoffice_is(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_form, "office", lambda: Path("soffice"))
    desk.load(file_data())
    page = page_of(desk, tmp_path / "a.docx")
    asked = asked_of(monkeypatch)
    assert page.form.format.isVisible()
    assert not page.form.no_pdf.isVisible()
    desk.press(page.form.format.focus_widget(), Qt.Key.Key_Right)
    export(desk, page)
    page.form.set_target(tmp_path / "b.docx")
    assert page.form.format.value == ".docx"
    export(desk, page)
    assert [name for name, _ in asked] == ["a.pdf", "b.docx"]


def test_without_libreoffice_the_form_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_form, "office", lambda: None)
    page = page_of(desk)
    assert not page.form.format.isVisible()
    assert page.form.no_pdf.isVisible()
    assert "LibreOffice" in page.form.no_pdf.text()


def test_page_numbers_are_laid_out_or_estimated(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_form, "office", lambda: Path("soffice"))
    desk.load(file_data())
    page = page_of(desk, tmp_path / "a.docx")
    asked = asked_of(monkeypatch)
    assert page.form.pages.value == "auto"
    desk.press(page.form.pages.focus_widget(), Qt.Key.Key_Right)
    export(desk, page)
    assert [options.pages for _, options in asked] == ["estimate"]
    desk.press(page.form.extent.focus_widget(), Qt.Key.Key_Right)
    assert not page.form.pages.isVisible()  # the summary has no contents
    monkeypatch.setattr(export_form, "office", lambda: None)
    desk.press(page.form.extent.focus_widget(), Qt.Key.Key_Left)
    assert not page.form.pages.isVisible()
    assert page.form.no_pages.isVisible()


WORDING = '[contents]\nsummary = { zh = "摘要与结论" }\n'


def test_an_offices_wording_is_chosen_kept_and_read_at_once(desk: Desk, tmp_path: Path) -> None:
    desk.load(file_data(cluster={"name_zh": "甲集群"}))
    page = page_of(desk)
    page.tabs.open(WRITE)
    desk.bot.waitUntil(lambda: page.writing.work is not None, timeout=10_000)
    file = tmp_path / "我们的措辞.toml"
    file.write_text(WORDING, "utf-8")
    with desk.bot.waitSignal(page.writing.read, timeout=10_000):
        page.form.set_phrases(file)
    assert page.writing.outline.line is not None
    assert next(iter(page.writing.outline.rows())).title == "摘要与结论"
    assert file.name in page.form.phrases.text()
    assert Settings().path(PHRASES) == file
    with desk.bot.waitSignal(page.writing.read, timeout=10_000):
        desk.click(page.form.no_phrases)
    assert next(iter(page.writing.outline.rows())).title != "摘要与结论"
    assert Settings().path(PHRASES) is None


def test_a_wording_with_something_wrong_in_it_is_told_and_not_taken(desk: Desk, tmp_path: Path) -> None:
    desk.load(file_data())
    page = page_of(desk)
    file = tmp_path / "x.toml"
    file.write_text('[contents]\nnothing = { zh = "无" }\n', "utf-8")
    page.form.set_phrases(file)
    desk.bot.waitUntil(lambda: bool(desk.messages), timeout=10_000)
    assert getattr(desk.messages[-1], "code", "") == "wording-unknown"
    assert page.form.phrases_path is None


def test_a_wording_that_is_gone_is_told_when_a_report_is_made(desk: Desk, tmp_path: Path) -> None:
    desk.load(file_data())
    Settings().set_path(PHRASES, tmp_path / "gone.toml")
    page = page_of(desk, tmp_path / "a.docx")
    export(desk, page)
    assert "gone.toml" in page.run.state.text()
    assert not (tmp_path / "a.docx").exists()


def test_a_template_that_cannot_be_used_is_told_when_it_is_chosen(desk: Desk, tmp_path: Path) -> None:
    desk.load(file_data())
    page = page_of(desk, tmp_path / "a.docx")
    template = tmp_path / "模板.docx"
    template.write_bytes(b"x" * 3000)
    desk.click(page.form.choose_template)
    dialog = page.window().findChild(QFileDialog)
    assert dialog is not None
    with desk.bot.waitSignal(desk.session.message, timeout=10_000) as told:
        dialog.fileSelected.emit(str(template))
    dialog.reject()
    assert "模板.docx" in str(told.args)
    assert page.form.template_path == template  # it may be mended in its place
