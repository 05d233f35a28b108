"""The report page: what the check found, and the export with progress, cancel and errors in one line."""

import zipfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from db import browse, operations
from db.filenames import free_name
from db.workspace import Workspace
from diagnosis.checks import check
from diagnosis.errors import UserError
from diagnosis.findings import Finding, Place
from diagnosis.packed import BLOCK
from diagnosis.progress import Progress
from diagnosis.text import Lang
from reports.options import Options
from tests.surveys import file_data, sample_data
from tests.ui.bot import held_up
from tests.ui.judging import Desk
from tests.ui.reporting import STEP, checked, export, page_of, with_steps
from ui.pages import report
from ui.settings import Settings
from ui.tasks import Task
from ui.widgets.export_form import FOLDER, TEMPLATE

# ---- the check


def test_every_finding_is_listed_under_its_severity_and_leads_to_its_field(desk: Desk) -> None:
    desk.load(file_data(enterprises=[{"name": "甲", "uscc": "123"}], indicators=[{"id": "output", "year": 2024, "value": 5}]))
    desk.set("classification_override", "type", "basic")
    page = page_of(desk)
    found = check(desk.diagnosis)
    assert page.findings.findings == found
    assert {finding.severity for finding in found} >= {"error", "warning", "note"}
    assert {finding.kind for finding in found} == set(page.findings.lists)
    for kind, shown in page.findings.lists.items():
        own = {str(index): finding for index, finding in enumerate(found) if finding.kind == kind}
        assert shown.keys == tuple(own)
        for key, finding in own.items():
            assert shown.row(key).content.title == finding.text.zh
            desk.jumps.clear()
            desk.press(shown.row(key), Qt.Key.Key_Return)
            assert desk.jumps == [finding.place]
    rows = [row for shown in page.findings.lists.values() for row in shown.rows]
    rows[0].setFocus()
    desk.press(rows[0], Qt.Key.Key_Up)
    assert rows[0].hasFocus()
    for row, following in zip(rows, [*rows[1:], rows[-1]], strict=True):
        desk.press(row, Qt.Key.Key_Down)
        assert following.hasFocus()  # below the last one nothing else gets the next Enter
    errors = sum(each.severity == "error" and each.code != "no-type" for each in found)
    assert page.findings.counts.text().startswith(f"待填 1 · 错误 {errors} · ")


def test_the_check_follows_the_data(desk: Desk) -> None:
    desk.load(file_data())
    page = page_of(desk)
    assert page.findings.advice.isVisible()
    desk.set("criteria", "capacity", "basic")
    checked(desk, page)
    assert page.findings.lists["unfilled"].keys == page.findings.lists["error"].keys == ()
    assert not page.findings.advice.isVisible()


def test_what_was_typed_and_not_taken_is_a_warning_until_it_is_mended(desk: Desk) -> None:
    desk.load(file_data(enterprises=[{"name": "甲"}, {"name": "乙", "revenue": 5}]))
    page = page_of(desk)

    def mistype(workspace: Workspace) -> operations.Change:
        round_id = desk.session.round_id
        assert round_id is not None
        row_id = browse.row_ids(workspace, round_id, "enterprises")[1]
        return operations.set_draft(workspace, round_id, "enterprises", row_id, "revenue", "约三百")

    def drafts() -> list[Finding]:
        return [finding for finding in checked(desk, page) if finding.code == "draft"]

    assert drafts() == []
    desk.after(lambda: desk.session.change(mistype))
    (found,) = drafts()
    assert found.severity == "warning"
    assert found.place == Place(step="enterprises", part="enterprises", row=1, field="revenue")
    assert "约三百" in found.text.zh
    desk.set_cell("enterprises", 1, "revenue", 300)
    assert drafts() == []


# ---- the export


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_is_written_in_the_language_chosen(desk: Desk, tmp_path: Path, lang: str) -> None:
    desk.load(sample_data("hydrogen"))
    target = tmp_path / "报告 甲.docx"
    page = page_of(desk, target)
    desk.press(page.form.languages.focus_widget(), Qt.Key.Key_Right if lang == "en" else Qt.Key.Key_Left)
    assert page.form.lang == lang
    export(desk, page)
    assert page.run.state.text() == f"已导出：{target}"
    with zipfile.ZipFile(target) as document:
        text = document.read("word/document.xml").decode()
    assert ("氢能产业集聚区" in text) is (lang == "zh")
    assert page.run.open_file.isVisible()


