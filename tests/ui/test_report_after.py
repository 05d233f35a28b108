"""When a report is finished: where the focus is then, and what is told of it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnosis.errors import UserError
from diagnosis.progress import Progress
from diagnosis.text import phrase
from tests.surveys import file_data, sample_data
from tests.ui.judging import Desk
from tests.ui.reporting import STEP, export, page_of, with_steps
from ui.pages import report


@pytest.mark.parametrize("fails", [False, True])
def test_who_goes_on_writing_meanwhile_keeps_the_focus(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, fails: bool) -> None:
    desk.load(sample_data("changsha"))
    page = page_of(desk, tmp_path / "a.docx")
    gate = threading.Event()

    def steps(*_facts: object) -> Iterator[Progress]:
        gate.wait()
        if fails:
            raise UserError("report-onto-template", file=tmp_path)
        yield Progress(1, 1, STEP)

    with_steps(monkeypatch, steps)
    desk.click(page.run.start)
    page.tabs.open(report.WRITE)
    editor = page.writing.pane.editor
    editor.setFocus()
    gate.set()
    desk.bot.waitUntil(lambda: not page.run.running, timeout=20_000)
    assert editor.hasFocus()
    page.tabs.open(report.EXPORT)
    page.run.start.setFocus()
    export(desk, page)
    assert (page.run.start if fails else page.run.open_file).hasFocus()


def test_what_is_to_be_told_of_the_report_stands_beside_where_it_is(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.load(file_data())
    page = page_of(desk, tmp_path / "a.docx")

    def steps(*_facts: object) -> report.Steps:
        yield Progress(1, 1, STEP)
        return (phrase("report", "progress.too-long", count=4),)

    with_steps(monkeypatch, steps)
    export(desk, page)
    assert page.run.state.text().startswith(f"已导出：{tmp_path / 'a.docx'}；摘要版应为两页，估计有 4 页")
    assert page.run.open_file.isVisible()
