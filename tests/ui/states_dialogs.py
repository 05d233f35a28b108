"""States of the dialogs that no command of a menu opens over the samples."""

import shutil
import zipfile

from PySide6.QtWidgets import QWidget

from db import keys, operations, surveys
from db.encrypting import set_password
from db.workspace import Workspace
from tests.db.forms.filling import filled
from tests.ui.kept import kept_in
from tests.ui.rosters import go_on, roster, wizard
from tests.ui.states import Hands, Seen, State
from tests.ui.window import WAIT
from tests.updates import Publisher, frozen
from ui import keeping
from ui.dialogs.backups import BackupsDialog
from ui.dialogs.bulk import BulkDialog
from ui.dialogs.crash import CrashDialog
from ui.dialogs.differences import DifferencesDialog
from ui.dialogs.password import NewPasswordDialog, PasswordDialog, RecoveryKeyDialog, UnlockDialog
from ui.dialogs.twins import TwinsDialog
from ui.dialogs.update import UpdateDialog
from ui.dialogs.verify import VerifyDialog
from ui.pages.report import ReportPage
from ui.returns.dialog import ReturnsDialog
from ui.returns.steps import ReturnsRows
from ui.rosters.rows_step import RowsStep


def crash(hands: Hands) -> Seen:
    """What went wrong by our fault."""
    dialog = CrashDialog(hands.program.session, hands.window, ValueError("x"), hands.folder / "log.txt")
    dialog.open()
    yield "", dialog


def recovery_key(hands: Hands) -> Seen:
    """The key that opens a workspace when the password is lost."""
    path = hands.folder / "调研.jizhen"
    dialog = RecoveryKeyDialog(hands.program.session, hands.window, path, keys.from_password("x" * 9).recovery, ())
    dialog.open()
    yield "", dialog


def passwords(hands: Hands) -> Seen:
    """Asked for, refused, set and refused."""
    path = kept_in(hands.folder)
    set_password(path, "Orange Isle 1925")
    keys.forget_all()
    commands = hands.program.window.commands
    commands.open_path(path)
    asked = hands.dialog(UnlockDialog)
    yield "asked", asked
    asked.fields[0].setText("a wrong one")
    hands.program.click(asked.do)
    hands.wait(lambda: not asked.refusal.isHidden())
    yield "wrong", asked
    asked.reject()
    for name, opens, kind in (("set", keeping.set_password, PasswordDialog), ("locked", keeping.export_locked, NewPasswordDialog)):
        opens(commands)
        dialog = hands.dialog(kind)
        yield name, dialog
        dialog.fields[0].setText("short")
        hands.program.click(dialog.do)
        hands.program.settle()
        yield f"{name}-refused", dialog
        dialog.reject()


def backups(hands: Hands) -> Seen:
    """The copies of a workspace, and one of them chosen."""
    with hands.program.bot.waitSignal(hands.program.session.workspace_opened, timeout=WAIT):
        hands.program.window.commands.open_path(kept_in(hands.folder))
    hands.program.settle()
    keeping.backups(hands.program.window.commands)
    dialog = hands.dialog(BackupsDialog)
    hands.wait(lambda: dialog.list.rowCount() == 2)
    dialog.list.selectRow(1)
    hands.wait(dialog.do.isEnabled)
    yield "", dialog


def repair(hands: Hands) -> Seen:
    """A damaged workspace: with a backup that would take its place."""
    path = kept_in(hands.folder)
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 9] = b"\x5a" * (4096 * 6)
    path.write_bytes(bytes(data))
    keeping.verify_path(hands.program.window.commands, path)
    dialog = hands.dialog(VerifyDialog)
    hands.wait(dialog.repair.isVisible)
    yield "damaged", dialog
    dialog.salvage_to(hands.folder / "救出.jizhen")
    hands.wait(lambda: "救出" in dialog.lines.text())
    yield "salvaged", dialog


def update(hands: Hands) -> Seen:
    """A newer version: offered, refused, installed, taken back."""
    frozen(hands.folder / "集诊", hands.patch)
    publisher = Publisher(hands.folder, hands.patch)
    good, bad = publisher.update(), hands.folder / "改过.jizhen-update"
    data = bytearray(good.read_bytes())
    data[data.index(b"sha256") + 12] ^= 1
    bad.write_bytes(data)
    hands.program.window.commands.update()
    dialog = hands.dialog(UpdateDialog)
    yield "empty", dialog
    for name, path in (("refused", bad), ("offered", good)):
        dialog.check(path)
        hands.program.settle()
        yield name, dialog
    hands.program.click(dialog.do)
    hands.wait(lambda: dialog.installed is not None)
    yield "installed", dialog
    hands.program.click(dialog.close_button)
    hands.program.window.commands.update()
    again = hands.dialog(UpdateDialog)
    yield "again", again
    hands.program.click(again.back)
    hands.program.settle()
    yield "back", again


