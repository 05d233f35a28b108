"""What kind of report the form asks for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from diagnosis.progress import Progress
from reports.options import Options
from tests.surveys import file_data
from tests.ui.judging import Desk, desk_of
from tests.ui.reporting import STEP, export, page_of, with_steps
from ui.settings import Settings
from ui.widgets import export_form
from ui.widgets.export_form import FOLDER


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    with desk_of(qtbot, tmp_path) as made:
        yield made


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
