"""The window on small screens, by keyboard alone, and with names of every kind."""

import errno
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QTabBar, QToolButton
from pytestqt.qtbot import QtBot

from db import operations, surveys
from db.workspace import Workspace
from diagnosis.errors import UserError
from diagnosis.text import LONGEST_NAME, Text, shortened
from tests.ui.window import Opened
from ui import rounds, theme
from ui.dialogs.ask import AskDialog
from ui.pages.report import ReportPage
from ui.widgets.choice_editors import SegmentEditor
from ui.widgets.segments import Segments
from ui.widgets.tabs import Tabs

# ---- the screen


def test_the_window_never_needs_more_than_the_screen_has(program: Opened) -> None:
    room = program.window.screen().availableSize()
    least = program.window.minimumSize()
    assert least.height() <= room.height()
    assert least.width() <= max(room.width(), 1024)  # the screen of the tests is narrower than any of ours
    assert least.height() < theme.SMALLEST.height() or room.height() > theme.SMALLEST.height()


# ---- the keyboard


def test_tab_goes_from_header_to_rail_to_page_to_result_and_back(program: Opened) -> None:
    window = program.window
    regions = {"header": window.header, "rail": window.rail, "page": window.stack, "panel": window.panel, "status": window.status}
    window.go_to_step("enterprises")
    program.settle()
    window.header.choosers["file"].setFocus()
    seen: list[str] = []
    for _ in range(200):
        here = next((name for name, region in regions.items() if region.isAncestorOf(program.focus)), "")
        if not seen or seen[-1] != here:
            seen.append(here)
        window.focusNextPrevChild(True)
    assert seen[:6] == ["header", "rail", "page", "panel", "status", "header"]
    window.rail.buttons["enterprises"].setFocus()
    QTest.keyClick(program.focus, Qt.Key.Key_Backtab)
    assert window.header.isAncestorOf(program.focus)


