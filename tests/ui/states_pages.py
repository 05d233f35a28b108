"""States of the pages: what was found, chosen, opened, typed or read by others stands on them."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QWidget

from db import attachments, operations
from db.workspace import Workspace
from diagnosis.findings import Place
from diagnosis.text import Text
from tests.others import another_program
from tests.reports.made_up import rich_data
from tests.surveys import file_data
from tests.ui.evidence import make, photo
from tests.ui.searching import palette, type_in
from tests.ui.states import Hands, Seen, State
from tests.ui.window import WAIT
from ui.dialogs.ask import ConfirmDialog
from ui.pages.chain import ChainPage
from ui.pages.checklist import ChecklistPage
from ui.pages.diagnosis import DiagnosisPage
from ui.pages.interviews import InterviewsPage
from ui.pages.lists import ActorsPage
from ui.pages.report import ReportPage
from ui.widgets.date_editor import DateEditor
from ui.widgets.disclosure import RowList
from ui.widgets.region_editor import RegionEditor
from ui.widgets.tags_editor import TagsEditor

LONG = {
    "cluster": {
        "name_zh": "江苏省苏州市昆山市新型显示与高端半导体装备先进制造业集群及其配套产业带",
        "name_en": "Kunshan New Display and High-End Semiconductor Equipment Advanced Manufacturing Cluster and its Belt of Suppliers",
    },
    "round": {"label": "2024 年下半年补充调研（第三次，含县区）"},
    "enterprises": [
        {"name": f"昆山第{number}号精密光电半导体装备制造股份有限公司苏州工业园区分公司", "revenue": 1e9, "rd_spend": 2e9, "founded": 2090}
        for number in range(40)
    ],
}


def tour(hands: Hands) -> Seen:
    """Every stop of the first-run tour."""
    hands.program.choose(hands.program.window.header.menus["file"], "help.tour")
    walk = hands.program.window.tour
    while walk.stop is not None:
        hands.program.settle()
        yield walk.stop.id, hands.window
        QTest.keyClick(walk.bubble.on_button, Qt.Key.Key_Return)
        hands.program.settle()


def bars(hands: Hands) -> Seen:
    """What the line below the header says: after a crash, after a change, after something went wrong."""
    session = hands.program.session
    session.recovered.emit(
        Text("上次没有正常退出；已恢复到 14:32 的“修改 CR4”。", "The program did not close the last time; all is there up to 14:32.")
    )
    yield "recovered", hands.window
    hands.program.window.commands.import_path(hands.folder / "没有.json")
    hands.program.settle()
    yield "refused", hands.window
    broken = hands.folder / "坏.jizhen"
    broken.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    hands.program.window.commands.open_path(broken)
    hands.program.settle()
    yield "broken", hands.window


def held(hands: Hands) -> Seen:
    """A workspace that another program has, asked about and only read."""
    path = hands.folder / "乙.jizhen"
    with Workspace.create(path) as ws:
        operations.start_cluster(ws, {"name_zh": "乙集群", "name_en": "B"}, "2024", None)
    with another_program(path):
        hands.program.window.commands.open_path(path)
        asked = hands.dialog(ConfirmDialog)
        yield "asked", asked
        with hands.program.bot.waitSignal(hands.program.session.troubled, timeout=WAIT):
            hands.program.click(asked.do)
        hands.program.settle()
        yield "read", hands.window


def overview(hands: Hands) -> Seen:
    """Editors with their lists open."""
    for field, kind, typed in (("region", RegionEditor, "长沙"), ("date", DateEditor, "")):
        hands.program.window.go_to(Place(step="overview", part="cluster" if field == "region" else "round", field=field))
        hands.program.settle()
        editor = next(each for each in hands.program.window.page.findChildren(kind) if each.isAncestorOf(hands.program.focus))
        if typed:
            editor.line.clear()
            editor.line.insert(typed)
            editor.line.textEdited.emit(typed)
            hands.program.settle()
            yield "region", hands.window
            QTest.keyClick(hands.program.focus, Qt.Key.Key_Escape)
        else:
            editor.open()  # type: ignore[attr-defined]
            hands.program.settle()
            yield "date", hands.window


def firms(hands: Hands) -> Seen:
    """Long names, wrong answers, completions, tags, a filter, a search that finds nothing."""
    hands.program.load(file_data() | LONG)
    pane = hands.firms()
    hands.program.window.go_to(Place(step="enterprises", part="enterprises", row=0, field="honours"))
    hands.program.settle()
    editor = next(each for each in pane.panel.findChildren(TagsEditor) if each.isAncestorOf(hands.program.focus))
    editor.suggestions.offer()
    hands.program.settle()
    yield "honours", hands.window
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    hands.program.settle()
    yield "wrong", hands.window
    pane.bar.search.setText("第7号")
    hands.wait(lambda: pane.model.rowCount() == 1)
    yield "found", hands.window
    pane.bar.search.setText("没有的")
    hands.wait(lambda: pane.model.rowCount() == 0)
    yield "none", hands.window


def evidence(hands: Hands) -> Seen:
    """Interviews and institutions with notes, pictures and files."""
    hands.program.load(rich_data())
    paths = make(hands.folder, [(f"车间照片{number}.jpg", photo(640 + 40 * number, 480)) for number in range(4)])
    paths += make(hands.folder, [("检测报告（2024年第三季度，含附表与签字页）.pdf", b"%PDF-1.4"), ("录音.m4a", b"x" * 3_000_000)])
    page = hands.page("interviews", InterviewsPage)
    page.evidence.work.add_files(page.evidence.owner or attachments.ROUND, paths)
    hands.wait(lambda: len(page.evidence.model.files) == len(paths))
    yield "interview", hands.window
    hands.page("actors", ActorsPage)
    yield "actors", hands.window


def network(hands: Hands) -> Seen:
    """Nobody, a hundred partners, and the table of them."""
    hands.program.load(file_data())
    page = hands.page("chain", ChainPage)
    for part in ("chain", "links", "technologies"):
        page.tab(part)
        hands.program.settle()
        yield f"no-{part}", hands.window
    hands.program.load(rich_data() | {"round": {"label": "2025"}} | many_links())
    page = hands.page("chain", ChainPage)
    for part in ("chain", "links", "technologies"):
        page.tab(part)
        hands.program.settle()
        yield f"rich-{part}", hands.window
    page.tab("links")
    page.view.show_value("table")
    page.view.picked.emit("table")
    hands.program.settle()
    yield "table", hands.window


def many_links() -> dict[str, Any]:
    """A hundred partners, of three leaders."""
    names = [f"第{number}精密机械有限公司" for number in range(100)]
    kinds = ("joint-rd", "supply", "licence", "service", "talent")
    links = [{"from": names[n % 3], "to": name, "kind": kinds[n % 5], "year": 2020 + n % 4} for n, name in enumerate(names[3:])]
    links += [{"from": names[n], "to": names[(n * 7 + 3) % 100], "kind": kinds[n % 5]} for n in range(0, 90, 4)]
    return {"enterprises": [{"name": name} for name in names], "links": links}


def checklist(hands: Hands) -> Seen:
    """Items with conflicts, as a list and as a table."""
    hands.program.load(rich_data())
    page = hands.page("checklist", ChecklistPage)
    yield "single", hands.window
    page.head.look.show_value("table")
    page.head.look.picked.emit("table")
    hands.program.settle()
    yield "table", hands.window
    for name in ("conflicts",):
        page.head.state.show_value(name)
        page.head.state.picked.emit(name)
        hands.program.settle()
        yield name, hands.window


def diagnosis(hands: Hands) -> Seen:
    """Every judgement with its reasons, and the charts."""
    hands.program.load(rich_data())
    hands.program.load(rich_data(shift=-200) | {"round": {"label": "2025", "date": "2025-06-30"}})
    page = hands.page("diagnosis", DiagnosisPage)
    hands.wait(lambda: page.charts.ready)
    for rows in _lists(page):
        for row in rows.rows[:2]:
            QTest.keyClick(row, Qt.Key.Key_Return)
            hands.program.settle()
    (area,) = (each for each in page.findChildren(QScrollArea) if each.isVisible() and each.widget().isAncestorOf(page.charts))
    bar = area.verticalScrollBar()
    for number, top in enumerate(range(0, bar.maximum() + area.height(), area.height() - 40)):
        bar.setValue(top)
        hands.program.settle()
        yield f"{number:02}", hands.window


def _lists(page: QWidget) -> Iterator[RowList]:
    for found in page.findChildren(RowList):
        if found.isVisible() and not any(isinstance(each, RowList) for each in _parents(found)):
            yield found


def _parents(widget: QWidget) -> Iterator[QWidget]:
    here = widget.parentWidget()
    while here is not None:
        yield here
        here = here.parentWidget()


def writing(hands: Hands) -> Seen:
    """A section with a text, comments and earlier versions."""
    page = hands.page("report", ReportPage)
    page.tabs.open("write")
    hands.wait(lambda: page.writing.work is not None)
    page.writing.go_to("summary")
    hands.program.settle()
    pane = page.writing.pane
    for number in range(3):
        pane.editor.setFocus()
        QTest.keyClicks(pane.editor, f"Text {number}. ")
        with hands.program.bot.waitSignal(page.writing.read, timeout=6 * WAIT):
            pane.editor.rest()
    for who in ("李四", "王小明"):
        with hands.program.bot.waitSignal(page.writing.read, timeout=6 * WAIT):
            pane.views.remarks.added.emit(f"{who}：总产值请与统计局 2024 年快报核对，口径应为规上企业；另请说明增速为何高于全省。")
    for name in ("preview", "changes", "versions", "remarks"):
        pane.views.open(name)
        hands.program.settle()
        yield name, hands.window


def checks(hands: Hands) -> Seen:
    """What is found before an export, with errors."""
    hands.program.load(file_data() | LONG)
    page = hands.page("report", ReportPage)
    hands.program.settle()
    yield "top", hands.window
    bar = page.sheet.area.verticalScrollBar()
    bar.setValue(bar.maximum())
    hands.program.settle()
    yield "end", hands.window


def searching(hands: Hands) -> Seen:
    """The palette with hits and without, and the help after a search."""
    hands.program.load(rich_data())
    for name, typed in (("hits", "安防"), ("none", "qqqq")):
        type_in(hands.program, typed)
        yield f"palette-{name}", hands.window
    palette(hands.program).close_again()
    hands.program.press("F1")
    hands.program.settle()
    reading = hands.program.window.help.window
    assert reading is not None
    for name, typed in (("topic", ""), ("hits", "备份"), ("none", "qqqq")):
        reading.search.setText(typed)
        hands.program.settle()
        hands.program.settle()
        yield f"help-{name}", reading


PAGES: tuple[State, ...] = (
    tour,
    bars,
    held,
    overview,
    firms,
    evidence,
    network,
    checklist,
    diagnosis,
    writing,
    checks,
    searching,
)
