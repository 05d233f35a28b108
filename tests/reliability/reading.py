"""What the fuzzer reads: real files of each kind, and everything that the program does with one that it takes."""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from db import operations
from db import surveys as stored
from db.colleagues import merge, open_colleague
from db.collecting import known_round
from db.files import export_package
from db.forms.reading import Meant, Taken, read_returns
from db.header import read_header
from db.rosters.importing import import_roster, known_firms
from db.salvaging import salvage
from db.samples import sample_files
from db.schema import migrate
from db.survey_files import read_survey
from db.verify import verify
from db.workbook import write_workbook
from db.workspace import Workspace
from diagnosis.diagnose import diagnose
from diagnosis.errors import UserError
from diagnosis.framework_files import load_framework
from diagnosis.progress import outcome
from tests.db.forms.filling import filled
from tests.roster_files import code, proposal, xlsx

DATA = Path(__file__).parent.parent / "db" / "rosters" / "data"


@cache
def _empty() -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:", isolation_level=None)
    migrate(memory)
    return memory


@contextlib.contextmanager
def in_memory() -> Iterator[Workspace]:
    """An empty workspace that no disk sees."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    _empty().backup(memory)
    memory.execute("PRAGMA foreign_keys = ON")
    with Workspace(Path("memory.jizhen"), memory) as workspace:
        yield workspace


# ---- surveys


def surveys(_folder: Path) -> Sequence[bytes]:
    """The samples."""
    return [path.read_bytes() for path in sample_files()]


def workbooks(folder: Path) -> Sequence[bytes]:
    """The samples as workbooks."""
    path = folder / "seed.xlsx"
    found = []
    for file in sample_files():
        write_workbook(path, read_survey(file).survey)
        found.append(path.read_bytes())
    return found


def read_survey_file(path: Path) -> None:
    """Read, imported, diagnosed."""
    found = read_survey(path)
    with in_memory() as workspace:
        operations.import_survey(workspace, found)
        (entry,) = stored.clusters(workspace)
        diagnose(stored.load(workspace, entry.rounds[0].id), load_framework())
        operations.undo(workspace)


def read_workbook(path: Path) -> None:
    """The same from a workbook."""
    read_survey_file(path)


# ---- rosters


def rosters(folder: Path) -> Sequence[bytes]:
    """A plain one, and one with a title, a header of two lines, units and totals."""
    rows = [[f"长沙{name}重工有限公司", code(place), 100.5 * place, "是", 10 * place] for place, name in enumerate("甲乙丙丁戊己庚", 1)]
    head = ["企业名称", "统一社会信用代码", "营业收入（万元）", "是否高企", "从业人数"]
    numbered: list[Any] = [[place, *row] for place, row in enumerate(rows, 1)]
    title: list[Any] = [["附件：规上企业名单"], ["序号", *head], *numbered, ["合计", "", "", 2814]]
    plain: list[Any] = [head, *rows]
    return [xlsx(folder / "seed.xlsx", grid).read_bytes() for grid in (plain, title)]


def old_rosters(_folder: Path) -> Sequence[bytes]:
    """One of Excel 97."""
    return [(DATA / "roster.xls").read_bytes()]


def text_rosters(folder: Path) -> Sequence[bytes]:
    """The plain one as text, in two encodings."""
    text = "企业名称,统一社会信用代码,营业收入（万元）,从业人数\n" + "".join(
        f"长沙{each}重工有限公司,{code(1)},12.5,9\n" for each in "甲乙丙丁"
    )
    return [text.encode(coding) for coding in ("utf-8-sig", "gb18030", "utf-16")]


def read_roster(path: Path) -> None:
    """Read, matched, imported, taken back."""
    with in_memory() as workspace:
        operations.import_survey(workspace, read_survey(sample_files()[0]))
        round_id = stored.clusters(workspace)[0].rounds[0].id
        outcome(import_roster(workspace, round_id, proposal(path, known_firms(workspace, round_id))))
        operations.undo(workspace)


# ---- what firms send back


def firm_forms(folder: Path) -> Sequence[bytes]:
    """The questionnaire for one firm, filled in."""
    answers = {"name": "第一机械厂", "revenue": "1.2亿", "employees": 300, "founded": 1998}
    return [filled(folder / "forms", "seed", answers, links=[["湖南大学"]], technologies=[["电控", 5]]).read_bytes()]


def read_return(path: Path) -> None:
    """Read as what a firm has sent back."""
    taken = Taken()
    for _ in read_returns([path], Meant(frozenset({"长沙市工程机械集群"}), "2019", "长沙市工程机械集群"), taken):
        pass
    for error in taken.refused:
        raise error
    with in_memory() as workspace:
        operations.import_survey(workspace, read_survey(sample_files()[0]))
        known_round(workspace, stored.clusters(workspace)[0].rounds[0].id)


# ---- workspaces


def packages(folder: Path) -> Sequence[bytes]:
    """A package with a history, and a workspace of each old schema."""
    first = folder / "first.jizhen"
    with Workspace.create(first) as workspace:
        for path in sample_files():
            operations.import_survey(workspace, read_survey(path))
        found = stored.clusters(workspace)[0]
        operations.add_row(workspace, found.rounds[0].id, "enterprises", {"name": "新企业"})
        export_package(workspace, found.id, folder / "package.jizhen")
    seeds = [path.read_bytes() for path in (first, folder / "package.jizhen")]
    first.unlink()
    return [*seeds, *(path.read_bytes() for path in sorted((DATA.parent.parent / "data").glob("schema-*.jizhen")))]


def read_package(path: Path) -> None:
    """Opened as a colleague's, and merged."""
    with open_colleague(path) as theirs, in_memory() as workspace:
        merge(workspace, theirs)
        for entry in stored.clusters(workspace):
            for one in entry.rounds:
                stored.load(workspace, one.id)
        operations.undo(workspace)


def read_workspace(path: Path) -> None:
    """Looked through, salvaged, opened, read, and the last change taken back."""
    target = path.with_name("salvaged.jizhen")
    target.unlink(missing_ok=True)
    with contextlib.suppress(UserError):
        verify(path)
    with contextlib.suppress(UserError):
        salvage(path, target)
        read_header(target)
    with Workspace.open(path) as workspace:
        for entry in stored.clusters(workspace):
            for one in entry.rounds:
                stored.load(workspace, one.id)
        operations.undo(workspace)


# ---- Word


def templates(_folder: Path) -> Sequence[bytes]:
    """Our own."""
    from reports.template import own

    return [own("zh").read_bytes(), own("en").read_bytes()]


def read_template(path: Path) -> None:
    """Opened, and its cover filled in."""
    from reports.template import open_template

    open_template(path)


def reports(folder: Path) -> Sequence[bytes]:
    """A report of the first sample."""
    from reports.report import build

    outcome_of = diagnose(read_survey(sample_files()[0]).survey, load_framework())
    for _ in build(outcome_of, folder / "seed.docx", "zh"):
        pass
    return [(folder / "seed.docx").read_bytes()]


def read_report(path: Path) -> None:
    """Read back as one that somebody has edited."""
    from reports.authoring.reading import open_edited

    open_edited(path).read({}, {}, {})