def test_the_rail_is_one_stop_at_the_step_that_is_shown(program: Opened) -> None:
    program.window.go_to_step("chain")
    stops = [step for step, made in program.window.rail.buttons.items() if made.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["chain"]


@pytest.mark.parametrize("step", ["actors", "chain", "indicators"])
def test_tab_bars_have_a_name(program: Opened, step: str) -> None:
    program.window.go_to_step(step)
    bar = program.window.page.findChild(QTabBar)
    assert bar is not None
    assert bar.accessibleName() == program.window.rail.buttons[step].text()


# ---- room for texts


@pytest.mark.parametrize("step", ["actors", "chain", "indicators"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_tab_fits_in_the_smallest_window(program: Opened, step: str, lang: str) -> None:
    if lang == "en":
        program.window.switch_language()
    program.window.go_to_step(step)
    program.settle()
    tabs = program.window.page.findChild(Tabs)
    assert tabs is not None
    last = tabs.bar.tabRect(tabs.bar.count() - 1)
    assert last.right() <= tabs.bar.width()


def button_texts(segments: Segments) -> list[QToolButton]:
    return segments.findChildren(QToolButton)


def test_a_segment_shows_an_ampersand_and_is_as_wide_as_its_name_in_bold(qtbot: QtBot) -> None:
    segments = Segments([("a", Text("研发", "New-type R&D organisation")), ("b", Text("上游", "Upstream"))])
    qtbot.addWidget(segments)
    segments.retranslate("en")
    segments.describe("Kind", "")
    segments.show_value("b")
    for button, name in zip(button_texts(segments), ["New-type R&D organisation", "Upstream"], strict=True):
        assert button.text().replace("&&", "&") == name
        assert "&&" in button.text() or "&" not in name
        assert button.accessibleName() == f"Kind: {name}"
        assert button.minimumWidth() >= QFontMetrics(theme.emphasis()).horizontalAdvance(name) + 2 * 14


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_segment_is_squeezed_in_the_forms_of_the_smallest_window(program: Opened, lang: str) -> None:
    if lang == "en":
        program.window.switch_language()
    for step in ("overview", "chain", "actors", "enterprises"):
        program.window.go_to_step(step)
        program.settle()
        for editor in program.window.page.findChildren(SegmentEditor):
            if editor.isVisible():
                assert all(button.width() >= button.minimumWidth() for button in button_texts(editor.segments))


def test_a_dialog_grows_for_what_is_said_below_its_fields(program: Opened) -> None:
    rounds.new_round(program.window.commands)
    dialog = program.dialog(AskDialog)
    before = dialog.height()
    date = dialog.fields[("round", "date")]
    date.editor.target.setFocus()
    QTest.keyClicks(date.editor.target, "31.13.")
    program.click(dialog.do)
    layout = dialog.layout()
    assert layout is not None
    program.bot.waitUntil(lambda: dialog.height() > before and dialog.height() >= layout.totalHeightForWidth(dialog.width()))
    dialog.reject()


# ---- workspaces, rounds, names


def test_a_round_takes_over_shares_but_no_row_of_which_only_a_draft_is_there(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "甲.jizhen") as ws:
        cluster = operations.create_cluster(ws, {"name_zh": "甲"}).cluster_id
        assert cluster is not None
        first = operations.create_round(ws, cluster, "2023").round_id
        assert first is not None
        operations.add_row(ws, first, "fields", {"id": "textiles", "share": 0.5})
        empty = operations.add_row(ws, first, "fields", {}).row_id
        operations.set_draft(ws, first, "fields", empty, "share", "一半多")
        second = operations.create_round(ws, cluster, "2024").round_id
        assert second is not None
        assert [row.id for _, row in surveys.rows(ws, second, "fields")] == ["textiles"]  # type: ignore[attr-defined]


def test_a_new_workspace_never_asks_to_overwrite_and_never_does(program: Opened, tmp_path: Path) -> None:
    there = tmp_path / "甲.jizhen"
    there.write_bytes(b"mine")
    program.choose(program.window.header.menus["file"], "menu.new-workspace")
    dialog = program.dialog(QFileDialog)
    assert dialog.testOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.close()
    with program.bot.waitSignal(program.session.message):
        program.window.commands.create_path(there)
    assert "不会覆盖" in program.window.messages.text
    assert there.read_bytes() == b"mine"


def refusing(monkeypatch: pytest.MonkeyPatch, target: Path, error: OSError) -> None:
    """The system refuses to make this file."""
    opened = Path.open

    def refused(self: Path, *facts: Any, **named: Any) -> Any:
        if self == target:
            raise error
        return opened(self, *facts, **named)

    monkeypatch.setattr(Path, "open", refused)


def test_where_nothing_can_be_made_the_true_reason_is_told_in_chinese(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    refusing(monkeypatch, tmp_path / "甲.jizhen", OSError(errno.EROFS, "Read-only file system"))
    with pytest.raises(UserError) as told:
        Workspace.create(tmp_path / "甲.jizhen")
    assert "只读" in told.value.to("zh")
    assert "Read-only" not in told.value.to("zh")
    assert "read-only" in told.value.to("en")


def test_a_folder_that_is_there_is_not_said_to_be_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    refusing(monkeypatch, tmp_path / "甲.jizhen", FileNotFoundError(errno.ENOENT, "as /proc says it"))
    with pytest.raises(UserError) as told:
        Workspace.create(tmp_path / "甲.jizhen")
    assert told.value.code == "file-not-writable"


def test_a_long_name_is_shortened_in_a_sentence() -> None:
    name = "甲" * 500
    assert shortened(name) == "甲" * (LONGEST_NAME - 1) + "…"
    assert shortened("短") == "短"
    assert UserError("cluster-exists", name=name).to("zh") == f"已有名为“{'甲' * (LONGEST_NAME - 1)}…”的集群"


# ---- the report


def report_page(program: Opened) -> ReportPage:
    program.window.go_to_step("report")
    program.settle()
    page = program.window.page
    assert isinstance(page, ReportPage)
    return page


def test_the_reports_language_is_the_windows_until_one_is_chosen(program: Opened, tmp_path: Path) -> None:
    page = report_page(program)
    languages = [page.form.lang]
    program.window.switch_language()
    languages.append(page.form.lang)
    assert "diagnostic report" in page.form.path.name
    page.form.set_target(tmp_path / page.form.path.name)
    QTest.keyClick(page.form.languages.focus_widget(), Qt.Key.Key_Left)
    languages.append(page.form.lang)
    assert "诊断报告" in page.form.path.name
    program.window.switch_language()
    program.window.switch_language()
    languages.append(page.form.lang)
    assert languages == ["zh", "en", "zh", "zh"]


def test_after_an_export_that_failed_the_button_has_the_focus_again(program: Opened, tmp_path: Path) -> None:
    page = report_page(program)
    page.form.set_target(tmp_path / "no such folder" / "a.docx")
    page.run.start.setFocus()
    program.click(page.run.start)
    program.bot.waitUntil(lambda: not page.run.running, timeout=60_000)
    assert program.focus is page.run.start


def test_without_a_round_there_is_nothing_to_export(program: Opened) -> None:
    page = report_page(program)
    assert page.run.start.isEnabled()
    cluster = program.session.cluster_id
    assert cluster is not None
    program.session.open_cluster(cluster, None)
    assert not page.run.start.isEnabled()
