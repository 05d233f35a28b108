"""What the crash harness does to a workspace while it may be killed: everything that writes, one piece of work after another."""

import csv
import random
import shutil
from collections.abc import Callable
from pathlib import Path

from db import operations, surveys
from db.attachments import ROUND
from db.backup import daily_backup
from db.colleagues import merge, open_colleague
from db.copies import back_up
from db.encrypting import set_password
from db.files import copy_workspace, export_package, write_survey_file
from db.history import forget
from db.restoring import backups, restore
from db.rosters.importing import import_roster, known_firms
from db.samples import sample_files
from db.survey_files import read_survey
from db.workspace import Workspace
from diagnosis.progress import outcome
from tests.db.helpers import incoming
from tests.roster_files import proposal
from tests.rosters import firms

PASSWORDS = ("reliability", "one more password", "and a third one")
FIELDS = ("name", "uscc", "employees", "revenue", "main_product", "address")


class Desk:
    """A workspace that somebody works in, and the files around it; ``chance`` decides what is done."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        """Opens the workspace of the folder."""
        self.folder, self.chance = folder, chance
        self.path = folder / "w.jizhen"
        self.workspace = Workspace.open(self.path)
        self.new_password: Callable[[str | None], object] = lambda _password: None  # who is told before a password is set

    def close(self) -> None:
        """As a user closes the window."""
        self.workspace.close()

    @property
    def round(self) -> int:
        """One of the rounds."""
        return int(self.chance.choice(self.workspace.rows("SELECT _id FROM rounds"))[0])

    def row(self, table: str, round_id: int) -> int | None:
        """One of the rows of a list."""
        found = self.workspace.rows(f'SELECT _id FROM "{table}" WHERE _round = ?', round_id)
        return int(self.chance.choice(found)[0]) if found else None

    @property
    def word(self) -> str:
        """Something that somebody types."""
        return "".join(self.chance.choices("集群企业链技术研发平台材料设备", k=self.chance.randint(2, 400)))


def edit(desk: Desk) -> None:
    """A field, as it is typed."""
    operations.set_answer(desk.workspace, desk.round, "cluster", "description_zh", desk.word)


def row(desk: Desk) -> None:
    """A row added, changed, copied or deleted."""
    round_id = desk.round
    found = desk.row("enterprises", round_id)
    kind = desk.chance.randrange(4)
    if kind == 0 or found is None:
        operations.add_row(desk.workspace, round_id, "enterprises", {"name": desk.word})
    elif kind == 1:
        operations.set_cells(desk.workspace, round_id, "enterprises", found, {"note": desk.word, "employees": desk.chance.randrange(9999)})
    elif kind == 2:
        operations.duplicate_rows(desk.workspace, round_id, "enterprises", [found])
    else:
        operations.delete_rows(desk.workspace, round_id, "enterprises", [found])


def undo(desk: Desk) -> None:
    """The last change taken back."""
    operations.undo(desk.workspace)


def redo(desk: Desk) -> None:
    """And made again."""
    operations.redo(desk.workspace)


def imported(desk: Desk) -> None:
    """A survey file."""
    operations.import_survey(desk.workspace, read_survey(desk.chance.choice(sample_files())))


def roster(desk: Desk) -> None:
    """A list of firms."""
    round_id = desk.round
    plan = proposal(desk.folder / "roster.csv", known_firms(desk.workspace, round_id))
    outcome(import_roster(desk.workspace, round_id, plan))


def merged(desk: Desk) -> None:
    """A colleague's package."""
    with open_colleague(desk.folder / "colleague.jizhen") as theirs:
        merge(desk.workspace, theirs)


def evidence(desk: Desk) -> None:
    """A photograph."""
    content = desk.chance.randbytes(desk.chance.randint(1_000, 300_000))
    operations.attach(desk.workspace, desk.round, ROUND, [incoming("photo.bin", content)])


def backup(desk: Desk) -> None:
    """A backup of today, or of some other day."""
    if desk.chance.random() < 0.5:
        daily_backup(desk.workspace)
    else:
        back_up(desk.workspace.db, desk.path, f"2026-01-{desk.chance.randint(1, 9):02d}")


def export(desk: Desk) -> None:
    """A package, a copy, and a survey file, over what may be there already."""
    kind = desk.chance.randrange(3)
    if kind == 0:
        export_package(desk.workspace, surveys.clusters(desk.workspace)[0].id, desk.folder / "package.jizhen")
    elif kind == 1:
        copy_workspace(desk.workspace, desk.folder / "copy.jizhen")
    else:
        write_survey_file(desk.folder / "survey.json", surveys.load(desk.workspace, desk.round))


def migration(desk: Desk) -> None:
    """A workspace of an old program is opened."""
    old = desk.folder / "old.jizhen"
    if not old.exists() or desk.chance.random() < 0.7:
        fresh = desk.folder / "fresh"
        shutil.copyfile(desk.folder / "old.bytes", fresh)
        old.with_name("old.jizhen-journal").unlink(missing_ok=True)  # it belongs to the file that goes
        fresh.replace(old)
    Workspace.open(old).close()


def password(desk: Desk) -> None:
    """A password set, changed or removed."""
    desk.close()
    new = desk.chance.choice((*PASSWORDS, None))
    desk.new_password(new)
    set_password(desk.path, new)
    desk.workspace = Workspace.open(desk.path)


def restored(desk: Desk) -> None:
    """The newest backup put in place of the workspace, after one was made of it: so its content stays."""
    back_up(desk.workspace.db, desk.path, "2026-02-01")
    desk.close()
    newest = next(each for each in backups(desk.path) if "2026-02-01" in each.name)
    restore(desk.path, newest.path)
    desk.workspace = Workspace.open(desk.path)


def reopened(desk: Desk) -> None:
    """Closed and opened again."""
    desk.close()
    desk.workspace = Workspace.open(desk.path)


# those that are one change in the history, with how often they come, and those that leave the content as it is
CHANGES: dict[Callable[[Desk], None], int] = {edit: 6, row: 6, undo: 3, redo: 2, imported: 3, roster: 3, merged: 2, evidence: 3}
OTHERS: dict[Callable[[Desk], None], int] = {backup: 2, export: 3, migration: 2, password: 1, restored: 1, reopened: 1}
WORK = {work.__name__: work for work in (*CHANGES, *OTHERS)}
WEIGHTS = [*CHANGES.values(), *OTHERS.values()]


def prepare(folder: Path) -> None:
    """A workspace, a colleague's package of it with changes, a roster, and a workspace of the first released program."""
    folder.mkdir(parents=True, exist_ok=True)
    with Workspace.create(folder / "w.jizhen") as workspace:
        operations.import_survey(workspace, read_survey(sample_files()[0]))
        forget(workspace)  # there is always a round to work in
        package = folder / "colleague.jizhen"
        export_package(workspace, surveys.clusters(workspace)[0].id, package)
    with Workspace.open(package) as workspace:
        round_id = surveys.clusters(workspace)[0].rounds[0].id
        operations.add_row(workspace, round_id, "enterprises", {"name": "同事的企业"})
        operations.set_answer(workspace, round_id, "cluster", "name_en", "Theirs")
    with (folder / "roster.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["企业名称", "统一社会信用代码", "从业人数", "营业收入（万元）", "主要产品", "地址"])
        writer.writerows([firm.get(field) or "" for field in FIELDS] for firm in firms(300))
    old = Path(__file__).parent.parent / "db" / "data" / "schema-1.jizhen"
    (folder / "old.bytes").write_bytes(old.read_bytes())
