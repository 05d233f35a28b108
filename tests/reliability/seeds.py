"""Real files of each kind, small ones: what a reader does wrong it does with forty rows as with four thousand."""

import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from db import operations
from db import surveys as stored
from db.attachments import ROUND
from db.colleagues import merge, open_colleague
from db.evidence import attach
from db.files import export_package
from db.keys import Secret, from_password, remember
from db.samples import sample_files
from db.survey_files import read_survey
from db.workbook import write_workbook
from db.workspace import Workspace
from diagnosis.authored import Authored, Base, Remark, Section
from diagnosis.diagnose import diagnose
from diagnosis.framework_files import load_framework
from diagnosis.result import Diagnosis
from diagnosis.survey import Enterprise, Interview, Round, Survey
from tests.db import phones
from tests.db.forms.filling import filled
from tests.db.helpers import incoming
from tests.roster_files import code, xlsx

HERE = Path(__file__).parent
ROSTERS, WORKSPACES, REPORTS = HERE.parent / "db" / "rosters" / "data", HERE.parent / "db" / "data", HERE / "data"
READ = ("[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml", "word/numbering.xml", "word/comments.xml")
BEFORE, KEPT = 8, 60  # paragraphs and tables of a report: before the written text, and in all
TEXT = "产值{fact:output}，**重点**。\n# 小标题\n- 甲\n- 乙\n1. 一\n[[table-scale]]\n末段话。"
WRITTEN = {
    "scale": Section(text=TEXT, remarks=(Remark("1", "张三", "2026-01-01T08:00:00+00:00", "请核对\n第二行"),)),
    "own-1": Section(text="新增的一节。", title="沿革", parent="overview"),
}


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


def rosters(folder: Path) -> Sequence[bytes]:
    """A plain one, and one with a title, a header of two lines, units and totals."""
    rows = [[f"长沙{name}重工有限公司", code(place), 100.5 * place, "是", 10 * place] for place, name in enumerate("甲乙丙丁戊己庚", 1)]
    head = ["企业名称", "统一社会信用代码", "营业收入（万元）", "是否高企", "从业人数"]
    numbered: list[Any] = [[place, *row] for place, row in enumerate(rows, 1)]
    title: list[Any] = [["附件：规上企业名单"], ["序号", *head], *numbered, ["合计", "", "", 2814]]
    plain: list[Any] = [head, *rows]
    return [xlsx(folder / "seed.xlsx", grid).read_bytes() for grid in (plain, title)]


def old_rosters(_folder: Path) -> Sequence[bytes]:
    """Of Excel 97."""
    return [(ROSTERS / name).read_bytes() for name in ("roster.xls", "whole-numbers.xls")]


def text_rosters(_folder: Path) -> Sequence[bytes]:
    """The plain one as text, in three encodings."""
    text = "企业名称,统一社会信用代码,营业收入（万元）,从业人数\n" + "".join(
        f"长沙{each}重工有限公司,{code(1)},12.5,9\n" for each in "甲乙丙丁"
    )
    return [text.encode(coding) for coding in ("utf-8-sig", "gb18030", "utf-16")]


def firm_forms(folder: Path) -> Sequence[bytes]:
    """The questionnaire for one firm, filled in."""
    answers = {"name": "第一机械厂", "revenue": "1.2亿", "employees": 300, "founded": 1998}
    return [filled(folder / "forms", "seed", answers, links=[["湖南大学"]], technologies=[["电控", 5]]).read_bytes()]


def phone_exports(folder: Path) -> Sequence[bytes]:
    """Submissions of the form on phones: an archive of tables."""
    path = folder / "phones.zip"
    firm = Enterprise(name="长沙甲机械厂", revenue=5.0, honours=("hnte", "listed"))
    visits = [Survey(enterprises=(firm,), interviews=(Interview(person="王"),)), Survey(round=Round(note="好"))]
    phones.write_zip(path, phones.tables(phones.form(folder), visits, phones.CENTRAL))
    return [path.read_bytes()]


# ---- workspaces


