"""An edited report, and what it says beside the workspace: for the tests of reading back."""

import functools
import zipfile
from collections.abc import Callable
from pathlib import Path

from diagnosis.authored import Authored, Remark, Section
from diagnosis.text import Lang
from reports.authoring.composing import Composed, whole
from reports.authoring.facts import Facts
from reports.authoring.reading import open_edited
from reports.authoring.taking import Comparison, compare_file
from tests.reports.made_up import diagnosis_of

REMARK = Remark("1", "张<三>", "2026-01-01T08:00:00+00:00", "请核对\n第二行")
TEXT = "产值{fact:output}，**重点{fact:cr4}**见{ref:table-scale}。\n# 小标题\n- 甲\n- 乙\n1. 一\n1. 二\n[[table-scale]]\n末段话。"
DRAWN = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>格</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
CLOSING = "<w:p><w:r><w:t>某院编制</w:t></w:r></w:p>"
WRITTEN = {
    "scale": Section(text=TEXT, remarks=(REMARK,)),
    "own-1": Section(text="新增的一节。", title="沿革", parent="overview"),
}
Edit = Callable[[str], str]


def edited(report: Path, folder: Path, *edits: Edit, part: str = "word/document.xml") -> Path:
    """The report with its XML changed, and packed again by somebody else."""
    out = folder / "edited.docx"
    with zipfile.ZipFile(report) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                xml = data.decode()
                for edit in edits:
                    changed = edit(xml)
                    assert changed != xml, "the edit found nothing to change"
                    xml = changed
                data = xml.encode()
            target.writestr(name, data)
    return out


@functools.cache
def as_written(lang: Lang) -> tuple[Composed, Facts]:
    """The report with ``WRITTEN`` in it."""
    return whole(diagnosis_of("rich"), None, Authored(lang, WRITTEN))


def compared(path: Path, lang: Lang, here: dict[str, Section] | None = None) -> Comparison:
    composed, facts = as_written(lang) if here is None else whole(diagnosis_of("rich"), None, Authored(lang, here))
    found = open_edited(path)
    assert found.lang == lang
    return compare_file(found, path.name, composed, facts)


def states(comparison: Comparison) -> dict[str, str]:
    return {each.id: each.state for each in comparison.sections if each.state != "same"}


def theirs(comparison: Comparison, section: str = "scale") -> str:
    return next(each.theirs for each in comparison.sections if each.id == section)


def replaced(old: str, new: str) -> Edit:
    return lambda xml: xml.replace(old, new, 1)