def test_the_last_answer_is_in_the_report(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.load(file_data())
    page = page_of(desk, tmp_path / "a.docx")
    types: list[str | None] = []

    def steps(pair: report.Pair, *_facts: object) -> Iterator[Progress]:
        types.append(pair[0].type)
        yield Progress(1, 1, STEP)

    with_steps(monkeypatch, steps)
    desk.session.change(operations.set_answer, desk.session.round_id, "criteria", "capacity", "frontier")
    export(desk, page)
    assert types == ["frontier"]


def written(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Lang, Path | None]]:
    """A maker that writes a byte more each time; what it was told to make."""
    told: list[tuple[str, Lang, Path | None]] = []

    def steps(_pair: report.Pair, out: Path, lang: Lang, template: Path | None, _options: Options) -> Iterator[Progress]:
        told.append((out.name, lang, template))
        out.write_bytes(bytes(len(told)))
        yield Progress(1, 1, STEP)

    with_steps(monkeypatch, steps)
    return told


def test_a_report_that_is_there_is_not_replaced(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.load({**file_data(cluster={"name_zh": "甲集群"}), "round": {"label": "2024"}})
    Settings().set_path(FOLDER, tmp_path)
    first = tmp_path / "甲集群 诊断报告 2024.docx"
    first.write_text("老李改过的一份", encoding="utf-8")
    page = page_of(desk)
    told = written(monkeypatch)
    for number in (2, 3):
        path = tmp_path / f"甲集群 诊断报告 2024 ({number}).docx"
        assert page.form.target.toolTip() == str(path)
        export(desk, page)
        assert page.run.path == path
        assert page.run.state.text() == f"已导出：{path}"
    assert [name for name, *_ in told] == ["甲集群 诊断报告 2024 (2).docx", "甲集群 诊断报告 2024 (3).docx"]
    assert page.form.target.toolTip() == str(tmp_path / "甲集群 诊断报告 2024 (4).docx")
    assert first.read_text(encoding="utf-8") == "老李改过的一份"


def test_a_file_that_appears_after_the_path_was_shown_is_not_replaced(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.load(file_data())
    page = page_of(desk, tmp_path / "a.docx")
    (tmp_path / "a.docx").write_bytes(b"theirs")
    written(monkeypatch)
    export(desk, page)
    assert (tmp_path / "a.docx").read_bytes() == b"theirs"
    assert page.run.path == tmp_path / "a (2).docx"


def test_what_was_confirmed_in_the_dialog_is_replaced_once(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.load(file_data())
    target = tmp_path / "a.docx"
    target.write_bytes(b"old report")
    page = page_of(desk, target)
    told = written(monkeypatch)
    desk.click(page.run.start)
    desk.click(page.run.cancel)
    desk.bot.waitUntil(lambda: not page.run.running, timeout=20_000)
    assert page.form.path == target, "nothing was written: the confirmation holds"
    told.clear()
    export(desk, page)
    export(desk, page)
    assert [name for name, *_ in told] == ["a.docx", "a (2).docx"]
    assert target.read_bytes() == b"\0"


@pytest.mark.parametrize(
    ("there", "name", "free"),
    [
        ((), "a.docx", "a.docx"),
        (("a.docx",), "a.docx", "a (2).docx"),
        (("a.docx", "a (2).docx"), "a.docx", "a (3).docx"),
        (("a (2).docx",), "a (2).docx", "a (3).docx"),
        (("a(2).docx",), "a(2).docx", "a(2) (2).docx"),
    ],
)
def test_the_next_free_name(tmp_path: Path, there: tuple[str, ...], name: str, free: str) -> None:
    for each in there:
        (tmp_path / each).touch()
    assert free_name(tmp_path / name) == tmp_path / free


def test_the_report_is_as_the_form_said_at_the_click(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.load(file_data())
    page = page_of(desk, tmp_path / "a.docx")
    told = written(monkeypatch)
    with held_up(desk.session.runner):
        desk.click(page.run.start)
        page.form.set_target(tmp_path / "b.docx")
        page.form.set_template(tmp_path / "t.docx")
        desk.press(page.form.languages.focus_widget(), Qt.Key.Key_Right)
    desk.bot.waitUntil(lambda: not page.run.running, timeout=10_000)
    assert told == [("a.docx", "zh", None)]
    assert page.run.path == tmp_path / "a.docx"
    assert page.form.path == tmp_path / "b.docx"


def test_cancelled_before_the_first_step_nothing_is_made(desk: Desk, tmp_path: Path) -> None:
    desk.load(sample_data("shaoxing"))
    page = page_of(desk, tmp_path / "out.docx")
    desk.click(page.run.start)
    desk.click(page.run.cancel)
    desk.bot.waitUntil(lambda: not page.run.running, timeout=20_000)
    assert page.run.state.text() == "已取消，没有写出文件。"
    assert list(tmp_path.glob("out*")) == []


def test_the_focus_stays_at_the_buttons_from_start_to_end(desk: Desk, tmp_path: Path) -> None:
    desk.load(sample_data("shaoxing"))
    page = page_of(desk, tmp_path / "out.docx")
    page.run.start.setFocus()
    QTest.keyClick(page.run.start, Qt.Key.Key_Space)
    desk.bot.waitUntil(page.run.cancel.hasFocus)
    QTest.keyClick(page.run.cancel, Qt.Key.Key_Space)
    desk.bot.waitUntil(lambda: not page.run.running, timeout=20_000)
    assert page.run.start.hasFocus()


def test_progress_is_shown_and_cancel_leaves_no_file(desk: Desk, tmp_path: Path) -> None:
    desk.load(sample_data("shaoxing"))
    target = tmp_path / "out.docx"
    page = page_of(desk, target)
    seen: list[tuple[bool, bool, str]] = []

    def cancel_at_the_first_step(_value: int) -> None:
        seen.append((page.run.bar.isVisible(), page.run.start.isEnabled(), page.run.state.text()))
        page.run.cancel.click()

    page.run.bar.valueChanged.connect(cancel_at_the_first_step)
    export(desk, page)
    assert [(bar, start) for bar, start, _ in seen] == [(True, False)]
    assert page.run.state.text() == "已取消，没有写出文件。"
    assert list(tmp_path.glob("out*")) == []
    assert page.run.start.isEnabled()
    assert not page.run.open_file.isVisible()


def test_the_reading_of_a_large_round_is_told_and_can_be_cancelled(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A roster is read stretch by stretch, and nothing is diagnosed when that was stopped."""
    desk.load(file_data(enterprises=[{"name": f"企业{number}"} for number in range(3 * BLOCK)]))
    page = page_of(desk, tmp_path / "out.docx")
    monkeypatch.setattr(report, "making", None)  # called, it would raise
    seen: list[str] = []
    read = desk.session.read

    def watched(work: Callable[[Workspace], Generator[object, None, object]]) -> Task:
        task = read(work)
        task.progressed.connect(lambda progress: seen.append(progress.text.zh))
        task.progressed.connect(lambda _progress: page.run.cancel.click())
        return task

    monkeypatch.setattr(desk.session, "read", watched)
    export(desk, page)
    assert seen == ["读取调研数据"]
    assert page.run.state.text() == "已取消，没有写出文件。"
    assert list(tmp_path.glob("out*")) == []


def test_what_the_world_did_wrong_is_told_in_one_line(desk: Desk, tmp_path: Path) -> None:
    desk.load(sample_data("shaoxing"))
    page = page_of(desk, tmp_path / "no such folder" / "out.docx")
    export(desk, page)
    assert page.run.state.property("role") == "error"
    assert "no such folder" in page.run.state.text()
    assert "\n" not in page.run.state.text()
    assert page.run.start.isEnabled()


def test_what_we_did_wrong_goes_to_the_crash_dialog(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.load(file_data())
    page = page_of(desk, tmp_path / "a.docx")

    def steps(*_facts: object) -> Iterator[Progress]:
        yield Progress(1, 2, STEP)
        raise ZeroDivisionError

    with_steps(monkeypatch, steps)
    with desk.bot.waitSignal(desk.session.crashed, timeout=10_000):
        desk.click(page.run.start)
    assert [type(error) for error in desk.defects] == [ZeroDivisionError]
    desk.defects.clear()
    assert not page.run.running
    assert page.run.start.isEnabled()


def test_the_state_is_told_again_in_the_other_language(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.load(file_data())
    page = page_of(desk, tmp_path / "a.docx")

    def steps(*_facts: object) -> Iterator[Progress]:
        yield Progress(1, 2, STEP)
        raise UserError("framework-file-missing", file="x.toml")

    with_steps(monkeypatch, steps)
    export(desk, page)
    assert page.run.state.text() == UserError("framework-file-missing", file="x.toml").sentence().zh
    desk.session.set_language("en")
    assert page.run.state.text() == UserError("framework-file-missing", file="x.toml").sentence().en
    assert page.run.start.text() == "Export report"


def test_file_and_folder_open_in_the_systems_programs(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.load(file_data())
    target = tmp_path / "a.docx"
    page = page_of(desk, target)
    with_steps(monkeypatch, lambda *_facts: iter([Progress(1, 1, STEP)]))
    export(desk, page)
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return len(opened) < 3

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    desk.click(page.run.open_file)
    desk.click(page.run.open_folder)
    assert opened == [str(target), str(tmp_path)]
    desk.click(page.run.open_file)
    assert page.run.state.text().startswith("系统没有能打开该文件的程序")


# ---- what is remembered


def test_the_file_is_named_after_cluster_and_round_in_the_folder_used_last(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.load({**file_data(cluster={"name_zh": "甲/乙集群"}), "round": {"label": "2024"}})
    page = page_of(desk, tmp_path / "a.docx")
    with_steps(monkeypatch, lambda *_facts: iter([Progress(1, 1, STEP)]))
    export(desk, page)
    assert Settings().path(FOLDER) == tmp_path
    again = page_of(desk)
    assert again.form.path == tmp_path / "甲-乙集群 诊断报告 2024.docx"


def test_a_template_is_kept_until_it_is_taken_off(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.load(file_data())
    page = page_of(desk, tmp_path / "a.docx")
    template = tmp_path / "模板.docx"
    desk.click(page.form.choose_template)
    dialog = page.window().findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(template))
    dialog.reject()
    used: list[object] = []

    def steps(_pair: object, _out: object, _lang: object, chosen: Path | None, _options: object) -> Iterator[Progress]:
        used.append(chosen)
        yield Progress(1, 1, STEP)

    with_steps(monkeypatch, steps)
    export(desk, page)
    assert Settings().path(TEMPLATE) == template
    desk.click(page.form.no_template)
    export(desk, page)
    assert used == [template, None]
    assert page.form.template.text() == "不用模板（GB/T 9704 版式）"


def test_the_round_before_is_compared_when_there_is_one(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.load({**file_data(criteria={"capacity": "basic"}), "round": {"label": "2023", "date": "2023-05-01"}})
    page = page_of(desk, tmp_path / "a.docx")
    assert not page.form.compare.isVisible()
    desk.load({**file_data(criteria={"capacity": "frontier"}), "round": {"label": "2024", "date": "2024-05-01"}})
    pairs: list[tuple[str | None, str | None]] = []

    def steps(pair: report.Pair, *_facts: object) -> Iterator[Progress]:
        pairs.append((pair[0].type, pair[1].type if pair[1] else None))
        yield Progress(1, 1, STEP)

    with_steps(monkeypatch, steps)
    assert page.form.compare.isChecked()
    assert page.form.compare.text() == "与上一轮（2023）对比"
    export(desk, page)
    desk.press(page.form.compare, Qt.Key.Key_Space)
    export(desk, page)
    assert pairs == [("frontier", "basic"), ("frontier", None)]