def differences(hands: Hands) -> Seen:
    """What two wrote differently."""
    fields = ("note", "main_product", "address")

    def write(ws: Workspace, who: str) -> None:
        round_id = surveys.clusters(ws)[0].rounds[0].id
        row = surveys.rows(ws, round_id, "enterprises")[0][0]
        operations.set_cells(
            ws, round_id, "enterprises", row, dict.fromkeys(fields, f"{who}写的：以工程机械整机为主，兼营液压件与再制造业务")
        )

    path = hands.folder / "同事.jizhen"
    assert hands.program.session.path is not None
    shutil.copyfile(hands.program.session.path, path)
    with Workspace.open(path) as ws:
        ws.sign("李四")
        write(ws, "对方")
    hands.program.read(lambda ws: write(ws, "我方"))
    hands.program.window.commands.merge_path(path)
    dialog = hands.dialog(DifferencesDialog)
    yield "", dialog


def twins(hands: Hands) -> Seen:
    """Firms entered twice."""
    for firm in ({"name": "甲厂有限公司", "employees": 12}, {"name": "甲厂有限公司", "employees": 13, "revenue": 5.0}):
        hands.program.session.change(operations.add_row, hands.program.session.round_id, "enterprises", firm)
    hands.program.settle()
    hands.program.choose(hands.program.window.header.menus["file"], "menu.twins")
    yield "", hands.dialog(TwinsDialog)


def lists(hands: Hands) -> Seen:
    """What hangs below the buttons of a table, and the change of many rows."""
    pane = hands.firms()
    hands.program.click(pane.bar.buttons["columns"])
    found = hands.popup()
    yield "columns", found
    found.close()
    assert pane.shown is not None
    pane.shown.filter_column()
    found = hands.popup()
    yield "filter", found
    found.close()
    pane.bar.buttons["bulk"].click()
    hands.program.settle()
    assert isinstance(pane.rows.dialog, BulkDialog)
    yield "bulk", pane.rows.dialog


def import_roster(hands: Hands) -> Seen:
    """A roster with odd headers: its columns, each tab of its rows, what came of it."""
    dialog = wizard(hands.program, roster(hands.folder))
    yield "0", dialog
    while not isinstance(dialog.step, RowsStep):
        go_on(hands.program, dialog)
        yield type(dialog.step).__name__, dialog
    yield from _tabs(hands, dialog, dialog.step)
    go_on(hands.program, dialog)
    yield "done", dialog


def _tabs(hands: Hands, dialog: QWidget, step: RowsStep) -> Seen:
    for tab in [step.bar.tabData(place) for place in range(step.bar.count())]:
        step.open_tab(tab)
        hands.program.settle()
        yield f"tab-{tab}", dialog


def returned(hands: Hands) -> Seen:
    """Forms that came back: new firms, other parts, what could not be read."""
    name = hands.program.read(lambda ws: surveys.load(ws, hands.program.session.round_id or 0).enterprises[0].name)
    folder = hands.folder / "回收"
    paths = [
        filled(folder, "甲", {"name": name, "employees": 7, "revenue": 3}, links=[["湖南大学"]], technologies=[["多路阀", 7]]),
        filled(folder, "乙", {"name": "株洲乙轴承有限公司", "founded": "前年"}),
        folder / "坏.xlsx",
    ]
    paths[-1].write_bytes(b"PK\x03\x04")
    hands.program.window.commands.collect(paths)
    dialog = hands.dialog(ReturnsDialog)
    hands.wait(lambda: not dialog.work.at_work)
    assert isinstance(dialog.step, ReturnsRows)
    yield from _tabs(hands, dialog, dialog.step)
    hands.program.click(dialog.on)
    hands.wait(lambda: not dialog.work.at_work)
    yield "done", dialog


def read_back(hands: Hands) -> Seen:
    """An edited report beside what stands here."""
    page = hands.page("report", ReportPage)
    target = hands.folder / "报告.docx"
    page.form.set_target(target)
    page.form.pages.show_value("estimate")
    page.form.pages.picked.emit("estimate")
    hands.program.click(page.run.start)
    hands.wait(lambda: not page.run.running)
    yield "exported", hands.window
    with zipfile.ZipFile(target) as made, zipfile.ZipFile(target.with_name("李四改过.docx"), "w") as out:
        for name in made.namelist():
            text = made.read(name)
            if name == "word/document.xml":
                text = text.replace("规模方面已掌握".encode(), "规模方面我们掌握".encode()).replace(b"Of the scale", b"About the scale")
            out.writestr(name, text)
    page.read_back(target.with_name("李四改过.docx"))
    hands.wait(lambda: page.dialog is not None)
    assert page.dialog is not None
    yield "compared", page.dialog


DIALOGS: tuple[State, ...] = (
    crash,
    recovery_key,
    passwords,
    backups,
    repair,
    update,
    differences,
    twins,
    lists,
    import_roster,
    returned,
    read_back,
)
