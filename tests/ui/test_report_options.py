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


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    with desk_of(qtbot, tmp_path) as made:
        yield made


def test_the_form_says_what_kind_of_report_is_wanted(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.load(file_data())
    page = page_of(desk, tmp_path / "a.docx")
    asked: list[object] = []

    def steps(*facts: object) -> Iterator[Progress]:
        asked.append(facts[4])
        yield Progress(1, 1, STEP)

    with_steps(monkeypatch, steps)
    export(desk, page)
    desk.press(page.form.charts.focus_widget(), Qt.Key.Key_Right)
    assert page.form.charts.value == "pictures"
    export(desk, page)
    assert asked == [Options(charts="native"), Options(charts="pictures")]