@cache
def two_hands() -> tuple[bytes, bytes, bytes]:
    """A workspace with a history, evidence, written texts and conflicts; the copy that it was merged with; and a package of it."""
    with tempfile.TemporaryDirectory() as folder:
        first, second, package = (Path(folder) / f"{name}.jizhen" for name in ("first", "second", "package"))
        with Workspace.create(first) as ours:
            operations.import_survey(ours, read_survey(sample_files()[0]))
            round_id = stored.clusters(ours)[0].rounds[0].id
            attach(ours, round_id, ROUND, [incoming("照片.txt", b"evidence" * 40)])
            operations.set_draft(ours, round_id, "round", None, "date", "去年秋天")
        shutil.copyfile(first, second)
        for path, word in ((first, "我们"), (second, "对方")):
            with Workspace.open(path) as each:
                _write(each, word)
        with Workspace.open(first) as ours:
            with open_colleague(second) as theirs:
                merge(ours, theirs)
            operations.add_row(ours, round_id, "enterprises", {"name": "新企业"})
            operations.undo(ours)
            export_package(ours, stored.clusters(ours)[0].id, package)
        return first.read_bytes(), second.read_bytes(), package.read_bytes()


def packages(_folder: Path) -> Sequence[bytes]:
    """Two copies of a workspace, a package of it, and a workspace of each old schema."""
    return [*two_hands() * 2, *(path.read_bytes() for path in sorted(WORKSPACES.glob("schema-*.jizhen")))]


@cache
def secret() -> Secret:
    """The key of the encrypted ones."""
    return from_password("a password of this run")


def locked(folder: Path) -> Sequence[bytes]:
    """One that is encrypted, and known."""
    remember(secret())
    path = folder / "locked.jizhen"
    with Workspace.create(path, alone=True, secret=secret()) as made:
        operations.import_survey(made, read_survey(sample_files()[0]))
        attach(made, stored.clusters(made)[0].rounds[0].id, ROUND, [incoming("照片.txt", b"evidence" * 40)])
    return [path.read_bytes()]


def _write(workspace: Workspace, word: str) -> None:
    """What meets when both have written it."""
    round_id = stored.clusters(workspace)[0].rounds[0].id
    (number, _), *_ = stored.rows(workspace, round_id, "enterprises")
    operations.set_cells(workspace, round_id, "enterprises", number, {"note": word})
    operations.set_answer(workspace, round_id, "round", "note", word)
    operations.set_draft(workspace, round_id, "round", None, "date", word)
    operations.write_text(workspace, round_id, "zh", "gaps", word, Base(title=word))
    operations.rename_section(workspace, round_id, "zh", "scale", word)


# ---- Word


def templates(_folder: Path) -> Sequence[bytes]:
    """Our own."""
    from reports.template import own

    return [own("zh").read_bytes(), own("en").read_bytes()]


@cache
def diagnosed() -> Diagnosis:
    """The first sample's."""
    return diagnose(read_survey(sample_files()[0]).survey, load_framework())


def reports(folder: Path) -> Sequence[bytes]:
    """A report as written, as LibreOffice saves it, without the names of its sections, and with those of another one."""
    from reports.options import Options
    from tests.reports.made_up import written

    made = shortened(written(diagnosed(), folder, "zh", options=Options(authored=Authored("zh", WRITTEN))).read_bytes())
    saved = (REPORTS / "libreoffice.docx").read_bytes()
    return [made, saved, renamed(made, b'w:name="jz', b'w:name="no'), renamed(saved, b'w:name="jzszh_', b'w:name="jzsen_')]


def shortened(data: bytes) -> bytes:
    """A report with what stands around the text that was written, and of its parts only those that are read back."""
    from lxml import etree

    def of(name: str, content: bytes) -> bytes:
        if name != "word/document.xml":
            return content
        root = etree.fromstring(content)
        blocks = list(root[0])
        written = next((place for place, block in enumerate(blocks) if b"_scale" in etree.tostring(block)), 0)
        first = max(written - BEFORE, 0)
        for block in (*blocks[:first], *blocks[first + KEPT : -1]):
            root[0].remove(block)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    return _packed((name, of(name, content)) for name, content in _parts(data) if name in READ)


def renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    """A report with something else in its text."""
    return _packed((name, content.replace(old, new)) for name, content in _parts(data))


def _parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        for name in source.namelist():
            yield name, source.read(name)


def _packed(parts: Iterator[tuple[str, bytes]]) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts:
            target.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return found.getvalue()
